// Maps can be read without this. With it: the arrow keys follow the arrows, the edges of a place
// light up, and a place opens its card. Nothing is fetched and nothing is kept.
import { all, need } from "./dom.js"
import { openCards } from "./map/cards.js"
import { lightEdges } from "./map/edges.js"
import { walkByKeys } from "./map/keys.js"
import { readPlaces } from "./map/places.js"

// These are imported by the modules above. Named here, all are fetched at once.
import "./map/moves.js"

/** @param {HTMLElement} map */
function wake(map) {
  const places = readPlaces(map)
  lightEdges(map, places)
  const settle = walkByKeys(map, places)
  openCards(map, places, settle)
  const show = () => scrollToLearner(map)
  show()
  map.closest("details")?.addEventListener("toggle", show)
  need(map, ".wf-map__keys", HTMLElement).hidden = false
}

/**
 * Show the learner's own place first, within the map's box: the page itself stays where it is.
 * @param {HTMLElement} map
 */
function scrollToLearner(map) {
  const box = need(map, ".wf-map__box", HTMLElement)
  const here = map.querySelector("svg.wf-map__svg a[data-here]")
  if (!here || box.scrollWidth <= box.clientWidth) return
  const frame = box.getBoundingClientRect()
  const place = here.getBoundingClientRect()
  const left = (place.left + place.right - frame.left - frame.right) / 2
  box.scrollBy({ left, behavior: "instant" })
}

const wakeAll = () => all(document, "[data-wf-map]", HTMLElement).forEach(wake)

wakeAll()
// A family's page is opened after this file has run.
document.addEventListener("wf-shown", wakeAll)
