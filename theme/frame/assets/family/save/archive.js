// A learner's pages as one zip file that needs nothing: no network, no words, no script. What is in
// it is in clear.
import { all } from "../../dom.js"
import { root } from "../../site.js"
import { encodeText } from "../encoding.js"
import { standalonePage } from "./document.js"
import { pathOf } from "./paths.js"
import { zip } from "./zip.js"

/** @import { Vault } from "../vaults.js" */
/** @import { Resolve } from "./document.js" */
/** @import { Pages } from "./paths.js" */
/** @import { ZipEntry } from "./zip.js" */
/**
 * @typedef {object} Source
 * @property {string} language
 * @property {string} note a sentence above each page
 * @property {(name: string) => Promise<Blob>} read
 * @property {Resolve} resolve
 */

/**
 * Return the zip file of these pages.
 * @param {Vault} vault
 * @param {Pages} pages
 * @param {Source} source
 */
export async function packPages(vault, pages, { language, note, read, resolve }) {
  const prefix = vault.languages[language] ?? ""
  const first = prefix + vault.first
  const entries = await loadStyles()
  const styles = entries.map(([path]) => path)
  const saving = { pages, first, prefix, language, note, styles, resolve }
  for (const [address, [name, kind]] of pages) {
    const blob = await read(name)
    const content =
      kind === "text/html"
        ? encodeText(standalonePage(await blob.text(), address, saving))
        : new Uint8Array(await blob.arrayBuffer())
    entries.push([pathOf(address, first), content])
  }
  return zip(entries, new Date())
}

/**
 * Return the site's style sheets as files.
 * @returns {Promise<ZipEntry[]>}
 */
function loadStyles() {
  const links = all(document, "link[rel=stylesheet]", HTMLLinkElement)
  const own = links.filter(link => link.href.startsWith(root.origin))
  return Promise.all(
    own.map(async (link, number) => {
      const response = await fetch(link.href)
      return [`look/${number}.css`, new Uint8Array(await response.arrayBuffer())]
    }),
  )
}
