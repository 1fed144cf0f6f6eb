// The tests that a filter applies to a row.

/**
 * Whether a text contains what somebody typed.
 * @param {string} text in small letters
 * @param {string} typed
 */
export const hasText = (text, typed) => text.includes(typed.trim().toLowerCase())

/**
 * Whether a cell's words, with dots between them, include the chosen word. No choice fits all.
 * @param {string} text
 * @param {string} chosen
 */
export const hasWord = (text, chosen) => !chosen || text.split(" · ").includes(chosen)

/**
 * Whether a row's marks include the chosen mark. No choice fits all.
 * @param {string} marks
 * @param {string} chosen
 */
export const hasMark = (marks, chosen) => !chosen || marks.split("|").includes(chosen)

/**
 * Whether a cell's number reaches the chosen number. A cell without a number always does.
 * @param {string | undefined} key
 * @param {string} least
 */
export const isAtLeast = (key, least) => !least || !key || !(Number(key) < Number(least))

/**
 * Return the state that a grid's cell shows beside its level.
 * @param {string} text
 */
export const stateOf = text => (text.split("\n")[0] ?? "").replace(/^[\d.]+ /, "")

/**
 * Whether a column is shown while an area is chosen: columns of no area always are.
 * @param {string | undefined} area the column's
 * @param {string} chosen
 */
export const isColumnShown = (area, chosen) => !chosen || !area || area === chosen
