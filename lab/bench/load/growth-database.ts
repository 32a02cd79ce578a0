/** Simulates an old database: copies the rows of its payments many times, with new ids and spread over a month. */
import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

/** An id that no other row shares. */
const OWN = 'own'

/** The ids that rows of one checkout share, by table and column. Other columns are copied, times moved back. */
const IDS: Record<string, Record<string, string>> = {
  checkouts: {
    id: 'checkout',
    secret_hash: 'secret',
    order_reference: 'reference',
    paid_payment_id: 'payment',
  },
  checkout_versions: { checkout_id: 'checkout' },
  payments: {
    id: 'payment',
    checkout_id: 'checkout',
    trans_id: 'trans',
    gateway_order_id: 'gateway',
    return_hash: 'secret',
    request_id: 'reference',
    idempotency_key: 'trans',
  },
  payment_steps: { payment_id: 'payment' },
  idempotency_keys: { scope: 'checkout', key: 'trans', fingerprint: 'secret', payment_id: 'payment' },
  used_seals: { mark: OWN },
  notices: { id: OWN, trans_id: 'trans', gateway_order_id: 'gateway' },
  shop_events: { id: OWN, payment_id: 'payment' },
}
const PREFIX: Record<string, string> = {
  checkout: 'chk_',
  payment: 'pay_',
  reference: 'order-',
  gateway: 'GW',
  trans: '',
  secret: '',
}
const MONTH_MS = 30 * 24 * 60 * 60_000

/**
 * Nothing else may have the file open. Writes one transaction without a journal, since the file is created again after a
 * failure.
 * @param file a database with one finished payment and all its rows
 */
export function growDatabase(file: string, checkouts: number): void {
  const database = new DatabaseSync(file)
  database.exec(
    'pragma foreign_keys = off; pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -1500000; pragma temp_store = memory',
  )
  // Ids as the BFF makes them: where a new row lands among the old ones is part of what it costs.
  database.function('fresh', { deterministic: false }, () => randomBytes(16).toString('base64url'))
  // A month later nothing waits any more.
  database.exec("begin; update shop_events set state = 'delivered'; update notices set state = 'done'")
  // Growing takes as long as an outage, after which the BFF would query PayKKa before it sends. So the database shows no
  // earlier process.
  database.exec('delete from instances')
  makeIds(database, checkouts)
  for (const table of Object.keys(IDS)) copyRows(database, table)
  database.exec('commit; pragma journal_mode = wal')
  database.close()
  // Gigabytes that the kernel has yet to write would hold up every commit measured afterwards.
  const written = openSync(file, 'r+')
  fsyncSync(written)
  closeSync(written)
}

/** @returns ids of checkouts from the whole database */
export function someCheckouts(file: string, number: number): string[] {
  const database = new DatabaseSync(file, { readOnly: true })
  const rows = database.prepare('select id from checkouts order by id limit ?').all(number * 50)
  database.close()
  return rows.filter((_, index) => index % Math.ceil(rows.length / number) === 0).map(({ id }) => String(id))
}

function makeIds(database: DatabaseSync, checkouts: number): void {
  const names = Object.keys(PREFIX)
  const values = names.map((name) => `'${PREFIX[name]}' || fresh() as ${name}`)
  database.exec(
    `create temp table fresh_ids as with recursive counted(n) as (select 1 union all select n + 1 from counted where n < ${checkouts})
     select ${values.join(', ')}, (${checkouts} - n) * ${MONTH_MS / checkouts} as age from counted`,
  )
}

function copyRows(database: DatabaseSync, table: string): void {
  const columns = database
    .prepare(`pragma table_info(${table})`)
    .all()
    .map(({ name }) => String(name))
  const reported = columns.map((column) => copied(IDS[table]?.[column], column))
  database.exec(
    `create temp table model as select * from ${table};
     insert into ${table} (${columns.join(', ')}) select ${reported.join(', ')} from fresh_ids cross join model;
     drop table model`,
  )
}

function copied(id: string | undefined, column: string): string {
  if (id === OWN) return 'fresh()'
  if (id !== undefined) return `fresh_ids.${id}`
  return column === 'at' || column.endsWith('_at')
    ? `cast(model.${column} - age as integer)`
    : `model.${column}`
}
