/** Where the keyboard focus is, seen from the element. */

/** True unless the shopper has gone elsewhere on the page; taking the focus from there would be rude. */
export function mayTakeFocus(element: Element): boolean {
  const root = element.getRootNode() as Document | ShadowRoot
  const active = root.activeElement
  // Inside another shadow root nothing is active there while the focus is elsewhere in the page.
  if (!active) return document.activeElement === document.body || document.activeElement === null
  return active === document.body || active === element || element.contains(active)
}
