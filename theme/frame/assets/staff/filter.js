// A form above a table hides the rows that do not fit, and announces how many are left.
import { all, need, needId } from "../dom.js"
import { bodyRows, headCells, textOf } from "./rows.js"
import { hasMark, hasText, hasWord, isAtLeast, isColumnShown, stateOf } from "./rules.js"

/** @typedef {(row: HTMLTableRowElement, number: number) => boolean} Rule */

/** @param {HTMLFormElement} form */
export function makeFilterable(form) {
  const table = needId(form.dataset.staffFilter ?? "", HTMLTableElement)
  const rows = bodyRows(table)
  const showArea = areaChooser(form, table)
  const rules = [textRule(form, table, rows), ...columnRules(form), ...markRules(form)]
  rules.push(stateRule(form, table))
  const apply = () => {
    showArea()
    let left = 0
    rows.forEach((row, number) => {
      row.hidden = !rules.every(rule => rule(row, number))
      left += Number(!row.hidden)
    })
    const { all: everybody = "", some = "" } = form.dataset
    need(form, "[role=status]", HTMLElement).textContent =
      left === rows.length
        ? everybody
        : some.replace("{n}", String(left)).replace("{all}", everybody)
  }
  form.addEventListener("input", apply)
  form.addEventListener("submit", event => event.preventDefault())
  form.hidden = false
  apply()
}

/**
 * Return a function that shows the columns of the chosen area.
 * @param {HTMLFormElement} form
 * @param {HTMLTableElement} table
 */
function areaChooser(form, table) {
  const isShown = columnTest(form, table)
  // A rule for all rows at once, instead of a change to each of thirty thousand cells.
  const sheet = new CSSStyleSheet()
  document.adoptedStyleSheets.push(sheet)
  return () => {
    const hidden = headCells(table).flatMap((_, column) =>
      isShown(column) ? [] : `#${table.id} tr > :nth-child(${column + 1})`,
    )
    sheet.replaceSync(hidden.length ? `${hidden} { display: none !important }` : "")
  }
}

/**
 * Return a test for whether a column belongs to the chosen area.
 * @param {HTMLFormElement} form
 * @param {HTMLTableElement} table
 */
function columnTest(form, table) {
  const [select] = all(form, "[data-areas]", HTMLSelectElement)
  const areas = headCells(table).map(head => head.dataset.a)
  return (/** @type {number} */ column) => isColumnShown(areas[column], select?.value ?? "")
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLTableElement} table
 * @param {HTMLTableRowElement[]} rows
 * @returns {Rule}
 */
function textRule(form, table, rows) {
  const input = need(form, "[type=search]", HTMLInputElement)
  const isGrid = table.hasAttribute("data-staff-grid")
  const texts = rows.map(row =>
    ((isGrid ? row.cells[0]?.textContent : row.textContent) ?? "").toLowerCase(),
  )
  return (_, number) => hasText(texts[number] ?? "", input.value)
}

/**
 * @param {HTMLFormElement} form
 * @returns {Rule[]}
 */
function columnRules(form) {
  const words = all(form, "select[data-column]", HTMLSelectElement).map(select => {
    const column = Number(select.dataset.column)
    /** @type {Rule} */
    const rule = row =>
      !select.value ||
      hasWord(row.cells[column]?.querySelector("bdi")?.textContent ?? "", select.value)
    return rule
  })
  const numbers = all(form, "[data-least]", HTMLElement).map(field => {
    const column = Number(field.dataset.least)
    /** @type {Rule} */
    const rule = row => isAtLeast(row.cells[column]?.dataset.k, chosenIn(field))
    return rule
  })
  return [...words, ...numbers]
}

/** @param {HTMLElement} field */
const chosenIn = field =>
  field instanceof HTMLInputElement || field instanceof HTMLSelectElement ? field.value : ""

/**
 * @param {HTMLFormElement} form
 * @returns {Rule[]}
 */
const markRules = form =>
  all(form, "select[data-row]", HTMLSelectElement).map(
    select => row => hasMark(row.dataset[select.dataset.row ?? ""] ?? "", select.value),
  )

/**
 * @param {HTMLFormElement} form
 * @param {HTMLTableElement} table
 * @returns {Rule}
 */
function stateRule(form, table) {
  const [select] = all(form, "[data-state]", HTMLSelectElement)
  const isShown = columnTest(form, table)
  return row =>
    !select?.value ||
    [...row.cells].some(
      (cell, column) =>
        isShown(column) && cell.className !== "" && stateOf(textOf(cell)) === select.value,
    )
}
