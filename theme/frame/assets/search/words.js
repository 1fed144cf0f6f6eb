// Parts what somebody types into words as the search index has them, and joins them again to show
// them. `model/search_words.py` does the same with pages.

/** Chinese signs. */
export const SIGNS = "\\u3005-\\u3007\\u3400-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}"
/** What stands beside them without a blank: punctuation, and Japanese. */
export const BESIDE = "\\u2014\\u2018-\\u201d\\u2026\\u3001-\\u3004\\u3008-\\u30ff\\uff01-\\uff65"
/** Letters with a stroke, which the index has with a mark instead.
 * @type {readonly [string, string][]} */
export const STROKES = [
  ["đ", "d\u0335"],
  ["Đ", "D\u0335"],
  ["ł", "l\u0335"],
  ["Ł", "L\u0335"],
  ["ø", "o\u0338"],
  ["Ø", "O\u0338"],
  ["ħ", "h\u0335"],
  ["Ħ", "H\u0335"],
]
const SIGN = new RegExp(`[${SIGNS}]`, "gu")
const ROW = new RegExp(`[${SIGNS}]{2,}`, "gu")
const MARK = "(?:</?mark>)?"
const BETWEEN_SIGNS = new RegExp(
  `(?<=[${SIGNS}]${MARK}) +(?=${MARK}[${SIGNS}${BESIDE}])|(?<=[${BESIDE}]${MARK}) +(?=${MARK}[${SIGNS}])`,
  "gu",
)

/**
 * Return the words to search for, and the signs that must stand in a row.
 * @param {string} typed
 */
export function readQuery(typed) {
  let text = typed.replaceAll("\u0640", "")
  for (const [letter, marked] of STROKES) text = text.replaceAll(letter, marked)
  const rows = text.match(ROW) ?? []
  return { words: text.replace(SIGN, " $& "), rows: rows.map(row => [...row].join(" ")) }
}

/**
 * Return an excerpt or a title as people write it. What is marked sign by sign is marked as a whole.
 * @param {string} text
 */
export function joinSigns(text) {
  let joined = text.replace(BETWEEN_SIGNS, "").replaceAll("</mark><mark>", "")
  for (const [letter, marked] of STROKES) joined = joined.replaceAll(marked, letter)
  return joined
}
