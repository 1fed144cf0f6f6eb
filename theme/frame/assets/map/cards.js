// A place of a map opens its card: a copy of what the list below the map says of it.
import { closest, need, needId } from "../dom.js"

/** @import { Place, Places } from "./places.js" */

/**
 * @param {HTMLElement} map
 * @param {Places} places
 * @param {(place: Place) => void} settle what makes a place the map's stop for the Tab key
 */
export function openCards(map, places, settle) {
  const id = map.dataset.wfMap ?? ""
  const box = need(map, ".wf-map__box", HTMLElement)
  const card = need(map, "dialog", HTMLDialogElement)

  /** @param {Place} place */
  const open = place => {
    const row = needId(`${id}-l${places.numberOf(place)}`, HTMLElement)
    const title = need(row, ".wf-place__title", HTMLElement).cloneNode(true)
    const body = need(row, ".wf-place", HTMLElement).cloneNode(true)
    need(card, ".wf-map__heading", HTMLElement).replaceChildren(...title.childNodes)
    need(card, ".wf-map__body", HTMLElement).replaceChildren(body)
    if (!card.open) card.showModal()
    card.scrollTop = 0
  }
  box.addEventListener("click", event => {
    const place = closest(event, "a.n", SVGAElement)
    if (!place || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    open(place)
  })
  card.addEventListener("click", event => {
    if (event.target === card || closest(event, ".wf-map__close", Element)) return card.close()
    // A neighbor on the same map: its card takes the place of this one.
    const link = closest(event, "a", Element)?.getAttribute("href")
    const start = `#${id}-l`
    const place = link?.startsWith(start) && places.byNumber(Number(link.slice(start.length)))
    if (!place) return
    event.preventDefault()
    settle(place)
    open(place)
  })
  card.addEventListener("close", () => {
    places.all.find(place => place.getAttribute("tabindex") === "0")?.focus()
  })
}
