/** Sums are facts: the newest verified answer wins, so the moment of its question is kept beside them. */
import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('payments').addColumn('balances_asked_at', 'bigint').execute()
}
