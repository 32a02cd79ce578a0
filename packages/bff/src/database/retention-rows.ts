/** Queries for retention: reads checkouts from the oldest, and deletes whole ones. */
import type { SelectQueryBuilder } from 'kysely'
import { sql } from 'kysely'
import type { DatabaseKind, Queries } from './database.ts'
import { forUpdate } from './database.ts'
import { MODIFY_SCOPE } from './idempotency-rows.ts'
import type { CheckoutRow, DisputeRow, PaymentRow, Tables } from './tables.ts'

export type OldCheckout = Pick<
  CheckoutRow,
  'id' | 'status' | 'created_at' | 'updated_at' | 'expires_at' | 'emptied_at' | 'surplus_due_at'
>
export type OldPayment = Pick<
  PaymentRow,
  'id' | 'checkout_id' | 'status' | 'live' | 'updated_at' | 'next_query_at' | 'balances'
>

/** The reasons why a payment cannot be deleted yet. */
export type KeepReasons = {
  operations: Set<string>
  disputes: Map<string, DisputeRow[]>
  agreements: Set<string>
  cards: Set<string>
  events: Set<string>
}

export type Place = Pick<CheckoutRow, 'created_at' | 'id'>

/** @returns the next checkouts older than that moment, oldest first */
export function listOldCheckouts(
  db: Queries,
  before: number,
  after: Place,
  limit: number,
): Promise<OldCheckout[]> {
  return db
    .selectFrom('checkouts')
    .select(['id', 'status', 'created_at', 'updated_at', 'expires_at', 'emptied_at', 'surplus_due_at'])
    .where('created_at', '<', before)
    .where('created_at', '>=', after.created_at)
    .where((eb) =>
      eb.or([
        eb('created_at', '>', after.created_at),
        eb.and([eb('created_at', '=', after.created_at), eb('id', '>', after.id)]),
      ]),
    )
    .orderBy('created_at')
    .orderBy('id')
    .limit(limit)
    .execute()
}

export async function listOldPayments(db: Queries, checkoutIds: string[]): Promise<OldPayment[]> {
  if (checkoutIds.length === 0) return []
  return db
    .selectFrom('payments')
    .select(['id', 'checkout_id', 'status', 'live', 'updated_at', 'next_query_at', 'balances'])
    .where('checkout_id', 'in', checkoutIds)
    .execute()
}

/** Locks the payments of these checkouts until the transaction ends, so that no refund begins meanwhile. */
export async function lockPaymentsOf(kind: DatabaseKind, db: Queries, checkoutIds: string[]): Promise<void> {
  if (checkoutIds.length === 0) return
  // Always in the same order, so that two transactions never deadlock.
  const all = db.selectFrom('payments').select('id').where('checkout_id', 'in', checkoutIds).orderBy('id')
  await forUpdate(kind, all).execute()
}

/** @returns the unfinished work of these payments */
export async function readKeepReasons(db: Queries, paymentIds: string[]): Promise<KeepReasons> {
  if (paymentIds.length === 0) return NO_KEEP_REASONS
  const operations = await db
    .selectFrom('operations')
    .select('payment_id')
    .where('payment_id', 'in', paymentIds)
    .where('open', '=', 1)
    .execute()
  const cards = await db
    .selectFrom('saved_cards')
    .select(['payment_id', 'agreement_id'])
    .where('payment_id', 'in', paymentIds)
    .where('status', '!=', 'ended')
    .execute()
  const events = await db
    .selectFrom('shop_events')
    .select('payment_id')
    .where('payment_id', 'in', paymentIds)
    .where('state', '=', 'pending')
    .execute()
  const disputes = await db.selectFrom('disputes').selectAll().where('payment_id', 'in', paymentIds).execute()
  const ids = (rows: { payment_id: string }[]) => new Set(rows.map(({ payment_id }) => payment_id))
  return {
    operations: ids(operations),
    disputes: Map.groupBy(disputes, ({ payment_id }) => payment_id),
    agreements: ids(cards.filter(({ agreement_id }) => agreement_id !== null)),
    cards: ids(cards.filter(({ agreement_id }) => agreement_id === null)),
    events: ids(events),
  }
}

const NO_KEEP_REASONS: KeepReasons = {
  operations: new Set(),
  disputes: new Map(),
  agreements: new Set(),
  cards: new Set(),
  events: new Set(),
}

/** @returns whether the dispute has no outcome yet */
export const isOpenDispute = ({ open }: Pick<DisputeRow, 'open'>): boolean => open === 1

/** The tables that belong to a payment, in an order that violates no foreign key. */
const OF_PAYMENTS = [
  'shop_events',
  'payment_steps',
  'operations',
  'disputes',
  'consents',
  'saved_cards',
] as const

/** Deletes whole checkouts with all their rows. */
export async function dropCheckouts(db: Queries, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  const payments = db.selectFrom('payments').select('id').where('checkout_id', 'in', ids)
  const keys = await payments.execute()
  const scopes = [...ids.map((id) => `pay:${id}`), ...keys.map(({ id }) => `${MODIFY_SCOPE}${id}`)]
  await db.deleteFrom('idempotency_keys').where('scope', 'in', scopes).execute()
  await dropDisputeHistory(db, db.selectFrom('disputes').select('id').where('payment_id', 'in', payments))
  for (const table of OF_PAYMENTS) await db.deleteFrom(table).where('payment_id', 'in', payments).execute()
  await db.deleteFrom('payments').where('checkout_id', 'in', ids).execute()
  await db.deleteFrom('wallet_tokens').where('checkout_id', 'in', ids).execute()
  await db.deleteFrom('checkout_versions').where('checkout_id', 'in', ids).execute()
  await db.deleteFrom('checkouts').where('id', 'in', ids).execute()
}

/** Deletes the reports and the notes of these disputes. */
export async function dropDisputeHistory(
  db: Queries,
  disputes: SelectQueryBuilder<Tables, 'disputes', { id: string }>,
): Promise<void> {
  for (const table of ['dispute_reports', 'dispute_notes'] as const)
    await db.deleteFrom(table).where('dispute', 'in', disputes).execute()
}

/** A UTC day as days since 1970: integer division on both databases. */
export const dayOf = (column: string) => sql<number>`${sql.ref(column)} / 86400000`
