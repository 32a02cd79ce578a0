/**
 * PayKKa's documents leave much open, and the emulator speaks every reading of it. The whole life of a payment must end
 * in PayKKa's books in each of them, and in each pair that can meet.
 */
import type { Dialect } from '@paykka-checkout/emulator'
import { DIALECTS } from '@paykka-checkout/emulator'
import { describe, expect, it } from 'vitest'
import { WALLETS } from '../support/wallets.ts'
import type { World } from '../support/world.ts'
import { shop, shopper, startWorld } from '../support/world.ts'
import { CHAPTERS, compareBooks, ENV } from './life.ts'
import type { Row, Table } from './pairs.ts'
import { allPairs } from './pairs.ts'

/** These need another setting of the BFF, or leave it without sums: each has its own test below. */
const APART: Record<string, readonly string[]> = {
  balances: ['absent'],
  answerSignature: ['blank-line', 'absent'],
  bodyTimestamp: ['required'],
}

const table: Table = Object.fromEntries(
  Object.entries(DIALECTS).map(([key, { readings }]) => [
    key,
    readings.filter((reading) => !APART[key]?.includes(reading)),
  ]),
)

const ROWS = allPairs(table)

/** @returns the chapters that went wrong under one dialect, and what differs in the books */
async function live(world: World, dialect: Row): Promise<string[]> {
  world.emulator.reset()
  world.emulator.setDialect(dialect as Partial<Dialect>)
  const wrong: string[] = []
  for (const [title, chapter] of Object.entries(CHAPTERS)) {
    await chapter(world).catch((error: unknown) => wrong.push(`${title}: ${String(error)}`))
  }
  return [...wrong, ...(await compareBooks(world))]
}

const start = (env: Record<string, string> = {}) =>
  startWorld({ listen: true, pause: () => new Promise<void>(() => {}), env: { ...WALLETS, ...ENV, ...env } })

describe('the whole life of a payment', () => {
  it('ends in the books of PayKKa as it documents itself', async () => {
    expect(await live(await start(), {})).toEqual([])
  })

  it(`ends in its books in every pair of readings (${ROWS.length} rows)`, { timeout: 600_000 }, async () => {
    const world = await start()
    for (const row of ROWS) expect(await live(world, row), JSON.stringify(row)).toEqual([])
  })

  it.each([
    ['PayKKa signs its answers another way', { answerSignature: 'blank-line' }],
    ['PayKKa signs no answers', { answerSignature: 'absent' }],
    ['PayKKa wants the time in each body', { bodyTimestamp: 'required' }],
  ])('ends in its books where %s', async (_name, dialect) => {
    const env = { PAYKKA_RESPONSE_SIGNATURE: 'log', PAYKKA_SEND_TIMESTAMP: 'true' }
    expect(await live(await start(env), dialect)).toEqual([])
  })
})

it('takes payments where PayKKa reports no sums, and moves no money on a guess', async () => {
  const world = await start()
  world.emulator.setDialect({ balances: 'absent' })
  const checkout = await shop(world).create()
  const { payment } = (await shopper(world, checkout).pay()).json()
  expect(payment.status).toBe('succeeded')
  const key = { 'idempotency-key': 'refund-without-sums' }
  const refused = await shop(world).send('POST', `/v1/payments/${payment.id}/refunds`, {}, key)
  expect([refused.statusCode, refused.json().code]).toEqual([409, 'operation_not_possible'])
  expect(refused.json().detail).toContain('no balances')
  expect(world.emulator.ledger().orders[0]?.refunds).toEqual([])
})

describe('all pairs', () => {
  const small: Table = { a: ['1', '2', '3'], b: ['1', '2'], c: ['1', '2'] }

  it('meet in few rows', () => {
    const rows = allPairs(small)
    expect(rows.length).toBeLessThanOrEqual(7)
    for (const [one, other] of [
      ['a', 'b'],
      ['a', 'c'],
      ['b', 'c'],
    ] as const)
      for (const x of small[one] ?? [])
        for (const y of small[other] ?? [])
          expect(
            rows.some((row) => row[one] === x && row[other] === y),
            `${one}${x} ${other}${y}`,
          ).toBe(true)
  })
})
