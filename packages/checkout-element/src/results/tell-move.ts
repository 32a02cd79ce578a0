/** Tells the page and the shopper that a checkout moved: by an event, and by what is brought before their eyes. */
import type { LitElement } from 'lit'
import type { CheckoutState } from '../checkout-state.ts'
import { checkoutOf, isOver } from '../checkout-state.ts'
import type { Environment } from '../environment.ts'
import { shortenKeeping } from '../paying/keep-secret.ts'
import type { CheckedElement } from '../setup-mistakes/check-page.ts'
import { checkSetup } from '../setup-mistakes/check-page.ts'
import { showNotice, showResult } from './show-outcome.ts'
import { eventFor } from './state-events.ts'

export function tellMove(
  element: LitElement & CheckedElement,
  env: Environment,
  before: CheckoutState,
  after: CheckoutState,
): void {
  const event = eventFor(before, after)
  if (event) element.dispatchEvent(event)
  checkSetup(element, env, before, after)
  const checkout = checkoutOf(after)
  if (isOver(after) && checkout) shortenKeeping(checkout.id, env.now())
  // A page that is merely loaded keeps its focus where it is; back from the bank there is a result to show.
  if (before.kind !== 'loading' || env.returnedCheckout() !== null) show(element, before, after)
}

function show(element: LitElement, before: CheckoutState, after: CheckoutState): void {
  if (after.kind === 'ready') {
    const isNew = before.kind !== 'ready' || before.notice !== after.notice
    if (after.notice && isNew) showNotice(element, after.notice)
  } else if (after.kind !== before.kind && after.kind !== 'paying' && after.kind !== 'loading') {
    showResult(element)
  }
}
