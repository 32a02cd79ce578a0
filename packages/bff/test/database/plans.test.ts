/** Queries that must not read what is over: their plans on a ledger with all migrations. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CompiledQuery } from 'kysely'
import { Kysely, sql } from 'kysely'
import { expect, it, onTestFinished } from 'vitest'
import { migrate } from '../../src/database/migrations/index.ts'
import { isPaidElsewhere, lockMembers } from '../../src/database/order-rows.ts'
import type { Branch, PaymentFilters } from '../../src/database/payment-list-rows.ts'
import { countBeginning, listBranch } from '../../src/database/payment-list-rows.ts'
import { openSqlite } from '../../src/database/sqlite.ts'
import type { Tables } from '../../src/database/tables.ts'
import { countWork } from '../../src/database/work.ts'

it('count what is open by an index that holds nothing else', async () => {
  expect(await plansOf(countWork)).toEqual([
    expect.stringMatching(/ payments USING INDEX payments_one_live/),
    expect.stringMatching(/ operations USING COVERING INDEX operations_open/),
    expect.stringMatching(/ notices USING .*INDEX notices_due_signed/),
    expect.stringMatching(/ shop_events USING .*INDEX shop_events_due/),
    expect.stringMatching(/ shop_events USING .*INDEX shop_events_failed/),
  ])
})

it('find the checkouts of an order by one index', async () => {
  const ofOrder = /^SEARCH checkouts USING INDEX checkouts_(order|one_of_order) \(order_reference=\?\)/
  expect(await plansOf((db) => lockMembers('sqlite', db, 'order-1'))).toEqual([
    expect.stringMatching(ofOrder),
  ])
  expect(await plansOf((db) => isPaidElsewhere(db, 'order-1', 'chk_1'))).toEqual([
    expect.stringMatching(ofOrder),
  ])
})

it.each([
  ['all', { kind: 'all' }, {}, /payments USING INDEX payments_listed/],
  [
    'a window',
    { kind: 'all' },
    { createdFrom: 1, createdBefore: 2 },
    /payments USING INDEX payments_listed \(created_at>\? AND created_at<\?\)/,
  ],
  [
    'an ended status',
    { kind: 'ended', status: 'refunded' },
    {},
    /payments USING INDEX payments_ended \(status=\?/,
  ],
  [
    'an ended status of a window',
    { kind: 'ended', status: 'refunded' },
    { createdFrom: 1 },
    /payments USING INDEX payments_ended \(status=\? AND/,
  ],
  ['what is live', { kind: 'live', statuses: ['unknown'] }, {}, /payments USING INDEX payments_one_live/],
  ['open refunds', { kind: 'refund_open' }, {}, /payments USING INDEX sqlite_autoindex_payments_1 \(id=\?\)/],
  [
    'open disputes',
    { kind: 'dispute_open' },
    {},
    /payments USING INDEX sqlite_autoindex_payments_1 \(id=\?\)/,
  ],
  ['duplicates', { kind: 'duplicate' }, {}, /payments USING INDEX payments_surplus/],
  ['an id', { kind: 'all' }, { id: 'x' }, /payments USING INDEX sqlite_autoindex_payments_1 \(id=\?\)/],
  ['a checkout', { kind: 'all' }, { checkoutId: 'x' }, /USING INDEX sqlite_autoindex_checkouts_1 \(id=\?\)/],
  [
    'a trans_id',
    { kind: 'all' },
    { transId: 'x' },
    /payments USING INDEX sqlite_autoindex_payments_\d \(trans_id=\?\)/,
  ],
  [
    'a support code',
    { kind: 'all' },
    { transPrefix: 'x' },
    /payments USING INDEX sqlite_autoindex_payments_\d \(trans_id>\? AND trans_id<\?\)/,
  ],
  ["PayKKa's order", { kind: 'all' }, { gatewayOrderId: 'x' }, /payments USING INDEX payments_gateway/],
  [
    'an order',
    { kind: 'all' },
    { orderReference: 'x' },
    /(payments USING INDEX sqlite_autoindex_payments_\d \(checkout_id=\?|checkouts USING INDEX sqlite_autoindex_checkouts_1 \(id=\?\))/,
  ],
  [
    'an order of a status',
    { kind: 'of', statuses: ['refunded'] },
    { orderReference: 'x' },
    /(\(checkout_id=\?|checkouts USING INDEX sqlite_autoindex_checkouts_1 \(id=\?\))/,
  ],
  [
    'the beginning of an order',
    { kind: 'all' },
    { orderPrefix: 'x' },
    /(\(checkout_id=\?|checkouts USING INDEX sqlite_autoindex_checkouts_1 \(id=\?\))/,
  ],
  [
    'a shopper',
    { kind: 'all' },
    { shopperReference: 'x' },
    /(\(checkout_id=\?|checkouts USING INDEX sqlite_autoindex_checkouts_1 \(id=\?\))/,
  ],
  [
    'an e-mail address',
    { kind: 'all' },
    { emailHash: 'x' },
    /(\(checkout_id=\?|checkouts USING INDEX sqlite_autoindex_checkouts_1 \(id=\?\))/,
  ],
  [
    'the last digits of a card',
    { kind: 'all' },
    { cardLast4: '4242' },
    /payments USING INDEX payments_by_last4 \(card_last4=\?/,
  ],
] as [string, Branch, PaymentFilters, RegExp][])(
  'list the payments of %s by an index',
  async (_what, branch, filters, plan) => {
    for (const oldest of [false, true])
      for (const after of [undefined, { at: 1, id: 'pay_1' }]) {
        const order = { oldest, after, limit: 26 }
        const [first] = await plansOf((db) => listBranch('sqlite', db, branch, [filters], order))
        expect(first).toMatch(plan)
      }
  },
)

it('count the orders that begin with some letters by an index', async () => {
  const [plan] = await plansOf((db) => countBeginning({ kind: 'sqlite', db }, 'order', 200))
  expect(plan).toMatch(/^SEARCH checkouts USING .*INDEX checkouts_order/)
})

/** @returns how the rows of each query are found, on an empty ledger */
async function plansOf(work: (db: Kysely<Tables>) => Promise<unknown>): Promise<string[]> {
  const directory = mkdtempSync(join(tmpdir(), 'paykka-plans-'))
  const queries: CompiledQuery[] = []
  const db = new Kysely<Tables>({
    dialect: openSqlite(join(directory, 'ledger.db'), { busyMs: 0 }).dialect,
    log: ({ query }) => void queries.push(query),
  })
  onTestFinished(async () => {
    await db.destroy()
    rmSync(directory, { recursive: true })
  })
  await migrate(db)
  queries.length = 0
  await work(db)
  const plans: string[] = []
  for (const query of [...queries]) plans.push(await planOf(db, query))
  return plans
}

/** @returns how the rows are found: the plan’s first line */
async function planOf(db: Kysely<Tables>, { sql: text, parameters }: CompiledQuery): Promise<string> {
  const parts = text
    .split('?')
    .flatMap((part, index) =>
      index < parameters.length ? [sql.raw(part), sql.val(parameters[index])] : [sql.raw(part)],
    )
  const { rows } = await sql<{ detail: string }>`explain query plan ${sql.join(parts, sql``)}`.execute(db)
  return rows[0]?.detail ?? ''
}
