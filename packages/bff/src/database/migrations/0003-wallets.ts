/** Wallets: the number of Apple Pay sheets per checkout, and the used tokens. */
import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('checkouts')
    .addColumn('apple_pay_sheets', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await db.schema
    .createTable('wallet_tokens')
    .addColumn('mark', 'text', (column) => column.primaryKey())
    .addColumn('checkout_id', 'text', (column) => column.notNull().references('checkouts.id'))
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('wallet_tokens_created').on('wallet_tokens').column('created_at').execute()
}
