/** Waits for the next paint. */

/** Number and length (milliseconds) of the waits for a paint; after that, nothing is painted here. */
const TURNS = 10
const TURN_MS = 50

/**
 * Calls `act` right after the next paint, however busy the page is. Where nothing is painted, in a background tab or an
 * invisible frame, it calls it soon.
 */
export function afterPainting(act: () => void): void {
  // Many short waits: one long wait could end before a busy page paints.
  let waiting = true
  const go = () => {
    if (waiting) act()
    waiting = false
  }
  const wait = (turns: number): void => {
    if (turns === 0) go()
    else if (waiting) setTimeout(wait, TURN_MS, turns - 1)
  }
  requestAnimationFrame(() => setTimeout(go))
  wait(document.hidden ? 0 : TURNS)
}
