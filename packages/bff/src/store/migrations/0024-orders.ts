/** One order, one payment; disputes on their payment; a card that is saved again. */
import type { Kysely } from 'kysely'
import { sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await addOrders(db)
  await addDisputes(db)
  await keepKnownDisputes(db)
  await db.schema.alterTable('saved_cards').addColumn('replaced_by', 'text').execute()
}

/**
 * Checkouts that are there already hold nothing: a ledger may have several of one order. They are looked at all the same
 * when another is created.
 */
async function addOrders(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('checkouts')
    .addColumn('order_claim', 'text', (column) => column.notNull().defaultTo('none'))
    .execute()
  await db.schema.alterTable('checkouts').addColumn('superseded_by', 'text').execute()
  await db.schema
    .alterTable('checkouts')
    .addColumn('paid_before', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await db.schema.alterTable('checkouts').addColumn('agreement_id', 'text').execute()
  // The database itself refuses a second, whatever the code above it does.
  await sql`create unique index checkouts_one_of_order on checkouts (order_reference) where order_claim = 'sole'`.execute(
    db,
  )
}

async function addDisputes(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('disputes')
    .addColumn('payment_id', 'text', (column) => column.notNull().references('payments.id'))
    .addColumn('dispute_id', 'text', (column) => column.notNull())
    .addColumn('stage', 'text')
    .addColumn('reason', 'text')
    .addColumn('amount', 'bigint')
    .addColumn('currency', 'text')
    .addColumn('due_time', 'text')
    .addColumn('verified', 'integer', (column) => column.notNull())
    .addColumn('reported_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('disputes_pk', ['payment_id', 'dispute_id'])
    .execute()
}

type KnownDispute = { payment_id: string; dispute: string; received_at: number }

/** Notices are kept for a month, so recent disputes are known. What was signed is written last, and counts. */
async function keepKnownDisputes(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<KnownDispute>`select payments.id as payment_id, dispute, received_at from notices
    join payments on payments.trans_id = notices.trans_id or payments.gateway_order_id = notices.gateway_order_id
    where dispute is not null and state = 'done' order by verified, received_at`.execute(db)
  for (const { payment_id, dispute, received_at } of rows) {
    const { id = '', stage, reason, amount, dueTime, verified } = JSON.parse(dispute)
    await sql`delete from disputes where payment_id = ${payment_id} and dispute_id = ${id}`.execute(db)
    const told = [stage, reason, amount?.value, amount?.currency, dueTime].map((value) => value ?? null)
    const values = [payment_id, id, ...told, verified ? 1 : 0, received_at, received_at]
    await sql`insert into disputes values (${sql.join(values)})`.execute(db)
  }
}
