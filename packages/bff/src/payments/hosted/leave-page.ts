/** The shopper declares that they will not pay on PayKKa's page: by the cancel link, or by "Pay another way". */
import type { By, Deed } from '../../audit/record.ts'
import { recordSoon } from '../../audit/record.ts'
import { findPayment, recordLeaving } from '../../database/payment-rows.ts'
import type { PaymentRow } from '../../database/tables.ts'
import type { AskResult, ResolveParts } from '../purchases/ask-about-payment.ts'
import { ask } from '../purchases/ask-about-payment.ts'

/**
 * Records that the shopper left, then queries PayKKa. When PayKKa knows no order, the attempt ends and the checkout is open
 * again. Without an answer the record stays, and the next answer decides. A later payment on the page is still recorded.
 * @param payment an active one on PayKKa's page
 * @param by who leaves, for the audit record; null when the next payment shows it
 */
export async function leavePage(
  parts: ResolveParts,
  payment: PaymentRow,
  by: By | null = null,
): Promise<AskResult> {
  const at = parts.now()
  await parts.database.transaction(async (tx) => {
    await recordLeaving(tx, payment.id, at)
    if (by) await recordSoon(tx, abandonmentOf(payment, at, by))
  })
  return ask(parts, (await findPayment(parts.database.db, payment.id)) ?? payment)
}

/** @param at Unix milliseconds. Its history shows whether the payment ended. */
export function abandonmentOf({ id, shop }: PaymentRow, at: number, by: By): Deed {
  const target = { type: 'payment', id }
  return { ...by, at, shop, action: 'payment.abandon', target, outcome: 'unknown' }
}
