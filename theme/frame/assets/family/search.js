// Searches the index inside a vault, so that no host learns the words.

/** @typedef {[address: string, title: string, text: string]} IndexRow */
/** @typedef {{ address: string, title: string, text: string, folded: string }} Row */

const LENGTH = 160
const BEFORE = 60

/** @type {Record<string, string>} */
const WITHOUT_STROKE = { đ: "d", ł: "l", ø: "o", ħ: "h" }

/**
 * Return a text without capitals, accents and strokes.
 * @param {string} text
 */
export const fold = text =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[đłøħ]/g, letter => WITHOUT_STROKE[letter] ?? letter)

/**
 * Return the index as rows that can be searched.
 * @param {readonly IndexRow[]} index
 * @returns {Row[]}
 */
export const foldRows = index =>
  index.map(([address, title, text]) => ({
    address,
    title,
    text,
    folded: fold(`${title} ${text}`),
  }))

/**
 * Return the words that a reader looks for.
 * @param {string} query
 */
export const wordsOf = query => fold(query).match(/[\p{L}\p{N}]+/gu) ?? []

/**
 * Return the rows that have all words; those with the first in their title come first.
 * @param {readonly Row[]} rows
 * @param {readonly string[]} words
 */
export function searchRows(rows, words) {
  const [first] = words
  if (first === undefined) return []
  /** @param {Row} row */
  const inTitle = row => Number(fold(row.title).includes(first))
  return rows
    .filter(row => words.every(word => row.folded.includes(word)))
    .sort((a, b) => inTitle(b) - inTitle(a))
}

/**
 * Return the part of a text around a word.
 * @param {string} text
 * @param {string} word
 */
export function excerpt(text, word) {
  const from = fold(text).indexOf(word) - BEFORE
  const at = from > 0 ? text.indexOf(" ", from) + 1 : 0
  return (at ? "… " : "") + text.slice(at, at + LENGTH).replace(/\s\S*$/, " …")
}
