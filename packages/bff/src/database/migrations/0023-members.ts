/** PayKKa's facts about payments and refunds besides their state, and the request hash of agreement charges. */
import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('checkouts').addColumn('charge_hash', 'text').execute()
  // One at a time: SQLite cannot add two columns in one statement.
  await db.schema.alterTable('payments').addColumn('gateway_expires_at', 'bigint').execute()
  await db.schema.alterTable('payments').addColumn('gateway_finished_at', 'bigint').execute()
  await db.schema.alterTable('payments').addColumn('authorisation_type', 'text').execute()
  await db.schema.alterTable('payments').addColumn('paid_with', 'text').execute()
  await db.schema.alterTable('operations').addColumn('gateway_refund_id', 'text').execute()
  await db.schema
    .alterTable('operations')
    .addColumn('payout', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
}
