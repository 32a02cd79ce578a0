/** The identity of the database, whether its file is complete without its log, and a row for the write probe. */
import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'

type Made = {
  database_identity: { id: string; begun_at: number; whole: number }
  write_probe: { id: number; bytes: string }
}

export async function up(db: Kysely<Made>): Promise<void> {
  await db.schema
    .createTable('database_identity')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('begun_at', 'bigint', (column) => column.notNull())
    .addColumn('whole', 'integer', (column) => column.notNull())
    .addColumn('copied_at', 'bigint')
    .addColumn('unasked_since', 'bigint')
    .execute()
  await db.schema
    .createTable('write_probe')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('bytes', 'text', (column) => column.notNull())
    .execute()
  const id = `db_${randomBytes(16).toString('base64url')}`
  await db.insertInto('database_identity').values({ id, begun_at: Date.now(), whole: 1 }).execute()
  await db.insertInto('write_probe').values({ id: 1, bytes: '' }).execute()
}
