/** The shopper declares that they will not pay on PayKKa's page: by the cancel link, or by "Pay another way". */
import { findPayment, recordLeaving } from '../../database/payment-rows.ts'
import type { PaymentRow } from '../../database/tables.ts'
import type { AskResult, ResolveParts } from '../purchases/ask-about-payment.ts'
import { ask } from '../purchases/ask-about-payment.ts'

/**
 * Records that the shopper left, then queries PayKKa. When PayKKa knows no order, the attempt ends and the checkout is open
 * again. Without an answer the record stays, and the next answer decides. A later payment on the page is still recorded.
 * @param payment an active one on PayKKa's page
 */
export async function leavePage(parts: ResolveParts, payment: PaymentRow): Promise<AskResult> {
  await recordLeaving(parts.database.db, payment.id, parts.now())
  return ask(parts, (await findPayment(parts.database.db, payment.id)) ?? payment)
}
