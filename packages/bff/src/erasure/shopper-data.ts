/** All data about one shopper, for the shopper's access request. */
import type { ShopperData } from '@paykka-checkout/shared-types'
import type { By } from '../audit/record.ts'
import { record } from '../audit/record.ts'
import type { Queries } from '../database/database.ts'
import { listCheckoutsOf, listErasuresOf } from '../database/erasure-rows.ts'
import { listPayments } from '../database/payment-rows.ts'
import type { CheckoutRow } from '../database/tables.ts'
import { pseudonymOf, shopperHash } from '../domain/shopper-mark.ts'
import { readRecords } from '../payments/payment-records.ts'
import { listSaved } from '../payments/saved-cards/saved-cards.ts'
import { shopCheckout } from '../payments/shop-checkout.ts'
import type { EraseParts } from './erase-rows.ts'
import { erasureView } from './erasure-view.ts'

/** Reads everything in one transaction, with the audit entry. */
export function readShopperData(parts: EraseParts, reference: string, by: By): Promise<ShopperData> {
  const { database, now, erasureKey } = parts
  const hash = shopperHash(erasureKey, reference)
  return database.transaction(async (tx) => {
    const rows = await listCheckoutsOf(tx, reference, Number.MAX_SAFE_INTEGER)
    const checkouts = []
    for (const row of rows) checkouts.push(await readCheckout(parts, tx, row))
    const erasures = (await listErasuresOf(tx, hash)).map(erasureView)
    const saved = await listSaved(tx, reference, now())
    await record(tx, {
      ...by,
      at: now(),
      shop: 'default',
      action: 'shopper.read',
      target: { type: 'shopper', id: pseudonymOf(hash) },
      outcome: 'done',
      detail: { checkouts: rows.length },
    })
    return { reference, checkouts, ...saved, erasures }
  })
}

async function readCheckout({ provenNow }: EraseParts, tx: Queries, row: CheckoutRow) {
  const payments = await listPayments(tx, row.id)
  const records = await readRecords(
    tx,
    payments.map(({ id }) => id),
  )
  return shopCheckout(row, payments, records, provenNow())
}
