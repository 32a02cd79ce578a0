/** Authorized funds that were not captured in time: reported to the shop, or released where that is configured. */

import { findCheckout } from '../../database/checkout-rows.ts'
import { addShopEvent } from '../../database/event-rows.ts'
import { findPayment, listUncaptured, updatePayment } from '../../database/payment-rows.ts'
import type { PaymentRow } from '../../database/tables.ts'
import { AppError } from '../../domain/errors.ts'
import { overdueEvent } from '../events/shop-event.ts'
import { recordsOf } from '../payment-records.ts'
import type { ModifyParts } from './modification-parts.ts'
import { modify } from './modify.ts'

/** `withinMs` of 0 turns it off. */
export type HeldFundsPolicy = { withinMs: number; action: 'alert' | 'void' }

const BATCH = 20
const HOUR = 60 * 60_000

/** @returns the number of payments reported */
export async function watchHeldFunds(parts: ModifyParts, policy: HeldFundsPolicy): Promise<number> {
  if (policy.withinMs === 0) return 0
  const due = await listUncaptured(parts.database.db, parts.provenNow() - policy.withinMs, BATCH)
  let reported = 0
  for (const payment of due) {
    const done = policy.action === 'alert' || (await release(parts, payment))
    if (done) await report(parts, payment)
    if (done) reported++
  }
  return reported
}

/** @returns false when the release must be tried again later */
async function release(parts: ModifyParts, payment: PaymentRow): Promise<boolean> {
  const key = `auto-void-${Math.floor(parts.now() / HOUR)}`
  try {
    const input = { paymentId: payment.id, key, type: 'void' as const, reason: 'not captured in time' }
    const { operation } = await modify(parts, {
      ...input,
      by: { actor: { type: 'job', id: 'held-funds' }, requestId: 'job' },
    })
    return operation.status !== 'failed'
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    parts.log.warn({ payment: payment.id, code: error.code }, 'held funds could not be released')
    return error.code === 'operation_not_possible'
  }
}

async function report(parts: ModifyParts, { id }: PaymentRow): Promise<void> {
  await parts.database.transaction(async (tx) => {
    await updatePayment(tx, id, { capture_reported_at: parts.now() })
    const payment = await findPayment(tx, id)
    const checkout = payment && (await findCheckout(tx, payment.checkout_id))
    if (!payment || !checkout) throw new Error(`no payment ${id}`)
    const at = { ...payment, updated_at: parts.now() }
    await addShopEvent(tx, overdueEvent(at, checkout, await recordsOf(tx, id)))
  })
  parts.log.warn({ payment: id }, 'held funds were not captured in time')
}
