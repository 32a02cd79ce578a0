/** What the simulator once found in the real code, each as the smallest case that shows it. */
import { Kysely, SqliteDialect } from 'kysely'
import { expect, test } from 'vitest'
import { compose } from '../../packages/bff/src/compose.ts'
import { assembleDatabase } from '../../packages/bff/src/database/database.ts'
import type { PaymentRow, Tables } from '../../packages/bff/src/database/tables.ts'
import { NOT_FOUND_IS_FINAL_MS } from '../../packages/bff/src/payments/engine/undone.ts'
import { judgePayment } from '../../packages/bff/src/payments/purchases/judge-payment.ts'
import { nextQueryAt } from '../../packages/bff/src/payments/purchases/payment-schedule.ts'
import { createGatewayHealth } from '../../packages/bff/src/payments/recovery/gateway-health.ts'
import { decryptedCard } from '../../packages/bff/test/support/decrypted-card.ts'
import { noCardTesting } from '../../packages/bff/test/support/no-card-testing.ts'
import { postPayment } from './bff-calls.ts'
import { CANARY } from './instances.ts'
import { createLife } from './life.ts'
import { HOUR, MINUTE } from './options.ts'
import { CONFIG, NO_LIMITS, NOT_SIMULATED } from './outside.ts'
import { describeFailure } from './report.ts'
import { runSeed } from './run-seed.ts'
import { freshDatabase } from './shared-database.ts'
import type { World } from './world.ts'

const BY = { actor: { type: 'key', id: 'key-1' }, requestId: 'req_1' } as const

test('a process that slept between its commit and its request does not send any more', async () => {
  const { database: raw } = await freshDatabase()
  const database = assembleDatabase(
    'sqlite',
    new Kysely<Tables>({ dialect: new SqliteDialect({ database: raw }) }),
  )
  const clock = { now: 1_800_000_000_000 }
  const sent: string[] = []
  const now = () => clock.now
  const { core, checkouts } = compose(CONFIG, {
    database: {
      ...database,
      transaction: (work) => database.transaction(work).finally(() => (clock.now += 20 * MINUTE)),
    },
    log: { info: () => {}, warn: () => {}, error: () => {} },
    clock: { now, provenNow: now, startedAt: () => 0 },
    gateways: {
      ...NOT_SIMULATED,
      gateway: {
        purchase: async ({ transId }) => {
          sent.push(transId)
          return { kind: 'unknown', reason: 'test' }
        },
        query: async () => ({ kind: 'not_found' }),
        close: async () => {},
      },
    },
    limiter: NO_LIMITS,
    cardTesting: noCardTesting,
    cards: { decryptCode: async () => Buffer.alloc(0), decryptCard: async () => decryptedCard(CANARY) },
    timeout: () => new Promise<void>(() => {}),
    pause: async () => {},
  })
  const order = {
    orderReference: 'order-1',
    amount: { value: 1099, currency: 'EUR' },
    returnUrl: 'https://shop.example/done',
    expiresIn: 86_400,
  }
  const { checkout } = await checkouts.create(order, undefined, { given: order, warnings: [] }, BY)
  const instance = { number: 1, life: createLife('bff1', 0, 0), parts: core, askTime: async () => {} }
  const post = { checkoutId: checkout.id, key: 'key-1-0123456789', version: 1, retried: false }
  const answer = await postPayment({ bug: {} } as World, instance, post)
  expect(sent).toEqual([])
  expect(answer.status).toBe(502)
})

test('“not found” that was asked for too early is asked for again at once, however slow its answer was', () => {
  const final = 1_800_000_000_000
  const waiting = {
    status: 'unknown' as const,
    queries: 12,
    send_deadline: final - NOT_FOUND_IS_FINAL_MS,
    created_at: 0,
    method: 'card' as const,
    payable_until: null,
    left_at: null,
    return_used_at: null,
  }
  const now = final + 900
  expect(nextQueryAt(waiting, now, 0.5, final - 13_000)).toBe(now)
  expect(nextQueryAt(waiting, now, 0.5, now)).toBe(now + HOUR)
})

test('a process that has just started finds out that the gateway is back', () => {
  const health = createGatewayHealth()
  expect(health.isUnproven()).toBe(true)
  expect(health.note({ kind: 'unknown', reason: 'timeout' })).toBe(false)
  expect(health.note({ kind: 'not_found' })).toBe(true)
  expect(health.isUnproven()).toBe(false)
  expect(health.note({ kind: 'not_found' })).toBe(false)
})

test('a slow answer from before a void does not bring the payment back to life', () => {
  const payment = { status: 'canceled', updated_at: 2000 } as PaymentRow
  const answer = { kind: 'state' as const, state: { status: 'authorized' as const }, facts: {} }
  expect(judgePayment(payment, answer, { what: 'query', at: 1000, provenAt: 1000 }, 3000)).toBeNull()
  expect(judgePayment(payment, answer, { what: 'query', at: 2500, provenAt: 2500 }, 3000)?.status).toBe(
    'authorized',
  )
})

test('seeds that once broke a promise', { timeout: 120_000 }, async () => {
  for (const seed of [98, 155, 186, 428, 623, 670, 1029, 2106, 30765, 32493, 34012, 52947]) {
    const result = await runSeed(seed)
    if (result.violations.length > 0) expect.fail(describeFailure(result))
  }
  // A late seed: two payments of one checkout, the first is voided, the second still pays.
  expect((await runSeed(80, { profile: 'late' })).violations).toEqual([])
})
