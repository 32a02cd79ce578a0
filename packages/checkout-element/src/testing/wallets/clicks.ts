/** Whether a shopper’s click is being handled right now: only then may a sheet open. */

let depth = 0
let scripted = false

/**
 * Watches the page’s clicks. Browsers tell a script’s `click()` from a shopper’s and refuse it; tests that cannot
 * press a button for real say so.
 */
export function watchClicks(acceptScripted: boolean): () => void {
  scripted = acceptScripted
  const start = (event: Event) => {
    if (event.isTrusted || scripted) depth = 1
  }
  const end = () => {
    depth = 0
  }
  // `window.event` is no help: it stays empty for what happens inside a shadow root.
  window.addEventListener('click', start, { capture: true })
  window.addEventListener('click', end)
  return () => {
    window.removeEventListener('click', start, { capture: true })
    window.removeEventListener('click', end)
  }
}

export const insideClick = (): boolean => depth > 0
