/** The browser returns from 3-D Secure or from PayKKa's page: a reason to query PayKKa, never a result. */
import type { By } from '../../audit/record.ts'
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
  /** Resolves after `ms` milliseconds. */
  pause(ms: number): Promise<void>
}

/** The shopper is waiting: when PayKKa takes longer, the shop's page keeps polling. */
const ASK_MS = 5000

/**
 * The shopper may pay long after the first return, since PayKKa's page stays open. So the return address keeps working.
 * @param leaves the shopper followed the link that leaves PayKKa's page
 * @returns the address to redirect the shopper to, null when no payment has this reference
 */
export async function returnFromPage(
  parts: ReturnParts,
  reference: string,
  leaves: boolean,
  by: By,
): Promise<string | null> {
  const payment = await findPaymentByReturn(parts.database.db, fingerprint(reference))
  if (!payment) return null
  const open = isActive(payment.status) || isLeftBehind(payment)
  if (open) await Promise.race([askAndLogErrors(parts, payment, leaves ? by : null), parts.pause(ASK_MS)])
  const checkout = await findCheckout(parts.database.db, payment.checkout_id)
  if (!checkout) return null
  return withParameter(checkout.return_url, 'checkout', checkout.id)
}

/** The shopper returns to the shop even if this fails; the resolver queries again. */
async function askAndLogErrors(parts: ReturnParts, payment: PaymentRow, leaving: By | null): Promise<void> {
  try {
    await recordReturn(parts.database.db, payment.id, parts.now())
    await (leaving && isOpenPage(payment) ? leavePage(parts, payment, leaving) : ask(parts, payment))
  } catch (error) {
    parts.log.error({ payment: payment.id, err: error }, 'could not query PayKKa after the return')
  }
}

const isOpenPage = ({ method, status }: PaymentRow): boolean =>
  method === 'hosted' && isActive(status) && status !== 'sending'
