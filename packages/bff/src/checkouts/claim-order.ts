/** Inserts a checkout, by default as the only one of its order that can be paid. */

import { insertCheckout } from '../database/checkout-rows.ts'
import type { Database, Queries } from '../database/database.ts'
import { listPaying, lockMembers, releaseOrder, supersede, takeTurn } from '../database/order-rows.ts'
import { findLastPayment } from '../database/payment-rows.ts'
import type { CheckoutRow } from '../database/tables.ts'
import { AppError } from '../domain/errors.ts'
import { effectiveStatus } from './checkout-rules.ts'
import type { OrderVerdict } from './order-rule.ts'
import { judgeOrder } from './order-rule.ts'
import { publicPayment } from './public-payment.ts'

/** `provenNow` is 0 until PayKKa has confirmed the time: then no checkout counts as expired. */
type Parts = { database: Pick<Database, 'kind'>; now: () => number; provenNow: () => number }

/** One try under the lock is enough; a second covers a checkout inserted in between without the lock. */
const TRIES = 3

/**
 * Inserts the row and closes the order's other checkouts without a payment in progress, in the transaction `tx`. A row with
 * `order_claim` `repeat` is inserted regardless of the order's other checkouts.
 * @returns the ids of the closed checkouts
 * @throws AppError order_in_progress | order_already_paid, and for two charges of one agreement payment_in_progress |
 * already_paid; the transaction must end then
 */
export async function claimOrder(parts: Parts, tx: Queries, row: CheckoutRow): Promise<string[]> {
  const closed: string[] = []
  for (let tries = 0; tries < TRIES; tries++) {
    // The unique index admits one checkout. A concurrent request waits here until that transaction ends.
    const added = await insertCheckout(tx, row)
    if (added && row.order_claim === 'repeat') return []
    if (!added) await takeTurn(parts.database.kind, tx, row.order_reference)
    closed.push(...(await clearOrder(parts, tx, row)))
    if (added) return closed
  }
  throw new AppError('busy', { retryAfter: 1 })
}

async function clearOrder(
  { database, now, provenNow }: Parts,
  tx: Queries,
  row: CheckoutRow,
): Promise<string[]> {
  const members = await lockMembers(database.kind, tx, row.order_reference)
  const others = members.filter(({ id }) => id !== row.id)
  if (others.length === 0) return []
  const touched = others.filter(({ paid_payment_id }) => paid_payment_id !== null)
  const paying = await listPaying(
    tx,
    touched.map(({ id }) => id),
  )
  const verdict = judgeOrder(others, new Set(paying.map(({ checkout_id }) => checkout_id)), provenNow())
  if (verdict.kind !== 'free') throw await refusal(tx, row, verdict, provenNow())
  await supersede(tx, verdict.supersede, row.id, now())
  await releaseOrder(tx, verdict.release)
  return verdict.supersede
}

async function refusal(
  tx: Queries,
  row: CheckoutRow,
  { kind, by }: Exclude<OrderVerdict, { kind: 'free' }>,
  provenNow: number,
): Promise<AppError> {
  const checkout = { id: by.id, status: effectiveStatus(by, provenNow) }
  const paid = kind === 'paid'
  if (row.agreement_id === null || row.agreement_id !== by.agreement_id)
    return new AppError(paid ? 'order_already_paid' : 'order_in_progress', { checkout })
  const last = await findLastPayment(tx, by.id)
  return new AppError(paid ? 'already_paid' : 'payment_in_progress', {
    detail: `This agreement ${paid ? 'was charged' : 'is being charged'} for this order. Send allowRepeat to charge it once more.`,
    checkout,
    ...(last ? { payment: publicPayment(last) } : {}),
  })
}
