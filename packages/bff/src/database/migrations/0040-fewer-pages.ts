/**
 * A purchase writes fewer pages: the index of PayKKa's order ids leaves out payments without one, and on SQLite two tables
 * have no row numbers, whose rows and primary keys were two trees.
 */
import type { Kysely } from 'kysely'
import { PostgresAdapter, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop index payments_gateway`.execute(db)
  await sql`create index payments_gateway on payments (gateway_order_id) where gateway_order_id is not null`.execute(
    db,
  )
  if (db.getExecutor().adapter instanceof PostgresAdapter) return
  await rewrite(
    db,
    'payment_steps',
    `payment_id text not null references payments (id), seq integer not null, at bigint not null, from_status text,
      to_status text not null, cause text not null, detail text, gateway_message text,
      constraint payment_steps_pk primary key (payment_id, seq)`,
  )
  await rewrite(db, 'used_seals', 'mark text not null primary key, used_at bigint not null')
}

/** No other table refers to these. The columns keep their order, and the key's come first: sorted rows are written faster. */
async function rewrite(db: Kysely<unknown>, table: string, columns: string): Promise<void> {
  const rewritten = `${table}_rewritten`
  for (const statement of [
    `create table ${rewritten} (${columns}) without rowid`,
    `insert into ${rewritten} select * from ${table} order by 1, 2`,
    `drop table ${table}`,
    `alter table ${rewritten} rename to ${table}`,
  ])
    await sql.raw(statement).execute(db)
}
