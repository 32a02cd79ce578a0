/** Disputes in their own tables: all facts of the notifications, every report, notes of staff, and the outcome. */
import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import { PostgresAdapter, sql } from 'kysely'

const TEXTS = ['reason_text', 'order_currency', 'arn', 'posting_date', 'dispute_time', 'paid_with', 'outcome']
const NUMBERS = ['order_amount', 'due_at', 'outcome_at']

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const column of ['id', ...TEXTS])
    await db.schema.alterTable('disputes').addColumn(column, 'text').execute()
  for (const column of NUMBERS) await db.schema.alterTable('disputes').addColumn(column, 'bigint').execute()
  await db.schema
    .alterTable('disputes')
    .addColumn('open', 'integer', (column) => column.notNull().defaultTo(1))
    .execute()
  await nameDisputes(db)
  await addIndexes(db)
  await addReports(db)
  await addNotes(db)
}

/** Every report of a dispute. Append-only. */
async function addReports(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('dispute_reports')
    .addColumn('dispute', 'text', (column) => column.notNull().references('disputes.id').onDelete('cascade'))
    .addColumn('notification', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('stage', 'text')
    .addColumn('reason', 'text')
    .addColumn('amount', 'bigint')
    .addColumn('currency', 'text')
    .addColumn('due_time', 'text')
    .addColumn('verified', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('dispute_reports_pk', ['dispute', 'notification'])
    .execute()
  // The known facts become the first report.
  await sql`insert into dispute_reports (dispute, notification, at, stage, reason, amount, currency, due_time, verified)
    select id, '', updated_at, stage, reason, amount, currency, due_time, verified from disputes`.execute(db)
}

/** The notes of staff. Append-only. */
async function addNotes(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('dispute_notes')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('dispute', 'text', (column) => column.notNull().references('disputes.id').onDelete('cascade'))
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text')
    .addColumn('actor_type', 'text', (column) => column.notNull())
    .addColumn('actor_id', 'text', (column) => column.notNull())
    .addColumn('actor_claimed', 'text')
    .execute()
  await db.schema.createIndex('dispute_notes_of').on('dispute_notes').columns(['dispute', 'at']).execute()
}

/** The stage words that ended a dispute until now. */
const ENDS = ['WON', 'LOST', 'CLOSED', 'CANCEL', 'ACCEPTED', 'EXPIRED', 'REVERSED']

type Known = { payment_id: string; dispute_id: string; stage: string | null }

/** Existing disputes get an id, and are open unless their stage ended them. */
async function nameDisputes(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<Known>`select payment_id, dispute_id, stage from disputes`.execute(db)
  for (const { payment_id, dispute_id, stage } of rows) {
    const id = idOf(payment_id, dispute_id)
    const open = ENDS.some((word) => (stage ?? '').toUpperCase().includes(word)) ? 0 : 1
    await sql`update disputes set id = ${id}, open = ${open}
      where payment_id = ${payment_id} and dispute_id = ${dispute_id}`.execute(db)
  }
}

/** Like `deriveDisputeId` in domain/ids.ts. */
function idOf(paymentId: string, disputeId: string): string {
  const digest = createHash('sha256').update(`${paymentId}\n${disputeId}`).digest('base64url')
  return `dsp_${digest.slice(0, 22)}`
}

async function addIndexes(db: Kysely<unknown>): Promise<void> {
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter
  const id = isPostgres ? sql`id collate "C"` : sql`id`
  for (const index of [
    sql`create unique index disputes_id on disputes (id)`,
    sql`create index disputes_listed on disputes (reported_at, ${id})`,
    sql`create index disputes_open on disputes (due_at, ${id}) where open = 1`,
    sql`create index disputes_named on disputes (dispute_id)`,
  ])
    await index.execute(db)
}
