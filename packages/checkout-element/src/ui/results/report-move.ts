/** Reports a change of the state: to the page by an event, to the shopper by focus and scrolling. */
import type { CheckoutContext, CheckoutElement } from '../../checkout/checkout-context.ts'
import type { CheckoutState } from '../../checkout/checkout-state.ts'
import { checkoutOf, isFollowed, isOver } from '../../checkout/checkout-state.ts'
import { shortenStorage } from '../../checkout/paying/store-secret.ts'
import { returnedCheckout } from '../../checkout/returned-checkout.ts'
import { checkSetup } from '../../checkout/setup-mistakes/check-page.ts'
import type { PublicCheckout } from '../../checkout/wire.ts'
import { followPage } from '../theme/follow-page.ts'
import { showBanner, showResult } from './show-outcome.ts'
import { eventFor, isNews } from './state-events.ts'

export function reportMove(context: CheckoutContext, before: CheckoutState, after: CheckoutState): void {
  const { element, environment, mistakes } = context
  const event = eventFor(before, after)
  keepPlace(element, after)
  if (event) element.dispatchEvent(event)
  checkSetup(element, mistakes, before, after)
  const checkout = checkoutOf(after)
  if (isOver(after) && checkout) shortenStorage(checkout.id, environment.now())
  if (before.kind === 'loading' && checkout && !isOver(after)) void watchExpiry(context, checkout)
  if (after.kind === 'ready') followPage(element)
  // A page that only loads keeps its focus; after a return from the bank there is a result to show.
  if (before.kind !== 'loading' || returnedCheckout() !== null) show(element, before, after)
}

const watches = new WeakMap<Element, AbortController>()

/** Reads the checkout again when it has expired. One timer per element: a new checkout replaces it. */
async function watchExpiry(
  { element, environment }: CheckoutContext,
  checkout: PublicCheckout,
): Promise<void> {
  watches.get(element)?.abort()
  const watch = new AbortController()
  watches.set(element, watch)
  // Both times come from the server, so the device's clock does not matter.
  const left = Date.parse(checkout.expiresAt) - Date.parse(checkout.serverTime)
  await environment.wait(Math.max(0, left) + 1000, watch.signal)
  if (!watch.signal.aborted && element.isConnected) await element.refresh()
}

/** A result is shorter than the form; the content below must not move. */
function keepPlace({ renderRoot }: CheckoutElement, after: CheckoutState): void {
  const place = renderRoot.querySelector<HTMLElement>('.place')
  if (!place) return
  const isResult = isOver(after) || isFollowed(after)
  const kept = place.style.minBlockSize || `${place.offsetHeight}px`
  place.style.minBlockSize = isResult ? kept : ''
}

function show(element: CheckoutElement, before: CheckoutState, after: CheckoutState): void {
  if (after.kind === 'ready') {
    if (isNews(before, after.banner)) showBanner(element, after.banner)
  } else if (after.kind !== before.kind && after.kind !== 'paying' && after.kind !== 'loading') {
    showResult(element)
  }
}
