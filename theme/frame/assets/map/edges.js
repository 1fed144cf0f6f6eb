// The edges of the place under the pointer or the focus light up.
import { closest, need } from "../dom.js"

/** @import { Place, Places } from "./places.js" */

/**
 * @param {HTMLElement} map
 * @param {Places} places
 */
export function lightEdges(map, places) {
  const svg = need(map, "svg.wf-map__svg", SVGSVGElement)
  const box = need(map, ".wf-map__box", HTMLElement)
  const edges = [...svg.querySelectorAll("[data-e]")].map(edge => ({
    edge,
    ends: edge.getAttribute("data-e")?.split(" ").map(Number) ?? [],
  }))

  /** @param {Place | null} place */
  const light = place => {
    svg.classList.toggle("hot", place !== null)
    for (const { edge, ends } of edges)
      edge.classList.toggle("on", place !== null && ends.includes(places.numberOf(place)))
  }
  /** @param {string} state */
  const focused = state => {
    const place = svg.querySelector(`a.n:${state}`)
    return place instanceof SVGAElement ? place : null
  }
  // The box listens, not the drawing: a drawing that listens for the focus takes it.
  box.addEventListener("pointerover", event =>
    light(closest(event, "a.n", SVGAElement) ?? focused("focus")),
  )
  box.addEventListener("pointerleave", () => light(focused("focus-visible")))
  box.addEventListener("focusout", () => light(null))
  box.addEventListener("focusin", event => {
    const place = closest(event, "a.n", SVGAElement)
    if (place) light(place)
  })
}
