/** Paying with the database on PostgreSQL: the same outcomes as on SQLite, counted on the emulator's books. */
import { randomUUID } from 'node:crypto'
import type { EmulatorOptions } from '@paykka-checkout/emulator'
import { describe, expect, it } from 'vitest'
import { HELD_MS, holdAnswers } from '../support/hold.ts'
import type { World } from '../support/world.ts'
import { shop, shopper, startWorld } from '../support/world.ts'
import { postgresOfFile } from './postgres-of-file.ts'

const postgres = postgresOfFile()

async function openWorld(
  env: Record<string, string> = {},
  emulator: Partial<EmulatorOptions> = {},
): Promise<World> {
  const DATABASE_URL = await postgres().createDatabase()
  return startWorld({ env: { ...env, DATABASE_URL }, emulator })
}

async function open(world: World, changes: Record<string, unknown> = {}) {
  const checkout = await shop(world).create(changes)
  return { checkout, buyer: shopper(world, checkout) }
}

function charges(world: World): number {
  return world.emulator.ledger().attempts.reduce((sum, attempt) => sum + attempt.charges, 0)
}

describe('paying on PostgreSQL', () => {
  it.each([
    ['4242424242424242', 'succeeded', 1],
    ['5555555555554444', 'action_required', 0],
    ['4000000000000002', 'declined', 0],
    ['4000000000000119', 'processing', 0],
    ['4000000000000259', 'unknown', 1],
    ['4000000000000341', 'unknown', 0],
  ])('%s ends as %s', async (number, status, charged) => {
    const world = await openWorld()
    const { checkout, buyer } = await open(world)
    expect((await buyer.pay({ card: { number } })).json().payment.status).toBe(status)
    expect(charges(world)).toBe(charged)
    expect((await shop(world).read(checkout.id)).payments).toHaveLength(1)
  })

  it('keeps amounts and times as numbers all the way', async () => {
    const world = await openWorld()
    const { buyer } = await open(world, { amount: { value: 999_999_999_999, currency: 'IDR' } })
    expect((await buyer.read()).amount.value).toBe(999_999_999_999)
    await buyer.pay()
    expect(world.emulator.ledger().orders).toMatchObject([{ amount: 999_999_999_999, currency: 'IDR' }])
  })

  it('finds the truth by query after the answer was lost, charged once', async () => {
    const world = await openWorld()
    const { checkout, buyer } = await open(world)
    await buyer.pay({ card: { number: '4000000000000259' } })
    expect((await buyer.pay()).json().code).toBe('payment_in_progress')
    expect(await world.resolve()).toBe(1)
    expect((await buyer.read()).lastPayment?.status).toBe('succeeded')
    const [payment] = (await shop(world).read(checkout.id)).payments
    expect(payment?.history.map((step) => step.to)).toEqual(['sending', 'unknown', 'succeeded'])
    expect(charges(world)).toBe(1)
  })

  it('answers a double click once and replays it afterwards', async () => {
    const { schedule, release } = holdAnswers()
    const world = await openWorld({ PAYKKA_TIMEOUT_MS: '20000' }, { schedule })
    await world.emulator.setFaults({ fault: { type: 'delay', ms: HELD_MS, when: 'after' } })
    const { buyer } = await open(world)
    const key = 'one-key-for-both-clicks'
    const clicks = [buyer.pay({ key }), buyer.pay({ key })]
    // PayKKa answers one when the other has been answered, so that they meet on any connections.
    await Promise.race(clicks)
    release()
    const answers = await Promise.all(clicks)
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, 409])
    const replay = await buyer.pay({ key })
    expect(replay.headers['idempotency-replayed']).toBe('true')
    expect(replay.json()).toEqual(answers.find((answer) => answer.statusCode === 200)?.json())
    expect(charges(world)).toBe(1)
  })

  it('pays once when ten tabs pay with their own keys', async () => {
    const world = await openWorld()
    const { buyer } = await open(world)
    const answers = await Promise.all(Array.from({ length: 10 }, () => buyer.pay()))
    expect(answers.filter((answer) => answer.statusCode === 200)).toHaveLength(1)
    expect(charges(world)).toBe(1)
  })

  it('lets another card pay after a decline, and creates a checkout once per key', async () => {
    const world = await openWorld()
    const { buyer } = await open(world)
    await buyer.pay({ card: { number: '4000000000000002' } })
    expect((await buyer.pay()).json().payment).toMatchObject({ status: 'succeeded', attempt: 2 })
    const order = {
      orderReference: 'o',
      amount: { value: 1, currency: 'EUR' },
      returnUrl: 'https://shop.example/',
    }
    const create = () =>
      shop(world).send('POST', '/v1/checkouts', order, { 'idempotency-key': 'create-only-once-1' })
    const created = await Promise.all(Array.from({ length: 8 }, create))
    expect(new Set(created.map((response) => response.json().id)).size).toBe(1)
  })

  it.each([
    ['captures', 'manual', { final: false }, 100, 10],
    ['refunds', 'automatic', {}, 50, 21],
  ] as const)(
    '%s stay within the sum under 100 requests at once',
    async (...row) => {
      const [what, capture, body, value, most] = row
      const world = await openWorld({ PAYKKA_TIMEOUT_MS: '20000' })
      const { checkout, buyer } = await open(world, { capture })
      await buyer.pay()
      const [payment] = (await shop(world).read(checkout.id)).payments
      const url = `/v1/payments/${payment?.id}/${what}`
      const send = () =>
        shop(world).send(
          'POST',
          url,
          { ...body, amount: { value, currency: 'EUR' }, allowRepeat: true },
          { 'idempotency-key': randomUUID() },
        )
      const answers = await Promise.all(Array.from({ length: 100 }, send))
      const done = answers.filter(({ statusCode }) => statusCode === 200).length
      const [order] = world.emulator.ledger().orders
      const moved = what === 'captures' ? order?.balances.captured_amount : order?.balances.refunded_amount
      expect(done).toBeGreaterThan(0)
      expect(done).toBeLessThanOrEqual(most)
      expect(moved).toBe(done * value)
      const refused = answers
        .filter(({ statusCode }) => statusCode !== 200)
        .map((answer) => answer.json().code)
      expect(['amount_too_high', 'operation_in_progress', 'operation_not_possible']).toEqual(
        expect.arrayContaining([...new Set(refused)]),
      )
    },
    60_000,
  )

  it('says busy and sends nothing when the database is gone', async () => {
    const world = await openWorld()
    const { buyer, checkout } = await open(world)
    await postgres().crash()
    const refused = await world.app.inject({
      method: 'GET',
      url: '/client/v1/checkout',
      headers: { authorization: `Bearer ${checkout.clientSecret}` },
    })
    await postgres().restart()
    expect([refused.statusCode, refused.json().code]).toEqual([503, 'busy'])
    expect(world.emulator.ledger().requests).toEqual({})
    expect((await buyer.pay()).json().payment.status).toBe('succeeded')
  }, 90_000)
})
