/** Two attempts of one checkout settled at the same moment by two BFFs on one PostgreSQL. */
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/database/database.ts'
import type { GatewayAnswer } from '../../src/payments/gateway.ts'
import { settlePayment } from '../../src/payments/purchases/settle-payment.ts'
import { shop, shopper, startWorld } from '../support/world.ts'
import { postgresOfFile } from './postgres-of-file.ts'

const postgres = postgresOfFile()

const succeeded: GatewayAnswer = { kind: 'state', state: { status: 'succeeded' }, facts: {} }
const declined: GatewayAnswer = {
  kind: 'state',
  state: { status: 'declined', code: 'declined', retry: 'other-card' },
  facts: {},
}

/** Attempt 1 was given up, attempt 2 is under way. */
async function twoAttempts() {
  const url = await postgres().createDatabase()
  const world = await startWorld({ env: { DATABASE_URL: url } })
  const checkout = await shop(world).create()
  const buyer = shopper(world, checkout)
  await buyer.pay({ card: { number: '4000000000000341' } })
  world.clock.advance(11 * 60_000)
  await world.resolve()
  await buyer.pay({ card: { number: '4000000000000341' } })
  const { payments } = await shop(world).read(checkout.id)
  expect(payments.map((payment) => payment.status)).toEqual(['failed', 'unknown'])
  return { url, world, checkout, ids: payments.map((payment) => payment.id) }
}

describe.each([
  ['a decline', declined],
  ['another success', succeeded],
])('a late success beside %s', (_name, second) => {
  it('never reopens a paid checkout, and a second success is marked', async () => {
    const { url, world, checkout, ids } = await twoAttempts()
    const other = openDatabase(url, { exclusive: true })
    const asked = { what: 'query' as const, at: world.clock.now(), provenAt: world.clock.now() }
    try {
      await Promise.all([
        settlePayment(world.parts, ids[0] ?? '', succeeded, asked),
        settlePayment({ ...world.parts, database: other }, ids[1] ?? '', second, asked),
      ])
    } finally {
      await other.close()
    }
    const after = await shop(world).read(checkout.id)
    expect(after.status).toBe('succeeded')
    const payloads = await world.database.db
      .selectFrom('shop_events')
      .select('payload')
      .where('type', '=', 'payment.succeeded')
      .execute()
    const duplicates = payloads.filter(({ payload }) => JSON.parse(payload).data.duplicate === true)
    expect(duplicates).toHaveLength(second === succeeded ? 1 : 0)
  })
})
