/** Indexes of the lists: one for the facets of ended payments, one for amounts, one for changes, one for metadata. */
import type { Kysely } from 'kysely'
import { PostgresAdapter, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter
  await db.schema
    .alterTable('payments')
    .addColumn('late', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await addMetadata(db, isPostgres)
  await addIndexes(db, isPostgres)
}

/** Metadata stays inside the details: searches use a keyed hash of name and value. */
async function addMetadata(db: Kysely<unknown>, isPostgres: boolean): Promise<void> {
  await db.schema
    .createTable('payment_metadata')
    .addColumn('payment_id', 'text', (column) =>
      column.notNull().references('payments.id').onDelete('cascade'),
    )
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('payment_metadata_pk', ['payment_id', 'hash'])
    .execute()
  const id = isPostgres ? sql`payment_id collate "C"` : sql`payment_id`
  await sql`create index payment_metadata_listed on payment_metadata (hash, created_at, ${id})`.execute(db)
}

/**
 * Few payments are active, so these indexes contain only ended ones: a purchase writes each index once, when it ends. A
 * payment's facets (status, method, brand, currency) have few combinations. A list reads a short range of each matching
 * one.
 */
async function addIndexes(db: Kysely<unknown>, isPostgres: boolean): Promise<void> {
  const collation = isPostgres ? sql` collate "C"` : sql``
  const id = sql`id${collation}`
  const words = sql`status || ' ' || method || ' ' || coalesce(card_brand, '-') || ' ' || currency`
  for (const index of [
    sql`drop index payments_ended`,
    sql`create index payments_facets on payments ((${words})${collation}, created_at, ${id}) where live = 0`,
    sql`create index payments_amounts on payments (currency, amount, created_at, ${id}, status, method, card_brand) where live = 0`,
    sql`create index payments_updated on payments (updated_at, ${id}, created_at) where live = 0`,
    sql`create index payments_late on payments (created_at, ${id}) where late = 1`,
    sql`create index checkouts_words on checkouts (status, created_at, ${id}) where status in ('open', 'authorized', 'canceled')`,
    sql`create index operations_words on operations ((type || ' ' || status)${collation}, created_at, ${id})`,
    sql`create index operations_reason on operations (reason, created_at, ${id}) where reason is not null`,
    sql`create index operations_actor on operations (actor_id, created_at, ${id}) where actor_id is not null`,
    sql`create index operations_claimed on operations (actor_claimed, created_at, ${id}) where actor_claimed is not null`,
  ])
    await index.execute(db)
}
