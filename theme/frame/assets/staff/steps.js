// Steps in a grid.

/** Rows down and cells to the right, by key. */
/** @type {Readonly<Record<string, readonly [down: number, right: number]>>} */
export const MOVES = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
}

/**
 * Return the first that a step leads to and that is shown, or undefined at the end.
 * @template T
 * @param {ArrayLike<T>} all
 * @param {number} from
 * @param {number} step
 * @param {(each: T) => boolean} isHidden
 */
export function nextShown(all, from, step, isHidden) {
  if (step === 0) return all[from]
  for (let at = from + step; ; at += step) {
    const each = all[at]
    if (each === undefined || !isHidden(each)) return each
  }
}
