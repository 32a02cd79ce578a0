/** Queries on captures, voids and refunds. */
import type { Updateable } from 'kysely'
import type { Database, Queries } from './database.ts'
import { skipLocked } from './database.ts'
import { isFree } from './far-ahead-rows.ts'
import { prepared } from './prepared.ts'
import type { ModificationRow, ModificationTable } from './tables.ts'

export async function insertModification(db: Queries, row: ModificationRow): Promise<void> {
  await db.insertInto('operations').values(row).execute()
}

export function findModification(db: Queries, id: string): Promise<ModificationRow | undefined> {
  return db.selectFrom('operations').selectAll().where('id', '=', id).executeTakeFirst()
}

export function findModificationByKey(
  db: Queries,
  paymentId: string,
  key: string,
): Promise<ModificationRow | undefined> {
  return db
    .selectFrom('operations')
    .selectAll()
    .where('payment_id', '=', paymentId)
    .where('idempotency_key', '=', key)
    .executeTakeFirst()
}

/** @returns the operations of these payments, oldest first */
export async function listModifications(db: Queries, paymentIds: string[]): Promise<ModificationRow[]> {
  return paymentIds.length === 0 ? [] : (await listOf(db, { paymentIds })).rows
}

const listOf = prepared((db, { paymentIds }: { paymentIds: string[] }) =>
  db.selectFrom('operations').selectAll().where('payment_id', 'in', paymentIds).orderBy('seq'),
)

export async function updateModification(
  db: Queries,
  id: string,
  changes: Updateable<ModificationTable>,
): Promise<void> {
  await db.updateTable('operations').set(changes).where('id', '=', id).execute()
}

/** Leases the operations that are due for a query. */
export function claimDueModifications(
  database: Database,
  now: number,
  leaseMs: number,
  limit: number,
): Promise<ModificationRow[]> {
  return database.transaction(async (tx) => {
    const due = tx
      .selectFrom('operations')
      .select('id')
      .where('next_query_at', '<=', now)
      .where(isFree(now, leaseMs))
      .orderBy('next_query_at')
      .limit(limit)
    const ids = (await skipLocked(database.kind, due).execute()).map((row) => row.id)
    if (ids.length === 0) return []
    const leased = tx.updateTable('operations').set({ lease_until: now + leaseMs })
    return leased.where('id', 'in', ids).returningAll().execute()
  })
}

/** Makes a payment's open operations due, after a notification. */
export async function wakeModifications(db: Queries, paymentId: string, now: number): Promise<void> {
  await db
    .updateTable('operations')
    .set({ next_query_at: now })
    .where('payment_id', '=', paymentId)
    .where('next_query_at', '>', now)
    .where('status', '!=', 'sending')
    .execute()
}
