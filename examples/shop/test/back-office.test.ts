/** The staff's forms, the account page and the way to pay without a script, against a fake BFF over real HTTP. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readMoney } from '../src/money.ts'
import type { FakeBff } from './support/fake-bff.ts'
import { startFakeBff } from './support/fake-bff.ts'
import { openShop, Shopper } from './support/shopper.ts'

let bff: FakeBff
let shopper: Shopper

beforeEach(async () => {
  bff = await startFakeBff()
  shopper = new Shopper(await openShop(bff.url))
})
afterEach(() => bff.close())

const last = () => bff.checkouts.at(-1) ?? { orderReference: '' }
const orderPath = () => `/orders/${last().orderReference}`
const KEY = '0123456789abcdef'
const BALANCES = {
  authorized: 6450,
  captured: 0,
  capturable: 6450,
  voided: 0,
  voidable: 6450,
  refunded: 0,
  refundable: 0,
}

const PAID = { createdAt: '2026-11-30T12:00:00.000Z', supportCode: 'ABCD-EFGH' }

/** Has the BFF say that the last checkout was paid. */
function pay(status: string, change: Record<string, unknown> = {}): void {
  const amount = { value: 6450, currency: 'EUR' }
  const payment = {
    id: 'pay_1',
    status,
    amount,
    method: 'card',
    balances: BALANCES,
    history: [],
    ...PAID,
    ...change,
  }
  Object.assign(last(), { status, payments: [payment] })
}

async function orderOf(product: string): Promise<void> {
  await shopper.add(product)
  await shopper.get('/checkout')
}

describe('the back office', () => {
  it('only reserves what is made to order, and charges it once per form', async () => {
    await orderOf('pour-over-kettle')
    expect(bff.checkouts[0]).toMatchObject({ capture: 'manual', saveCard: 'ask' })
    pay('authorized')
    const page = await shopper.get(orderPath())
    const [, key = ''] = /name="key" value="([^"]+)"/.exec(page.body) ?? []
    await shopper.post(`${orderPath()}/back-office/capture`, { key, amount: '' })
    await shopper.post(`${orderPath()}/back-office/capture`, { key, amount: '' })
    const calls = bff.calls.filter(({ path }) => path === '/v1/payments/pay_1/captures')
    expect(calls.map(({ key: sent, body }) => [sent, body])).toEqual([
      [key, {}],
      [key, {}],
    ])
  })

  it('gives part of a payment back', async () => {
    await orderOf('house-coffee')
    pay('succeeded', { balances: { ...BALANCES, captured: 6450, refundable: 6450 } })
    const answer = await shopper.post(`${orderPath()}/back-office/refund`, { key: KEY, amount: '5,00' })
    expect(answer.location).toBe(`${orderPath()}#back-office`)
    expect(bff.calls.at(-1)).toMatchObject({
      path: '/v1/payments/pay_1/refunds',
      key: KEY,
      body: { amount: { value: 500, currency: 'EUR' } },
    })
  })

  it('refuses an amount that is none, without asking the BFF', async () => {
    await orderOf('house-coffee')
    pay('succeeded')
    const answer = await shopper.post(`${orderPath()}/back-office/refund`, { key: KEY, amount: 'five' })
    expect(answer.status).toBe(422)
    expect(bff.calls.filter(({ method, path }) => method === 'POST' && path.endsWith('/refunds'))).toEqual([])
    expect(answer.body).toContain('Write the amount as a number')
    expect(answer.body).toContain(`href="${orderPath()}#back-office">Back to the order</a>`)
  })

  it('speaks as people do', async () => {
    await orderOf('house-coffee')
    const card = { brand: 'visa', last4: '4242' }
    const history = [
      { at: '2026-06-01T12:00:00.000Z', from: null, to: 'partially_refunded', cause: 'merchant' },
    ]
    pay('succeeded', { status: 'partially_refunded', card, history })
    const { body } = await shopper.get(orderPath())
    expect(body).toContain('Visa ending in 4242')
    expect(body).toContain('>Partly refunded<')
    expect(body).toContain('by the shop')
    expect(body).not.toMatch(/partially refunded|····/)
  })

  it('leads back to an order that cannot be changed now', async () => {
    await orderOf('house-coffee')
    pay('succeeded')
    await bff.close()
    const answer = await shopper.post(`${orderPath()}/back-office/refund`, { key: KEY, amount: '5.00' })
    expect(answer.status).toBe(503)
    expect(answer.body).toContain('>Back to the order</a>')
  })

  it('is shown and open to the one who ordered only', async () => {
    await orderOf('house-coffee')
    pay('succeeded')
    const stranger = shopper.forget()
    expect((await stranger.get(orderPath())).body).not.toContain('Back office')
    expect((await stranger.post(`${orderPath()}/back-office/refund`, { key: KEY })).status).toBe(404)
    expect(bff.calls.filter(({ path }) => path.endsWith('/refunds')).length).toBe(0)
  })

  it('has nothing to do before an order is paid', async () => {
    await orderOf('house-coffee')
    expect((await shopper.post(`${orderPath()}/back-office/capture`, { key: KEY })).status).toBe(409)
  })
})

describe('a subscription', () => {
  it('starts with a recurring checkout, apart from the basket', async () => {
    const { location } = await shopper.post('/subscription', {})
    expect(bff.checkouts[0]).toMatchObject({
      recurring: { type: 'subscription', label: 'House coffee', interval: { unit: 'month', count: 1 } },
      capture: 'automatic',
    })
    expect(bff.checkouts[0]).not.toHaveProperty('saveCard')
    expect(location).toBe(orderPath())
    expect((await shopper.get(location)).body).toContain('<paykka-checkout')
  })

  it('is charged again by its agreement, and ended', async () => {
    await shopper.post('/subscription', {})
    pay('succeeded', { agreementId: 'agr_1' })
    const key = `${last().orderReference}-2`
    const send = () => shopper.post(`${orderPath()}/back-office/charge`, { key })
    await send()
    await send()
    expect(bff.calls.filter(({ path }) => path === '/v1/recurring/charges').length).toBe(1)
    expect(bff.calls.find(({ path }) => path === '/v1/recurring/charges')).toMatchObject({
      key,
      body: { agreementId: 'agr_1', orderReference: key, amount: { value: 1199 } },
    })
    expect((await shopper.get(orderPath())).body).toContain('data-charge="succeeded"')
  })
})

describe('the account page', () => {
  it('opens the shopper’s own cards, by a name that does not give the cookie away', async () => {
    const page = await shopper.get('/account')
    expect(page.body).toContain('client-secret="secret-of-a-shopper"')
    const { path = '' } = bff.calls.at(-1) ?? {}
    expect(path).toMatch(/^\/v1\/shoppers\/visitor-[\w-]{22}\//)
    expect(String(page.headers['set-cookie'])).not.toContain(path.slice(22, 44))
  })
})

describe('without a script', () => {
  it('a link leads to PayKKa’s page, the same one when it is followed twice', async () => {
    await shopper.add('house-coffee')
    const [first, second] = [await shopper.get('/checkout/hosted'), await shopper.get('/checkout/hosted')]
    expect([first.status, first.location]).toEqual([303, 'https://checkout.paykka.example/CS1'])
    expect(second.location).toBe(first.location)
    const keys = bff.calls.filter(({ path }) => path.endsWith('/hosted')).map(({ key }) => key)
    expect(new Set(keys).size).toBe(1)
  })
})

describe('amounts typed by hand', () => {
  it.each([
    ['5', 'EUR', 500],
    ['5.5', 'EUR', 550],
    ['5,05', 'EUR', 505],
    ['500', 'JPY', 500],
  ] as const)('%s %s are %i minor units', (text, currency, value) =>
    expect(readMoney(text, currency)).toEqual({ value, currency }),
  )

  it.each(['', '0', '-5', '5.001', '1e3', '5 EUR'])('%o is no amount', (text) =>
    expect(readMoney(text, 'EUR')).toBeUndefined(),
  )
})
