/** The attempted attacks, one line each. Every one must end without a charge, a leak or a redirect. */
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isActionUrlSafe } from '../../packages/bff/src/paykka/action-url.ts'
import { expectProblem } from '../../packages/bff/test/support/refusals.ts'
import { sealCard } from '../../packages/bff/test/support/seal.ts'
import { shareWorld } from '../../packages/bff/test/support/shared-world.ts'
import { order, SHOP_ORIGIN, shop, shopper, startWorld } from '../../packages/bff/test/support/world.ts'
import { OPEN_REDIRECTS, SERVER_SIDE } from './addresses.ts'

const world = shareWorld()
const CHALLENGED = '5555555555554444'
const charges = () => world().emulator.ledger().orders.length

describe('send the shopper elsewhere', () => {
  it('tries sixty addresses', () => {
    expect(new Set(OPEN_REDIRECTS).size).toBe(60)
  })

  it.each(OPEN_REDIRECTS)('by a return address: %j', async (returnUrl) => {
    const response = await shop(world()).send('POST', '/v1/checkouts', order({ returnUrl }))
    expect([response.statusCode, response.json().code]).toEqual([422, 'validation_failed'])
  })

  it.each(['url', 'returnUrl', 'return_url', 'redirect', 'next', 'checkout'])(
    'by a parameter of the return: %s',
    async (name) => {
      const own = await startWorld()
      const checkout = await shop(own).create()
      const { payment } = (await shopper(own, checkout).pay({ card: { number: CHALLENGED } })).json()
      expect(payment.status).toBe('action_required')
      const page = await fetch(payment.action.url)
      const reference = /paykka\/return\/(ret_[\w-]{43})/.exec(await page.text())?.[1]
      const query = `${name}=${encodeURIComponent('https://evil.example/')}`
      const response = await own.app.inject({ url: `/paykka/return/${reference}?${query}` })
      const [status, location] = [response.statusCode, String(response.headers.location)]
      if (status === 303) expect(location).toBe(`${SHOP_ORIGIN}/orders/1?checkout=${checkout.id}`)
      else expect(status).toBe(404)
      expect(response.headers['set-cookie']).toBeUndefined()
      expect(response.body + location).not.toContain('evil')
    },
  )

  it.each([...OPEN_REDIRECTS.filter((text) => !text.startsWith('https://')), 'https://user@bank.example/'])(
    'by an authentication address that is not plain https: %j',
    (address) => {
      const safe = isActionUrlSafe(address, false)
      // What a browser reads as an https address is one; that a bank may be anywhere is 3-D Secure's way.
      if (safe) expect(new URL(address).protocol).toBe('https:')
      else expect(safe).toBe(false)
    },
  )
})

describe('make the server ask for something', () => {
  it('tries thirty addresses', () => {
    expect(new Set(SERVER_SIDE).size).toBe(30)
  })

  it.each(SERVER_SIDE)('%s', async (address) => {
    const goods = [{ id: '1', name: 'x', price: 1, quantity: 1, link: address, pictureUrl: address }]
    const bodies = [
      order({ returnUrl: address }),
      order({ notifyUrl: address }),
      order({ webhook: address }),
      order({ goods }),
    ]
    const before = charges()
    for (const body of bodies) {
      const response = await shop(world()).send('POST', '/v1/checkouts', body)
      // A picture is only an address for PayKKa: nobody here fetches it.
      expect([201, 422]).toContain(response.statusCode)
    }
    expect(charges()).toBe(before)
    expect(isActionUrlSafe(address, false) && !address.startsWith('https://')).toBe(false)
  })
})

describe('guess and steal', () => {
  it('a return reference: a thousand guesses name nothing and tell nothing', async () => {
    const bodies = new Set<string>()
    for (let count = 0; count < 1000; count++) {
      const response = await world().app.inject({ url: `/paykka/return/ret_${randomUUID()}` })
      expect(response.statusCode).toBe(404)
      bodies.add(response.body)
    }
    expect(bodies.size).toBe(1)
  })

  it('a client secret: a thousand guesses open nothing', async () => {
    for (let count = 0; count < 1000; count++) {
      const headers = { authorization: `Bearer cs_${randomUUID()}${randomUUID()}` }
      expect((await world().app.inject({ url: '/client/v1/checkout', headers })).statusCode).toBe(401)
    }
  })

  it('a sealed card of another checkout', async () => {
    const [mine, theirs] = [await shop(world()).create(), await shop(world()).create()]
    const { cardKey } = await shopper(world(), theirs).read()
    const iat = Math.floor(world().clock.now() / 1000)
    const sealed = await sealCard(cardKey, { checkout: theirs.id, iat })
    expectProblem(await shopper(world(), mine).pay({ sealed }), 422, 'card_unreadable')
  })

  it("the shop's side from a page, with a client secret", async () => {
    const { id, clientSecret } = await shop(world()).create()
    const headers = { authorization: `Bearer ${clientSecret}`, origin: SHOP_ORIGIN }
    for (const url of [`/v1/checkouts/${id}`, `/v1/checkouts/${id}/cancel`]) {
      const method = url.endsWith('cancel') ? 'POST' : 'GET'
      expectProblem(await world().app.inject({ method, url, headers }), 401, 'unauthorized')
    }
  })
})

describe('lie about the price', () => {
  const lies = [
    { amount: { value: 1, currency: 'EUR' } },
    { currency: 'JPY' },
    { version: 0 },
    { version: -1 },
  ]
  it.each(lies)('%j', async (body) => {
    const before = charges()
    const response = await shopper(world(), await shop(world()).create()).pay({ body })
    expectProblem(response, 422, 'validation_failed')
    expect(charges()).toBe(before)
  })
})

describe('pollute every object', () => {
  const bodies = [
    '{"__proto__":{"polluted":1}}',
    '{"constructor":{"prototype":{"polluted":1}}}',
    '{"metadata":{"__proto__":{"polluted":1}}}',
    '{"a":[{"__proto__":{"polluted":1}}]}',
    '{"\\u005f\\u005fproto\\u005f\\u005f":{"polluted":1}}',
  ]
  it.each(bodies)('%s', async (payload) => {
    const response = await shop(world()).send('POST', '/v1/checkouts', payload, {
      'content-type': 'application/json',
    })
    expectProblem(response, 400, 'malformed_request')
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})

describe('known holes of the framework', () => {
  // GHSA-jx2c-rxcm-jvmq (tab in the content type), GHSA-247c-9743-5963 (leading space).
  it.each(['application/json\ta', '\tapplication/json', ' text/plain', 'application/json\t;charset=utf-7'])(
    'a content type that skips the schema: %j',
    async (type) => {
      const response = await shop(world()).send('POST', '/v1/checkouts', '{"amount":"1"}', {
        'content-type': type,
      })
      expect([400, 415, 422]).toContain(response.statusCode)
    },
  )

  // GHSA-444r-cwp2-x5xf
  it("a host and a scheme of the attacker's in forwarded headers", async () => {
    const headers = {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'javascript',
      host: 'evil.example',
    }
    for (const url of ['/csp', '/scripts.json', '/openapi.json', '/card-frame']) {
      const response = await world().app.inject({ url, headers })
      expect(response.body + JSON.stringify(response.headers)).not.toContain('evil.example')
    }
  })

  it("a request id of the caller's in our log", async () => {
    await world().app.inject({
      url: '/healthz',
      headers: { 'request-id': 'forged-id', 'x-request-id': 'forged-id' },
    })
    expect(world().logs.join('')).not.toContain('forged-id')
  })
})
