/** Queries on the checkouts of one order. */
import { sql } from 'kysely'
import type { Queries, StoreKind } from './database.ts'
import { forUpdate } from './database.ts'
import { prepared } from './prepared.ts'
import type { CheckoutRow, PaymentRow } from './tables.ts'

/** What the rules of an order look at. */
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
 * Holds the order's checkouts until the transaction ends, so that none begins a payment meanwhile. Canceled ones are left
 * out, since they neither take money nor have any; not one that still claims the order.
 */
export async function lockMembers(
  kind: StoreKind,
  db: Queries,
  orderReference: string,
): Promise<OrderMember[]> {
  return (await lockByOrder[kind](db, { orderReference })).rows
}

const lockOn = (kind: StoreKind) =>
  prepared((db, { orderReference }: { orderReference: string }) =>
    forUpdate(
      kind,
      db
        .selectFrom('checkouts')
        .select(MEMBER)
        .where('order_reference', '=', orderReference)
        .where((eb) => eb.or([eb('status', '!=', 'canceled'), eb('order_claim', '=', 'sole')]))
        // Always in one order, so that two transactions never wait for each other.
        .orderBy('id'),
    ),
  )
const lockByOrder = { sqlite: lockOn('sqlite'), postgres: lockOn('postgres') }

/**
 * Lets transactions on one thing pass one after the other until they end. SQLite has one writer, and needs nothing for it.
 * Two things may share a turn, which costs a moment and no more.
 * @param name of the order, or of what else there may be no row to lock of
 */
export async function takeTurn(kind: StoreKind, db: Queries, name: string): Promise<void> {
  if (kind === 'postgres') await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(db)
}

/** States in which a payment holds or has the shopper's money; not one that was given back whole. */
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

/** SQLite and PostgreSQL take more values in one statement, and none of them likes it. */
const BATCH = 500

/**
 * @returns all that was paid for the orders of these checkouts and not given back whole, without checkouts with
 * `allowRepeat`; what came to an order that was paid stands last
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

/** Takes the order from these checkouts: those that nobody is paying are closed, the others when their attempt ends. */
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
 * Frees the order of checkouts that have expired or whose money was given back whole. No attempt begins on them any more,
 * also not in a process that was stopped, or whose clock is a moment behind.
 */
export async function releaseOrder(db: Queries, ids: string[]): Promise<void> {
  if (ids.length > 0)
    await db.updateTable('checkouts').set({ order_claim: 'released' }).where('id', 'in', ids).execute()
}

/** A payment, with what its checkout says about the order. */
export type PaymentOfOrder = PaymentRow & Pick<CheckoutRow, 'paid_payment_id' | 'paid_before'>

/**
 * @returns the payments of all checkouts that compete for the order of this one: with `allowRepeat` only its own. What
 * another checkout had and gave back whole left the order free.
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
