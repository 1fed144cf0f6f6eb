// The page shows the answer to the latest request, even if an earlier answer arrives after it.

/**
 * Return a function that begins a turn. It returns whether that turn is still the newest.
 * @returns {() => () => boolean}
 */
export function countTurns() {
  let newest = 0
  return () => {
    const turn = ++newest
    return () => turn === newest
  }
}
