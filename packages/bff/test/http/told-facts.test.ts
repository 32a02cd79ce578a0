/** PayKKa's facts about a payment besides its state: shown to the shop, and never to a browser. */
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { World } from '../support/world.ts'
import { SHOP_ORIGIN, shop, shopper, startWorld } from '../support/world.ts'

const NOW = '2026-06-01T12:00:00.000Z'

async function paid(world: World, order: object = {}, card: { number?: string } = {}) {
  const checkout = await shop(world).create({ ...order })
  const buyer = shopper(world, checkout)
  const answer = await buyer.pay({ card })
  const { payments } = await shop(world).read(checkout.id)
  return { payment: payments[0], reported: [answer.body, JSON.stringify(await buyer.read())] }
}

describe('a payment, as the shop reads it', () => {
  it('says when and with what it was paid, and the first digits of the card', async () => {
    const world = await startWorld()
    const { payment, reported } = await paid(world)
    expect(payment).toMatchObject({
      paidAt: NOW,
      paidWith: 'card',
      authorisationType: 'FINAL_AUTH',
      card: { brand: 'visa', last4: '4242', bin: '424242' },
    })
    expect([payment?.captureBefore, payment?.expiresAt]).toEqual([undefined, undefined])
    for (const text of reported) expect(text).not.toMatch(/424242|paidAt|paidWith|authorisationType/)
  })

  it('says until when held funds can be captured', async () => {
    const world = await startWorld()
    const { payment } = await paid(world, { capture: 'manual', authorisationType: 'PRE_AUTH' })
    expect(payment).toMatchObject({
      status: 'authorized',
      capture: 'manual',
      authorisationType: 'PRE_AUTH',
      paidAt: NOW,
    })
    expect(Date.parse(payment?.captureBefore ?? '')).toBeGreaterThan(Date.parse(NOW))
  })

  it('says until when the shopper may confirm with the bank', async () => {
    const world = await startWorld()
    const { payment } = await paid(world, {}, { number: '5555555555554444' })
    expect(payment?.status).toBe('action_required')
    expect(Date.parse(payment?.expiresAt ?? '')).toBeGreaterThan(Date.parse(NOW))
    expect([payment?.paidAt, payment?.captureBefore]).toEqual([undefined, undefined])
  })

  it('says nothing of when it was paid after a decline', async () => {
    const world = await startWorld()
    const { payment } = await paid(world, {}, { number: '4000000000000002' })
    expect([payment?.status, payment?.paidAt]).toEqual(['declined', undefined])
  })

  it("names the way that was chosen on PayKKa's own page, also in the event", async () => {
    const pause = () => new Promise<void>(() => {})
    const env = {
      HOSTED_METHODS: 'ideal:EUR,gcash:PHP,wechat_pay',
      HOSTED_METHOD_CODES: 'wechat_pay=WECHAT_PAY',
      SHOP_EVENTS_URL: 'https://shop.example/events',
      SHOP_EVENTS_SECRET: `whsec_${Buffer.alloc(24).toString('base64')}`,
    }
    const world = await startWorld({ env, pause })
    for (const [method, word] of [
      ['IDEAL', 'ideal'],
      ['WECHAT_PAY', 'wechat_pay'],
    ] as const) {
      const checkout = await shop(world).create({ orderReference: word })
      const { url } = (
        await world.app.inject({
          method: 'POST',
          url: '/client/v1/checkout/hosted',
          headers: {
            authorization: `Bearer ${checkout.clientSecret}`,
            origin: SHOP_ORIGIN,
            'idempotency-key': randomUUID(),
          },
          payload: {},
        })
      ).json()
      const body = new URLSearchParams({ decision: 'pay', method })
      const answer = await fetch(url, { method: 'POST', body, redirect: 'manual' })
      await world.app.inject({ url: new URL(answer.headers.get('location') ?? '').pathname })
      const [payment] = (await shop(world).read(checkout.id)).payments
      expect(payment).toMatchObject({ method: 'hosted', paidWith: word, paidAt: NOW })
    }
    const events = await world.database.db.selectFrom('shop_events').select('payload').execute()
    expect(events.map(({ payload }) => JSON.parse(payload).data.payment.paidWith)).toEqual([
      'ideal',
      'wechat_pay',
    ])
  })
})
