/** A card number in plain text is refused everywhere, reported by its place, and stored nowhere. */
import { describe, expect, it } from 'vitest'
import { expectProblem } from '../../support/refusals.ts'
import { shareWorld } from '../../support/shared-world.ts'
import { BROWSER, order, SECRET_KEY, shop, shopper } from '../../support/world.ts'

const world = shareWorld()
const PAN = '4242424242424242'
const SPACED = '4242 4242 4242 4242'

describe("the shop's server", () => {
  const places: [string, Record<string, unknown>, string][] = [
    ['the order reference', { orderReference: PAN }, '/orderReference'],
    ['a text of the basket', { goods: [{ id: '1', name: SPACED, price: 1, quantity: 1 }] }, '/goods/0/name'],
    ['the metadata', { metadata: { note: `paid with ${SPACED}` } }, '/metadata/note'],
    ['the return address', { returnUrl: `https://shop.example/${PAN}` }, '/returnUrl'],
    ['an email', { shopper: { email: `${PAN}@x.example` } }, '/shopper/email'],
    ['a field that does not exist', { card: { pan: PAN } }, '/card/pan'],
    ['a number', { amount: { value: Number(PAN), currency: 'EUR' } }, '/amount/value'],
    ['a name of a field', { metadata: { [PAN]: 'x' } }, '/metadata'],
    ['Base64', { metadata: { a: Buffer.from(PAN).toString('base64') } }, '/metadata/a'],
  ]
  it.each(places)('may not send one in %s', async (_name, changes, field) => {
    const response = await shop(world()).send('POST', '/v1/checkouts', order(changes))
    expectProblem(response, 422, 'card_data_refused')
    expect(response.json().errors).toEqual([{ field, message: 'holds a card number' }])
    for (const digits of [PAN, SPACED]) {
      expect(response.body).not.toContain(digits)
      expect(world().logs.join('')).not.toContain(digits)
      expect(world().databaseBytes().includes(digits)).toBe(false)
    }
  })

  it('may send a telephone number whose last digit fits by chance', async () => {
    const shopperData = { phoneAreaCode: '49', phoneNumber: '4242424242426' }
    const created = await shop(world()).create({ shopper: shopperData })
    expect(created.shopper).toEqual(shopperData)
  })

  it('may send the trace it is in, whose ids can look like a card by chance', async () => {
    const send = (traceparent: string) =>
      shop(world()).send('POST', '/v1/checkouts', order(), { traceparent })
    const trace = '00-4bf92f3577b34da6a3ce929d0e0e4736'
    expect((await send(`${trace}-${PAN}-01`)).statusCode).toBe(201)
    expectProblem(await send(`card ${PAN}`), 422, 'card_data_refused')
  })
})

describe('any caller', () => {
  const requests: [string, string, Record<string, string>][] = [
    ['in the address', `/v1/checkouts/${PAN}`, {}],
    ['in the query', `/v1/checkouts/x?card=${encodeURIComponent(SPACED)}`, {}],
    ['in a header', '/v1/checkouts/x', { 'x-card': PAN }],
    ['in a cookie', '/client/v1/checkout', { cookie: `card=${PAN}` }],
    ['in the user agent', '/client/v1/checkout', { 'user-agent': SPACED }],
    ['as a bearer', '/client/v1/checkout', { authorization: `Bearer ${PAN}` }],
  ]
  it.each(requests)('is refused with one %s', async (_name, url, headers) => {
    const response = await world().app.inject({
      url,
      headers: { authorization: `Bearer ${SECRET_KEY}`, ...headers },
    })
    expectProblem(response, 422, 'card_data_refused')
    expect(response.body).not.toMatch(/4242[ %0-9]*4242/)
    expect(world().logs.join('')).not.toMatch(/4242[ %0-9]*4242/)
  })

  it('is refused with one beside the sealed card, and pays without it', async () => {
    const checkout = await shop(world()).create()
    const buyer = shopper(world(), checkout)
    const beside = await buyer.pay({ body: { browser: { ...BROWSER, userAgent: `x ${PAN}` } } })
    expectProblem(beside, 422, 'card_data_refused')
    expect((await buyer.pay()).json().payment.status).toBe('succeeded')
  })

  it("is not refused at PayKKa's callbacks, which must not be lost", async () => {
    const response = await world().app.inject({ url: `/paykka/return/ret_x?card=${PAN}` })
    expect(response.statusCode).toBe(404)
    expect(response.body).not.toContain(PAN)
    expect(world().logs.join('')).not.toContain(PAN)
  })
})
