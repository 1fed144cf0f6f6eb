// Where an arrow key leads on a map.

/** @typedef {{ x: number, y: number }} Point */
/** @typedef {-1 | 0 | 1} Step */

/** Points nearer than this in the direction of a key stand beside each other, not ahead. */
const BESIDE = 20
/** A point to the side is this much farther away than it looks. */
const ASIDE = 3

/**
 * Return the number of the nearest point in a direction, or undefined.
 * @param {readonly Point[]} points
 * @param {number} from the number of the point to start at
 * @param {Step} dx
 * @param {Step} dy
 */
export function nearest(points, from, dx, dy) {
  const start = points[from]
  if (!start) return undefined
  const ahead = points
    .map((point, number) => ({ number, x: point.x - start.x, y: point.y - start.y }))
    .filter(({ number, x, y }) => number !== from && (dx ? x * dx : y * dy) > BESIDE)
  /** @param {Point} way */
  const distance = ({ x, y }) =>
    dx ? Math.abs(x) + ASIDE * Math.abs(y) : Math.abs(y) + ASIDE * Math.abs(x)
  return ahead.sort((a, b) => distance(a) - distance(b))[0]?.number
}

/**
 * @typedef {object} Walk
 * @property {readonly Point[]} points
 * @property {readonly (readonly number[])[]} onward for each point those that its arrows lead to
 * @property {boolean} isRightToLeft
 */

/**
 * Return the number of the point that a key leads to, or undefined: with the map's arrows where
 * there are any, else across the gap.
 * @param {string} key
 * @param {number} from
 * @param {Walk} walk
 */
export function nextPoint(key, from, { points, onward, isRightToLeft }) {
  const [forward, back] = isRightToLeft ? ["ArrowLeft", "ArrowRight"] : ["ArrowRight", "ArrowLeft"]
  const before = onward.findIndex(numbers => numbers.includes(from))
  /** @type {Step} */
  const ahead = isRightToLeft ? -1 : 1
  /** @type {Step} */
  const behind = isRightToLeft ? 1 : -1
  switch (key) {
    case forward:
      return onward[from]?.[0] ?? nearest(points, from, ahead, 0)
    case back:
      return before === -1 ? nearest(points, from, behind, 0) : before
    case "ArrowDown":
      return nearest(points, from, 0, 1)
    case "ArrowUp":
      return nearest(points, from, 0, -1)
    case "Home":
      return 0
    case "End":
      return points.length - 1
    default:
      return undefined
  }
}
