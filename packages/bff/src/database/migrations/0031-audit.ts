/** The audit record: append-only entries, each with the hash of the previous one, and the hash of the last. */
import type { Kysely } from 'kysely'

type Made = { audit_head: { id: number; sequence: number; hash: string } }

const TEXTS = [
  'shop',
  'actor_type',
  'actor_id',
  'action',
  'target_type',
  'target_id',
  'outcome',
  'previous_hash',
  'hash',
]
const MAY_BE_MISSING = [
  'actor_claimed',
  'order_reference',
  'currency',
  'reason',
  'operation_id',
  'idempotency_key_hash',
  'request_id',
  'detail',
]

export async function up(db: Kysely<Made>): Promise<void> {
  await db.schema
    .createTable('audit')
    .addColumn('sequence', 'bigint', (column) => column.primaryKey())
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('amount', 'bigint')
    .execute()
  for (const name of TEXTS)
    await db.schema
      .alterTable('audit')
      .addColumn(name, 'text', (column) => column.notNull().defaultTo(''))
      .execute()
  for (const name of MAY_BE_MISSING) await db.schema.alterTable('audit').addColumn(name, 'text').execute()
  await db.schema.createIndex('audit_target').on('audit').columns(['target_id', 'sequence']).execute()
  await db.schema
    .createTable('audit_head')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('sequence', 'bigint', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute()
  await db.insertInto('audit_head').values({ id: 1, sequence: 0, hash: '' }).execute()
}
