/** Queries on the single row that identifies this database. */
import { sql } from 'kysely'
import type { Queries } from './queries.ts'
import type { DatabaseIdentityRow } from './tables.ts'

/** @returns undefined without the row; a migrated database always has it */
export function readIdentity(db: Queries): Promise<DatabaseIdentityRow | undefined> {
  return db.selectFrom('database_identity').selectAll().executeTakeFirst()
}

/**
 * Takes the database into use. A restored copy becomes an ordinary database, and startup recovery is due for it.
 * @param vouched an operator confirms that it is complete, whatever it looks like
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

/** Records that startup recovery of the copy is complete. */
export async function markAsked(db: Queries): Promise<void> {
  await db.updateTable('database_identity').set({ unasked_since: null }).execute()
}

/** The tables that every purchase writes, each with a column. */
const PURCHASE_COLUMNS = {
  checkouts: 'id',
  payments: 'id',
  payment_steps: 'seq',
  idempotency_keys: 'scope',
  shop_events: 'id',
} as const

/**
 * Runs updates that match no row on the tables of a purchase, so it needs the same rights and locks as a purchase. A locked
 * table would block every sale.
 */
export async function tryTables(db: Queries): Promise<void> {
  for (const [table, column] of Object.entries(PURCHASE_COLUMNS))
    await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${sql.ref(column)} where 1 = 0`.execute(db)
}

/**
 * Writes as much as a purchase, so that a full disk refuses both.
 * @returns false when it is not the database that was opened
 */
export async function writeProbe(db: Queries, bytes: string): Promise<boolean> {
  const { numUpdatedRows } = await db.updateTable('write_probe').set({ bytes }).executeTakeFirst()
  return numUpdatedRows === 1n
}
