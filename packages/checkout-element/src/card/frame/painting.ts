/** Lets the screen be painted first. */

/** So many waits of so long, in which a painting can come between other work; after that nothing is painted here. */
const TURNS = 10
const TURN_MS = 50

/**
 * Acts right after the next painting, however busy the page is until then. Where nothing is painted, in a tab behind
 * another or a frame out of sight, it acts soon.
 */
export function afterPainting(act: () => void): void {
  // Many short waits: a single long one could be over before a busy page gets to paint at all.
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
