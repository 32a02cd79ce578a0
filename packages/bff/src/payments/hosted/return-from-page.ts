/** The browser comes back from 3-D Secure or from PayKKa's own page: a hint to ask PayKKa, never a result. */
import { findCheckout } from '../../database/checkout-rows.ts'
import { findPaymentByReturn, recordReturn } from '../../database/payment-rows.ts'
import type { PaymentRow } from '../../database/tables.ts'
import { fingerprint } from '../../domain/ids.ts'
import { withParameter } from '../../domain/shop-url.ts'
import type { ResolveParts } from '../purchases/ask-about-payment.ts'
import { ask } from '../purchases/ask-about-payment.ts'
import { isActive, isLeftBehind } from '../states.ts'
import { leavePage } from './leave-page.ts'

export type ReturnParts = ResolveParts & {
  /** Resolves after that many milliseconds. */
  pause(ms: number): Promise<void>
}

/** The shopper is waiting: when PayKKa takes longer, the shop's page goes on asking. */
const ASK_MS = 5000

/**
 * A payment may be made long after the first return: the page at PayKKa stays open, and so does the way back from it.
 * @param leaves the shopper followed the link that leaves PayKKa's page
 * @returns the address the shopper goes to, null when no payment has this reference
 */
export async function returnFromPage(
  parts: ReturnParts,
  reference: string,
  leaves: boolean,
): Promise<string | null> {
  const payment = await findPaymentByReturn(parts.store.db, fingerprint(reference))
  if (!payment) return null
  const open = isActive(payment.status) || isLeftBehind(payment)
  if (open) await Promise.race([askAndLogErrors(parts, payment, leaves), parts.pause(ASK_MS)])
  const checkout = await findCheckout(parts.store.db, payment.checkout_id)
  if (!checkout) return null
  return withParameter(checkout.return_url, 'checkout', checkout.id)
}

/** The shopper goes back to the shop whatever happens here; the resolver asks again. */
async function askAndLogErrors(parts: ReturnParts, payment: PaymentRow, leaves: boolean): Promise<void> {
  try {
    await recordReturn(parts.store.db, payment.id, parts.now())
    await (leaves && isOpenPage(payment) ? leavePage(parts, payment) : ask(parts, payment))
  } catch (error) {
    parts.log.error({ payment: payment.id, err: error }, 'could not ask on return')
  }
}

const isOpenPage = ({ method, status }: PaymentRow): boolean =>
  method === 'hosted' && isActive(status) && status !== 'sending'
