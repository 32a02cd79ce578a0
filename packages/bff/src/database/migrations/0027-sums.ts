/** Sums are facts: the newest verified answer wins, so the time of its query is stored with them. */
import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('payments').addColumn('balances_asked_at', 'bigint').execute()
}
