/** Brings the outcome into view and moves the focus to it: a banner below the button, or a result in its place. */
import type { LitElement } from 'lit'
import type { CheckoutElement } from '../../checkout/checkout-context.ts'
import type { Banner } from '../../checkout/checkout-state.ts'
import { mayTakeFocus } from './focus.ts'

/** Errors after which the shopper must type something again. */
const ABOUT_THE_CARD: readonly string[] = ['card_form_lost', 'card_unreadable', 'validation_failed']

/** True when the shopper must do something in the card form; otherwise pressing pay again is enough. */
function needsForm(banner: Banner): boolean {
  if (banner.kind === 'declined') return banner.payment.method !== 'hosted' && !banner.payment.decline?.reason
  return banner.kind === 'failed' && ABOUT_THE_CARD.includes(banner.error.code)
}

/**
 * On a phone the banner may be out of view: the shopper must see why nothing was paid. The focus moves to the next step,
 * unless the shopper has moved it elsewhere on the page.
 */
export function showBanner(element: CheckoutElement, banner: Banner): void {
  const takesFocus = mayTakeFocus(element)
  // After a return from the bank the form is still loading.
  const shown = element.whenReady.then(() => element.updateComplete)
  void shown.then(() => {
    const { renderRoot: root } = element
    const button = root.querySelector<HTMLElement>('[part="pay-button"]')
    const toForm = needsForm(banner) && bothInView(root.querySelector('.form'), bannerIn(root))
    if (takesFocus) (toForm ? element : (button ?? element)).focus()
    // One frame later, because focusing scrolls too, and scroll anchoring would keep the old position.
    requestAnimationFrame(() => bannerIn(root)?.scrollIntoView({ block: 'nearest' }))
  })
}

const bannerIn = (root: ParentNode) => root.querySelector('[part~="notice"]')

/**
 * Scrolls the form and the banner below it into view, if both fit: focusing the form scrolls to it later and must not hide
 * the banner. @returns false when they do not fit
 */
function bothInView(form: Element | null, banner: Element | null): boolean {
  if (!form || !banner) return true
  const fits = banner.getBoundingClientRect().bottom - form.getBoundingClientRect().top <= innerHeight
  if (fits) for (const each of [form, banner]) each.scrollIntoView({ block: 'nearest', behavior: 'instant' })
  return fits
}

/** The form that had the focus is gone, or the page was loaded again: the focus moves to the headline, which is read out. */
export function showResult(element: LitElement): void {
  const takesFocus = mayTakeFocus(element)
  void element.updateComplete.then(() => {
    const title = element.renderRoot.querySelector<HTMLElement>('[part="panel-title"]')
    if (!title || !takesFocus) return
    title.tabIndex = -1
    title.focus()
  })
}
