/** Fills a database with payments of years: statuses, methods, brands and currencies as a shop has them, some of them rare. */
import type { PaymentStatus } from '@paykka-checkout/shared-types'
import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import { metadataHash } from '../../src/checkouts/shopper-columns.ts'
import type { Database } from '../../src/database/database.ts'
import type { Tables } from '../../src/database/tables.ts'
import { checkoutRow, disputeRow, NOW, operationRow, paymentRow } from './rows.ts'

/** A window of a year holds most of them. */
export const FIRST_AT = NOW - 400 * 24 * 3_600_000
const SPAN_MS = 399 * 24 * 3_600_000
export const KEY = new Uint8Array(32)
const BATCH = 2000

/** Weighted words. */
const STATUSES: [PaymentStatus, number][] = [
  ['succeeded', 700],
  ['declined', 150],
  ['refunded', 40],
  ['partially_refunded', 30],
  ['expired', 30],
  ['canceled', 20],
  ['failed', 14],
  ['authorized', 15],
  ['partially_reversed', 0.8],
  ['needs_review', 0.2],
]
const METHODS: [string, number][] = [
  ['card', 700],
  ['apple_pay', 150],
  ['google_pay', 100],
  ['saved_card', 30],
  ['hosted', 18],
  ['agreement', 1.9],
  ['encrypted_card', 0.1],
]
const BRANDS: [string, number][] = [
  ['visa', 550],
  ['mastercard', 350],
  ['amex', 80],
  ['discover', 10],
  ['diners', 8],
  ['jcb', 1.9],
  ['unionpay', 0.1],
]
const CURRENCIES: [string, number][] = [
  ['EUR', 800],
  ['USD', 150],
  ['GBP', 45],
  ['JPY', 4.9],
  ['CHF', 0.1],
]

/** mulberry32: the same database each time. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function pick<W>(words: [W, number][], random: number): W {
  let left = random * words.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [word, weight] of words) {
    left -= weight
    if (left < 0) return word
  }
  return words[0]?.[0] as W
}

type Made = { [T in keyof Tables]?: object[] }

/** @returns the rows of payments `from` to `to` of so many */
function rowsOf(from: number, to: number, count: number, random: () => number): Made {
  const made = { checkouts: [], payments: [], operations: [], disputes: [], payment_metadata: [] } as Record<
    string,
    object[]
  >
  for (let number = from; number < to; number++) addRows(made, number, count, random)
  return made
}

const name = (number: number) => String(number).padStart(22, '0')

function addRows(made: Record<string, object[]>, number: number, count: number, random: () => number): void {
  const at = FIRST_AT + Math.floor((number / count) * SPAN_MS)
  const status = pick(STATUSES, random())
  const isActive = number % 40_000 === 39_999
  const amount = 100 + Math.floor(random() ** 3 * 100_000)
  const currency = pick(CURRENCIES, random())
  const method = pick(METHODS, random())
  const id = `pay_${name(number)}`
  const orderReference = `order-${100_000_000 + number}`
  const captured = ['succeeded', 'refunded', 'partially_refunded'].includes(status) ? amount : 0
  const refunded = status === 'refunded' ? amount : status === 'partially_refunded' ? 50 : 0
  made.checkouts?.push(
    checkoutRow(`chk_${name(number)}`, {
      secret_hash: `s${number}`,
      order_reference: orderReference,
      status: captured > 0 ? 'succeeded' : 'open',
      amount,
      currency,
      attempts: 1,
      shopper_reference: `shopper-${Math.floor(random() * 200_000)}`,
      email_hash: `mail-${Math.floor(random() * 200_000)}`,
      created_at: at - 60_000,
      updated_at: at + 3000,
      expires_at: at + 3_600_000,
    }),
  )
  made.payments?.push(
    paymentRow(id, `chk_${name(number)}`, {
      trans_id: `T${name(number)}`,
      gateway_order_id: `GW${number}`,
      status: isActive ? 'unknown' : status,
      live: isActive ? 1 : 0,
      amount,
      currency,
      method: method as never,
      card_brand: method === 'hosted' ? null : pick(BRANDS, random()),
      card_last4: method === 'hosted' ? null : String(Math.floor(random() * 10_000)).padStart(4, '0'),
      balances: JSON.stringify({
        authorized: amount,
        captured,
        capturable: 0,
        voided: 0,
        voidable: 0,
        refunded,
        refundable: captured - refunded,
      }),
      gateway_finished_at: captured > 0 ? at + 2000 : null,
      next_query_at: null,
      late: number % 20_000 === 5 ? 1 : 0,
      surplus_of: number % 30_000 === 6 ? id : null,
      created_at: at,
      updated_at: at + 3000 + (refunded > 0 ? Math.floor(random() * 20 * 24 * 3_600_000) : 0),
    }),
  )
  if (refunded > 0)
    made.operations?.push(
      operationRow(`ref_${name(number)}`, id, {
        amount: refunded,
        created_at: at + 86_400_000,
        updated_at: at + 86_400_000,
        actor_type: 'key',
        actor_id: 'admin',
        actor_claimed: number % 50 === 1 ? 'ana' : 'bob',
        reason: 'requested_by_customer',
      }),
    )
  if (number % 300 === 7)
    made.disputes?.push(
      disputeRow(`dsp_${name(number)}`, id, {
        dispute_id: `DG${number}`,
        stage: number % 30_000 === 7 ? 'DISPUTE_CREATED' : 'LOST',
        open: number % 30_000 === 7 ? 1 : 0,
        due_at: at + 20 * 86_400_000,
        reported_at: at + 5 * 86_400_000,
        updated_at: at + 5 * 86_400_000,
      }),
    )
  const hash = metadataHash(KEY, 'invoice', `R-${number}`)
  made.payment_metadata?.push({ payment_id: id, hash, created_at: at })
}

/** @param count of payments, spread evenly over more than a year */
export async function addManyPayments(
  { kind, db }: Pick<Database, 'kind' | 'db'>,
  count: number,
): Promise<void> {
  const random = seeded(7)
  for (let from = 0; from < count; from += BATCH) {
    const made = rowsOf(from, Math.min(from + BATCH, count), count, random)
    for (const [table, rows] of Object.entries(made)) await insertAll(kind, db, table, rows as object[])
  }
  // As PostgreSQL's autovacuum does sooner or later; SQLite has none.
  if (kind === 'postgres') await sql`vacuum analyze`.execute(db)
}

async function insertAll(
  kind: Database['kind'],
  db: Kysely<Tables>,
  table: string,
  rows: object[],
): Promise<void> {
  if (rows.length === 0) return
  const names = Object.keys(rows[0] ?? {})
  const columns = sql.join(names.map((column) => sql.ref(column)))
  const text = JSON.stringify(rows)
  if (kind === 'postgres')
    await sql`insert into ${sql.table(table)} (${columns})
      select ${columns} from json_populate_recordset(null::${sql.table(table)}, ${text})`.execute(db)
  else
    await sql`insert into ${sql.table(table)} (${columns})
      select ${sql.join(names.map((column) => sql`json_extract(value, ${sql.lit(`$.${column}`)})`))} from json_each(${text})`.execute(
      db,
    )
}
