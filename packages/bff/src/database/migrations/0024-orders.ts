/** One order, one payment; disputes of a payment; cards that are saved again. */
import type { Kysely } from 'kysely'
import { sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await addOrders(db)
  await addDisputes(db)
  await keepKnownDisputes(db)
  await db.schema.alterTable('saved_cards').addColumn('replaced_by', 'text').execute()
  await joinSameCards(db)
}

/** A shopper may have saved a card several times: the newest row is shown, the others keep PayKKa's older tokens. */
async function joinSameCards(db: Kysely<unknown>): Promise<void> {
  const same = sql`newer.shopper_reference = saved_cards.shopper_reference
    and newer.purpose = 'saved_card' and newer.status = 'active'
    and newer.brand = saved_cards.brand and newer.last4 = saved_cards.last4
    and newer.exp_month = saved_cards.exp_month and newer.exp_year = saved_cards.exp_year
    and (newer.created_at > saved_cards.created_at
      or newer.created_at = saved_cards.created_at and newer.id > saved_cards.id)`
  await sql`update saved_cards set replaced_by = (
      select id from saved_cards as newer where ${same} order by created_at desc, id desc limit 1
    ) where purpose = 'saved_card' and status = 'active'`.execute(db)
  await sql`update saved_cards set status = 'replaced' where replaced_by is not null`.execute(db)
}

/**
 * Existing checkouts hold no claim, since a database may have several per order. They are still checked when another one is
 * created.
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
  // The database itself refuses a second one, whatever the code does.
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

/** Notifications are kept for a month, so recent disputes are known. Signed ones are written last, and win. */
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
