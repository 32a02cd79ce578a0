/** Queries on the one row that says which database this is. */
import { sql } from 'kysely'
import type { Queries } from './queries.ts'
import type { DatabaseIdentityRow } from './tables.ts'

/** @returns undefined in a database without the row, which no migrated one is */
export function readIdentity(db: Queries): Promise<DatabaseIdentityRow | undefined> {
  return db.selectFrom('database_identity').selectAll().executeTakeFirst()
}

/**
 * Takes the database up. From now on a copy is a database like any other, about which PayKKa is yet to be asked.
 * @param vouched a person says that it is whole, whatever it looks like
 * @throws Error when the row is missing
 */
export async function takeUp(db: Queries, vouched: boolean): Promise<DatabaseIdentityRow> {
  const identity = await readIdentity(db)
  if (!identity)
    throw new Error('the table database_identity is empty: restore a backup (docs/guides/operations.md)')
  const kept = identity.copied_at === null && identity.whole === 1 && !vouched
  if (kept) return identity
  const taken = { copied_at: null, whole: 1, unasked_since: identity.copied_at ?? Date.now() }
  await db.updateTable('database_identity').set(taken).execute()
  return { ...identity, ...taken }
}

/** PayKKa was asked what the copy had forgotten. */
export async function markAsked(db: Queries): Promise<void> {
  await db.updateTable('database_identity').set({ unasked_since: null }).execute()
}

/** What every purchase writes into, and a column of it. */
const PURCHASE_COLUMNS = {
  checkouts: 'id',
  payments: 'id',
  payment_steps: 'seq',
  idempotency_keys: 'scope',
  shop_events: 'id',
} as const

/**
 * Changes no row of the tables of a purchase, with the rights and the locks that a change takes: an operator who locks one of
 * them holds up every sale.
 */
export async function tryTables(db: Queries): Promise<void> {
  for (const [table, column] of Object.entries(PURCHASE_COLUMNS))
    await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${sql.ref(column)} where 1 = 0`.execute(db)
}

/**
 * Writes as much as a purchase does, so that a full disk refuses both.
 * @returns false when the database is not the one that was opened
 */
export async function writeProbe(db: Queries, bytes: string): Promise<boolean> {
  const { numUpdatedRows } = await db.updateTable('write_probe').set({ bytes }).executeTakeFirst()
  return numUpdatedRows === 1n
}
