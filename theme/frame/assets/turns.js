// What a reader asked for last is what the page shows, even if an earlier answer arrives later.

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
