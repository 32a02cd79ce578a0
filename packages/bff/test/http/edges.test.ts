/** Requests at the edge of what HTTP allows: the same form of answer, and nothing lost. */
import { describe, expect, it } from 'vitest'
import { expectProblem } from '../support/refusals.ts'
import { shareWorld } from '../support/shared-world.ts'
import { order, SECRET_KEY, SHOP_ORIGIN, shop, shopper } from '../support/world.ts'

const world = shareWorld()
const headers = { authorization: `Bearer ${SECRET_KEY}`, 'content-type': 'application/json' }

function createRaw(payload: string, key?: string) {
  const all = key ? { ...headers, 'idempotency-key': key } : headers
  return world().app.inject({ method: 'POST', url: '/v1/checkouts', headers: all, payload })
}

describe('addresses', () => {
  it.each(['a'.repeat(500), '%', '%E0%A4%A'])('answers a problem for /v1/checkouts/%s', async (id) => {
    const response = await shop(world()).send('GET', `/v1/checkouts/${id}`)
    expectProblem(response, 404, 'not_found')
    expect(response.body).not.toContain(id.slice(0, 20))
  })
})

describe('a method that a path does not take', () => {
  it.each([
    ['GET', '/paykka/notifications', 'POST'],
    ['PUT', '/paykka/notifications', 'POST'],
    ['DELETE', '/v1/checkouts', 'GET, HEAD, POST'],
    ['PUT', '/v1/checkouts/chk_0123456789abcdefghijk', 'GET, HEAD, PATCH'],
    ['PUT', '/client/v1/checkout', 'GET, HEAD'],
    ['GET', '/client/v1/checkout/payments', 'POST'],
    ['PUT', '/paykka/return/ret_1', 'GET, POST'],
    ['POST', '/readyz', 'GET, HEAD'],
  ] as const)('%s %s is refused, and Allow says %s', async (method, url, allow) => {
    const response = await world().app.inject({
      method,
      url,
      headers: { 'content-type': 'application/xml' },
      payload: '<a/>'.repeat(100_000),
    })
    expectProblem(response, 405, 'method_not_allowed')
    expect(response.headers.allow).toBe(allow)
  })

  it("leaves preflights of the shop's pages alone", async () => {
    const response = await world().app.inject({
      method: 'OPTIONS',
      url: '/client/v1/checkout/payments',
      headers: { origin: SHOP_ORIGIN, 'access-control-request-method': 'POST' },
    })
    expect(response.statusCode).toBe(204)
  })
})

describe('text', () => {
  it.each(['\\ud800', '\\udfff'])('refuses half of a surrogate pair: %s', async (half) => {
    expectProblem(
      await createRaw(JSON.stringify(order()).replace('order-1', `a${half}b`)),
      422,
      'validation_failed',
    )
  })

  it('takes whole pairs', async () => {
    expect((await createRaw(JSON.stringify(order({ orderReference: '🛒 1' })))).statusCode).toBe(201)
  })
})

describe('a repeated creation', () => {
  it('is the same request whatever the order of its members', async () => {
    const key = 'members-in-any-order-1'
    const body = order({ metadata: { a: '1', b: '2' } })
    const turned = Object.fromEntries(Object.entries({ ...body, metadata: { b: '2', a: '1' } }).reverse())
    const [first, second] = [
      await createRaw(JSON.stringify(body), key),
      await createRaw(JSON.stringify(turned), key),
    ]
    expect(second.json()).toEqual(first.json())
  })

  it('gets the stored answer, although the checkout has changed since', async () => {
    const key = 'stored-answer-of-creation'
    const first = (await createRaw(JSON.stringify(order()), key)).json()
    await shop(world()).send('PATCH', `/v1/checkouts/${first.id}`, { amount: { value: 1, currency: 'EUR' } })
    expect((await createRaw(JSON.stringify(order()), key)).json()).toEqual(first)
  })
})

describe('the return address', () => {
  async function challenged() {
    const checkout = await shop(world()).create()
    const response = await shopper(world(), checkout).pay({ card: { number: '5555555555554444' } })
    const page = await fetch(response.json().payment.action.url, {
      method: 'POST',
      body: new URLSearchParams({ decision: 'approve' }),
      redirect: 'manual',
    })
    return { checkout, url: new URL(page.headers.get('location') ?? '').pathname }
  }

  it('takes a POST whose content type is nonsense', async () => {
    const { checkout, url } = await challenged()
    const response = await world().app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'nonsense' },
      payload: 'x',
    })
    expect([response.statusCode, response.headers.location]).toEqual([
      303,
      `${SHOP_ORIGIN}/orders/1?checkout=${checkout.id}`,
    ])
  })

  it('is not used up by a HEAD', async () => {
    const { url } = await challenged()
    expect((await world().app.inject({ method: 'HEAD', url })).statusCode).toBe(405)
    world().clock.advance(120_000)
    expect((await world().app.inject({ method: 'GET', url })).statusCode).toBe(303)
  })
})
