/** Captures, voids and refunds; and the reports of funds that were not captured in time. */
import type { Kysely } from 'kysely'
import { sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('operations')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('payment_id', 'text', (column) => column.notNull().references('payments.id'))
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('open', 'integer', (column) => column.notNull())
    .addColumn('amount', 'bigint', (column) => column.notNull())
    .addColumn('whole', 'integer', (column) => column.notNull())
    .addColumn('final', 'integer', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('trans_id', 'text', (column) => column.notNull().unique())
    .addColumn('accepted', 'integer', (column) => column.notNull())
    .addColumn('sum_before', 'bigint', (column) => column.notNull())
    .addColumn('gateway_status', 'text')
    .addColumn('gateway_code', 'text')
    .addColumn('failure', 'text')
    .addColumn('idempotency_key', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addColumn('send_deadline', 'bigint', (column) => column.notNull())
    .addColumn('next_query_at', 'bigint')
    .addColumn('queries', 'integer', (column) => column.notNull())
    .addColumn('lease_until', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('operations_order', ['payment_id', 'seq'])
    .addUniqueConstraint('operations_key', ['payment_id', 'idempotency_key'])
    .execute()
  // PayKKa gives captures and voids no id, so two at a time would be indistinguishable. The database itself refuses that.
  await sql`create unique index operations_one_open on operations (payment_id) where open = 1 and type <> 'refund'`.execute(
    db,
  )
  await sql`create index operations_due on operations (next_query_at) where next_query_at is not null`.execute(
    db,
  )
  await db.schema.alterTable('payments').addColumn('capture_reported_at', 'bigint').execute()
  await sql`create index payments_held on payments (created_at) where status = 'authorized'`.execute(db)
}
