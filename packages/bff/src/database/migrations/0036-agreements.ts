/** An agreement can get another card, and the shop gets one event for a card that expires soon. */
import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('checkouts').addColumn('renews_agreement', 'text').execute()
  for (const name of ['renewed_at', 'expiry_told_at'])
    await db.schema.alterTable('saved_cards').addColumn(name, 'bigint').execute()
  await db.schema.alterTable('saved_cards').addColumn('renews', 'text').execute()
  await db.schema.createIndex('checkouts_agreement').on('checkouts').column('agreement_id').execute()
}
