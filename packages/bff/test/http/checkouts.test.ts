/** Checkouts of the shop's server: create, read, change, cancel, and what each refuses. */
import { Checkout, CreatedCheckout, PublicCheckout } from '@paykka-checkout/shared-types'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { describe, expect, it } from 'vitest'
import { countRows, expectProblem } from '../support/refusals.ts'
import { shareWorld } from '../support/shared-world.ts'
import { order, SHOP_ORIGIN, shop, shopper } from '../support/world.ts'

const world = shareWorld()

/** Every field a shop may give. */
const FULL = {
  capture: 'manual',
  shopper: { reference: 'u-1', email: 'ada@example.org', ip: '2001:db8::1', firstName: 'Ada', lastName: 'L' },
  saveCard: 'off',
  goods: [{ id: 'p1', name: 'Ring — “珠宝” 🛒', price: 1099, quantity: 1, link: 'https://shop.example/p1' }],
  billing: { firstName: 'Ada', country: 'GB', city: 'London' },
  shipping: { line1: '1 St', postalCode: 'N1' },
  methods: ['card', 'google_pay'],
  locale: 'de-DE',
  metadata: { basket: '42', 'a_b-c': '' },
}

function errorsOf(schema: TSchema, value: unknown): unknown[] {
  return Compile(schema).Errors(value)
}

const patch = (id: string, payload: unknown) => shop(world()).send('PATCH', `/v1/checkouts/${id}`, payload)
const cancel = (id: string) => shop(world()).send('POST', `/v1/checkouts/${id}/cancel`)
const amount = (value: number) => ({ amount: { value, currency: 'EUR' } })

describe('create', () => {
  it.each([{}, FULL])("answers what the contract's schema says (%#)", async (changes) => {
    const body = order({ ...changes, orderReference: `full-${Object.keys(changes).length}` })
    const created = await shop(world()).create(body)
    expect(errorsOf(CreatedCheckout, created)).toEqual([])
    expect(created).toMatchObject({ ...body, status: 'open', version: 1 })
    expect(Date.parse(created.expiresAt) - Date.parse(created.createdAt)).toBe(3_600_000)
  })

  it('returns the client secret once', async () => {
    const created = await shop(world()).create()
    expect(created.clientSecret).toMatch(/^cs_[\w-]{43}$/)
    expect(JSON.stringify(await shop(world()).read(created.id))).not.toContain(created.clientSecret)
    expect((await shopper(world(), created).read()).id).toBe(created.id)
  })

  it.each([60, 86_400])('lives as long as asked: %i s', async (expiresIn) => {
    const created = await shop(world()).create({ expiresIn })
    expect(Date.parse(created.expiresAt) - world().clock.now()).toBe(expiresIn * 1000)
  })

  it('accepts every allowed form of a return address', async () => {
    for (const path of ['', '/', '/a?b=c&d=%20', '/ü', '/a/b;c'])
      expect((await shop(world()).create({ returnUrl: `${SHOP_ORIGIN}${path}` })).status).toBe('open')
  })
})

describe('create with an Idempotency-Key', () => {
  const post = (key: string, changes: Record<string, unknown> = {}) =>
    shop(world()).send('POST', '/v1/checkouts', order(changes), { 'idempotency-key': key })

  it('gives the same checkout and secret again', async () => {
    const first = await post('create-0000000001')
    const again = await post('create-0000000001')
    expect([first.statusCode, first.headers['idempotency-replayed']]).toEqual([201, undefined])
    expect([again.statusCode, again.headers['idempotency-replayed']]).toEqual([201, 'true'])
    expect(again.json()).toEqual(first.json())
  })

  it('creates one checkout for ten requests at once', async () => {
    const before = await countRows(world())
    const answers = await Promise.all(Array.from({ length: 10 }, () => post('create-0000000002')))
    expect(new Set(answers.map((answer) => answer.json().id)).size).toBe(1)
    expect((await countRows(world())).checkouts).toBe((before.checkouts ?? 0) + 1)
  })

  it('refuses another request under the same key', async () => {
    await post('create-0000000003')
    expectProblem(await post('create-0000000003', amount(5)), 422, 'idempotency_key_reused')
  })

  it('keeps a key free that was refused', async () => {
    expectProblem(
      await post('create-0000000004', { returnUrl: 'https://evil.example/' }),
      422,
      'validation_failed',
    )
    expect((await post('create-0000000004')).statusCode).toBe(201)
  })

  it.each(['', 'x'.repeat(256), 'spaces are not ok!'])('refuses the key %j', async (key) => {
    expectProblem(await post(key), 400, 'idempotency_key_invalid')
  })
})

describe('read', () => {
  it('shows the shop all it gave, with the payments', async () => {
    const created = await shop(world()).create(FULL)
    await shopper(world(), created).pay({ card: { number: '4000000000000002' } })
    await shopper(world(), created).pay()
    const checkout = await shop(world()).read(created.id)
    expect(errorsOf(Checkout, checkout)).toEqual([])
    expect(checkout).toMatchObject({ ...FULL, status: 'authorized' })
    expect(checkout.payments.map((payment) => payment.status)).toEqual(['declined', 'authorized'])
  })

  it("shows the browser what the schema names, and nothing of the shop's own", async () => {
    const created = await shop(world()).create(FULL)
    await shopper(world(), created).pay()
    const view = await shopper(world(), created).read()
    expect(errorsOf(PublicCheckout, view)).toEqual([])
    expect(view.amount.display).toBe('10,99\u00a0€')
    const text = JSON.stringify(view)
    for (const own of ['u-1', 'ada@example.org', 'basket', 'transId', 'gateway'])
      expect(text).not.toContain(own)
  })

  it('says why a method is not offered', async () => {
    const created = await shop(world()).create({ methods: ['card', 'apple_pay', 'hosted'] })
    expect((await shopper(world(), created).read()).methods).toEqual([
      { type: 'card', available: true },
      { type: 'apple_pay', available: false, reason: 'merchant-disabled' },
      { type: 'hosted', available: false, reason: 'merchant-disabled' },
    ])
  })

  it('answers 404 for one that never was', async () => {
    expectProblem(await shop(world()).send('GET', `/v1/checkouts/chk_${'a'.repeat(22)}`), 404, 'not_found')
  })
})

describe('change', () => {
  it('counts versions up and keeps what was not changed', async () => {
    const { id } = await shop(world()).create(FULL)
    const goods = [{ id: 'p2', name: 'Two', price: 1, quantity: 2 }]
    expect((await patch(id, amount(2500))).json()).toMatchObject({ version: 2, ...amount(2500) })
    expect((await patch(id, { goods })).json()).toMatchObject({ version: 3, ...amount(2500), goods })
    expect(await shop(world()).read(id)).toMatchObject({ metadata: FULL.metadata, billing: FULL.billing })
  })

  it('keeps the currency', async () => {
    const { id } = await shop(world()).create()
    const response = await patch(id, { amount: { value: 5, currency: 'USD' } })
    expectProblem(response, 422, 'validation_failed')
    expect(response.json().errors[0].field).toBe('/amount/currency')
  })

  it('charges the new amount', async () => {
    const created = await shop(world()).create()
    await patch(created.id, amount(2500))
    await shopper(world(), created).pay()
    expect((await shop(world()).read(created.id)).payments[0]?.amount.value).toBe(2500)
  })

  const closed: [string, string | null, number, string][] = [
    ['a payment is under way', '4000000000000119', 409, 'payment_in_progress'],
    ['a challenge is under way', '5555555555554444', 409, 'payment_in_progress'],
    ['an outcome is unknown', '4000000000000259', 409, 'payment_in_progress'],
    ['it is paid', '4242424242424242', 409, 'already_paid'],
  ]
  it.each(closed)('is refused while %s, and so is a cancel', async (_name, number, status, code) => {
    const created = await shop(world()).create()
    if (number !== null) await shopper(world(), created).pay({ card: { number } })
    expectProblem(await patch(created.id, amount(1)), status, code)
    expectProblem(await cancel(created.id), status, code)
    expect((await shop(world()).read(created.id)).version).toBe(1)
  })

  it('is possible again after a decline', async () => {
    const created = await shop(world()).create()
    await shopper(world(), created).pay({ card: { number: '4000000000000002' } })
    expect((await patch(created.id, amount(1))).statusCode).toBe(200)
  })

  it('and everything else is over once it has expired', async () => {
    const created = await shop(world()).create({ expiresIn: 60 })
    world().clock.advance(59_999)
    expect((await shop(world()).read(created.id)).status).toBe('open')
    world().clock.advance(1)
    expect((await shop(world()).read(created.id)).status).toBe('expired')
    expectProblem(await patch(created.id, amount(1)), 410, 'checkout_expired')
    expectProblem(await cancel(created.id), 410, 'checkout_expired')
    expectProblem(await shopper(world(), created).pay(), 410, 'checkout_expired')
  })

  it('answers 404 for one that never was', async () => {
    expectProblem(await patch(`chk_${'a'.repeat(22)}`, amount(1)), 404, 'not_found')
    expectProblem(await cancel(`chk_${'a'.repeat(22)}`), 404, 'not_found')
  })
})

describe('cancel', () => {
  it('closes, and closing twice is fine', async () => {
    const created = await shop(world()).create()
    const answers = [await cancel(created.id), await cancel(created.id)]
    expect(answers.map((answer) => [answer.statusCode, answer.json().status])).toEqual([
      [200, 'canceled'],
      [200, 'canceled'],
    ])
    expectProblem(await shopper(world(), created).pay(), 409, 'checkout_closed')
    expectProblem(await patch(created.id, amount(1)), 409, 'checkout_closed')
  })

  it('takes an empty object', async () => {
    const { id } = await shop(world()).create()
    expect((await shop(world()).send('POST', `/v1/checkouts/${id}/cancel`, {})).statusCode).toBe(200)
  })
})
