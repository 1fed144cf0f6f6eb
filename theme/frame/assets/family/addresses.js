// Where a link of a sealed page leads: to another file of its vault, or out of it.

/** @import { Entry } from "./vaults.js" */
/** @typedef {{ root: URL, prefix: string, files: Readonly<Record<string, Entry>> }} Place */
/**
 * @typedef {object} Target
 * @property {URL} url
 * @property {string} inside the address of the file in the vault, where it is below the site
 * @property {Entry | undefined} entry the file itself, if the vault has it
 * @property {string} address the same below the language's beginning
 * @property {string} hash
 */

/**
 * Return an address without percent-encoding.
 * @param {string} text
 */
export function decodeAddress(text) {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/**
 * Return where an address on a page leads, or null where no browser would follow it.
 * @param {string} address
 * @param {string} from the page's own address
 * @param {Place} place
 * @returns {Target | null}
 */
export function resolveAddress(address, from, { root, prefix, files }) {
  let url
  try {
    url = new URL(address, new URL(prefix + from, root))
  } catch {
    return null // a learner may have written anything
  }
  const isBelow = url.href.startsWith(root.href)
  const inside = isBelow ? decodeAddress(url.pathname.slice(root.pathname.length)) : ""
  const entry = files[inside]
  return { url, inside, entry, address: inside.slice(prefix.length), hash: url.hash.slice(1) }
}
