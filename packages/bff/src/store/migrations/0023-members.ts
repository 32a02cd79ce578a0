/** What PayKKa tells of a payment and a refund besides their state, and what a charge of an agreement was asked with. */
import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('checkouts').addColumn('charge_hash', 'text').execute()
}
