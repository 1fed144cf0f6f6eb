// What can be new on a learner's page: work, badges, milestones, ratings and notes.
import { all, make, need } from "../dom.js"

/** @typedef {{ id: string, link: () => HTMLAnchorElement }} Change */

const CARDS = ".wf-card, .wf-badges > li, .wf-met > li"

/**
 * Yield all changes that can be new: the identity of each, and its link.
 * @param {ParentNode} page
 * @returns {Generator<Change>}
 */
export function* listChanges(page) {
  yield* listCards(page)
  yield* listRatings(page)
  yield* listNotes(page)
}

/**
 * @param {ParentNode} page
 * @returns {Generator<Change>}
 */
function* listCards(page) {
  // A card that is also among the highlights is on the page twice.
  const cards = new Map(all(page, CARDS, HTMLElement).map(card => [addressOf(card), card]))
  for (const [id, card] of cards)
    yield { id: String(id), link: () => copyOf(need(card, "a[href]", HTMLAnchorElement)) }
}

/** @param {Element} card */
function addressOf(card) {
  const link = card.querySelector("a[href]")
  return link?.getAttribute("data-wf-to") ?? link?.getAttribute("href")
}

/**
 * @param {ParentNode} page
 * @returns {Generator<Change>}
 */
function* listRatings(page) {
  for (const opened of all(page, ".wf-opened", HTMLElement))
    for (const rating of opened.querySelectorAll(".wf-ratings li:has(> time)")) {
      const level = need(rating, "strong", HTMLElement).textContent
      const title = () => need(opened, "summary", HTMLElement).textContent
      yield {
        id: `${opened.id} ${dayOf(rating)} ${level}`,
        link: () => linkTo(opened.id, title()),
      }
    }
}

/**
 * @param {ParentNode} page
 * @returns {Generator<Change>}
 */
function* listNotes(page) {
  for (const note of page.querySelectorAll(".wf-notes > li")) {
    const section = note.closest("section") ?? note
    const heading = need(section, "h2", HTMLElement)
    const title = () => need(note, ".wf-eyebrow", HTMLElement).textContent
    yield { id: `note ${dayOf(note)}`, link: () => linkTo(heading.id, title()) }
  }
}

/** @param {Element} element */
const dayOf = element => need(element, "time", HTMLTimeElement).dateTime

/** @param {HTMLAnchorElement} link */
function copyOf(link) {
  const copy = /** @type {HTMLAnchorElement} */ (link.cloneNode(true))
  for (const image of copy.querySelectorAll("img")) image.remove()
  return copy
}

/**
 * @param {string} id
 * @param {string | null} text
 */
const linkTo = (id, text) =>
  make("a", { href: `#${id}`, dir: "auto" }, (text ?? "").trim().replace(/\s+/g, " "))
