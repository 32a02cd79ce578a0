/** Opening a row closes another one, maybe above it. The pressed row must stay under the shopper's finger. */

/** Runs `act`, and after the next rendering scrolls by the distance that `target` has moved. */
export function stayInPlace(target: HTMLElement, act: () => void): void {
  const scroller = scrollerOf(target)
  const { style } = scroller
  const kept = style.overflowAnchor
  const top = () => target.getBoundingClientRect().top
  const before = top()
  // Browsers with scroll anchoring would scroll too, to keep another part in place.
  style.overflowAnchor = 'none'
  act()
  // The element renders in a microtask; this is before the next paint.
  requestAnimationFrame(() => {
    if (target.isConnected) scroller.scrollBy({ top: top() - before, behavior: 'instant' })
    requestAnimationFrame(() => {
      style.overflowAnchor = kept
    })
  })
}

/** The nearest ancestor that scrolls, through slots and shadow roots; otherwise the page. */
function scrollerOf(from: Element): HTMLElement {
  for (let at = above(from); at; at = above(at)) {
    const { overflowY } = getComputedStyle(at)
    if (/auto|scroll/.test(overflowY) && at.scrollHeight > at.clientHeight) return at
  }
  return document.documentElement
}

function above(element: Element): HTMLElement | null {
  const parent = element.assignedSlot ?? element.parentNode
  const next = parent instanceof ShadowRoot ? parent.host : parent
  return next instanceof HTMLElement ? next : null
}
