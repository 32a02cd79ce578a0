/** Logs money that moved unexpectedly, and errors that an operator must see at once. */
import type { CheckoutRow, PaymentRow } from '../../database/tables.ts'
import { present } from '../../domain/present.ts'
import { isDuplicate } from '../duplicates/surplus.ts'
import type { SettleParts } from '../engine/engine-parts.ts'
import type { EventMarks } from '../events/shop-event.ts'
import { isActive, isPaid } from '../states.ts'
import type { Verdict } from './judge-payment.ts'

/** Money that moved unexpectedly: an operator must know, and nothing may be dropped. */
export function findSurprises(
  parts: SettleParts,
  checkout: CheckoutRow,
  before: PaymentRow,
  after: PaymentRow,
): EventMarks {
  if (!isPaid(after.status) || isPaid(before.status)) return {}
  const facts = { payment: after.id, checkout: checkout.id }
  const late = !isActive(before.status)
  const amountDiffers = after.amount !== checkout.amount
  if (late) parts.log.error(facts, 'late success: paid after it was given up')
  if (isDuplicate(after, checkout)) parts.log.error(facts, 'this checkout was paid twice')
  if (amountDiffers) parts.log.error(facts, 'paid an amount the checkout no longer asks for')
  return {
    ...(late ? { late } : {}),
    ...(amountDiffers ? { amountDiffers } : {}),
  }
}

/** Errors that an operator must see at once: wrong keys, clock or addresses, or an answer about another payment. */
export function alert(parts: SettleParts, after: PaymentRow, verdict: Verdict): void {
  const facts = {
    payment: after.id,
    checkout: after.checkout_id,
    cause: verdict.cause,
    ...present({ gatewayMessage: verdict.facts.gatewayMessage }),
  }
  if (verdict.detail) parts.log.error({ ...facts, detail: verdict.detail }, 'PayKKa contradicts itself')
  else if (after.status === 'needs_review') parts.log.error(facts, 'no answer for a day: a person must look')
  if (verdict.failure === 'configuration')
    parts.log.error(facts, 'PayKKa refuses us: check keys, clock and addresses')
  if (verdict.cause.startsWith('mismatch_')) parts.log.error(facts, 'PayKKa answered about another payment')
}
