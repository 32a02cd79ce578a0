/** Any text in a filter, a note or a reference: no internal error, no stored card number, no executed formula. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { insertCheckout } from '../../src/database/checkout-rows.ts'
import { saveDispute } from '../../src/database/dispute-rows.ts'
import { insertPayment } from '../../src/database/payment-rows.ts'
import { checkoutRow, disputeRow, paymentRow } from '../database/rows.ts'
import { csvRows } from '../support/csv-rows.ts'
import type { World } from '../support/world.ts'
import { SHOP_ORIGIN, shop, startWorld } from '../support/world.ts'

const CARDS = ['4242424242424242', '5555 5555 5555 4444', '3782-822463-10005', '4000000000000002']
const text = fc.oneof(
  fc.string({ maxLength: 80, unit: 'binary' }),
  fc.constantFrom(...CARDS),
  fc.constantFrom(
    "' or 1=1 --",
    '%',
    '__',
    '\\',
    '=cmd|calc',
    '@SUM(A1)',
    '+1',
    '-1',
    '\u0000',
    '../../etc',
    '{}',
    '[]',
    'null',
  ),
  fc
    .tuple(fc.string({ maxLength: 8 }), fc.constantFrom(...CARDS), fc.string({ maxLength: 8 }))
    .map((parts) => parts.join(' ')),
)

const FILTERS: Record<string, string[]> = {
  '/v1/payments': [
    'q',
    'status',
    'method',
    'cardBrand',
    'currency',
    'attention',
    'orderReference',
    'checkoutId',
    'shopperReference',
    'transId',
    'gatewayOrderId',
    'supportCode',
    'email',
    'cardLast4',
    'amountMin',
    'createdFrom',
    'updatedBefore',
    'order',
    'limit',
    'cursor',
    'metadata.invoice',
    'metadata.x',
  ],
  '/v1/payments/summary': ['q', 'status', 'createdFrom'],
  '/v1/checkouts': ['status', 'orderReference', 'shopperReference', 'createdFrom', 'cursor'],
  '/v1/operations': ['type', 'status', 'paymentId', 'reason', 'actor', 'createdBefore', 'cursor'],
  '/v1/disputes': ['stage', 'open', 'verified', 'dueBefore', 'paymentId', 'createdFrom', 'cursor'],
  '/v1/metrics/payments': ['from', 'timeZone', 'currency', 'groupBy', 'bucket'],
  '/v1/exports/payments.csv': ['ids', 'columns', 'timeZone', 'q', 'orderReference', 'delimiter'],
  '/v1/exports/movements.csv': ['ids', 'occurredFrom', 'columns'],
  '/v1/audit': ['actor', 'action', 'target', 'outcome', 'from', 'cursor'],
  '/v1/exports/audit.csv': ['actor', 'action', 'target', 'outcome', 'columns', 'timeZone'],
}
const WHERE = Object.entries(FILTERS).flatMap(([path, names]) => names.map((name) => [path, name] as const))
/** 10,000 take minutes: HOSTILE_RUNS=10000. */
const RUNS = Number(process.env.HOSTILE_RUNS ?? 600)
const WINDOW = { createdFrom: '2026-05-01T00:00:00Z', createdBefore: '2026-07-01T00:00:00Z' }
const METRICS = { from: WINDOW.createdFrom, before: WINDOW.createdBefore }

/** Where a reference or a reason is written. */
const PLACES: [string, (value: string) => Record<string, unknown>][] = [
  ['/v1/checkouts', (value) => ({ ...ORDER, orderReference: value })],
  ['/v1/checkouts', (value) => ({ ...ORDER, orderReference: randomUUID(), shopper: { reference: value } })],
  ['/v1/checkouts', (value) => ({ ...ORDER, orderReference: randomUUID(), metadata: { note: value } })],
  ['/v1/payments/pay_1/refunds', (value) => ({ reason: value })],
  ['/v1/shoppers/anna/erasures', (value) => ({ note: value })],
]
const ORDER = { amount: { value: 1099, currency: 'EUR' }, returnUrl: `${SHOP_ORIGIN}/orders/1` }

/** A spreadsheet runs a cell that begins like this, unless it is a number. */
const FORMULA = /^[=+\-@\t\r](?!\d+([.,]\d+)?$)/

async function expectNoFormula(world: World): Promise<void> {
  const files = [
    `/v1/exports/payments.csv?${new URLSearchParams(WINDOW)}`,
    `/v1/exports/movements.csv?${new URLSearchParams(WINDOW)}`,
    `/v1/exports/audit.csv?${new URLSearchParams(METRICS)}`,
  ]
  for (const url of files) {
    const file = await shop(world).send('GET', url)
    expect(file.statusCode).toBe(200)
    for (const row of csvRows(file.body))
      for (const cell of Object.values(row)) expect(cell).not.toMatch(FORMULA)
  }
}

it('never ends in an error of ours, keeps no card number, and writes no formula', async () => {
  const world = await startWorld({ env: { SEARCHABLE_METADATA: 'invoice' } })
  const { db } = world.database
  const dispute = `dsp_${'a'.repeat(22)}`
  await insertCheckout(db, checkoutRow('chk_1', { attempts: 1 }))
  await insertPayment(db, paymentRow('pay_1', 'chk_1', { live: 0, status: 'succeeded', next_query_at: null }))
  await saveDispute(db, disputeRow(dispute, 'pay_1'))
  const send = shop(world).send
  const outcomes = new Map<number, number>()
  const note = (status: number) => outcomes.set(status, (outcomes.get(status) ?? 0) + 1)
  const read = fc.asyncProperty(fc.constantFrom(...WHERE), text, async ([path, name], value) => {
    const rest = /metrics|audit.csv/.test(path) ? METRICS : /summary|exports/.test(path) ? WINDOW : {}
    const { statusCode } = await send('GET', `${path}?${new URLSearchParams({ ...rest, [name]: value })}`)
    note(statusCode)
    expect(statusCode, `${path} ${name}`).toBeLessThan(500)
  })
  await fc.assert(read, { numRuns: RUNS })
  const write = fc.asyncProperty(text, fc.boolean(), async (value, ends) => {
    const body = ends ? { outcome: 'lost', note: value } : { text: value }
    const path = `/v1/disputes/${dispute}/${ends ? 'outcome' : 'notes'}`
    const { statusCode } = await send('POST', path, body, { 'idempotency-key': randomUUID() })
    note(statusCode)
    expect(statusCode).toBeLessThan(500)
  })
  await fc.assert(write, { numRuns: RUNS / 4 })
  const refer = fc.asyncProperty(text, fc.constantFrom(...PLACES), async (value, [url, bodyOf]) => {
    const headers = { 'idempotency-key': randomUUID() }
    const { statusCode } = await send('POST', url, bodyOf(value), headers)
    note(statusCode)
    expect(statusCode).toBeLessThan(500)
  })
  await fc.assert(refer, { numRuns: RUNS / 4 })
  await expectNoFormula(world)
  // Both happened: what was taken, and what was refused.
  expect(outcomes.get(200)).toBeGreaterThan(RUNS / 20)
  expect(outcomes.get(422)).toBeGreaterThan(RUNS / 20)
  const bytes = world.databaseBytes().toString('latin1') + world.logs.join('')
  for (const card of CARDS) {
    expect(bytes).not.toContain(card)
    expect(bytes).not.toContain(card.replaceAll(/[ -]/g, ''))
  }
}, 600_000)
