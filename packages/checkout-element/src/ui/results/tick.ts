/** The moment between paying and its result: the spinner in the pay button becomes a tick. */
import type { LitElement, TemplateResult } from 'lit'
import { html, svg } from 'lit'
import type { Checkout } from '../../checkout/checkout-context.ts'
import type { CheckoutEvent } from '../../checkout/checkout-state.ts'
import type { Run } from '../../checkout/paying/run.ts'
import type { PublicPayment } from '../../checkout/wire.ts'
import { titles } from '../checkout-messages.ts'
import { icon } from '../icons.ts'

/** Long enough to see it. Milliseconds. */
const TICK_MS = 600

const PAID: readonly string[] = ['succeeded', 'authorized']

/** The icon and text of the pay button. */
export const tickView = ({ status }: PublicPayment): TemplateResult =>
  html`${icon(svg`<path class="tick" d="M4.500 10.500l3.700 3.700L15.500 6.500" />`)}
    <span .textContent=${status === 'authorized' ? titles.authorized() : titles.paid()}></span>`

/**
 * Shows the tick before the page learns of the success, because many shops go to another page at once. Without a spinner
 * in a button (a wallet's sheet, the page's own button), or in a background tab, nothing is shown and nothing waits.
 */
export async function showTick(
  event: CheckoutEvent,
  checkout: Pick<Checkout, 'move'>,
  { renderRoot }: Pick<LitElement, 'renderRoot'>,
  { env, signal }: Pick<Run, 'env' | 'signal'>,
): Promise<void> {
  if (event.type !== 'answered' || !PAID.includes(event.payment.status) || document.hidden) return
  if (!renderRoot.querySelector('[part="pay-button"] .spinner')) return
  checkout.move({ type: 'confirmed', payment: event.payment })
  await env.wait(TICK_MS, signal)
}
