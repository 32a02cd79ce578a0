/** Charges without the shopper: what they may carry, whose address they show, and what the shop reads of them. */
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Purchase } from '../../src/payments/gateway.ts'
import type { World } from '../support/world.ts'
import { SHOP_ORIGIN, shop, shopper, startWorld } from '../support/world.ts'

const AMOUNT = { value: 500, currency: 'EUR' }
const ADDRESS = { firstName: 'Ada', lastName: 'Byron', line1: '1 St', city: 'London', postalCode: 'N1' }
const EVERYTHING = {
  capture: 'manual',
  returnUrl: `${SHOP_ORIGIN}/orders/2`,
  shopper: { email: 'anna@example.com', level: 'gold' },
  goods: [{ id: 'box', name: 'Box of the month', price: 500, quantity: 1 }],
  billing: ADDRESS,
  shipping: { ...ADDRESS, city: 'Paris' },
  metadata: { plan: 'monthly' },
  authorisationType: 'PRE_AUTH',
  billingAddressCollection: 'REQUIRED',
  descriptor: 'ADA BOOKS',
}

let world: World
let agreementId: string
let sent: Purchase[]

beforeEach(async () => {
  sent = []
  world = await startWorld({
    gateway: (real) => ({
      purchase: (purchase) => {
        sent.push(purchase)
        return real.purchase(purchase)
      },
      query: (reference) => real.query(reference),
      close: () => real.close(),
    }),
  })
  const order = { shopper: { reference: 'anna' }, recurring: { type: 'subscription' } }
  const checkout = await shop(world).create(order)
  await shopper(world, checkout).pay()
  agreementId = (await shop(world).read(checkout.id)).payments[0]?.agreementId ?? ''
})

const charge = (changes: object = {}, key: string = randomUUID()) =>
  shop(world).send(
    'POST',
    '/v1/recurring/charges',
    { agreementId, orderReference: 'month-2', amount: AMOUNT, ...changes },
    { 'idempotency-key': key },
  )

describe('POST /v1/recurring/charges', () => {
  it('carries what a checkout carries, to PayKKa and back to the shop', async () => {
    const { payment } = (await charge(EVERYTHING)).json()
    expect(payment).toMatchObject({ status: 'authorized', method: 'agreement' })
    const { capture, returnUrl, metadata: _kept, shopper: person, ...reported } = EVERYTHING
    expect(sent.at(-1)).toMatchObject({ capture, shopper: { ...person, reference: 'anna' }, ...reported })
    expect(await shop(world).read(payment.checkoutId)).toMatchObject({
      ...EVERYTHING,
      shopper: { ...person, reference: 'anna' },
    })
    const captured = await shop(world).send(
      'POST',
      `/v1/payments/${payment.id}/captures`,
      {},
      {
        'idempotency-key': randomUUID(),
      },
    )
    expect(captured.json().payment.status).toBe('succeeded')
  })

  it("shows the shop's own address, and nothing of the BFF's, when the body is bare", async () => {
    const { payment } = (await charge()).json()
    expect(sent.at(-1)?.shopUrl).toBe(`${SHOP_ORIGIN}/`)
    const checkout = await shop(world).read(payment.checkoutId)
    expect(checkout).toMatchObject({ returnUrl: `${SHOP_ORIGIN}/`, capture: 'automatic' })
    expect(checkout).not.toHaveProperty('metadata')
  })

  it('says in the history that the merchant paid, and the shopper before', async () => {
    const { payment } = (await charge()).json()
    expect(payment.history[0]).toMatchObject({ to: 'sending', cause: 'merchant' })
    const { data } = (await shop(world).send('GET', '/v1/shoppers/anna/agreements')).json()
    expect(data).toHaveLength(1)
    const first = await world.database.db
      .selectFrom('payment_steps')
      .select('cause')
      .where('seq', '=', 1)
      .execute()
    expect(first.map(({ cause }) => cause).toSorted()).toEqual(['merchant', 'shopper'])
  })

  const changes: [string, object][] = [
    ['goods', { goods: [{ ...EVERYTHING.goods[0], quantity: 2 }] }],
    ['capture', { capture: 'automatic' }],
    ['metadata', { metadata: { plan: 'yearly' } }],
    ['returnUrl', { returnUrl: `${SHOP_ORIGIN}/orders/3` }],
  ]
  it.each(changes)(
    'is the same charge for the same key, and refused with other %s',
    async (_name, change) => {
      const key = randomUUID()
      const first = (await charge(EVERYTHING, key)).json().payment
      const { shopper: person, ...rest } = EVERYTHING
      expect((await charge({ shopper: person, ...rest }, key)).json().payment.id).toBe(first.id)
      expect((await charge({ ...EVERYTHING, ...change }, key)).json().code).toBe('idempotency_key_reused')
      expect(world.emulator.ledger().orders).toHaveLength(2)
    },
  )

  const wrong: [string, object, string][] = [
    ['another shopper', { shopper: { reference: 'ben' } }, '/shopper/reference'],
    ['a foreign page', { returnUrl: 'https://elsewhere.example/' }, '/returnUrl'],
    ['a currency that is none', { amount: { value: 500, currency: 'XXX' } }, '/amount/currency'],
  ]
  it.each(wrong)('is refused for %s, and nothing is sent', async (_name, change, field) => {
    const answer = (await charge(change)).json()
    expect(answer).toMatchObject({ code: 'validation_failed', errors: [{ field }] })
    expect(sent).toHaveLength(1)
  })
})
