/** Queries on the checkouts of one order. */
import { sql } from 'kysely'
import type { DatabaseKind, Queries } from './database.ts'
import { forUpdate } from './database.ts'
import { prepared } from './prepared.ts'
import type { CheckoutRow, PaymentRow } from './tables.ts'

/** The columns that the rules of an order use. */
const MEMBER = [
  'id',
  'status',
  'order_claim',
  'live_payment_id',
  'paid_payment_id',
  'attempts',
  'agreement_id',
  'expires_at',
] as const

export type OrderMember = Pick<CheckoutRow, (typeof MEMBER)[number]>

/**
 * Locks the order's checkouts until the transaction ends, so that none starts a payment meanwhile. Skips canceled ones,
 * since they are unpaid and can't be paid, except one that still claims the order.
 */
export async function lockMembers(
  kind: DatabaseKind,
  db: Queries,
  orderReference: string,
): Promise<OrderMember[]> {
  return (await lockByOrder[kind](db, { orderReference })).rows
}

const lockOn = (kind: DatabaseKind) =>
  prepared((db, { orderReference }: { orderReference: string }) =>
    forUpdate(
      kind,
      db
        .selectFrom('checkouts')
        .select(MEMBER)
        .where('order_reference', '=', orderReference)
        .where((eb) => eb.or([eb('status', '!=', 'canceled'), eb('order_claim', '=', 'sole')]))
        // Always in the same order, so that two transactions never deadlock.
        .orderBy('id'),
    ),
  )
const lockByOrder = { sqlite: lockOn('sqlite'), postgres: lockOn('postgres') }

/**
 * Serializes transactions on one name until they end (advisory lock). SQLite has one writer and needs no lock. Two names
 * may share a lock by chance, which only costs a moment.
 * @param name of the order, or of anything else without a row to lock
 */
export async function takeTurn(kind: DatabaseKind, db: Queries, name: string): Promise<void> {
  if (kind === 'postgres') await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(db)
}

/** Statuses in which a payment holds or has the shopper's money; not one that was fully given back. */
const HOLDING_MONEY = ['authorized', 'succeeded', 'partially_refunded', 'partially_reversed'] as const

/** @returns the payments of these checkouts that have the shopper's money, oldest first */
export async function listPaying(db: Queries, checkoutIds: string[]): Promise<PaymentRow[]> {
  return checkoutIds.length === 0 ? [] : (await listPayingOf(db, { checkoutIds })).rows
}

const listPayingOf = prepared((db, { checkoutIds }: { checkoutIds: string[] }) =>
  db
    .selectFrom('payments')
    .selectAll()
    .where('checkout_id', 'in', checkoutIds)
    .where('status', 'in', [...HOLDING_MONEY])
    .orderBy('created_at'),
)

type PaidOfOrder = { checkout: Pick<CheckoutRow, 'id' | 'order_reference'>; payment: PaymentRow }

/** Limits the values per statement: more are possible but slow. */
const BATCH = 500

/**
 * @returns all payments for the orders of these checkouts that were not fully given back, without checkouts with
 * `allowRepeat`; payments of an already paid order come last
 */
export async function listPaidOfOrders(db: Queries, checkoutIds: string[]): Promise<PaidOfOrder[]> {
  const found: PaidOfOrder[] = []
  const ids = [...new Set(checkoutIds)]
  for (let start = 0; start < ids.length; start += BATCH) {
    const rows = await paidOfOrders(db, ids.slice(start, start + BATCH))
    found.push(
      ...rows.map(({ order_reference, ...payment }) => ({
        checkout: { id: payment.checkout_id, order_reference },
        payment,
      })),
    )
  }
  return [...new Map(found.map((row) => [row.payment.id, row])).values()]
}

function paidOfOrders(db: Queries, ids: string[]) {
  return db
    .selectFrom('payments')
    .innerJoin('checkouts', 'checkouts.id', 'payments.checkout_id')
    .selectAll('payments')
    .select('checkouts.order_reference')
    .where('checkouts.order_claim', '!=', 'repeat')
    .where('payments.status', 'in', [...HOLDING_MONEY])
    .where(
      'checkouts.order_reference',
      'in',
      db.selectFrom('checkouts as named').select('named.order_reference').where('named.id', 'in', ids),
    )
    .orderBy('checkouts.paid_before')
    .orderBy('payments.created_at')
    .execute()
}

/** @returns whether another checkout of the order has the shopper's money */
export async function isPaidElsewhere(
  db: Queries,
  orderReference: string,
  checkoutId: string,
): Promise<boolean> {
  return (await findPaidElsewhere(db, { orderReference, checkoutId })).rows.length > 0
}

const findPaidElsewhere = prepared(
  (db, { orderReference, checkoutId }: Record<'orderReference' | 'checkoutId', string>) =>
    db
      .selectFrom('checkouts')
      .innerJoin('payments', 'payments.checkout_id', 'checkouts.id')
      .select('payments.id')
      .where('checkouts.order_reference', '=', orderReference)
      .where('checkouts.id', '!=', checkoutId)
      .where('checkouts.paid_payment_id', 'is not', null)
      .where('payments.status', 'in', [...HOLDING_MONEY])
      .limit(1),
)

/**
 * Takes the order from these checkouts: closes those without a payment in progress; the others close when their attempt
 * ends.
 */
export async function supersede(db: Queries, ids: string[], by: string, now: number): Promise<void> {
  if (ids.length > 0) await supersedeAll(db, { ids, by, now })
}

const supersedeAll = prepared((db, { ids, by, now }: { ids: string[]; by: string; now: number }) =>
  db
    .updateTable('checkouts')
    .set({
      order_claim: 'none',
      superseded_by: by,
      status: sql<CheckoutRow['status']>`case when status = 'open' then 'canceled' else status end`,
      updated_at: now,
    })
    .where('id', 'in', ids),
)

/**
 * Releases the order from checkouts that expired or whose money was fully given back. No attempt can start on them any
 * more, not even in a process that was suspended or whose clock is slightly behind.
 */
export async function releaseOrder(db: Queries, ids: string[]): Promise<void> {
  if (ids.length > 0)
    await db.updateTable('checkouts').set({ order_claim: 'released' }).where('id', 'in', ids).execute()
}

/** A payment with its checkout's columns about the order. */
export type PaymentOfOrder = PaymentRow & Pick<CheckoutRow, 'paid_payment_id' | 'paid_before'>

/**
 * @returns the payments of all checkouts that compete for the order of this one; with `allowRepeat` only its own. A
 * checkout whose money was fully given back does not compete.
 */
export function listPaymentsOfOrder(
  db: Queries,
  { id, order_reference, order_claim }: CheckoutRow,
): Promise<PaymentOfOrder[]> {
  const all = db
    .selectFrom('payments')
    .innerJoin('checkouts', 'checkouts.id', 'payments.checkout_id')
    .selectAll('payments')
    .select(['checkouts.paid_payment_id', 'checkouts.paid_before'])
    .orderBy('payments.created_at')
    .orderBy('payments.id')
  if (order_claim === 'repeat') return all.where('checkouts.id', '=', id).execute()
  return all
    .where('checkouts.order_reference', '=', order_reference)
    .where('checkouts.order_claim', '!=', 'repeat')
    .where((eb) => eb.or([eb('checkouts.id', '=', id), eb('payments.status', '!=', 'refunded')]))
    .execute()
}
