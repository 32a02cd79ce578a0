/** The shopper's own word that they will not pay on PayKKa's page: a cancel link, or "Pay another way". */
import { findPayment, recordLeaving } from '../../database/payment-rows.ts'
import type { PaymentRow } from '../../database/tables.ts'
import type { AskResult, ResolveParts } from '../purchases/ask-about-payment.ts'
import { ask } from '../purchases/ask-about-payment.ts'

/**
 * Notes the word, then asks PayKKa. When PayKKa knows no order, the attempt is over and the checkout open again; while it
 * gives no answer the word stays noted, and the next answer counts. Later money from the page is still taken.
 * @param payment a live one on PayKKa's page
 */
export async function leavePage(parts: ResolveParts, payment: PaymentRow): Promise<AskResult> {
  await recordLeaving(parts.store.db, payment.id, parts.now())
  return ask(parts, (await findPayment(parts.store.db, payment.id)) ?? payment)
}
