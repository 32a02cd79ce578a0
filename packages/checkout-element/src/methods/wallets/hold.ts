/** Lets the page answer a change in the sheet, and reads the price that came of it. */
import type { MethodContext } from '../pay-method.ts'
import type { PricedCheckout } from './wallet.ts'
import { priced } from './wallet.ts'
import type { Refusal, WalletChangeEvent } from './wallet-events.ts'
import { within } from './within.ts'

/** Wallets close a sheet that waits longer than 30 s; the page gets less, so that the end is ours to explain. */
const HOLD_MS = 20_000
/** What is left then for the new price. */
const REPRICE_MS = 5_000

/** `ended`: the page took too long, or the checkout can no longer be paid. */
export type Answer =
  | { kind: 'priced'; checkout: PricedCheckout }
  | { kind: 'refused'; refusal: Refusal; checkout: PricedCheckout }
  | { kind: 'ended' }

/** Raises the event, waits for what holds it, and reads the checkout again. */
export async function ask(context: MethodContext, event: WalletChangeEvent): Promise<Answer> {
  const answer = await hold(context, event)
  const current = answer.kind === 'ended' ? null : await within(REPRICE_MS, context, context.reprice())
  const checkout = current && priced(current)
  return checkout ? ({ ...answer, checkout } as Answer) : { kind: 'ended' }
}

/** How the page answered an event, without looking at the price. */
export type Held = { kind: 'priced' } | { kind: 'refused'; refusal: Refusal } | { kind: 'ended' }

/** Raises the event and waits for what holds it. */
export async function hold(context: MethodContext, event: WalletChangeEvent): Promise<Held> {
  const allowed = context.dispatchEvent(event)
  const settled = await within(HOLD_MS, context, Promise.allSettled(event.held))
  if (!settled) return { kind: 'ended' }
  const failed = settled.some(({ status }) => status === 'rejected')
  if (allowed && !failed && !event.refusal) return { kind: 'priced' }
  return { kind: 'refused', refusal: event.refusal ?? { message: '' } }
}
