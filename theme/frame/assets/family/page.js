// Shows sealed pages: opened, with their links and pictures, and with what stands around them.
import { all, closest } from "../dom.js"
import { directionOf } from "../sentences.js"
import { showNews } from "../since/box.js"
import { countTurns } from "../turns.js"
import { decodeAddress } from "./addresses.js"
import { drawBar } from "./bar.js"
import { revokeAll } from "./blobs.js"
import { opaqueName } from "./boxes.js"
import { guard, hits, page, say, settings } from "./door.js"
import { openFile, prepareLink } from "./links.js"
import { offerRecording, showPicture } from "./media.js"
import { readSealed } from "./network.js"
import { currentStop, currentVault, follow, prefix, session } from "./session.js"

/** @type {Record<string, string>} */
const days = JSON.parse(settings.days ?? "{}")
const beginTurn = countTurns()

/**
 * Show a page of a vault.
 * @param {number} number which vault
 * @param {string} address
 * @param {string} [hash]
 */
export async function show(number, address, hash = "") {
  const isNewest = beginTurn()
  session.here = number
  say("opening")
  const sealedPage = await openPage(address)
  if (!isNewest()) return
  revokeAll()
  const pictures = preparePage(sealedPage, address)
  page.lang = session.language
  page.dir = directionOf(session.language)
  page.replaceChildren(...sealedPage.body.childNodes)
  drawBar(go)
  const { name, own } = currentVault()
  say(own ? "openedOwn" : "opened", { name })
  if (page.querySelector("[data-wf-map]")) await import("../map.js")
  document.dispatchEvent(new Event("wf-shown"))
  const { first, key } = currentVault()
  if (address === first) await showNews(page, await opaqueName(key, "visits"))
  if (!reach(hash)) {
    focus(page.querySelector("h1") ?? page)
    scrollTo(0, 0)
  }
  await Promise.all(pictures)
}

/** Show the page at this place of the browser's history again. */
export async function showCurrent() {
  const stop = currentStop()
  if (stop) await show(...stop)
}

/** Go on to a page, so that the browser's Back button leads back. */
export const go = guard(
  /**
   * @param {number} number
   * @param {string} address
   * @param {string} [hash]
   */
  async (number, address, hash) => {
    follow([number, address])
    hits.replaceChildren()
    await show(number, address, hash)
  },
)

/** @param {string} address */
async function openPage(address) {
  const { files, key } = currentVault()
  const entry = files[prefix() + address] ?? files[address]
  if (!entry) throw new Error(`no page ${address}`)
  const text = await (await readSealed(key, entry[0])).text()
  return new DOMParser().parseFromString(text, "text/html")
}

/**
 * Prepare links, recordings and pictures. Returns a function that loads the pictures.
 * @param {Document} sealedPage
 * @param {string} address
 */
function preparePage(sealedPage, address) {
  for (const link of all(sealedPage, "a[href]:not([href^='#'])", Element))
    prepareLink(link, address)
  for (const media of all(sealedPage, "audio[src], video[src]", HTMLMediaElement))
    offerRecording(media, address)
  // Sealed pages name no day, so that their files stay the same. This page is rebuilt each day.
  for (const element of sealedPage.querySelectorAll("[data-wf-as-of]"))
    element.textContent = days[session.language] ?? ""
  return [
    ...all(sealedPage, "img[src]", Element).map(image => showPicture(image, "src", address)),
    ...all(sealedPage, "source[srcset]", Element).map(image =>
      showPicture(image, "srcset", address),
    ),
  ]
}

/** @param {HTMLElement} element */
function focus(element) {
  element.setAttribute("tabindex", "-1")
  element.focus()
  element.scrollIntoView()
}

/**
 * Go to a place on the page, opening the details around it. Returns whether the place exists.
 * @param {string} id
 */
function reach(id) {
  const target = id && document.getElementById(decodeAddress(id))
  if (!target || !page.contains(target)) return false
  for (
    let box = target.closest("details");
    box;
    box = box.parentElement?.closest("details") ?? null
  )
    box.open = true
  focus(target)
  return true
}

const followLink = guard(
  /** @param {MouseEvent} event */
  async event => {
    const link = closest(event, "a[href^='#']", Element)
    if (!link || event.defaultPrevented) return
    const where = link.getAttribute("data-wf-where")
    if (where === null) {
      if (reach(link.getAttribute("href")?.slice(1) ?? "")) event.preventDefault()
      return
    }
    event.preventDefault()
    const to = link.getAttribute("data-wf-to")
    await (to ? go(session.here, to, where) : openFile(where, link.getAttribute("download")))
  },
)

page.addEventListener("click", followLink)
addEventListener("popstate", guard(showCurrent))
