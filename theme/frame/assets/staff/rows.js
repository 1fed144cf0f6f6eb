// Rows and cells of a staff's table. The head has one row.

/** @param {HTMLTableElement} table */
export const bodyRows = table => [...(table.tBodies[0]?.rows ?? [])]

/** @param {HTMLTableElement} table */
export const headCells = table => [...(table.tHead?.rows[0]?.cells ?? [])]

/**
 * Return the text by which a cell is sorted.
 * @param {HTMLTableCellElement} cell
 */
export const textOf = cell => cell.textContent ?? ""
