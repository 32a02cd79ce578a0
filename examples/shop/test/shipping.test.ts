/** What a shopper chooses inside a wallet's sheet, priced by the shop's server. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { FakeBff } from './support/fake-bff.ts'
import { startFakeBff } from './support/fake-bff.ts'
import { openShop, Shopper } from './support/shopper.ts'

let bff: FakeBff
let shop: Awaited<ReturnType<typeof openShop>>
let shopper: Shopper

beforeAll(async () => {
  bff = await startFakeBff()
  shop = await openShop(bff.url)
})
afterAll(async () => {
  await shop.close()
  await bff.close()
})
beforeEach(async () => {
  shopper = new Shopper(shop)
  await shopper.add('house-coffee')
  await shopper.get('/checkout')
})

const lastCheckout = () =>
  bff.checkouts.at(-1) as { amount?: { value: number }; goods?: { id: string }[]; version: number }

describe('POST /checkout/shipping', () => {
  it('re-prices the checkout before it answers, delivery being one of the goods', async () => {
    const answer = await shopper.postJson('/checkout/shipping', { method: 'express' })
    expect(answer.status).toBe(200)
    expect(JSON.parse(answer.body)).toMatchObject({
      total: '€21.89',
      methods: [{ id: 'express', amount: '9.90' }, {}],
    })
    expect(lastCheckout()).toMatchObject({ version: 2, amount: { value: 2189 } })
    expect(lastCheckout().goods?.map(({ id }) => id)).toEqual(['house-coffee', 'delivery-express'])
  })

  it('changes nothing for the way that was chosen already', async () => {
    expect((await shopper.postJson('/checkout/shipping', { method: 'standard' })).status).toBe(200)
    expect(lastCheckout().version).toBe(1)
  })

  const refused = [
    ['a country it does not deliver to', { contact: { country: 'AQ' } }],
    ['no country', { contact: { city: 'Nowhere' } }],
    ['a way it does not know', { method: 'pigeon' }],
    ['a property of every object', { method: 'constructor' }],
  ] as const
  it.each(refused)('refuses %s', async (_, choice) => {
    expect((await shopper.postJson('/checkout/shipping', choice)).status).toBe(422)
    expect(lastCheckout().version).toBe(1)
  })

  it('takes over the address once the shopper agreed to pay, and not before', async () => {
    const contact = { name: 'Ken Sample', lines: ['1-2-3 Marunouchi'], city: 'Chiyoda', country: 'JP' }
    await shopper.postJson('/checkout/shipping', { contact, complete: false })
    expect((await shopper.get('/checkout')).body).not.toContain('Marunouchi')
    await shopper.postJson('/checkout/shipping', { contact, complete: true })
    const page = await shopper.get('/checkout')
    expect(page.body).toContain('Marunouchi')
    expect(page.body).toContain('Ken Sample')
    expect(bff.callsTo('POST').filter(({ path }) => path.endsWith('/cancel'))).toEqual([])
  })

  it('leaves an order alone that is being paid', async () => {
    Object.assign(lastCheckout(), { status: 'processing' })
    expect((await shopper.postJson('/checkout/shipping', { method: 'express' })).status).toBe(409)
  })

  it('has nothing to change for a stranger', async () => {
    expect((await shopper.forget().postJson('/checkout/shipping', { method: 'express' })).status).toBe(409)
  })
})
