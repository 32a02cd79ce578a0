/** Whose shop a row is of, who ordered an operation, and what payments are found by. */
import type { Kysely } from 'kysely'
import { PostgresAdapter, sql } from 'kysely'

const OF_A_SHOP = ['checkouts', 'payments', 'operations', 'disputes']

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of OF_A_SHOP)
    await db.schema
      .alterTable(table)
      .addColumn('shop', 'text', (column) => column.notNull().defaultTo('default'))
      .execute()
  for (const column of ['actor_type', 'actor_id', 'actor_claimed'])
    await db.schema.alterTable('operations').addColumn(column, 'text').execute()
  await addSearchColumns(db)
  await addIndexes(db)
}

/** The address itself stays inside the details: only its keyed hash can be looked up, and only the BFF can make it. */
async function addSearchColumns(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('checkouts').addColumn('shopper_reference', 'text').execute()
  await db.schema.alterTable('checkouts').addColumn('email_hash', 'text').execute()
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter
  const reference = isPostgres
    ? sql`details::json -> 'shopper' ->> 'reference'`
    : sql`json_extract(details, '$.shopper.reference')`
  await sql`update checkouts set shopper_reference = ${reference}`.execute(db)
}

/** Lists are read in the order of a moment and an id, so that a page ends in one place although moments repeat. */
async function addIndexes(db: Kysely<unknown>): Promise<void> {
  for (const index of [
    sql`drop index payments_created`,
    sql`create index payments_listed on payments (created_at, id)`,
    sql`create index payments_ended on payments (status, created_at, id) where live = 0`,
    sql`create index payments_by_last4 on payments (card_last4, created_at, id) where card_last4 is not null`,
    sql`create index checkouts_shopper on checkouts (shopper_reference) where shopper_reference is not null`,
    sql`create index checkouts_email on checkouts (email_hash) where email_hash is not null`,
    sql`create index operations_listed on operations (created_at, id)`,
  ])
    await index.execute(db)
}
