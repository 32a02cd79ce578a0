/** Lists of a database with years of payments: every filter uses an index, on both databases. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AuditQuery, CheckoutQuery, OperationQuery, PaymentQuery } from '@paykka-checkout/shared-types'
import { CompiledQuery, Kysely, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Deed } from '../../src/audit/record.ts'
import { recordSoon } from '../../src/audit/record.ts'
import { sealAll } from '../../src/audit/seal.ts'
import type { DatabaseKind } from '../../src/database/database.ts'
import { migrate } from '../../src/database/migrations/index.ts'
import { postgresDialect } from '../../src/database/postgres.ts'
import { openSqlite } from '../../src/database/sqlite.ts'
import type { Tables } from '../../src/database/tables.ts'
import type { AuditParts } from '../../src/lists/audit-list.ts'
import { listAuditPage } from '../../src/lists/audit-list.ts'
import { listCheckoutPage } from '../../src/lists/checkout-list.ts'
import { listOperationPage } from '../../src/lists/operation-list.ts'
import { listPaymentPage } from '../../src/lists/payment-list.ts'
import { addManyPayments, FIRST_AT, KEY } from './many-payments.ts'
import { postgresOfFile } from './postgres-of-file.ts'
import { NOW } from './rows.ts'

const postgres = postgresOfFile()
const PAYMENTS = 30_000
const iso = (days: number) => new Date(FIRST_AT + days * 86_400_000).toISOString()
const YEAR = { createdFrom: iso(30), createdBefore: iso(395) }
const MONTH = { createdFrom: iso(300), createdBefore: iso(331) }

/** The query, and the index by which payments (or their checkouts) are found. */
const CASES: [PaymentQuery & Record<string, string>, RegExp][] = [
  [{}, /payments_listed/],
  [{ order: 'oldest' }, /payments_listed/],
  [MONTH, /payments_listed/],
  [{ status: 'needs_review' }, /payments_facets/],
  [{ status: 'succeeded' }, /payments_listed/],
  [{ status: 'partially_reversed', ...MONTH }, /payments_facets/],
  [{ method: 'encrypted_card' }, /payments_facets/],
  [{ cardBrand: 'unionpay' }, /payments_facets/],
  [{ currency: 'CHF' }, /payments_facets/],
  [{ status: 'declined', method: 'agreement' }, /payments_facets/],
  [{ status: 'refunded', currency: 'CHF' }, /payments_facets/],
  [{ method: 'google_pay', cardBrand: 'jcb' }, /payments_facets/],
  [{ currency: 'EUR', amountMin: '4990', amountMax: '4990', ...YEAR }, /payments_amounts/],
  [{ currency: 'EUR', amountMin: '99990', status: 'declined', ...YEAR }, /payments_amounts/],
  [{ attention: 'needs_review' }, /payments_facets/],
  [{ attention: 'unknown' }, /payments_one_live/],
  [{ attention: 'capture_due', currency: 'USD' }, /payments_facets/],
  [{ attention: 'refund_open' }, /operations_open/],
  // A hundred disputes fit into a few pages, which PostgreSQL reads at once.
  [{ attention: 'dispute_open' }, /disputes_open|Seq Scan on disputes/],
  [{ attention: 'duplicate' }, /payments_surplus/],
  [{ attention: 'late' }, /payments_late/],
  [{ order: 'updated' }, /payments_updated/],
  [{ order: 'updated', updatedFrom: iso(390) }, /payments_updated/],
  [{ updatedFrom: iso(100), updatedBefore: iso(101) }, /payments_updated/],
  [{ 'metadata.invoice': 'R-7' }, /payment_metadata_listed/],
  [{ 'metadata.invoice': 'R-7', status: 'succeeded' }, /payment_metadata_listed/],
  [{ cardLast4: '4242' }, /payments_by_last4/],
  [{ cardLast4: '4242', status: 'declined' }, /payments_by_last4/],
  [{ cardLast4: '4242', ...MONTH }, /payments_by_last4/],
  [{ orderReference: 'order-100000123' }, /checkouts_order/],
  [{ orderReference: 'order-100000123', status: 'succeeded' }, /checkouts_order/],
  [{ shopperReference: 'shopper-7' }, /checkouts_shopper/],
  [{ shopperReference: 'shopper-7', status: 'refunded' }, /checkouts_shopper/],
  [{ email: 'ada@shop.example' }, /checkouts_email/],
  [
    { checkoutId: `chk_${'7'.padStart(22, '0')}` },
    /checkouts_pkey|payments_attempt|autoindex_(checkouts|payments)/,
  ],
  [{ transId: 'T1' }, /trans_id|autoindex_payments/],
  [{ supportCode: 'ABCD-EFGH' }, /trans_prefix|trans_id/],
  [{ gatewayOrderId: 'GW7' }, /payments_gateway/],
  [{ q: 'order-10000012' }, /checkouts_order/],
  [{ q: `pay_${'7'.padStart(22, '0')}` }, /payments_pkey|autoindex_payments/],
]

/** Those of the list, each with the other parameters that it needs. `order=updated` is for copying without a filter. */
const FILTERS: (PaymentQuery & Record<string, string>)[] = [
  { status: 'needs_review' },
  { method: 'encrypted_card' },
  { cardBrand: 'unionpay' },
  { currency: 'CHF' },
  { attention: 'capture_due' },
  { attention: 'duplicate' },
  { orderReference: 'order-100000123' },
  { checkoutId: `chk_${'7'.padStart(22, '0')}` },
  { shopperReference: 'shopper-7' },
  { transId: 'T1' },
  { gatewayOrderId: 'GW7' },
  { supportCode: 'ABCD-EFGH' },
  { email: 'ada@shop.example' },
  { cardLast4: '4242' },
  { currency: 'EUR', amountMin: '99990', ...YEAR },
  { 'metadata.invoice': 'R-7' },
  MONTH,
  { updatedFrom: iso(100), updatedBefore: iso(101) },
  { order: 'oldest' },
  { q: 'order-10000012' },
  { q: '4242', ...MONTH },
]
const OPERATION_FILTERS: OperationQuery[] = [
  { type: 'void' },
  { status: 'failed' },
  { paymentId: `pay_${'7'.padStart(22, '0')}` },
  { reason: 'duplicate' },
  { actor: 'ana' },
  MONTH,
]
const CHECKOUT_FILTERS: CheckoutQuery[] = [
  { status: 'canceled' },
  { status: 'unknown' },
  { orderReference: 'order-100000123' },
  { shopperReference: 'shopper-7' },
  MONTH,
]
const AUDIT_FILTERS: AuditQuery[] = [
  { actor: 'ana' },
  { actor: 'key-2' },
  { action: 'payment.refund' },
  { target: 'pay_7' },
  { outcome: 'refused' },
  { from: iso(300), before: iso(301) },
]

/** As many as of purchases, and among them the few that are looked for. */
async function addManyEntries(all: Kysely<Tables>): Promise<void> {
  const rare: Partial<Deed>[] = [
    { action: 'payment.refund', actor: { type: 'key', id: 'key-2', claimed: 'ana' } },
    { action: 'checkout.create', outcome: 'refused', problemCode: 'validation_failed' },
  ]
  await all.transaction().execute(async (db) => {
    for (let index = 0; index < ENTRIES; index++)
      await recordSoon(db, {
        actor: { type: index % 2 === 0 ? 'key' : 'shopper', id: index % 2 === 0 ? 'key-1' : 'shopper' },
        requestId: 'req_1',
        at: FIRST_AT + index * 1_500_000,
        shop: 'default',
        action: index % 2 === 0 ? 'checkout.create' : 'payment.create',
        target: { type: 'payment', id: `pay_${index}` },
        outcome: 'unknown',
        ...(index % 2000 < rare.length ? rare[index % 2000] : {}),
      })
  })
  await sealAll({ db: all, transaction: (work) => all.transaction().execute(work) } as Parameters<
    typeof sealAll
  >[0])
}

const ENTRIES = 20_000

type Parts = Parameters<typeof listCheckoutPage>[0]
type Opened = { kind: DatabaseKind; db: Kysely<Tables>; asked: CompiledQuery[] }

async function open(database: string, directory: string): Promise<Opened> {
  const asked: CompiledQuery[] = []
  const kind = database === 'SQLite' ? 'sqlite' : 'postgres'
  const { dialect } =
    kind === 'sqlite'
      ? openSqlite(join(directory, 'paykka.db'), { busyMs: 0 })
      : postgresDialect(await postgres().createDatabase(), 60_000)
  const db = new Kysely<Tables>({ dialect, log: ({ query }) => void asked.push(query) })
  await migrate(db)
  await addManyPayments({ kind, db }, PAYMENTS)
  await addManyEntries(db)
  if (kind === 'postgres') await sql`analyze audit`.execute(db)
  return { kind, db, asked }
}

describe.each(['SQLite', 'PostgreSQL'])('lists on %s', (database) => {
  const directory = mkdtempSync(join(tmpdir(), 'paykka-list-plans-'))
  const late: { opened?: Opened } = {}
  beforeAll(async () => {
    late.opened = await open(database, directory)
  }, 120_000)
  afterAll(async () => {
    await late.opened?.db.destroy()
    rmSync(directory, { recursive: true, force: true })
  })
  const opened = () => {
    if (!late.opened) throw new Error('no database')
    return late.opened
  }

  it.each(CASES)('%j', async (query, index) => {
    const { kind, db, asked } = opened()
    asked.length = 0
    await listPaymentPage({ database: { kind, db }, transIdKey: KEY, searchableMetadata: ['invoice'] }, query)
    const plans: string[] = []
    for (const each of [...asked]) plans.push(await planOf(opened(), each))
    expect(plans.join('\n')).toMatch(index)
    for (const plan of plans) expect(plan).not.toMatch(WHOLE_TABLE)
  })

  const others: [string, (parts: Parts) => Promise<unknown>, RegExp][] = [
    ['checkouts', (parts) => listCheckoutPage(parts, {}), /checkouts_created/],
    ['open checkouts', (parts) => listCheckoutPage(parts, { status: 'open' }), /checkouts_(words|created)/],
    ['canceled checkouts', (parts) => listCheckoutPage(parts, { status: 'canceled' }), /checkouts_words/],
    ['unknown checkouts', (parts) => listCheckoutPage(parts, { status: 'unknown' }), /payments_one_live/],
    [
      'checkouts of a shopper',
      (parts) => listCheckoutPage(parts, { shopperReference: 'shopper-7' }),
      /checkouts_shopper/,
    ],
    ['operations', (parts) => listOperationPage(parts, {}), /operations_listed/],
    [
      'failed voids',
      (parts) => listOperationPage(parts, { type: 'void', status: 'failed' }),
      /operations_words/,
    ],
    ["an operator's", (parts) => listOperationPage(parts, { actor: 'ana' }), /operations_claimed/],
  ]
  it.each(others)('%s', async (_what, list, index) => {
    const { kind, db, asked } = opened()
    asked.length = 0
    await list({ database: { kind, db }, transIdKey: KEY, provenNow: () => NOW })
    const plans: string[] = []
    for (const each of [...asked]) plans.push(await planOf(opened(), each))
    expect(plans.join('\n')).toMatch(index)
    for (const plan of plans) expect(plan).not.toMatch(WHOLE_TABLE)
  })

  it('every filter of payments, alone and in each pair, reads by an index', async () => {
    const { kind, db } = opened()
    const parts = { database: { kind, db }, transIdKey: KEY, searchableMetadata: ['invoice'] }
    await plansOf(pairs(FILTERS), (query) => listPaymentPage(parts, query))
  })

  it('every filter of operations and of checkouts, alone and in each pair, reads by an index', async () => {
    const { kind, db } = opened()
    const parts = { database: { kind, db }, transIdKey: KEY, provenNow: () => NOW }
    await plansOf(pairs(OPERATION_FILTERS), (query) => listOperationPage(parts, query))
    await plansOf(pairs(CHECKOUT_FILTERS), (query) => listCheckoutPage(parts, query))
  })

  it('every filter of the audit record, alone and in each pair, reads by an index', async () => {
    const { kind, db } = opened()
    const transaction = (work: (tx: typeof db) => Promise<unknown>) => work(db)
    const database = { kind, db, transaction } as unknown as AuditParts['database']
    await plansOf(pairs(AUDIT_FILTERS), (query) => listAuditPage({ database, transIdKey: KEY }, query))
  })

  async function plansOf<Q>(queries: Q[], list: (query: Q) => Promise<unknown>): Promise<void> {
    for (const query of queries) {
      opened().asked.length = 0
      await list(query)
      for (const each of [...opened().asked])
        expect(await planOf(opened(), each), JSON.stringify(query)).not.toMatch(WHOLE_TABLE)
    }
  }

  it('shows a query that no index helps as what it is', async () => {
    const query = opened().db.selectFrom('payments').select('id').where('request_id', '=', 'x').compile()
    expect(await planOf(opened(), query)).toMatch(WHOLE_TABLE)
  })
})

const WHOLE_TABLE =
  /SCAN (payments|checkouts|operations|audit)$|Seq Scan on (payments|checkouts|operations|audit)\b/m

/** @returns each group of filters alone, and each two together */
function pairs<Q extends object>(filters: Q[]): Q[] {
  const both = filters.flatMap((one, index) =>
    filters.slice(index + 1).map((other) => ({ ...one, ...other })),
  )
  return [...filters, ...both]
}

/** @returns how the rows are found, one step a line */
async function planOf({ kind, db }: Opened, { sql: text, parameters }: CompiledQuery): Promise<string> {
  const explain = kind === 'sqlite' ? 'explain query plan' : 'explain'
  const { rows } = await db.executeQuery<Record<string, string>>(
    CompiledQuery.raw(`${explain} ${text}`, [...parameters]),
  )
  return rows.map((row) => row.detail ?? row['QUERY PLAN']).join('\n')
}
