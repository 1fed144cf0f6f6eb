// Which files of a vault are saved, and where each lies in the saved file.

/** @import { Entry, Manifest } from "../vaults.js" */
/** @typedef {ReadonlyMap<string, Entry>} Pages  By address. */

/**
 * Return the files that the pages of a language use.
 * @param {Pick<Manifest, "languages" | "files">} vault
 * @param {string} language
 * @returns {Pages}
 */
export function pagesOf({ languages, files }, language) {
  const prefix = languages[language] ?? ""
  const others = Object.values(languages).filter(other => other && other !== prefix)
  const isWanted = (/** @type {string} */ address, /** @type {string} */ kind) =>
    kind !== "application/json" &&
    !others.some(other => address.startsWith(other)) &&
    (kind !== "text/html" || address.startsWith(prefix))
  return new Map(Object.entries(files).filter(([address, [, kind]]) => isWanted(address, kind)))
}

/**
 * Return the path of a file in the saved file.
 * @param {string} address
 * @param {string} first the address of the page that opens first
 */
export function pathOf(address, first) {
  if (address === first) return "index.html"
  return `pages/${address}${address.endsWith("/") ? "index.html" : ""}`
}

/**
 * Return a path as a link of another file.
 * @param {string} path
 * @param {string} from
 */
export const relativePath = (path, from) =>
  "../".repeat(from.split("/").length - 1) + encodeURI(path)
