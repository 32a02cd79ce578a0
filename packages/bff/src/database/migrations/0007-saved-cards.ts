/** Saved cards, agreements for recurring payments, shoppers' consents, and secrets for account pages. */
import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('saved_cards')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('agreement_id', 'text', (column) => column.unique())
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('shopper_reference', 'text', (column) => column.notNull())
    .addColumn('payment_id', 'text', (column) => column.notNull().unique().references('payments.id'))
    .addColumn('sealed_token', 'text', (column) => column.notNull())
    .addColumn('sealed_agreement', 'text')
    .addColumn('brand', 'text')
    .addColumn('last4', 'text')
    .addColumn('exp_month', 'text')
    .addColumn('exp_year', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('saved_cards_shopper').on('saved_cards').column('shopper_reference').execute()
  await db.schema
    .createTable('consents')
    .addColumn('payment_id', 'text', (column) => column.primaryKey().references('payments.id'))
    .addColumn('shopper_reference', 'text', (column) => column.notNull())
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('text', 'text')
    .addColumn('text_hash', 'text')
    .addColumn('locale', 'text')
    .addColumn('exp_month', 'text')
    .addColumn('exp_year', 'text')
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('shopper_secrets')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('shopper_reference', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute()
}
