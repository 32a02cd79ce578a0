/** What a settled answer makes of payment and checkout, where the obvious would be wrong. */
import { describe, expect, it } from 'vitest'
import { listShopEvents } from '../../src/database/event-rows.ts'
import { REVIEW_AFTER_MS } from '../../src/payments/engine/undone.ts'
import type { GatewayAnswer, GatewayFacts } from '../../src/payments/gateway.ts'
import { settlePayment } from '../../src/payments/purchases/settle-payment.ts'
import type { World } from '../support/world.ts'
import { shop, shopper, startWorld } from '../support/world.ts'

type Status = 'succeeded' | 'authorized' | 'canceled' | 'processing' | 'partially_refunded'

const state = (status: Status, facts: GatewayFacts = {}): GatewayAnswer => ({
  kind: 'state',
  state: { status },
  facts,
})

function report(world: World, paymentId: string, answer: GatewayAnswer) {
  return settlePayment(world.parts, paymentId, answer, {
    what: 'query',
    at: world.clock.now(),
    provenAt: world.clock.now(),
  })
}

/** Attempt 1 was given up after ten minutes without a trace at the gateway. */
async function giveUp(world: World) {
  const checkout = await shop(world).create()
  await shopper(world, checkout).pay({ card: { number: '4000000000000341' } })
  world.clock.advance(11 * 60_000)
  await world.resolve()
  const [payment] = (await shop(world).read(checkout.id)).payments
  if (payment?.status !== 'failed') throw new Error('not given up')
  return { checkout, payment }
}

const events = async (world: World) =>
  (await listShopEvents(world.database.db, {}, 50)).map((event) => JSON.parse(event.payload))

describe('a late success', () => {
  it('of an older amount does not make the newer price look paid', async () => {
    const world = await startWorld()
    const { checkout, payment } = await giveUp(world)
    await shop(world).send('PATCH', `/v1/checkouts/${checkout.id}`, {
      amount: { value: 10_000, currency: 'EUR' },
    })
    await report(world, payment.id, state('succeeded'))
    const after = await shop(world).read(checkout.id)
    expect([after.status, after.amount.value, after.version]).toEqual(['succeeded', 1099, 3])
    const { data } = (await shop(world).send('GET', '/v1/payments?attention=late')).json()
    expect(data).toMatchObject([{ id: payment.id, attention: ['late'] }])
    const event = (await events(world)).find((one) => one.type === 'payment.succeeded')
    expect(event.data).toMatchObject({
      late: true,
      amountDiffers: true,
      payment: { amount: { value: 1099 } },
    })
    expect(world.logs.join('')).toContain('an amount the checkout no longer asks for')
  })
})

describe('a voided authorization', () => {
  it('ends the order: no other tab can pay it', async () => {
    const world = await startWorld()
    const checkout = await shop(world).create({ capture: 'manual' })
    const buyer = shopper(world, checkout)
    const { payment } = (await buyer.pay()).json()
    await report(world, payment.id, state('canceled'))
    expect((await buyer.read()).status).toBe('canceled')
    expect((await buyer.pay()).json().code).toBe('checkout_closed')
  })

  it('is learned without a notification, by a query once a day', async () => {
    const world = await startWorld()
    const checkout = await shop(world).create({ capture: 'manual' })
    await shopper(world, checkout).pay()
    expect(await world.resolve()).toBe(0)
    world.clock.advance(24 * 60 * 60_000)
    expect(await world.resolve()).toBe(1)
  })
})

describe('a challenge that nobody ends', () => {
  it('needs a person after a day, stays so, and is asked for once a day in the end', async () => {
    const world = await startWorld({ emulator: { challengeExpiryMs: 90 * 24 * 60 * 60_000 } })
    const checkout = await shop(world).create()
    const { payment } = (await shopper(world, checkout).pay({ card: { number: '5555555555554444' } })).json()
    world.clock.advance(REVIEW_AFTER_MS)
    await world.resolve()
    await report(world, payment.id, state('processing'))
    expect((await shop(world).read(checkout.id)).payments[0]?.status).toBe('needs_review')
    expect((await events(world)).map((event) => event.type)).toEqual(['payment.needs_review'])
    expect(world.logs.join('')).toContain('a person must look')
  })
})

describe('a second partial refund', () => {
  const refunded = (amount: number): GatewayFacts => ({
    balances: {
      authorized: 1099,
      captured: 1099,
      capturable: 0,
      voided: 0,
      voidable: 0,
      refunded: amount,
      refundable: 1099 - amount,
    },
  })

  it('is reported to the shop although the status stays', async () => {
    const world = await startWorld()
    const { payment } = (await shopper(world, await shop(world).create()).pay()).json()
    for (const amount of [100, 100, 250])
      await report(world, payment.id, state('partially_refunded', refunded(amount)))
    const reported = (await events(world)).filter((event) => event.type === 'payment.partially_refunded')
    expect(reported.map((event) => event.data.payment.balances.refunded).sort()).toEqual([100, 250])
    expect(new Set(reported.map((event) => event.id)).size).toBe(2)
  })
})

describe('wrong keys', () => {
  it('are an alert, not only a failed payment', async () => {
    const world = await startWorld({ env: { PAYKKA_APP_ID: '1' } })
    await shopper(world, await shop(world).create()).pay()
    expect(world.logs.join('')).toContain('PayKKa refuses us')
  })
})
