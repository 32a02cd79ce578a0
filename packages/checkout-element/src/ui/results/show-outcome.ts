/** Brings what became of a payment before the shopper's eyes and ears: a banner below the button, or a result in its place. */
import type { LitElement } from 'lit'
import type { CheckoutElement } from '../../checkout/checkout-context.ts'
import type { Banner } from '../../checkout/checkout-state.ts'
import { mayTakeFocus } from './focus.ts'

/** Errors after which something has to be typed again. */
const ABOUT_THE_CARD: readonly string[] = ['card_form_lost', 'card_unreadable', 'validation_failed']

/** True where the shopper has to do something in the card form; else pressing pay again is all there is to do. */
function needsForm(banner: Banner): boolean {
  if (banner.kind === 'declined') return !banner.payment.decline?.reason
  return banner.kind === 'failed' && ABOUT_THE_CARD.includes(banner.error.code)
}

/**
 * On a phone the pay button is in view and the banner above it is not: the shopper must see why nothing was paid.
 * The focus goes to what is to be done next, unless they have gone elsewhere on the page.
 */
export function showBanner(element: CheckoutElement, banner: Banner): void {
  const takesFocus = mayTakeFocus(element)
  // Back from the bank the form is still on its way.
  const shown = element.whenReady.then(() => element.updateComplete)
  void shown.then(() => {
    const { renderRoot: root } = element
    const button = root.querySelector<HTMLElement>('[part="pay-button"]')
    const toForm = needsForm(banner) && bothInView(root.querySelector('.form'), bannerIn(root))
    if (takesFocus) (toForm ? element : (button ?? element)).focus()
    // A frame later: giving focus back scrolls too, and scroll anchoring would hold the page where it was.
    requestAnimationFrame(() => bannerIn(root)?.scrollIntoView({ block: 'nearest' }))
  })
}

const bannerIn = (root: ParentNode) => root.querySelector('[part~="notice"]')

/**
 * Brings the form and the banner below it into view, where both fit: giving the form the focus scrolls to it later, and
 * must not take the banner off the screen. @returns false where they do not fit
 */
function bothInView(form: Element | null, banner: Element | null): boolean {
  if (!form || !banner) return true
  const fits = banner.getBoundingClientRect().bottom - form.getBoundingClientRect().top <= innerHeight
  if (fits) for (const each of [form, banner]) each.scrollIntoView({ block: 'nearest', behavior: 'instant' })
  return fits
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
