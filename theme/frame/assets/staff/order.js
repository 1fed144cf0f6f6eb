// How rows are compared: numbers as numbers, words as words, and what is empty comes last.

/** The lines of a grid's cell: level and state, progress, the day last seen. */
const DAY = 2

/**
 * Return the sort key of a line of a grid's cell.
 * @param {string} text
 * @param {number} line
 */
export function gridKey(text, line) {
  const words = text.split("\n")[line] ?? ""
  return line === DAY ? words : (/^[\d.]+/.exec(words)?.[0] ?? "")
}

/**
 * Return pairs of a key and its value, sorted by key.
 * @template T
 * @param {readonly (readonly [key: string, T])[]} keyed
 * @param {1 | -1} direction
 */
export const sortByKey = (keyed, direction) =>
  [...keyed].sort(([a], [b]) => {
    if (a === "" || b === "") return Number(a === "") - Number(b === "")
    return direction * compare(a, b)
  })

/**
 * @param {string} a
 * @param {string} b
 */
function compare(a, b) {
  const difference = Number(a) - Number(b)
  const language = globalThis.document?.documentElement.lang || undefined
  return Number.isNaN(difference) ? a.localeCompare(b, language) : difference
}
