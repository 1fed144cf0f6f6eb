// "Since your last visit": what this device has not shown before. It is kept on this device alone,
// and only when a reader has asked for it.
import { make, need } from "../dom.js"
import { formatDay } from "../sentences.js"
import { root } from "../site.js"
import { listChanges } from "./changes.js"
import { addVisit, hasher, isoDay, numberAlike, sentenceFor, unseen } from "./visits.js"

/** @import { Visits } from "./visits.js" */
/** @typedef {Map<string, () => HTMLAnchorElement>} Links  What leads to each change, by hash. */

/**
 * Show what is new on a page, if it has the box.
 * @param {ParentNode} page
 * @param {string} secret what only a reader of this page can know
 */
export async function showNews(page, secret) {
  if (!page.querySelector("[data-wf-since]") || !globalThis.crypto?.subtle) return
  const box = need(page, "[data-wf-since]", HTMLElement)
  const hash = hasher(secret)
  const name = `wf-visits ${root.pathname} ${await hash("")}`
  const today = isoDay(new Date())
  const list = async () => {
    const changes = [...listChanges(page)]
    const ids = numberAlike(changes.map(change => change.id))
    const hashes = await Promise.all(ids.map(hash))
    return new Map(changes.map(({ link }, at) => [hashes[at] ?? "", link]))
  }
  const toggle = async () => {
    if (load(name)) localStorage.removeItem(name)
    else save(name, { now: { day: today, seen: [...(await list()).keys()] } })
    draw(box, load(name), new Map(), toggle)
  }
  try {
    const visits = load(name)
    const links = visits ? await list() : new Map()
    if (visits) {
      page.querySelector(".wf-person")?.after(box)
      save(name, addVisit(visits, { day: today, seen: [...links.keys()] }))
    }
    draw(box, load(name), links, toggle)
  } catch (error) {
    // A browser that stores nothing, or has no space: the page is complete without it.
    console.warn(error)
  }
}

/**
 * @param {string} name
 * @returns {Visits | null}
 */
const load = name => JSON.parse(localStorage.getItem(name) ?? "null")

/**
 * @param {string} name
 * @param {Visits} visits
 */
const save = (name, visits) => localStorage.setItem(name, JSON.stringify(visits))

/**
 * @param {HTMLElement} box
 * @param {Visits | null} visits
 * @param {Links} links
 * @param {() => Promise<void>} toggle
 */
function draw(box, visits, links, toggle) {
  const { offer = "", first = "", some = "", none = "", start = "", stop = "" } = box.dataset
  const news = unseen(visits, [...links.keys()]).flatMap(hash => links.get(hash)?.() ?? [])
  // Ten ratings of one competency are one line.
  const lines = new Map(news.map(link => [link.textContent, link]))
  const status = need(box, "[role=status]", HTMLElement)
  const sentence = sentenceFor(visits, lines.size > 0, { offer, first, some, none })
  status.textContent = sentence.replace("{day}", visits?.before ? dayIn(box, visits.before) : "")
  const list = need(box, "ul", HTMLElement)
  list.replaceChildren(...[...lines.values()].map(link => make("li", {}, link)))
  list.hidden = !lines.size
  const button = need(box, "button", HTMLButtonElement)
  button.textContent = visits ? stop : start
  button.onclick = toggle
  box.hidden = false
}

/**
 * @param {HTMLElement} box
 * @param {{ day: string }} visit
 */
function dayIn(box, { day }) {
  const own = box.closest("[lang]")
  const { lang } = own instanceof HTMLElement ? own : document.documentElement
  return formatDay(`${day}T12:00`, lang)
}
