// The size and the name of what a family stores or saves, shown before it does.

/** @import { Entry } from "../vaults.js" */

const SMALLEST = 1e5
/** Text is compressed to about a sixth of its length. */
const PACKED = 6

/** @param {number} bytes */
export const formatMegabytes = bytes => (Math.max(bytes, SMALLEST) / 1e6).toFixed(1)

/** @param {readonly Entry[]} entries */
export const sizeOf = entries => entries.reduce((sum, [, , size]) => sum + size, 0)

/**
 * Estimate the size of files while they are sealed, in bytes.
 * @param {readonly Entry[]} entries
 */
export const sealedSize = entries =>
  entries.reduce((sum, [, kind, size]) => {
    const isText = /^text|json|svg/.test(kind)
    return sum + (isText ? size / PACKED : size)
  }, 0)

/**
 * Return the name of a saved file, without characters that file systems refuse.
 * @param {string} name
 * @param {Date} day
 */
export const fileName = (name, day) =>
  `${name} ${day.toISOString().slice(0, 10)}.zip`.replace(/[\\/:*?"<>|]/g, " ")
