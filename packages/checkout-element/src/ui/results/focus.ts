/** The position of the keyboard focus, relative to the element. */

/** True unless the shopper has moved the focus elsewhere on the page, where it must stay. */
export function mayTakeFocus(element: Element): boolean {
  const root = element.getRootNode() as Document | ShadowRoot
  const active = root.activeElement
  // A shadow root has no active element while the focus is elsewhere in the page.
  if (!active) return document.activeElement === document.body || document.activeElement === null
  return active === document.body || active === element || element.contains(active)
}
