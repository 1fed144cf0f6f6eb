// One stop for the Tab key on each map; the arrow keys move it.
import { closest, need } from "../dom.js"
import { nextPoint } from "./moves.js"

/** @import { Place, Places } from "./places.js" */

/**
 * Return a function that makes a place the map's stop for the Tab key.
 * @param {HTMLElement} map
 * @param {Places} places
 */
export function walkByKeys(map, places) {
  const box = need(map, ".wf-map__box", HTMLElement)
  /** @param {Place} place */
  const settle = place => {
    for (const other of places.all) other.setAttribute("tabindex", other === place ? "0" : "-1")
  }
  const start = places.all.find(place => place.hasAttribute("data-here")) ?? places.all[0]
  if (start) settle(start)
  box.addEventListener("focusin", event => {
    const place = closest(event, "a.n", SVGAElement)
    if (place) settle(place)
  })

  const walk = {
    points: places.all.map(middleOf),
    onward: places.all.map(place => onwardOf(place, places)),
    isRightToLeft: getComputedStyle(map).direction === "rtl",
  }
  box.addEventListener("keydown", event => {
    const place = closest(event, "a.n", SVGAElement)
    if (!place || event.altKey || event.ctrlKey || event.metaKey) return
    const number = nextPoint(event.key, places.all.indexOf(place), walk)
    const next = number === undefined ? undefined : places.all[number]
    if (!next) return
    event.preventDefault()
    next.focus({ preventScroll: true })
    next.scrollIntoView({ block: "nearest", inline: "center" })
  })
  return settle
}

/** @param {Place} place */
function middleOf(place) {
  const { e, f } = place.transform.baseVal.getItem(0).matrix
  const { width, height } = need(place, "rect:not(.ring)", SVGRectElement)
  return { x: e + width.baseVal.value / 2, y: f + height.baseVal.value / 2 }
}

/**
 * @param {Place} place
 * @param {Places} places
 */
function onwardOf(place, { all, byNumber }) {
  const numbers = (place.dataset.to ?? "").split(" ").filter(Boolean).map(Number)
  return numbers.flatMap(number => {
    const next = byNumber(number)
    return next ? [all.indexOf(next)] : []
  })
}
