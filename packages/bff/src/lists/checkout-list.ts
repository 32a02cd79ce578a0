/** One page of checkouts, including those that were never paid. */
import type { CheckoutList, CheckoutQuery, ListedCheckout } from '@paykka-checkout/shared-types'
import { CHECKOUT_STATUSES } from '@paykka-checkout/shared-types'
import { effectiveStatus } from '../checkouts/checkout-rules.ts'
import { listCheckoutRows } from '../database/checkout-list-rows.ts'
import type { CheckoutRow } from '../database/tables.ts'
import { iso, present } from '../domain/present.ts'
import { readMoment } from './list-moment.ts'
import { mergeRows, readPage, readWords } from './page.ts'
import type { ListParts } from './payment-list.ts'

/** `provenNow`: Unix milliseconds that decide whether open checkouts have expired. */
export type CheckoutListParts = ListParts & { provenNow: () => number }

/** @throws AppError validation_failed | cursor_invalid */
export async function listCheckoutPage(
  { database, transIdKey, provenNow }: CheckoutListParts,
  query: CheckoutQuery,
): Promise<CheckoutList> {
  const statuses = readWords('status', query.status, CHECKOUT_STATUSES) ?? [undefined]
  const filters = {
    orderReference: query.orderReference,
    shopperReference: query.shopperReference,
    createdFrom: readMoment('createdFrom', query.createdFrom),
    createdBefore: readMoment('createdBefore', query.createdBefore),
  }
  const now = provenNow()
  const page = await readPage(
    transIdKey,
    'checkouts',
    query,
    query.order === 'oldest',
    placeOf,
    async (order) =>
      mergeRows(
        await Promise.all(
          statuses.map((status) => listCheckoutRows(database.kind, database.db, status, filters, now, order)),
        ),
        placeOf,
        order,
      ),
  )
  return { data: page.rows.map((row) => view(row, now)), nextCursor: page.nextCursor }
}

const placeOf = ({ created_at, id }: CheckoutRow) => ({ at: Number(created_at), id })

function view(row: CheckoutRow, provenNow: number): ListedCheckout {
  return {
    id: row.id,
    shop: row.shop,
    orderReference: row.order_reference,
    status: effectiveStatus(row, provenNow),
    amount: { value: row.amount, currency: row.currency },
    version: row.version,
    attempts: row.attempts,
    createdAt: iso(row.created_at),
    updatedAt: iso(row.updated_at),
    expiresAt: iso(row.expires_at),
    ...present({
      shopperReference: row.shopper_reference,
      livePaymentId: row.live_payment_id,
      paidPaymentId: row.paid_payment_id,
      supersededBy: row.superseded_by,
    }),
  }
}
