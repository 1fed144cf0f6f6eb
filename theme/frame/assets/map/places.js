// The places of a map, as its drawing has them: numbered links, each with the numbers that follow.
import { all, need } from "../dom.js"

/** @typedef {SVGAElement} Place */
/**
 * @typedef {object} Places
 * @property {readonly Place[]} all in the order of the map
 * @property {(place: Place) => number} numberOf
 * @property {(number: number) => Place | undefined} byNumber
 */

/**
 * @param {HTMLElement} map
 * @returns {Places}
 */
export function readPlaces(map) {
  const start = `${map.dataset.wfMap ?? ""}-`.length
  const places = all(need(map, "svg.wf-map__svg", SVGSVGElement), "a.n", SVGAElement)
  const numberOf = (/** @type {Place} */ place) => Number(place.id.slice(start))
  const byNumber = new Map(places.map(place => [numberOf(place), place]))
  return { all: places, numberOf, byNumber: number => byNumber.get(number) }
}
