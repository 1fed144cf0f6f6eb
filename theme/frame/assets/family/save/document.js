// A sealed page as a file of its own: without scripts, linked to what is saved beside it.
import { all } from "../../dom.js"
import { directionOf } from "../../sentences.js"
import { pathOf, relativePath } from "./paths.js"

/** @import { Target } from "../addresses.js" */
/** @import { Pages } from "./paths.js" */
/** @typedef {(address: string, from: string) => Target | null} Resolve */
/**
 * @typedef {object} Saving
 * @property {Pages} pages what is saved
 * @property {string} first the address of the page that opens first
 * @property {string} prefix where the language's pages begin
 * @property {string} language
 * @property {string} note a sentence above each page
 * @property {readonly string[]} styles paths of style sheets
 * @property {Resolve} resolve
 */

const SCHEME =
  'data-md-color-scheme="default" data-md-color-primary="custom" data-md-color-accent="custom"'

/**
 * Return a page as HTML for a folder.
 * @param {string} text
 * @param {string} address
 * @param {Saving} saving
 */
export function standalonePage(text, address, saving) {
  const page = new DOMParser().parseFromString(text, "text/html")
  const path = pathOf(address, saving.first)
  relink(page, address, saving)
  for (const element of page.querySelectorAll("script, link")) element.remove()
  const title = page.createElement("title")
  title.textContent = page.title
  const note = page.createElement("p")
  note.className = "wf-quiet"
  note.textContent = saving.note
  const styles = saving.styles.map(
    style => `<link rel="stylesheet" href="${relativePath(style, path)}">`,
  )
  const direction = directionOf(saving.language)
  return [
    `<!doctype html><html lang="${saving.language}" dir="${direction}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    title.outerHTML,
    ...styles,
    `</head><body dir="${direction}" ${SCHEME}>`,
    '<main class="md-main"><div class="md-main__inner md-grid"><div class="md-content">',
    '<article class="md-content__inner md-typeset">',
    note.outerHTML,
    page.body.innerHTML,
    "</article></div></div></main></body></html>",
  ].join("")
}

/**
 * Point links to saved files, or else to the site.
 * @param {Document} page
 * @param {string} address
 * @param {Saving} saving
 */
function relink(page, address, { pages, first, prefix, resolve }) {
  const path = pathOf(address, first)
  const mend = (/** @type {Element} */ element, /** @type {"href" | "src" | "srcset"} */ name) => {
    const target = resolve(element.getAttribute(name) ?? "", address.slice(prefix.length))
    if (target && pages.has(target.inside)) {
      const hash = target.hash ? `#${target.hash}` : ""
      element.setAttribute(name, relativePath(pathOf(target.inside, first), path) + hash)
    } else if (name === "href" && target) element.setAttribute(name, target.url.href)
    else element.removeAttribute(name)
  }
  for (const link of all(page, "a[href]:not([href^='#'])", Element)) mend(link, "href")
  for (const media of all(page, ":is(img, audio, video, source)[src]", Element)) mend(media, "src")
  for (const moving of all(page, "source[srcset]", Element)) mend(moving, "srcset")
}
