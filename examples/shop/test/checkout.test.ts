/** From the basket to a paid order, against a fake BFF over real HTTP. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FakeBff } from './support/fake-bff.ts'
import { startFakeBff } from './support/fake-bff.ts'
import { openShop, Shopper } from './support/shopper.ts'

let bff: FakeBff
let shopper: Shopper

beforeEach(async () => {
  bff = await startFakeBff()
  shopper = new Shopper(await openShop(bff.url))
  await shopper.add('stoneware-mug', '2')
})
afterEach(() => bff.close())

const orderPath = () => `/orders/${bff.checkouts.at(-1)?.orderReference}`
const setStatus = (status: string) => Object.assign(bff.checkouts.at(-1) ?? {}, { status })

describe('opening a checkout', () => {
  it('asks for what the shop’s own list says, once', async () => {
    const page = await shopper.get('/checkout')
    await shopper.get('/checkout')
    const [call, ...others] = bff.callsTo('POST')
    expect(others).toEqual([])
    expect(call?.key).toMatch(/^[A-Za-z0-9_-]{16,64}$/)
    expect(call?.body).toMatchObject({
      amount: { value: 3780, currency: 'EUR' },
      returnUrl: `http://localhost:4000${orderPath()}`,
      shopper: { email: 'ada@example.com', ip: '127.0.0.1' },
      goods: [{ id: 'stoneware-mug', price: 1890, quantity: 2 }],
      locale: 'en',
    })
    expect(page.status).toBe(200)
    expect(page.body).toContain(`client-secret="secret-of-${bff.checkouts[0]?.id}-`)
    expect(page.body).toContain(`<script type="module" src="${bff.url}/element/v1/define.js">`)
  })

  it('opens one checkout for two tabs at the same moment', async () => {
    await Promise.all([shopper.get('/checkout'), shopper.get('/checkout')])
    expect(bff.checkouts).toHaveLength(1)
  })

  it('sends an empty basket back', async () => {
    await shopper.post('/basket/change', { product: 'stoneware-mug', quantity: '0' })
    expect((await shopper.get('/checkout')).location).toBe('/basket')
    expect(bff.checkouts).toHaveLength(0)
  })
})

describe('a basket that changes while its checkout is open', () => {
  it('changes the amount of the open checkout at once', async () => {
    await shopper.get('/checkout')
    await shopper.add('house-coffee')
    expect(bff.checkouts[0]).toMatchObject({ version: 2, amount: { value: 4979, currency: 'EUR' } })
  })

  it('tells the payment page of the other tab what the order is now', async () => {
    await shopper.add('house-coffee')
    const { body } = await shopper.get('/checkout/summary')
    expect(JSON.parse(body)).toMatchObject({ lines: [{ quantity: 2 }, { sum: '€11.99' }], total: '€49.79' })
  })

  it('cancels the checkout of an emptied basket', async () => {
    await shopper.get('/checkout')
    await shopper.post('/basket/change', { product: 'stoneware-mug', quantity: '0' })
    expect(bff.checkouts[0]?.status).toBe('canceled')
  })

  it('needs a new checkout for another currency or address', async () => {
    await shopper.get('/checkout')
    await shopper.get('/?currency=JPY')
    await shopper.get('/checkout')
    expect(bff.checkouts.map(({ status, amount }) => [status, amount])).toEqual([
      ['canceled', { value: 3780, currency: 'EUR' }],
      ['open', { value: 5600, currency: 'JPY' }],
    ])
  })

  it('leaves an order alone while its payment is under way', async () => {
    await shopper.get('/checkout')
    setStatus('action_required')
    await shopper.add('house-coffee')
    expect((await shopper.get('/checkout')).location).toBe(orderPath())
    expect(bff.callsTo('PATCH')).toHaveLength(0)
  })

  it('shows the order when another checkout of it is being paid', async () => {
    await shopper.get('/checkout')
    const path = orderPath()
    setStatus('expired')
    const [first] = bff.checkouts
    if (first) bff.checkouts.unshift({ ...first, id: 'chk_0', status: 'processing' })
    expect((await shopper.get('/checkout')).location).toBe(path)
    expect(bff.checkouts).toHaveLength(2)
  })

  it('opens a new checkout, with a new key, when the old one has expired', async () => {
    await shopper.get('/checkout')
    setStatus('expired')
    expect((await shopper.get('/checkout')).status).toBe(200)
    expect(new Set(bff.callsTo('POST').map(({ key }) => key)).size).toBe(2)
    expect(bff.checkouts[1]?.orderReference).toBe(bff.checkouts[0]?.orderReference)
  })
})

describe('the order page', () => {
  it('closes a paid order and takes what was bought out of the basket', async () => {
    await shopper.get('/checkout')
    setStatus('succeeded')
    const page = await shopper.get(`${orderPath()}?checkout=${bff.checkouts[0]?.id}`)
    expect(page.body).toContain('Thank you, your order is paid')
    expect(page.body).toContain('client-secret=')
    expect((await shopper.get('/basket')).body).toContain('Your basket is empty')
  })

  it('believes the BFF and not its own address', async () => {
    await shopper.get('/checkout')
    const page = await shopper.get(`${orderPath()}?checkout=${bff.checkouts[0]?.id}&status=succeeded`)
    expect(page.body).toContain('Not paid yet')
  })

  it('shows a stranger neither the basket nor the secret', async () => {
    await shopper.get('/checkout')
    const page = await shopper.forget().get(orderPath())
    expect(page.body).toContain('€37.80')
    expect(page.body).not.toMatch(/secret-of-|ada@example\.com/)
  })

  it('says that it does not know while the BFF is away', async () => {
    await shopper.get('/checkout')
    await bff.close()
    const state = await shopper.get(`${orderPath()}/state`)
    expect(JSON.parse(state.body)).toMatchObject({ state: 'unknown', final: false })
  })
})

describe('a checkout that takes no payment any more', () => {
  it('is replaced by another for the same order and amount', async () => {
    await shopper.get('/checkout')
    const answer = await shopper.postJson(`${orderPath()}/checkout`, {})
    expect(answer.status).toBe(200)
    expect(bff.checkouts).toHaveLength(2)
    const [first, second] = bff.checkouts
    expect(second).toMatchObject({ orderReference: first?.orderReference, amount: first?.amount })
    expect(JSON.parse(answer.body)).toEqual({ clientSecret: expect.stringContaining(`${second?.id}`) })
  })

  it('is not replaced for another visitor, nor once it is paid', async () => {
    await shopper.get('/checkout')
    const path = orderPath()
    expect((await shopper.forget().postJson(`${path}/checkout`, {})).status).toBe(404)
    setStatus('succeeded')
    expect((await shopper.postJson(`${path}/checkout`, {})).status).toBe(409)
    expect(bff.checkouts).toHaveLength(1)
  })
})
