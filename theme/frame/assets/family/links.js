// Links of a sealed page: to other sealed pages, to files, and to pages for everybody.
import { make } from "../dom.js"
import { root } from "../site.js"
import { resolveAddress } from "./addresses.js"
import { blobUrl } from "./blobs.js"
import { sentence } from "./door.js"
import { currentVault, prefix } from "./session.js"

/**
 * Return where an address on a page leads.
 * @param {string} address
 * @param {string} from
 */
export const resolve = (address, from) =>
  resolveAddress(address, from, { root, prefix: prefix(), files: currentVault().files })

/**
 * Prepare a link for the listener of the page. It gets attributes and no listener: a map's card
 * shows copies of links, and links in a drawing have no properties.
 * @param {Element} link
 * @param {string} from
 */
export function prepareLink(link, from) {
  const target = resolve(link.getAttribute("href") ?? "", from)
  if (!target) return link.removeAttribute("href")
  if (target.entry) {
    const isPage = target.entry[1] === "text/html"
    link.setAttribute("href", "#")
    link.setAttribute("data-wf-to", isPage ? target.address : "")
    link.setAttribute("data-wf-where", isPage ? target.hash : target.inside)
    return
  }
  link.setAttribute("href", target.url.href)
  if (/^https?:$/.test(target.url.protocol)) openBeside(link)
}

/**
 * A page for everybody opens beside this one, which would be locked when the reader comes back.
 * @param {Element} link
 */
function openBeside(link) {
  link.setAttribute("target", "_blank")
  link.setAttribute("rel", `noopener ${link.getAttribute("rel") ?? ""}`.trim())
  if (!(link instanceof HTMLElement)) return
  link.append(make("span", { className: "wf-away" }, make("span", {}, ` ${sentence("beside")}`)))
}

/**
 * Show a picture beside the page, or save another file.
 * @param {string} inside its address in the vault
 * @param {string | null} name
 */
export async function openFile(inside, name) {
  const entry = currentVault().files[inside]
  if (!entry) throw new Error(`no file ${inside}`)
  const url = await blobUrl(entry)
  const isPicture = entry[1].startsWith("image/")
  const link = isPicture ? { href: url, target: "_blank" } : { href: url, download: name || "file" }
  make("a", link).click()
}
