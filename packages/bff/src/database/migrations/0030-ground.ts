/** The shop of each row, the actor of each operation, and the columns for searching payments. */
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

/** The e-mail address itself stays inside the details: only its keyed hash can be searched, and only the BFF can compute it. */
async function addSearchColumns(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('checkouts').addColumn('shopper_reference', 'text').execute()
  await db.schema.alterTable('checkouts').addColumn('email_hash', 'text').execute()
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter
  const reference = isPostgres
    ? sql`details::json -> 'shopper' ->> 'reference'`
    : sql`json_extract(details, '$.shopper.reference')`
  await sql`update checkouts set shopper_reference = ${reference}`.execute(db)
}

/**
 * Lists are sorted by time and id, so that the end of a page is unambiguous although times repeat. PostgreSQL compares ids
 * by bytes, like SQLite: a language's collation would differ from the code that merges lists.
 */
async function addIndexes(db: Kysely<unknown>): Promise<void> {
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter
  const id = isPostgres ? sql`id collate "C"` : sql`id`
  for (const index of [
    sql`drop index payments_created`,
    sql`create index payments_listed on payments (created_at, ${id})`,
    sql`create index payments_ended on payments (status, created_at, ${id}) where live = 0`,
    sql`create index payments_by_last4 on payments (card_last4, created_at, ${id}) where card_last4 is not null`,
    sql`create index payments_surplus on payments (created_at, ${id}) where surplus_of is not null`,
    sql`create index checkouts_shopper on checkouts (shopper_reference) where shopper_reference is not null`,
    sql`create index checkouts_email on checkouts (email_hash) where email_hash is not null`,
    sql`create index operations_listed on operations (created_at, ${id})`,
  ])
    await index.execute(db)
  if (isPostgres) await addPrefixIndexes(db)
}

/** Prefix searches; SQLite uses the existing indexes for them. */
async function addPrefixIndexes(db: Kysely<unknown>): Promise<void> {
  await sql`create index checkouts_order_prefix on checkouts (order_reference text_pattern_ops)`.execute(db)
  await sql`create index payments_trans_prefix on payments (trans_id text_pattern_ops)`.execute(db)
}
