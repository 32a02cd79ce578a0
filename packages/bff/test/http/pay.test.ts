/** Paying by card: every outcome, each counted on the emulator's books. */
import { describe, expect, it } from 'vitest'
import type { World } from '../support/world.ts'
import { shop, shopper, startWorld } from '../support/world.ts'

async function open(world: World, changes: Record<string, unknown> = {}) {
  const checkout = await shop(world).create(changes)
  return { checkout, buyer: shopper(world, checkout) }
}

/** What the gateway really did for the world's only checkout. */
function charges(world: World): number {
  return world.emulator.ledger().attempts.reduce((sum, attempt) => sum + attempt.charges, 0)
}

describe('POST /client/v1/checkout/payments', () => {
  const outcomes = [
    { number: '4242424242424242', http: 200, status: 'succeeded', checkout: 'succeeded', charges: 1 },
    {
      number: '5555555555554444',
      http: 200,
      status: 'action_required',
      checkout: 'action_required',
      charges: 0,
    },
    {
      number: '4000000000000002',
      http: 200,
      status: 'declined',
      checkout: 'open',
      charges: 0,
      retry: 'contact-bank',
    },
    {
      number: '4000000000009995',
      http: 200,
      status: 'declined',
      checkout: 'open',
      charges: 0,
      retry: 'other-card',
    },
    {
      number: '4000000000000069',
      http: 200,
      status: 'declined',
      checkout: 'open',
      charges: 0,
      retry: 'same-card',
    },
    {
      number: '4000000000000127',
      http: 200,
      status: 'declined',
      checkout: 'open',
      charges: 0,
      retry: 'same-card',
    },
    { number: '4000000000000119', http: 202, status: 'processing', checkout: 'processing', charges: 0 },
    { number: '4000000000000259', http: 202, status: 'unknown', checkout: 'unknown', charges: 1 },
    { number: '4000000000000341', http: 202, status: 'unknown', checkout: 'unknown', charges: 0 },
  ]
  it.each(outcomes)('$number ends as $status', async (row) => {
    const world = await startWorld()
    const { checkout, buyer } = await open(world)
    const response = await buyer.pay({ card: { number: row.number } })
    expect([response.statusCode, response.json().payment.status]).toEqual([row.http, row.status])
    expect(response.json().payment.decline?.retry).toBe(row.retry)
    expect(response.json().payment.card).toEqual({ brand: expect.any(String), last4: row.number.slice(-4) })
    expect((await buyer.read()).status).toBe(row.checkout)
    expect(charges(world)).toBe(row.charges)
    expect((await shop(world).read(checkout.id)).payments).toHaveLength(1)
  })

  it("charges the checkout's amount with the full v3 body", async () => {
    const bodies: unknown[] = []
    const world = await startWorld({
      gateway: (real) => ({
        ...real,
        purchase: (purchase) => {
          bodies.push({ ...purchase, method: null })
          return real.purchase(purchase)
        },
      }),
    })
    const { buyer } = await open(world, { amount: { value: 500, currency: 'JPY' }, capture: 'manual' })
    expect((await buyer.pay()).json().payment.status).toBe('authorized')
    expect(world.emulator.ledger().orders).toMatchObject([
      { amount: 500, currency: 'JPY', captureMethod: 'MANUAL', status: 'AUTHORIZED' },
    ])
    expect(bodies).toMatchObject([
      {
        payIp: '127.0.0.1',
        transId: expect.stringMatching(/^[A-Z2-7]{32}$/),
        browser: { language: 'en-GB' },
      },
    ])
  })

  it('finds the truth by query after the answer was lost, charged once', async () => {
    const world = await startWorld()
    const { checkout, buyer } = await open(world)
    await buyer.pay({ card: { number: '4000000000000259' } })
    expect((await buyer.pay()).json().code).toBe('payment_in_progress')
    expect(await world.resolve()).toBe(1)
    expect((await buyer.read()).lastPayment?.status).toBe('succeeded')
    expect(charges(world)).toBe(1)
    const [payment] = (await shop(world).read(checkout.id)).payments
    expect(payment?.history.map((step) => step.to)).toEqual(['sending', 'unknown', 'succeeded'])
  })

  it('holds a payment PayKKa does not know for ten minutes, then lets the shopper try again', async () => {
    const world = await startWorld()
    const { buyer } = await open(world)
    await buyer.pay({ card: { number: '4000000000000341' } })
    for (const minutes of [1, 3, 5]) {
      world.clock.advance(minutes * 60_000)
      await world.resolve()
      expect((await buyer.pay()).json().code).toBe('payment_in_progress')
    }
    world.clock.advance(5 * 60_000)
    await world.resolve()
    expect((await buyer.read()).lastPayment?.status).toBe('failed')
    expect((await buyer.pay()).json().payment.status).toBe('succeeded')
    expect(charges(world)).toBe(1)
  })

  it('lets another card pay after a decline, under another trans_id', async () => {
    const world = await startWorld()
    const { checkout, buyer } = await open(world)
    await buyer.pay({ card: { number: '4000000000000002' } })
    const second = await buyer.pay()
    expect(second.json().payment).toMatchObject({ status: 'succeeded', attempt: 2 })
    const { payments, status } = await shop(world).read(checkout.id)
    expect(new Set(payments.map((payment) => payment.transId)).size).toBe(2)
    expect(payments[0]?.decline).toEqual({
      code: 'do_not_honor',
      retry: 'contact-bank',
      gatewayCode: '3005',
      gatewayMessage: expect.stringMatching(/\w+/),
    })
    expect(status).toBe('succeeded')
  })

  it('refuses to pay a paid checkout', async () => {
    const world = await startWorld()
    const { buyer } = await open(world)
    await buyer.pay()
    const again = await buyer.pay()
    expect([again.statusCode, again.json().code]).toEqual([409, 'already_paid'])
    expect(charges(world)).toBe(1)
  })

  it('answers a double click once: same key, card sealed twice', async () => {
    const world = await startWorld()
    const { buyer } = await open(world)
    const key = 'one-key-for-both-clicks'
    const answers = await Promise.all([buyer.pay({ key }), buyer.pay({ key })])
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, 409])
    expect(answers.find((answer) => answer.statusCode === 409)?.json()).toMatchObject({
      code: 'payment_in_progress',
      statusUrl: '/client/v1/checkout',
    })
    const replay = await buyer.pay({ key })
    expect(replay.headers['idempotency-replayed']).toBe('true')
    expect(replay.json()).toEqual(answers.find((answer) => answer.statusCode === 200)?.json())
    expect(charges(world)).toBe(1)
  })

  it('pays once when two tabs pay with their own keys', async () => {
    const world = await startWorld()
    const { buyer } = await open(world)
    const answers = await Promise.all(Array.from({ length: 10 }, () => buyer.pay()))
    expect(answers.filter((answer) => answer.statusCode === 200)).toHaveLength(1)
    expect(charges(world)).toBe(1)
    expect(world.emulator.ledger().requests['/v3/payment/acq']).toBe(1)
  })

  it('refuses another request under a used key', async () => {
    const world = await startWorld()
    const { checkout, buyer } = await open(world)
    const key = 'a-key-that-is-used-twice'
    await buyer.pay({ key, card: { number: '4000000000000002' } })
    await shop(world).send('PATCH', `/v1/checkouts/${checkout.id}`, {
      amount: { value: 1199, currency: 'EUR' },
    })
    const second = await buyer.pay({ key })
    expect([second.statusCode, second.json().code]).toEqual([422, 'idempotency_key_reused'])
    expect(charges(world)).toBe(0)
  })

  it('shows both amounts when the price changed meanwhile, and charges nothing', async () => {
    const world = await startWorld()
    const { checkout, buyer } = await open(world)
    await shop(world).send('PATCH', `/v1/checkouts/${checkout.id}`, {
      amount: { value: 2500, currency: 'EUR' },
    })
    const response = await buyer.pay({ body: { version: 1 } })
    expect(response.statusCode).toBe(409)
    expect(response.json()).toMatchObject({
      code: 'amount_changed',
      shown: { value: 1099, currency: 'EUR', display: '€10.99', decimals: 2 },
      current: { value: 2500, currency: 'EUR', display: '€25.00', decimals: 2 },
      version: 2,
    })
    expect(world.emulator.ledger().requests).toEqual({})
  })

  it('answers 410 for an expired checkout', async () => {
    const world = await startWorld()
    const { buyer } = await open(world, { expiresIn: 60 })
    world.clock.advance(60_000)
    expect((await buyer.read()).status).toBe('expired')
    const response = await buyer.pay()
    expect([response.statusCode, response.json().code]).toEqual([410, 'checkout_expired'])
  })

  it("says that nothing was charged when PayKKa can't be reached", async () => {
    const world = await startWorld({ env: { PAYKKA_API_URL: 'http://127.0.0.1:9' } })
    const { buyer } = await open(world)
    const response = await buyer.pay()
    expect([response.statusCode, response.json().code]).toEqual([502, 'gateway_unreachable'])
    expect((await buyer.read()).status).toBe('open')
  })

  it('has committed the attempt as sending before the first byte goes out', async () => {
    const seen: unknown[] = []
    const world = await startWorld({
      gateway: (real) => ({
        ...real,
        purchase: async (purchase) => {
          seen.push(
            await world.database.db.selectFrom('payments').select(['trans_id', 'status']).execute(),
            purchase.transId,
          )
          return real.purchase(purchase)
        },
      }),
    })
    const { buyer } = await open(world)
    await buyer.pay()
    expect(seen).toEqual([[{ trans_id: seen[1], status: 'sending' }], expect.any(String)])
  })
})
