/** Brings a notice above the form before the shopper’s eyes, and the focus back into the form. */
import type { LitElement } from 'lit'
import { mayTakeFocus } from './focus.ts'

/**
 * On a phone the pay button is in view and the notice above it is not: the shopper must see why nothing was paid.
 * They are back in the form, unless they have gone elsewhere on the page.
 */
export function showNotice(element: LitElement): void {
  const takesFocus = mayTakeFocus(element)
  void element.updateComplete.then(() => {
    if (takesFocus) element.focus()
    // A frame later: giving focus back scrolls too, and scroll anchoring would hold the page where it was.
    requestAnimationFrame(() =>
      element.renderRoot.querySelector('[part~="notice"]')?.scrollIntoView({ block: 'nearest' }),
    )
  })
}
