/** Brings what became of a payment before the shopper's eyes and ears: a notice above the form, or a result in its place. */
import type { LitElement } from 'lit'
import type { Notice } from '../checkout-state.ts'
import { mayTakeFocus } from './focus.ts'

/** Errors after which something has to be typed again. */
const ABOUT_THE_CARD: readonly string[] = ['card_form_lost', 'card_unreadable', 'validation_failed']

/** True where the shopper has to do something in the card form; else pressing pay again is all there is to do. */
function needsForm(notice: Notice): boolean {
  if (notice.kind === 'declined') return notice.payment.decline?.reason !== 'authentication'
  return notice.kind === 'failed' && ABOUT_THE_CARD.includes(notice.error.code)
}

/**
 * On a phone the pay button is in view and the notice above it is not: the shopper must see why nothing was paid.
 * The focus goes to what is to be done next, unless they have gone elsewhere on the page.
 */
export function showNotice(element: LitElement, notice: Notice): void {
  const takesFocus = mayTakeFocus(element)
  void element.updateComplete.then(() => {
    const button = element.renderRoot.querySelector<HTMLElement>('[part="pay-button"]')
    if (takesFocus) (needsForm(notice) ? element : (button ?? element)).focus()
    // A frame later: giving focus back scrolls too, and scroll anchoring would hold the page where it was.
    requestAnimationFrame(() =>
      element.renderRoot.querySelector('[part~="notice"]')?.scrollIntoView({ block: 'nearest' }),
    )
  })
}

/** The form with the focus in it is gone, or the page came anew: the focus goes to the headline, which is read out then. */
export function showResult(element: LitElement): void {
  const takesFocus = mayTakeFocus(element)
  void element.updateComplete.then(() => {
    const title = element.renderRoot.querySelector<HTMLElement>('[part="panel-title"]')
    if (!title || !takesFocus) return
    title.tabIndex = -1
    title.focus()
  })
}
