/** The processes on this database, and an index in the inbox's processing order, so that a full inbox needs no sorting. */
import type { Kysely } from 'kysely'
import { sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('instances')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('settings', 'text', (column) => column.notNull())
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .execute()
  await sql`create index notices_due_signed on notices (verified, next_at) where state = 'pending'`.execute(
    db,
  )
  await db.schema.dropIndex('notices_due').execute()
}
