// Sorts and filters the staff's tables, and moves between the cells of the grid by arrow keys.
// Everything is on the page without it.
import { all } from "./dom.js"
import { makeFilterable } from "./staff/filter.js"
import { makeSortable } from "./staff/sort.js"
import { makeWalkable } from "./staff/walk.js"

// These are imported by the modules above. Named here, all are fetched at once.
import "./staff/order.js"
import "./staff/rows.js"
import "./staff/rules.js"
import "./staff/steps.js"

all(document, "[data-staff-table]", HTMLTableElement).forEach(makeSortable)
all(document, "[data-staff-filter]", HTMLFormElement).forEach(makeFilterable)
all(document, "[data-staff-grid]", HTMLTableElement).forEach(makeWalkable)
