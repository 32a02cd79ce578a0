/** Cards and agreements that PayKKa's own page stores, as the shop and the shopper see them afterwards. */
import { randomUUID } from 'node:crypto'
import type { Payment } from '@paykka-checkout/shared-types'
import { describe, expect, it } from 'vitest'
import type { Gateway, GatewayAnswer, Purchase } from '../../src/payments/gateway.ts'
import type { World } from '../support/world.ts'
import { SHOP_ORIGIN, shop, shopper, startWorld } from '../support/world.ts'

const ANNA = { shopper: { reference: 'anna' } }
const ENV = { HOSTED_METHODS: 'card,ideal:EUR,apple_pay,sepa:EUR', SAVED_CARD_CODE: 'false' }

/** Notes what PayKKa is asked to keep, and what it names a shopper. */
type Asked = Pick<Purchase, 'keep' | 'shopper'>

async function start(wrap: (real: Gateway) => Gateway = (real) => real) {
  const asked: Asked[] = []
  const watched = (real: Gateway): Gateway => ({
    purchase: (purchase) => {
      asked.push(purchase)
      return real.purchase(purchase)
    },
    query: (reference) => real.query(reference),
    close: () => real.close(),
  })
  // Without an end of timeout the return waits for PayKKa's answer.
  const pause = () => new Promise<void>(() => {})
  const world = await startWorld({ env: ENV, pause, gateway: (real) => watched(wrap(real)) })
  return { world, asked }
}

function visit(world: World, checkout: { clientSecret: string }, methods?: string[]) {
  const headers = { authorization: `Bearer ${checkout.clientSecret}`, origin: SHOP_ORIGIN }
  return world.app.inject({
    method: 'POST',
    url: '/client/v1/checkout/hosted',
    headers: { ...headers, 'idempotency-key': randomUUID() },
    payload: methods ? { methods } : {},
  })
}

/** Opens PayKKa's page, ticks its box, pays and comes back. */
async function payThere(
  world: World,
  order: object,
  method: string,
  methods?: string[],
  box: object = { store: 'on' },
): Promise<Payment> {
  const checkout = await shop(world).create({ ...ANNA, ...order })
  const { url } = (await visit(world, checkout, methods)).json()
  const form = new URLSearchParams({ decision: 'pay', method, ...box })
  const answer = await fetch(url, { method: 'POST', body: form, redirect: 'manual' })
  await world.app.inject({ url: new URL(answer.headers.get('location') ?? '').pathname })
  const [payment] = (await shop(world).read(checkout.id)).payments
  return payment as Payment
}

const withoutToken = (answer: GatewayAnswer): GatewayAnswer => {
  if (answer.kind !== 'state') return answer
  const { token: _token, agreementId: _agreement, ...facts } = answer.facts
  return { ...answer, facts }
}

describe("a card stored on PayKKa's own page", () => {
  it('is kept like one that was typed here, and pays again', async () => {
    const { world, asked } = await start()
    const payment = await payThere(world, { saveCard: 'ask' }, 'BANKCARD')
    expect(asked).toMatchObject([{ keep: 'saved_card', shopper: { reference: 'anna' } }])
    expect(payment).toMatchObject({
      status: 'succeeded',
      savedCardId: expect.stringMatching(/^card_/),
      consent: { purpose: 'saved_card', askedBy: 'paykka' },
    })
    const next = await shop(world).create(ANNA)
    const buyer = shopper(world, next)
    expect((await buyer.read()).cards).toMatchObject([{ id: payment.savedCardId, last4: '4242' }])
    const method = { type: 'saved_card', cardId: payment.savedCardId }
    expect((await buyer.pay({ body: { method } })).json().payment.status).toBe('succeeded')
  })

  it('is none without a token of PayKKa: then no consent is shown either', async () => {
    const { world } = await start((real) => ({
      ...real,
      purchase: (purchase) => real.purchase(purchase),
      query: async (reference) => withoutToken(await real.query(reference)),
      close: () => real.close(),
    }))
    const payment = await payThere(world, { saveCard: 'ask' }, 'BANKCARD')
    expect([payment.status, payment.savedCardId, payment.consent]).toEqual([
      'succeeded',
      undefined,
      undefined,
    ])
    expect((await shopper(world, await shop(world).create(ANNA)).read()).cards).toEqual([])
  })

  const unsaved: [string, object, string, string[]?][] = [
    ['the checkout saves none', {}, 'BANKCARD'],
    ['the shopper chose a way that leaves no card', { saveCard: 'ask' }, 'IDEAL', ['ideal']],
    ['only a bank account could be stored', { saveCard: 'ask' }, 'SEPA', ['sepa']],
  ]
  it.each(unsaved)('is not asked for when %s', async (_name, order, method, methods) => {
    const { world, asked } = await start()
    const payment = await payThere(world, order, method, methods)
    expect([asked[0]?.keep, payment.status, payment.savedCardId]).toEqual([null, 'succeeded', undefined])
  })
})

describe('a checkout that always saves', () => {
  it('offers only ways that save a card, and each of them does', async () => {
    const { world, asked } = await start()
    const checkout = await shop(world).create({ ...ANNA, saveCard: 'always' })
    const { hosted = [], methods } = await shopper(world, checkout).read()
    expect(hosted.map(({ code }) => code)).toEqual(['card', 'apple_pay'])
    expect(methods.filter(({ available }) => available).map(({ type }) => type)).toEqual(['card', 'hosted'])
    const refused = (await visit(world, checkout, ['ideal'])).json()
    expect(refused).toMatchObject({ code: 'validation_failed', errors: [{ field: '/methods' }] })
    for (const [index, method] of ['BANKCARD', 'APPLE_PAY'].entries()) {
      const order = { saveCard: 'always', orderReference: `always-${index}` }
      const way = method === 'BANKCARD' ? 'card' : 'apple_pay'
      const payment = await payThere(world, order, method, [way])
      expect(payment.savedCardId).toMatch(/^card_/)
      expect(payment.saved).toBe(true)
    }
    expect(asked.every(({ keep }) => keep === 'saved_card')).toBe(true)
  })
})

describe('a payment that was to store its card', () => {
  it("says so where it did not: the shopper left the box of PayKKa's page empty", async () => {
    const { world } = await start()
    const payment = await payThere(world, { saveCard: 'always' }, 'BANKCARD', ['card'], {})
    expect(payment).toMatchObject({ status: 'succeeded', saved: false })
    expect(payment).not.toHaveProperty('savedCardId')
  })

  it('says nothing where nothing was to be stored, or nothing was paid', async () => {
    const { world } = await start()
    const plain = await shop(world).create(ANNA)
    await shopper(world, plain).pay()
    const declined = await shop(world).create({ ...ANNA, saveCard: 'always' })
    await shopper(world, declined).pay({ card: { number: '4000000000000002' } })
    for (const { id } of [plain, declined])
      expect((await shop(world).read(id)).payments[0]).not.toHaveProperty('saved')
  })
})

describe("an agreement that begins on PayKKa's own page", () => {
  const RECURRING = { recurring: { type: 'subscription' } }

  it.each([
    ['BANKCARD', 'card'],
    ['APPLE_PAY', 'apple_pay'],
    ['SEPA', 'sepa'],
  ])('is made by %s and charged later', async (method, way) => {
    const { world, asked } = await start()
    const payment = await payThere(world, RECURRING, method, [way])
    expect(asked).toMatchObject([{ keep: 'subscription' }])
    const { agreementId } = payment
    expect(agreementId).toMatch(/^agr_/)
    const amount = { value: 500, currency: 'EUR' }
    const body = { agreementId, orderReference: 'order-2', amount }
    const charged = await shop(world).send('POST', '/v1/recurring/charges', body, {
      'idempotency-key': randomUUID(),
    })
    expect([charged.statusCode, charged.json().payment.status]).toEqual([201, 'succeeded'])
  })

  it('is offered only the ways that PayKKa can store', async () => {
    const { world } = await start()
    const checkout = await shop(world).create({ ...ANNA, ...RECURRING })
    const { hosted = [] } = await shopper(world, checkout).read()
    expect(hosted.map(({ code }) => code)).toEqual(['card', 'apple_pay', 'sepa'])
    const refused = (await visit(world, checkout, ['ideal'])).json()
    expect(refused).toMatchObject({ code: 'validation_failed', errors: [{ field: '/methods' }] })
  })

  it('is not offered there when no way can be stored', async () => {
    const world = await startWorld({ env: { HOSTED_METHODS: 'ideal:EUR' } })
    const checkout = await shop(world).create({ ...ANNA, ...RECURRING })
    const { methods, hosted } = await shopper(world, checkout).read()
    expect(methods).toContainEqual({ type: 'hosted', available: false, reason: 'merchant-disabled' })
    expect(hosted).toBeUndefined()
    expect((await visit(world, checkout)).json().code).toBe('method_unavailable')
  })
})
