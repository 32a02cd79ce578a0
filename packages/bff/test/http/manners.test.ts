/** What clients and proxies really send: slashes at the end, no body, other letters, too much. */
import { describe, expect, it } from 'vitest'
import { charges, expectProblem } from '../support/refusals.ts'
import { shareWorld } from '../support/shared-world.ts'
import { order, SECRET_KEY, SHOP_ORIGIN, shop, shopper, startWorld } from '../support/world.ts'

const world = shareWorld()
const JSON_TYPE = { 'content-type': 'application/json' }
const bearer = (scheme = 'Bearer') => ({ authorization: `${scheme} ${SECRET_KEY}` })

describe('a request without a body', () => {
  const types = [
    'application/json',
    'application/json; charset=utf-8',
    'text/plain',
    'application/x-www-form-urlencoded',
  ]
  it.each(types)('of type %s cancels a checkout', async (type) => {
    const { id } = await shop(world()).create()
    const response = await world().app.inject({
      method: 'POST',
      url: `/v1/checkouts/${id}/cancel`,
      headers: { ...bearer(), 'content-type': type, 'content-length': '0' },
    })
    expect([response.statusCode, response.json().status]).toEqual([200, 'canceled'])
  })

  it('is taken for a DELETE of the shop and of the browser', async () => {
    const checkout = await shop(world()).create({ shopper: { reference: 'ada' } })
    const none = `card_${'a'.repeat(22)}`
    const requests = [
      { url: `/v1/shoppers/ada/cards/${none}`, headers: bearer() },
      {
        url: `/client/v1/checkout/cards/${none}`,
        headers: { authorization: `Bearer ${checkout.clientSecret}` },
      },
    ]
    for (const { url, headers } of requests) {
      const response = await world().app.inject({
        method: 'DELETE',
        url,
        headers: { ...headers, ...JSON_TYPE },
      })
      expectProblem(response, 404, 'not_found')
    }
  })

  it('captures all that is left, as an empty object does', async () => {
    const checkout = await shop(world()).create({ capture: 'manual' })
    await shopper(world(), checkout).pay()
    const [payment] = (await shop(world()).read(checkout.id)).payments
    const headers = { ...bearer(), ...JSON_TYPE, 'idempotency-key': 'capture-all' }
    const url = `/v1/payments/${payment?.id}/captures`
    const response = await world().app.inject({ method: 'POST', url, headers })
    expect([response.statusCode, response.json().operation.amount.value]).toEqual([200, 1099])
  })

  it('creates nothing: what is required is named', async () => {
    const response = await world().app.inject({
      method: 'POST',
      url: '/v1/checkouts',
      headers: { ...bearer(), ...JSON_TYPE },
    })
    expectProblem(response, 422, 'validation_failed')
    const fields = response.json().errors.map(({ field }: { field: string }) => field)
    expect(fields).toEqual(['/orderReference', '/amount', '/returnUrl'])
  })
})

describe('an address', () => {
  it.each(['/v1/checkouts/', '//v1/checkouts', '/v1//checkouts//'])('may be %s', async (url) => {
    const response = await world().app.inject({
      method: 'POST',
      url,
      headers: bearer(),
      payload: order({ orderReference: url }),
    })
    expect(response.statusCode).toBe(201)
  })

  it.each(['/v1/checkouts/', '//v1/checkouts', '//client/v1/checkout/'])(
    'opens nothing without a credential as %s',
    async (url) => {
      const { statusCode } = await world().app.inject({
        method: url.includes('client') ? 'GET' : 'POST',
        url,
      })
      expect(statusCode).toBe(401)
    },
  )

  it.each([
    ['DELETE', '/v1/checkouts/', 'GET, HEAD, POST'],
    ['HEAD', '/v1/recurring/charges', 'POST'],
    ['PUT', '/v1/checkouts/chk_0123456789abcdefghijk/cancel/', 'POST'],
    ['DELETE', '/element/v1/define.js', 'GET, HEAD'],
    ['HEAD', '/paykka/return/ret_1', 'GET, POST'],
    ['OPTIONS', '/v1/checkouts', 'GET, HEAD, POST'],
    ['POST', '/card-frame/', 'GET, HEAD'],
  ] as const)('%s %s is refused with Allow: %s', async (method, url, allow) => {
    const response = await world().app.inject({ method, url })
    expect([response.statusCode, response.headers.allow]).toEqual([405, allow])
  })

  it.each(['/healthz', '/readyz', '/card-frame', '/csp'])(
    'HEAD %s answers as GET, without a body',
    async (url) => {
      const [head, get] = [
        await world().app.inject({ method: 'HEAD', url }),
        await world().app.inject({ url }),
      ]
      expect([head.statusCode, head.body]).toEqual([get.statusCode, ''])
    },
  )

  it('with doubled slashes counts against the same limits', async () => {
    const strict = await startWorld({ env: { RATE_LIMIT_EXEMPT: '', RATE_LIMITS: 'requests=2/60' } })
    const { clientSecret } = await shop(strict).create()
    const read = (url: string) =>
      strict.app.inject({ url, headers: { authorization: `Bearer ${clientSecret}` } })
    const statuses = []
    for (const url of ['/client/v1/checkout', '//client/v1/checkout', '/client//v1/checkout/'])
      statuses.push((await read(url)).statusCode)
    expect(statuses).toEqual([200, 200, 429])
  })
})

describe('the word Bearer', () => {
  it.each(['Bearer', 'bearer', 'BEARER', 'bEaReR', 'Bearer '])('may be written %j', async (scheme) => {
    const response = await world().app.inject({
      url: `/v1/checkouts/chk_${'a'.repeat(22)}`,
      headers: bearer(scheme),
    })
    expect(response.statusCode).toBe(404)
  })
})

describe('nesting', () => {
  const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
  const objects = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`

  it.each([40, 5000, 10_000])(
    "of %d levels in a wallet's token is refused, and nothing is sent",
    async (depth) => {
      const checkout = await shop(world()).create()
      const before = charges(world())
      for (const token of [deep(depth), objects(depth)]) {
        const response = await world().app.inject({
          method: 'POST',
          url: '/client/v1/checkout/payments',
          headers: {
            authorization: `Bearer ${checkout.clientSecret}`,
            'idempotency-key': `deep-${depth}-${token.length}`,
            ...JSON_TYPE,
          },
          payload: `{"version":1,"method":{"type":"apple_pay","token":{"x":${token}}},"browser":{}}`,
        })
        expectProblem(response, 422, 'validation_failed')
        expect(response.json().errors[0].message).toContain('levels deep')
      }
      expect(charges(world())).toBe(before)
    },
  )

  it('inside text is no nesting', async () => {
    const response = await shop(world()).send(
      'POST',
      '/v1/checkouts',
      order({ orderReference: '[{'.repeat(32) }),
    )
    expect(response.statusCode).toBe(201)
  })
})

describe('large orders', () => {
  it('of 200 lines fit, as PHP writes them', async () => {
    const goods = Array.from({ length: 200 }, (_, at) => ({
      id: `sku-${at}`,
      name: 'é'.repeat(200),
      description: 'ü'.repeat(500),
      price: 1099,
      quantity: 1,
    }))
    const json = JSON.stringify(order({ goods, orderReference: 'large' }))
    const payload = json.replace(
      /[^\x20-\x7e]/g,
      (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
    const response = await world().app.inject({
      method: 'POST',
      url: '/v1/checkouts',
      headers: { ...bearer(), ...JSON_TYPE },
      payload,
    })
    expect(payload.length).toBeGreaterThan(800_000)
    expect(response.statusCode).toBe(201)
    expect(response.json().goods).toHaveLength(200)
  })
})

describe('a page that a person would see', () => {
  it('explains the problem in words, with a support code', async () => {
    const strict = await startWorld({ env: { RATE_LIMIT_EXEMPT: '', RATE_LIMITS: 'requests=1/60' } })
    for (const url of ['/card-frame', '/paykka/return/ret_1', '/challenge']) {
      await strict.app.inject({ url })
      const response = await strict.app.inject({ url })
      expect([response.statusCode, response.headers['content-type']]).toEqual([
        429,
        'text/html; charset=utf-8',
      ])
      expect(response.body).toContain('Too many requests')
      expect(response.body).toMatch(/Support code: req_[A-Z2-7]{26}/)
    }
  })

  it('comes back from the bank however much the bank posts', async () => {
    const checkout = await shop(world()).create()
    const answer = await shopper(world(), checkout).pay({ card: { number: '5555555555554444' } })
    const page = await fetch(answer.json().payment.action.url, {
      method: 'POST',
      body: new URLSearchParams({ decision: 'approve' }),
      redirect: 'manual',
    })
    const response = await world().app.inject({
      method: 'POST',
      url: new URL(page.headers.get('location') ?? '').pathname,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: `cres=${'a'.repeat(300_000)}`,
    })
    expect([response.statusCode, response.headers.location]).toEqual([
      303,
      `${SHOP_ORIGIN}/orders/1?checkout=${checkout.id}`,
    ])
  })
})
