/** How long PayKKa's own page can be paid, whether the shopper left it, and which payment of a checkout is surplus. */
import type { Kysely } from 'kysely'
import { sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('payments').addColumn('payable_until', 'bigint').execute()
  await db.schema.alterTable('payments').addColumn('left_at', 'bigint').execute()
  await db.schema.alterTable('payments').addColumn('hosted_page', 'text').execute()
  await db.schema.alterTable('payments').addColumn('surplus_of', 'text').execute()
  await db.schema.alterTable('checkouts').addColumn('surplus_due_at', 'bigint').execute()
  await sql`create index checkouts_surplus on checkouts (surplus_due_at) where surplus_due_at is not null`.execute(
    db,
  )
  // The end of these pages was not stored; none of them outlives its checkout.
  await sql`update payments set payable_until = (select expires_at from checkouts where checkouts.id = payments.checkout_id)
    where live = 1 and method = 'hosted'`.execute(db)
}
