// A button in each head of a table sorts the rows, and a second press turns them round.
import { make, need } from "../dom.js"
import { gridKey, sortByKey } from "./order.js"
import { bodyRows, headCells, textOf } from "./rows.js"

/** @param {HTMLTableElement} table */
export function makeSortable(table) {
  const heads = headCells(table)
  heads.forEach((head, column) => {
    const isGrid = head.hasAttribute("data-parts")
    const button = addButton(head, isGrid)
    button.addEventListener("click", () => {
      const direction = nextDirection(head, isGrid)
      const line = isGrid ? chosenLine(table) : null
      /** @type {[string, HTMLTableRowElement][]} */
      const keyed = bodyRows(table).map(row => [keyOf(row, column, line), row])
      for (const other of heads) other.removeAttribute("aria-sort")
      head.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending")
      table.tBodies[0]?.append(...sortByKey(keyed, direction).map(([, row]) => row))
    })
  })
}

/**
 * @param {HTMLElement} head
 * @param {boolean} isGrid
 */
function addButton(head, isGrid) {
  const button = make("button", { type: "button" })
  // The link above a grid's column stays a link; the title becomes the button.
  const title = isGrid ? need(head, "span", HTMLElement) : head
  button.append(...title.childNodes)
  title.append(button)
  title.dataset.title = button.textContent ?? ""
  return button
}

/**
 * Return the next sort direction: a grid begins with the highest level, a table with A.
 * @param {HTMLElement} head
 * @param {boolean} isGrid
 */
function nextDirection(head, isGrid) {
  const current = head.getAttribute("aria-sort")
  if (isGrid) return current === "descending" ? 1 : -1
  return current === "ascending" ? -1 : 1
}

/**
 * Return the line of the cells that the reader chose to sort by.
 * @param {HTMLTableElement} table
 */
function chosenLine(table) {
  const select = document.querySelector(`[data-staff-filter="${table.id}"] [data-sort-by]`)
  return select instanceof HTMLSelectElement ? Number(select.value) : 0
}

/**
 * @param {HTMLTableRowElement} row
 * @param {number} column
 * @param {number | null} line
 */
function keyOf(row, column, line) {
  const cell = row.cells[column]
  if (!cell) return ""
  const key = cell.dataset.k ?? textOf(cell).trim()
  return line === null ? key : gridKey(textOf(cell), line)
}
