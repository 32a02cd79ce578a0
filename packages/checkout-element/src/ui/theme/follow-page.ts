/**
 * Follows changes of the page's style: a class or attribute that switches themes, tokens, style sheets, the text size.
 * Style rules reach the element by themselves; the card frame gets the new values with the next update. Changes without an
 * event (`adoptedStyleSheets`, `insertRule`) need `refresh()`.
 */
import type { ReactiveElement } from 'lit'

/** Pages that animate an attribute change it in every frame. */
const PAUSE_MS = 50

const followed = new WeakSet<Element>()

/** Watches until the element leaves the page; call it again when the element is back. */
export function followPage(element: ReactiveElement): void {
  if (followed.has(element)) return
  followed.add(element)
  const life = new AbortController()
  const look = soon(() => {
    if (element.isConnected) element.requestUpdate()
    else life.abort()
  })
  const attributes = new MutationObserver(look)
  const sizes = new ResizeObserver(look)
  for (const at of around(element)) attributes.observe(at, { attributes: true })
  attributes.observe(document.head, { attributes: true, childList: true, characterData: true, subtree: true })
  const base = element.renderRoot.querySelector('.base')
  if (base) sizes.observe(base)
  // A color behind the element has its new value only after its transition.
  const onEnd = ({ target }: Event) => target instanceof Node && target.contains(element) && look()
  document.addEventListener('transitionend', onEnd, { signal: life.signal })
  life.signal.addEventListener('abort', () => {
    attributes.disconnect()
    sizes.disconnect()
    followed.delete(element)
  })
}

/** The element and all its ancestors, through slots and shadow roots. */
function around(element: Element): Element[] {
  const above = element.assignedSlot ?? element.parentNode
  const next = above instanceof ShadowRoot ? above.host : above
  return next instanceof Element ? [element, ...around(next)] : [element]
}

/** Debounce: changes at the same time cause one update. */
function soon(act: () => void): () => void {
  let waiting = false
  return () => {
    if (waiting) return
    waiting = true
    setTimeout(() => {
      waiting = false
      act()
    }, PAUSE_MS)
  }
}
