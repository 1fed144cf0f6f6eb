// The arrow keys move between the cells of a grid, and Home, End and Enter do what they do in a
// table.
import { closest } from "../dom.js"
import { bodyRows } from "./rows.js"
import { MOVES, nextShown } from "./steps.js"

/** The learner's name and a second head stand before the first cell. */
const FIRST = 2

/** @param {HTMLTableElement} table */
export function makeWalkable(table) {
  /** @type {HTMLTableCellElement | null} */
  let here = null
  /** @param {HTMLTableCellElement | null | undefined} cell */
  const go = cell => {
    if (!cell) return
    here?.removeAttribute("tabindex")
    here = cell
    cell.tabIndex = 0
    cell.focus()
  }
  const region = table.closest("[role=region]")
  region?.addEventListener("keydown", event => {
    if (!(event instanceof KeyboardEvent)) return
    const from = closest(event, "tbody td, tbody th", HTMLTableCellElement)
    const move = MOVES[event.key]
    if (move && !event.altKey && !event.ctrlKey && !event.metaKey) {
      if (!from && event.target !== event.currentTarget) return
      event.preventDefault()
      go(from ? step(from, ...move) : bodyRows(table).find(row => !row.hidden)?.cells[FIRST])
    } else if (from && event.target === from) {
      const row = rowOf(from)
      if (event.key === "Home") go(row.cells[FIRST])
      else if (event.key === "End") go([...row.cells].findLast(cell => !isAway(cell)))
      else if (event.key === "Enter") row.querySelector("a")?.click()
      else return
      event.preventDefault()
    }
  })
}

/** @param {HTMLTableCellElement} cell */
const isAway = cell => getComputedStyle(cell).display === "none"

/** @param {HTMLTableCellElement} cell */
function rowOf(cell) {
  const row = cell.closest("tr")
  if (!row) throw new Error("a cell without a row")
  return row
}

/**
 * Return the cell that a move leads to, past hidden rows and columns.
 * @param {HTMLTableCellElement} cell
 * @param {number} down
 * @param {number} onward along the line as it is written
 */
function step(cell, down, onward) {
  const row = rowOf(cell)
  const isRightToLeft = getComputedStyle(row).direction === "rtl"
  const section = /** @type {HTMLTableSectionElement} */ (row.parentElement)
  const isHidden = (/** @type {HTMLTableRowElement} */ other) => other.hidden !== false
  const target = nextShown(section.rows, row.sectionRowIndex, down, isHidden)
  const right = isRightToLeft ? -onward : onward
  return target ? nextShown(target.cells, cell.cellIndex, right, isAway) : null
}
