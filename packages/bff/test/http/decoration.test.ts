/** Shop software and wallets write order data in many forms. Every sale succeeds, PayKKa accepts every request, and the shop gets a warning for each change. */
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { expectProblem } from '../support/refusals.ts'
import type { World } from '../support/world.ts'
import { order, SHOP_ORIGIN, shop, shopper, startWorld } from '../support/world.ts'

/** An order with all that forms, plugins and old databases do to it. */
const WILD = {
  locale: 'de_DE',
  shopper: {
    reference: 'auth0|62f1',
    email: ' Ada <ada@shop.example>',
    phoneNumber: '0171/1234567',
    gender: '',
    level: null,
  },
  billing: {
    firstName: 'Ada\nMaria',
    lastName: `Byron ${'x'.repeat(70)}`,
    line1: 'Main\tStreet 1\0',
    line2: null,
    city: '',
    postalCode: 10115,
    country: 'de',
    phoneAreaCode: '+1-242',
    phoneNumber: '555-1234 ext 4',
  },
  shipping: { lastName: 'Byron', line1: '1 St', city: 'Berlin', postalCode: '10115', country: 'uk' },
  goods: [
    {
      id: '4006381333931',
      name: 'Shirt',
      price: 1199,
      quantity: '1',
      pictureUrl: '//cdn.shop.example/1.png',
      link: '/shirt',
    },
    { id: 'discount', name: 'Summer', price: -100, quantity: 1 },
    { id: 'gift', name: 'Sticker', price: 0, quantity: 1 },
    { id: 'cheese', name: 'Cheese', price: 400, quantity: '0.5' },
  ],
  metadata: { note: 'line 1\nline 2', count: 3, 'with space': 'x' },
}

const WARNINGS = [
  '/locale changed',
  '/shopper/email changed',
  '/shopper/phoneNumber changed',
  '/billing/firstName changed',
  '/billing/lastName shortened',
  '/billing/line1 changed',
  '/billing/postalCode changed',
  '/billing/country changed',
  '/billing/phoneAreaCode changed',
  '/billing/phoneNumber changed',
  '/shipping/country changed',
  '/goods/0/pictureUrl changed',
  '/goods/0/link left_out',
  '/goods/0/quantity changed',
  '/goods/1 left_out',
  '/goods/2 left_out',
  '/goods/3/price changed',
  '/goods/3/quantity changed',
  '/metadata/note changed',
  '/metadata/count changed',
]

type Reported = { warnings?: { field: string; reason: string }[] }
const reported = ({ warnings = [] }: Reported) => warnings.map(({ field, reason }) => `${field} ${reason}`)
const create = (world: World, changes: object, key: string = randomUUID()) =>
  shop(world).send('POST', '/v1/checkouts', order({ ...changes }), { 'idempotency-key': key })
const sentTo = (world: World, path = '/v3/payment/acq') =>
  world.emulator.requests({ path }).at(-1)?.body as Record<string, Record<string, unknown>>

describe('a checkout with wild order data', () => {
  it('is made, says what was changed, and pays', async () => {
    const world = await startWorld()
    const response = await create(world, WILD)
    expect(response.statusCode).toBe(201)
    const checkout = response.json()
    expect(reported(checkout)).toEqual(WARNINGS)
    expect(checkout.amount).toEqual({ value: 1099, currency: 'EUR' })
    expect((await shopper(world, checkout).pay()).json().payment.status).toBe('succeeded')
    expect(sentTo(world)).toMatchObject({
      amount: 1099,
      customer: { id: 'auth0|62f1', email: 'ada@shop.example', area_code: '49', phone_number: '1711234567' },
      bill: {
        first_name: 'Ada Maria',
        last_name: `Byron ${'x'.repeat(58)}`,
        address_line1: 'Main Street 1',
        postal_code: '10115',
        country: 'DE',
        area_code: '1242',
        phone_number: '5551234',
      },
      shipping: { country: 'GB' },
      goods: [
        {
          id: '4006381333931',
          quantity: 1,
          link: `${SHOP_ORIGIN}/`,
          picture_url: 'https://cdn.shop.example/1.png',
        },
        { id: 'cheese', name: '0.5 × Cheese', price: 200, quantity: 1 },
      ],
    })
    expect((await shop(world).read(checkout.id)).metadata).toEqual({
      note: 'line 1 line 2',
      count: '3',
      'with space': 'x',
    })
  })

  it('is logged once, without a value', async () => {
    const world = await startWorld()
    await create(world, WILD)
    const lines = world.logs.filter((line) => line.includes('order data was changed'))
    expect(lines).toHaveLength(1)
    const { fields } = JSON.parse(lines[0] ?? '')
    expect(fields).toEqual(WARNINGS.map((line) => line.replace(/^\/metadata\/\w+/, '/metadata')))
    for (const value of ['Ada', 'Byron', '1711234567', '10115', 'line 1', 'Cheese'])
      expect(world.logs.join('')).not.toContain(value)
  })

  it('is logged without the names that the shop itself gives', async () => {
    const world = await startWorld()
    const goods = {
      'Ada Byron': { id: '1', name: ' x', price: 1, quantity: 1 },
      7: { id: '1', name: 'x', price: 0 },
    }
    await create(world, { goods, metadata: { 'Ada Byron': 1 } })
    const line = world.logs.find((one) => one.includes('order data was changed')) ?? '{}'
    expect(JSON.parse(line).fields.sort()).toEqual(
      ['/goods/*/name changed', '/goods/7 left_out', '/metadata changed'].sort(),
    )
    expect(world.logs.join('')).not.toContain('Byron')
  })

  it('is given again under its key with the same warnings, and another one is not', async () => {
    const world = await startWorld()
    const key = randomUUID()
    const [first, again] = [await create(world, WILD, key), await create(world, WILD, key)]
    expect(again.json()).toEqual(first.json())
    expect(again.headers['idempotency-replayed']).toBe('true')
    // Both are kept alike, but the shop did not give the same.
    const other = { ...WILD, locale: 'de-DE' }
    expectProblem(await create(world, other, key), 422, 'idempotency_key_reused')
  })

  it("goes to PayKKa's own page too", async () => {
    const world = await startWorld({ env: { HOSTED_METHODS: 'ideal:EUR' } })
    const checkout = (
      await create(world, { ...WILD, merchantName: ' Ada\u2019s\nshop ', descriptor: 'x'.repeat(80) })
    ).json()
    expect(reported(checkout)).toEqual(
      expect.arrayContaining(['/merchantName changed', '/descriptor shortened']),
    )
    const response = await shop(world).send(
      'POST',
      `/v1/checkouts/${checkout.id}/hosted`,
      {},
      { 'idempotency-key': randomUUID() },
    )
    expect([response.statusCode, response.json().url]).toEqual([200, expect.stringContaining('http')])
    expect(sentTo(world, '/v3/payment/acq/session')).toMatchObject({
      display_locale: 'de-DE',
      display_merchant_name: 'Ada’s shop',
    })
  })

  it('has no warnings when all was taken as it was given', async () => {
    const world = await startWorld()
    const clean = {
      billing: { firstName: 'Ada', country: 'DE', phoneAreaCode: '49', phoneNumber: '1711234567' },
      locale: 'de-DE',
    }
    const checkout = (await create(world, clean)).json()
    expect(checkout).toMatchObject(clean)
    expect(checkout).not.toHaveProperty('warnings')
    expect(world.logs.join('')).not.toContain('was changed')
  })

  it.each([
    { amount: null },
    { amount: { value: '1099', currency: 'EUR' } },
    { amount: { value: 1099, currency: 'eur' } },
    { orderReference: 'a\nb' },
    { orderReference: null },
    { returnUrl: ' https://shop.example/' },
    { shopper: { reference: ' x' } },
    { shopper: { reference: 'a\0' } },
    { shopper: { ip: 'localhost' } },
    { billing: { company: 'Ada Ltd' } },
  ])('stays exact about money, identity and names of fields: %j', async (changes) => {
    const world = await startWorld()
    expectProblem(await create(world, { ...WILD, ...changes }), 422, 'validation_failed')
  })
})

describe("a shopper's reference", () => {
  it.each(['auth0|62f1', 'ada@shop.example', 'Ada Byron', 'Kunde/ä#1?', '李雷'.repeat(32), '100%'])(
    "may be %s, and opens the shopper's cards",
    async (reference) => {
      const world = await startWorld()
      const body = { saveCard: true, consent: { text: 'Save it.', locale: 'en' } }
      const checkout = await shop(world).create({ shopper: { reference }, saveCard: 'ask' })
      expect((await shopper(world, checkout).pay({ body })).json().payment.status).toBe('succeeded')
      const cards = await shop(world).send('GET', `/v1/shoppers/${encodeURIComponent(reference)}/cards`)
      expect([cards.statusCode, cards.json().data?.length]).toEqual([200, 1])
    },
  )
})

describe('the other requests with order data', () => {
  it('a change of the basket', async () => {
    const world = await startWorld()
    const { id } = await shop(world).create()
    const goods = [
      { id: 1, name: 'Shirt ', price: 1099, quantity: 1 },
      { id: '2', name: 'Off', price: 0, quantity: 1 },
    ]
    const changed = await shop(world).send('PATCH', `/v1/checkouts/${id}`, { goods })
    expect([changed.statusCode, changed.json().goods]).toEqual([
      200,
      [{ id: '1', name: 'Shirt', price: 1099, quantity: 1 }],
    ])
    expect(reported(changed.json())).toEqual([
      '/goods/0/id changed',
      '/goods/0/name changed',
      '/goods/1 left_out',
    ])
    expect(await shop(world).read(id)).not.toHaveProperty('warnings')
  })

  it('a charge of an agreement', async () => {
    const world = await startWorld()
    const first = await shop(world).create({
      shopper: { reference: 'anna@x.example' },
      recurring: { type: 'subscription' },
    })
    await shopper(world, first).pay()
    const agreementId = (await shop(world).read(first.id)).payments[0]?.agreementId
    const { shopper: _shopper, locale: _locale, ...data } = WILD
    const body = { agreementId, orderReference: 'month-2', amount: { value: 1599, currency: 'EUR' }, ...data }
    const key = { 'idempotency-key': randomUUID() }
    const charged = await shop(world).send('POST', '/v1/recurring/charges', body, key)
    expect([charged.statusCode, charged.json().payment?.status]).toEqual([201, 'succeeded'])
    expect(reported(charged.json())).toEqual(WARNINGS.filter((line) => !/^\/(locale|shopper)/.test(line)))
    const again = await shop(world).send('POST', '/v1/recurring/charges', body, key)
    expect(again.json().payment.id).toBe(charged.json().payment.id)
  })

  it('a refund to a person', async () => {
    const world = await startWorld()
    const checkout = await shop(world).create()
    await shopper(world, checkout).pay()
    const id = (await shop(world).read(checkout.id)).payments[0]?.id
    const customer = { firstName: 'Ada\n', lastName: '', email: 'none', phoneNumber: '+63 917 123 4567' }
    const refunded = await shop(world).send(
      'POST',
      `/v1/payments/${id}/refunds`,
      { customer, reason: '' },
      { 'idempotency-key': randomUUID() },
    )
    expect([refunded.statusCode, refunded.json().operation?.amount]).toEqual([
      200,
      { value: 1099, currency: 'EUR' },
    ])
    expect(reported(refunded.json())).toEqual([
      '/customer/firstName changed',
      '/customer/email left_out',
      '/customer/phoneNumber changed',
    ])
    expect(sentTo(world, '/v3/payment/acq/refund')).toMatchObject({
      customer: { first_name: 'Ada', area_code: '63', phone_number: '9171234567' },
    })
  })

  it('never takes an empty amount for all that is left', async () => {
    const world = await startWorld()
    const checkout = await shop(world).create()
    await shopper(world, checkout).pay()
    const id = (await shop(world).read(checkout.id)).payments[0]?.id
    for (const amount of [null, ''])
      expectProblem(
        await shop(world).send(
          'POST',
          `/v1/payments/${id}/refunds`,
          { amount },
          { 'idempotency-key': randomUUID() },
        ),
        422,
        'validation_failed',
      )
  })

  it("a wallet's contact after the shopper has authorized", async () => {
    const world = await startWorld()
    const buyer = shopper(world, await shop(world).create())
    const billing = {
      firstName: 'Mary Ann',
      lastName: 'Smith\u0000',
      line1: '1 Infinite Loop\nSuite 2\ud83d',
      city: 'Cupertino\t',
      country: 'us',
      state: '',
      postalCode: '95014',
      email: '',
      phoneNumber: '(408) 555-0123',
    }
    const paid = await buyer.pay({ body: { billing } })
    expect([paid.statusCode, paid.json().payment?.status]).toEqual([200, 'succeeded'])
    expect(paid.json()).not.toHaveProperty('warnings')
    expect(sentTo(world).bill).toMatchObject({
      first_name: 'Mary Ann',
      last_name: 'Smith',
      address_line1: '1 Infinite Loop Suite 2',
      city: 'Cupertino',
      country: 'US',
      area_code: '1',
      phone_number: '4085550123',
    })
  })
})
