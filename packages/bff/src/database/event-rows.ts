/** The outbox: queries on events for the shop. */
import { sql } from 'kysely'
import type { Database, Queries } from './database.ts'
import { skipLocked } from './database.ts'
import { isFree } from './far-ahead-rows.ts'
import { prepared } from './prepared.ts'
import type { ShopEventRow } from './tables.ts'

/** Inserts an event once: the same change has the same id. */
export async function addShopEvent(db: Queries, row: ShopEventRow): Promise<void> {
  await insertOnce(db, { row })
}

const insertOnce = prepared((db, { row }: { row: ShopEventRow }) =>
  db
    .insertInto('shop_events')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doNothing()),
)

/** Leases the events that are due. */
export function claimDueEvents(
  database: Database,
  now: number,
  leaseMs: number,
  limit: number,
): Promise<ShopEventRow[]> {
  return database.transaction(async (tx) => {
    const due = tx
      .selectFrom('shop_events')
      .select('id')
      .where('state', '=', 'pending')
      .where('next_at', '<=', now)
      .where(isFree(now, leaseMs))
      .orderBy('next_at')
      .limit(limit)
    const ids = await skipLocked(database.kind, due).execute()
    if (ids.length === 0) return []
    return tx
      .updateTable('shop_events')
      .set({ lease_until: now + leaseMs })
      .where(
        'id',
        'in',
        ids.map((row) => row.id),
      )
      .returningAll()
      .execute()
  })
}

/** @param deliveredTo the endpoints that accepted it, comma-separated */
export async function markDelivered(
  database: Database,
  row: ShopEventRow,
  deliveredTo: string,
  now: number,
): Promise<void> {
  const changes = {
    state: 'delivered' as const,
    delivered_at: now,
    delivered_to: deliveredTo,
    attempts: row.attempts + 1,
    lease_until: 0,
    last_error: null,
  }
  await database.write((db) => db.updateTable('shop_events').set(changes).where('id', '=', row.id).execute())
}

/**
 * @param deliveredTo the endpoints that accepted it, comma-separated
 * @param nextAt Unix milliseconds of the next try, null to give up
 */
export async function markUndelivered(
  database: Database,
  row: ShopEventRow,
  deliveredTo: string,
  nextAt: number | null,
  error: string,
): Promise<void> {
  const changes = {
    state: nextAt === null ? ('failed' as const) : ('pending' as const),
    delivered_to: deliveredTo,
    next_at: nextAt ?? row.next_at,
    attempts: row.attempts + 1,
    lease_until: 0,
    last_error: error,
  }
  await database.write((db) => db.updateTable('shop_events').set(changes).where('id', '=', row.id).execute())
}

export type EventFilter = {
  state?: ShopEventRow['state'] | undefined
  /** Only those whose last delivery failed for an endpoint: given up, or still tried. */
  failed?: boolean | undefined
  /** Unix milliseconds; exclusive. */
  createdAfter?: number | undefined
}

/** @returns the newest events, newest first */
export function listShopEvents(db: Queries, filter: EventFilter, limit: number): Promise<ShopEventRow[]> {
  const { state, failed = false, createdAfter } = filter
  let rows = db.selectFrom('shop_events').selectAll().orderBy('created_at', 'desc').limit(limit)
  if (state) rows = rows.where('state', '=', state)
  if (failed) rows = rows.where('last_error', 'is not', null).where('state', '!=', 'delivered')
  if (createdAfter !== undefined) rows = rows.where('created_at', '>', createdAfter)
  return rows.execute()
}

/**
 * Makes events due again: delivered ones for every endpoint, because the shop must accept an event twice, and others
 * for the endpoints that did not accept them.
 * @returns their number
 */
export async function redeliverShopEvents(db: Queries, ids: string[], now: number): Promise<number> {
  if (ids.length === 0) return 0
  const { numUpdatedRows } = await db
    .updateTable('shop_events')
    .set({
      state: 'pending',
      next_at: now,
      lease_until: 0,
      first_due_at: now,
      attempts: 0,
      delivered_to: sql<string>`case when state = 'delivered' then '' else delivered_to end`,
    })
    .where('id', 'in', ids)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}
