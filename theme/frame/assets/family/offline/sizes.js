// What a family is told before it keeps or saves something: how much it is, and under what name.

/** @import { Entry } from "../vaults.js" */

const SMALLEST = 1e5
/** Text is packed to about a sixth of its length. */
const PACKED = 6

/** @param {number} bytes */
export const formatMegabytes = bytes => (Math.max(bytes, SMALLEST) / 1e6).toFixed(1)

/** @param {readonly Entry[]} entries */
export const sizeOf = entries => entries.reduce((sum, [, , size]) => sum + size, 0)

/**
 * Return about how many bytes files have while they are sealed.
 * @param {readonly Entry[]} entries
 */
export const sealedSize = entries =>
  entries.reduce((sum, [, kind, size]) => {
    const isText = /^text|json|svg/.test(kind)
    return sum + (isText ? size / PACKED : size)
  }, 0)

/**
 * Return the name of a saved file, without signs that a disk refuses.
 * @param {string} name
 * @param {Date} day
 */
export const fileName = (name, day) =>
  `${name} ${day.toISOString().slice(0, 10)}.zip`.replace(/[\\/:*?"<>|]/g, " ")
