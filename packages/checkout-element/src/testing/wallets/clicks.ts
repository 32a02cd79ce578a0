/** Whether a shopper's click is being handled: only then may a sheet open. */

let depth = 0
let scripted = false

/**
 * Watches the page's clicks. Browsers refuse a script's `click()`; tests that cannot press a real button can allow it.
 */
export function watchClicks(acceptScripted: boolean): () => void {
  scripted = acceptScripted
  const start = (event: Event) => {
    if (event.isTrusted || scripted) depth = 1
  }
  const end = () => {
    depth = 0
  }
  // `window.event` does not help: it is undefined for events inside a shadow root.
  window.addEventListener('click', start, { capture: true })
  window.addEventListener('click', end)
  return () => {
    window.removeEventListener('click', start, { capture: true })
    window.removeEventListener('click', end)
  }
}

export const insideClick = (): boolean => depth > 0
