/** Tells the page and the shopper that a checkout moved: by an event, and by what is brought before their eyes. */
import type { CheckoutState } from '../../checkout/checkout-state.ts'
import { checkoutOf, isFollowed, isOver } from '../../checkout/checkout-state.ts'
import { shortenKeeping } from '../../checkout/paying/keep-secret.ts'
import type { CheckedElement } from '../../checkout/setup-mistakes/check-page.ts'
import { checkSetup } from '../../checkout/setup-mistakes/check-page.ts'
import type { PublicCheckout } from '../../checkout/wire.ts'
import type { Environment } from '../../environment.ts'
import { followPage } from '../theme/follow-page.ts'
import type { ShownElement } from './show-outcome.ts'
import { showNotice, showResult } from './show-outcome.ts'
import { eventFor, isNews } from './state-events.ts'

export function tellMove(
  element: ShownElement & CheckedElement,
  env: Environment,
  before: CheckoutState,
  after: CheckoutState,
): void {
  const event = eventFor(before, after)
  keepPlace(element, after)
  if (event) element.dispatchEvent(event)
  checkSetup(element, env, before, after)
  const checkout = checkoutOf(after)
  if (isOver(after) && checkout) shortenKeeping(checkout.id, env.now())
  if (before.kind === 'loading' && checkout && !isOver(after)) void watchExpiry(element, env, checkout)
  if (after.kind === 'ready') followPage(element)
  // A page that is merely loaded keeps its focus where it is; back from the bank there is a result to show.
  if (before.kind !== 'loading' || env.returnedCheckout() !== null) show(element, before, after)
}

const watches = new WeakMap<Element, AbortController>()

/** Reads the checkout again when its time is over. One watch for an element: a new checkout begins another. */
async function watchExpiry(element: ShownElement, env: Environment, checkout: PublicCheckout): Promise<void> {
  watches.get(element)?.abort()
  const watch = new AbortController()
  watches.set(element, watch)
  // Both moments are the server’s, so this device’s clock does not matter.
  const left = Date.parse(checkout.expiresAt) - Date.parse(checkout.serverTime)
  await env.wait(Math.max(0, left) + 1000, watch.signal)
  if (!watch.signal.aborted && element.isConnected) await element.refresh()
}

/** A result is shorter than the form: what stands below it stays where it is. */
function keepPlace({ renderRoot }: ShownElement, after: CheckoutState): void {
  const place = renderRoot.querySelector<HTMLElement>('.place')
  if (!place) return
  const isResult = isOver(after) || isFollowed(after)
  const kept = place.style.minBlockSize || `${place.offsetHeight}px`
  place.style.minBlockSize = isResult ? kept : ''
}

function show(element: ShownElement, before: CheckoutState, after: CheckoutState): void {
  if (after.kind === 'ready') {
    if (isNews(before, after.notice)) showNotice(element, after.notice)
  } else if (after.kind !== before.kind && after.kind !== 'paying' && after.kind !== 'loading') {
    showResult(element)
  }
}
