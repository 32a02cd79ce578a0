/** Notifies the shop, once per card, that an agreement's card expires soon. Part of the daily job. */
import { findCheckout } from '../../database/checkout-rows.ts'
import type { Database } from '../../database/database.ts'
import { addShopEvent } from '../../database/event-rows.ts'
import { findPayment } from '../../database/payment-rows.ts'
import { listExpiring, updateSavedCard } from '../../database/saved-card-rows.ts'
import type { SavedCardRow } from '../../database/tables.ts'
import { expiringEvent } from '../events/shop-event.ts'
import { recordsOf } from '../payment-records.ts'
import { agreementView } from './agreement-view.ts'
import { EXPIRY_NOTICE_MS } from './card-expiry.ts'

const BATCH = 100

/**
 * @param now Unix milliseconds
 * @returns the number of agreements reported
 */
export async function reportExpiring(database: Database, now: number): Promise<number> {
  const due = await listExpiring(database.db, now + EXPIRY_NOTICE_MS, BATCH)
  for (const row of due) await report(database, row, now)
  return due.length < BATCH ? due.length : due.length + (await reportExpiring(database, now))
}

async function report(database: Database, row: SavedCardRow, now: number): Promise<void> {
  await database.transaction(async (tx) => {
    const payment = await findPayment(tx, row.payment_id)
    const checkout = payment && (await findCheckout(tx, payment.checkout_id))
    if (!payment || !checkout) throw new Error(`no payment ${row.payment_id}`)
    const agreement = agreementView(row, now)
    const records = await recordsOf(tx, payment.id)
    await addShopEvent(tx, expiringEvent(agreement, { ...payment, updated_at: now }, checkout, records))
    await updateSavedCard(tx, row.id, { expiry_told_at: now })
  })
}
