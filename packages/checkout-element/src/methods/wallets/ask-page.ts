/** Lets the page answer a change in the sheet, then reads the new price. */
import type { MethodContext } from '../pay-method.ts'
import type { PricedCheckout } from './wallet.ts'
import { priced } from './wallet.ts'
import type { Refusal, WalletChangeEvent } from './wallet-events.ts'
import { withTimeout } from './with-timeout.ts'

/** Wallets close a sheet after 30 s. The page gets less time, so that this code can explain the end. Milliseconds. */
const HOLD_MS = 20_000
/** The time left to read the new price. Milliseconds. */
const REPRICE_MS = 5_000

/** `ended`: the page took too long, or the checkout can no longer be paid. */
export type Answer =
  | { kind: 'priced'; checkout: PricedCheckout }
  | { kind: 'refused'; refusal: Refusal; checkout: PricedCheckout }
  | { kind: 'ended' }

/** Raises the event, waits for its promises, and reads the checkout again. */
export async function askAndReprice(context: MethodContext, event: WalletChangeEvent): Promise<Answer> {
  const answer = await askPage(context, event)
  const current = answer.kind === 'ended' ? null : await withTimeout(REPRICE_MS, context, context.reprice())
  const checkout = current && priced(current)
  return checkout ? ({ ...answer, checkout } as Answer) : { kind: 'ended' }
}

/** How the page answered an event; the price is not read. */
export type PageAnswer = { kind: 'priced' } | { kind: 'refused'; refusal: Refusal } | { kind: 'ended' }

/** Raises the event and waits for its promises. */
export async function askPage(context: MethodContext, event: WalletChangeEvent): Promise<PageAnswer> {
  const allowed = context.dispatchEvent(event)
  const settled = await withTimeout(HOLD_MS, context, Promise.allSettled(event.held))
  if (!settled) return { kind: 'ended' }
  const failed = settled.some(({ status }) => status === 'rejected')
  if (allowed && !failed && !event.refusal) return { kind: 'priced' }
  return { kind: 'refused', refusal: event.refusal ?? { message: '' } }
}
