/** Everything a request may get wrong: each a problem with a stable code, nothing stored, nothing sent. */
import { randomUUID } from 'node:crypto'
import type { LightMyRequestResponse } from 'fastify'
import { describe, expect, it } from 'vitest'
import { expectProblem, expectRefused } from '../support/refusals.ts'
import { sealCard } from '../support/seal.ts'
import { shareWorld } from '../support/shared-world.ts'
import type { World } from '../support/world.ts'
import { BROWSER, order, SECRET_KEY, SHOP_ORIGIN, shop, shopper } from '../support/world.ts'

const sharedWorld = shareWorld()
const JSON_TYPE = 'application/json'

type Raw = { payload: string | Buffer; type?: string | undefined }

/** The shop's server sending bytes as they are. */
function createRaw(world: World, { payload, type = JSON_TYPE }: Raw): Promise<LightMyRequestResponse> {
  const headers = { authorization: `Bearer ${SECRET_KEY}`, 'content-type': type }
  return world.app.inject({ method: 'POST', url: '/v1/checkouts', headers, payload })
}

const withAmount = (value: string) => JSON.stringify(order()).replace('"value":1099', `"value":${value}`)
const withMember = (member: string) => JSON.stringify(order()).replace('{', `{${member},`)

describe('POST /v1/checkouts', () => {
  const amounts = [
    '"100"',
    'true',
    '[5]',
    '1.5',
    '9007199254740993',
    '-1',
    '0',
    'null',
    '"0x10"',
    '"1e3"',
    '1e21',
    '1000000000000',
    '{}',
    '""',
  ]
  it.each(amounts)('refuses the amount %s', async (value) => {
    const world = sharedWorld()
    await expectRefused(
      world,
      () => createRaw(world, { payload: withAmount(value) }),
      422,
      'validation_failed',
    )
  })

  const fields: [string, Record<string, unknown>][] = [
    ['an unknown field', { surprise: 1 }],
    ['an unknown field of the amount', { amount: { value: 1, currency: 'EUR', more: 1 } }],
    ['a currency of nowhere', { amount: { value: 1, currency: 'ABC' } }],
    ['no currency', { amount: { value: 1 } }],
    ['a lower-case currency', { amount: { value: 1, currency: 'eur' } }],
    ['XXX', { amount: { value: 1, currency: 'XXX' } }],
    ['XTS', { amount: { value: 1, currency: 'XTS' } }],
    ['gold', { amount: { value: 1, currency: 'XAU' } }],
    ['an amount that is a number', { amount: 1099 }],
    ['a foreign return address', { returnUrl: 'https://evil.example/' }],
    ['a return address under a longer host', { returnUrl: `${SHOP_ORIGIN}.evil.example/` }],
    ['a return address by another scheme', { returnUrl: 'http://shop.example/' }],
    ['a return address on another port', { returnUrl: `${SHOP_ORIGIN}:8443/` }],
    ['a javascript: return address', { returnUrl: 'javascript:alert(1)' }],
    ['a data: return address', { returnUrl: 'data:text/html,x' }],
    ['a return address with a user', { returnUrl: 'https://user@shop.example/' }],
    ['a return address that hides its host', { returnUrl: `${SHOP_ORIGIN}@evil.example/` }],
    ['a return address with a backslash', { returnUrl: 'https://evil.example\\@shop.example/' }],
    ['a return address with a space', { returnUrl: `${SHOP_ORIGIN}/ x` }],
    ['a relative return address', { returnUrl: '/orders/1' }],
    ['an empty order reference', { orderReference: '' }],
    ['a long order reference', { orderReference: 'x'.repeat(65) }],
    ['a NUL', { orderReference: 'a\0b' }],
    ['a line break', { orderReference: 'a\r\nb' }],
    ['an expiry that is too short', { expiresIn: 59 }],
    ['an expiry that is too long', { expiresIn: 86_401 }],
    ['no method', { methods: [] }],
    ['an unknown method', { methods: ['cash'] }],
    ['a method twice', { methods: ['card', 'card'] }],
    ['an address for an ip', { shopper: { ip: 'localhost' } }],
    ['an unknown capture mode', { capture: 'later' }],
    ['a stored card of nobody', { saveCard: 'ask', shopper: {} }],
    ['an agreement with nobody', { recurring: { type: 'subscription' }, shopper: {} }],
  ]
  it.each(fields)('refuses %s', async (_name, changes) => {
    const world = sharedWorld()
    const send = () => shop(world).send('POST', '/v1/checkouts', order(changes))
    await expectRefused(world, send, 422, 'validation_failed')
  })

  const raws: [string, Raw, number, string][] = [
    ['__proto__', { payload: withMember('"__proto__":{"admin":true}') }, 400, 'malformed_request'],
    [
      'an escaped __proto__',
      { payload: withMember('"\\u005f_proto__":{"admin":true}') },
      400,
      'malformed_request',
    ],
    [
      'constructor.prototype',
      { payload: withMember('"constructor":{"prototype":{"admin":true}}') },
      400,
      'malformed_request',
    ],
    ['a 5 MB body', { payload: withMember(`"x":"${'a'.repeat(5_000_000)}"`) }, 413, 'body_too_large'],
    ['broken JSON', { payload: '{"amount":' }, 400, 'malformed_request'],
    ['an empty body', { payload: '' }, 422, 'validation_failed'],
    ['NaN', { payload: withAmount('NaN') }, 400, 'malformed_request'],
    ['a byte order mark and more', { payload: '\ufeff\ufeff{}' }, 400, 'malformed_request'],
    ['a list', { payload: '[]' }, 422, 'validation_failed'],
    ['null', { payload: 'null' }, 422, 'validation_failed'],
    ['text', { payload: '"x"' }, 422, 'validation_failed'],
    [
      '10,000 nested lists',
      { payload: `${'['.repeat(10_000)}${']'.repeat(10_000)}` },
      422,
      'validation_failed',
    ],
    [
      '3,000 nested objects',
      { payload: withMember(`"x":${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`) },
      422,
      'validation_failed',
    ],
    ['text/plain', { payload: JSON.stringify(order()), type: 'text/plain' }, 415, 'unsupported_media_type'],
    [
      'an amount named twice',
      { payload: JSON.stringify(order()).replace('"value":1099', '"value":1099,"value":1') },
      400,
      'malformed_request',
    ],
    ['a reference named twice', { payload: withMember('"orderReference":"x"') }, 400, 'malformed_request'],
    [
      'a form',
      { payload: 'amount=1', type: 'application/x-www-form-urlencoded' },
      415,
      'unsupported_media_type',
    ],
    ['XML', { payload: '<a/>', type: 'application/xml' }, 415, 'unsupported_media_type'],
    ['a JSON look-alike', { payload: '{}', type: 'application/jsonx' }, 415, 'unsupported_media_type'],
    ['a type that is none', { payload: '{}', type: 'json' }, 415, 'unsupported_media_type'],
  ]
  it.each(raws)('refuses %s', async (_name, raw, status, code) => {
    const world = sharedWorld()
    await expectRefused(world, () => createRaw(world, raw), status, code)
    expect(({} as Record<string, unknown>).admin).toBeUndefined()
  })

  it('names the field and the rule, and not the value', async () => {
    const world = sharedWorld()
    const changes = { amount: { value: 'a-value-of-mine', currency: 'EUR' } }
    const response = await shop(world).send('POST', '/v1/checkouts', order(changes))
    expect(response.json().errors).toEqual([
      {
        field: '/amount/value',
        message: "must be a whole number, without quotes (Integer in the currency's minor unit)",
      },
    ])
    expect(response.body + world.logs.join('')).not.toContain('a-value-of-mine')
  })

  it.each(['orderReference', 'amount', 'returnUrl'])('says that %s is missing', async (name) => {
    const world = sharedWorld()
    const response = await shop(world).send('POST', '/v1/checkouts', order({ [name]: undefined }))
    expect(response.json().errors).toEqual([{ field: `/${name}`, message: 'is required' }])
  })

  it('stores text as text', async () => {
    const world = sharedWorld()
    const orderReference = `'); drop table checkouts;-- \${jndi:x} <b> %0d%0a`
    const { id } = await shop(world).create({ orderReference })
    expect((await shop(world).read(id)).orderReference).toBe(orderReference)
  })
})

describe('the other routes of the shop', () => {
  it.each([{ reason: 1 }, [], 'x'])('take no body for a cancel: %j', async (payload) => {
    const world = sharedWorld()
    const { id } = await shop(world).create()
    const send = () =>
      shop(world).send('POST', `/v1/checkouts/${id}/cancel`, payload, { 'content-type': JSON_TYPE })
    await expectRefused(
      world,
      send,
      typeof payload === 'string' ? 400 : 422,
      typeof payload === 'string' ? 'malformed_request' : 'validation_failed',
    )
    expect((await shop(world).read(id)).status).toBe('open')
  })

  const patches = [
    {},
    { amount: '5' },
    { orderReference: 'x' },
    { amount: { value: 5, currency: 'USD' } },
    { version: 2 },
  ]
  it.each(patches)('refuse the change %j', async (payload) => {
    const world = sharedWorld()
    const { id } = await shop(world).create()
    await expectRefused(
      world,
      () => shop(world).send('PATCH', `/v1/checkouts/${id}`, payload),
      422,
      'validation_failed',
    )
  })

  const addresses = [
    '/v1/checkouts/chk_x',
    '/v1/checkouts/..%2f',
    '/v1/payments/pay_x',
    '/v1/checkouts/%00',
    '/v1/nothing',
  ]
  it.each(addresses)('answer 404 at %s', async (url) => {
    const world = sharedWorld()
    await expectRefused(world, () => shop(world).send('GET', url), 404, 'not_found')
  })
})

describe('credentials', () => {
  const wrong = [
    undefined,
    '',
    'Bearer',
    'Bearer ',
    `Basic ${SECRET_KEY}`,
    SECRET_KEY,
    `Bearer ${SECRET_KEY} `.concat('x'),
    `Bearer ${SECRET_KEY.slice(0, -1)}`,
    `Bearer ${SECRET_KEY}x`,
    `bearer${SECRET_KEY}`,
    `Bearer ${'x'.repeat(300)}`,
  ]
  it.each(wrong)('%j open nothing', async (authorization) => {
    const world = sharedWorld()
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization }
    const requests = [
      () => world.app.inject({ method: 'POST', url: '/v1/checkouts', headers, payload: order() }),
      () => world.app.inject({ url: `/v1/checkouts/chk_${'a'.repeat(22)}`, headers }),
      () => world.app.inject({ url: `/v1/payments/pay_${'a'.repeat(22)}`, headers }),
      () => world.app.inject({ url: '/client/v1/checkout', headers }),
      () => world.app.inject({ method: 'POST', url: '/client/v1/checkout/payments', headers, payload: {} }),
    ]
    for (const send of requests) await expectRefused(world, send, 401, 'unauthorized')
    expect((await requests[0]?.())?.headers['www-authenticate']).toBe('Bearer')
  })

  it("of the shop are none for the browser's side, and the other way round", async () => {
    const world = sharedWorld()
    const { id, clientSecret } = await shop(world).create()
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
    const shopKey = () => world.app.inject({ url: '/client/v1/checkout', headers: bearer(SECRET_KEY) })
    await expectRefused(world, shopKey, 401, 'unauthorized')
    for (const [method, url] of [
      ['GET', `/v1/checkouts/${id}`],
      ['POST', '/v1/checkouts'],
      ['PATCH', `/v1/checkouts/${id}`],
      ['POST', `/v1/checkouts/${id}/cancel`],
    ] as const) {
      const send = () => world.app.inject({ method, url, headers: bearer(clientSecret) })
      await expectRefused(world, send, 401, 'unauthorized')
    }
  })

  it('of one checkout never pay or show another', async () => {
    const world = sharedWorld()
    const [mine, other] = [
      await shop(world).create(),
      await shop(world).create({ orderReference: 'order-2' }),
    ]
    expect((await shopper(world, mine).read()).id).toBe(mine.id)
    const forMine = shopper(world, { id: other.id, clientSecret: mine.clientSecret })
    await expectRefused(world, () => forMine.pay(), 422, 'card_unreadable')
  })
})

describe('POST /client/v1/checkout/payments', () => {
  async function open(changes: Record<string, unknown> = {}) {
    const world = sharedWorld()
    const checkout = await shop(world).create(changes)
    return { world, checkout, buyer: shopper(world, checkout) }
  }

  const bodies: [string, Record<string, unknown>][] = [
    ['an amount', { amount: { value: 1, currency: 'EUR' } }],
    ['a currency', { currency: 'EUR' }],
    ['an ip', { browser: { ...BROWSER, ip: '1.2.3.4' } }],
    ['another checkout', { checkout: 'chk_x' }],
    ['no browser', { browser: undefined }],
    ['a version as text', { version: '1' }],
    ['a version that never was', { version: 7 }],
    ['version 0', { version: 0 }],
    ['fields of a card', { method: { type: 'card', cvc: '123' } }],
    ['a card that is no seal', { method: { type: 'card', card: 'x' } }],
    ['an unknown method', { method: { type: 'cash' } }],
    ['no method', { method: undefined }],
    ['a huge screen', { browser: { ...BROWSER, screenWidth: 1e9 } }],
    ['an offset of nowhere', { browser: { ...BROWSER, timezoneOffset: 901 } }],
    ['a line break in the user agent', { browser: { ...BROWSER, userAgent: 'a\r\nb' } }],
  ]
  it.each(bodies)('refuses %s', async (_name, body) => {
    const { world, buyer } = await open()
    await expectRefused(world, () => buyer.pay({ body }), 422, 'validation_failed')
  })

  const methods = [
    { type: 'apple_pay', token: {} },
    { type: 'google_pay', token: '{}' },
    {
      type: 'encrypted_card',
      encryptedCardNumber: 'x',
      encryptedExpireYear: 'x',
      encryptedExpireMonth: 'x',
      encryptedCVV: 'x',
    },
  ]
  it.each(methods)('refuses $type, which is not offered', async (method) => {
    const { world, buyer } = await open()
    await expectRefused(world, () => buyer.pay({ body: { method } }), 422, 'method_unavailable')
  })

  it('refuses a card where the shop does not offer cards', async () => {
    const { world, buyer } = await open({ methods: ['google_pay'] })
    await expectRefused(world, () => buyer.pay(), 422, 'method_unavailable')
  })

  const keys = ['', 'x'.repeat(256), 'with space 1234567', 'a\tb', 'ключ-ключ-ключ-ключ']
  it.each(keys)('refuses the Idempotency-Key %j', async (key) => {
    const { world, buyer } = await open()
    await expectRefused(world, () => buyer.pay({ key }), 400, 'idempotency_key_invalid')
  })

  it('refuses no Idempotency-Key, and two', async () => {
    const { world, checkout, buyer } = await open()
    const view = await buyer.read()
    const card = await sealCard(view.cardKey, {
      checkout: checkout.id,
      iat: Math.floor(world.clock.now() / 1000),
    })
    const payload = { version: 1, method: { type: 'card', card }, browser: BROWSER }
    const send = (key: Record<string, string | string[]>) => () =>
      world.app.inject({
        method: 'POST',
        url: '/client/v1/checkout/payments',
        headers: { authorization: `Bearer ${checkout.clientSecret}`, ...key } as Record<string, string>,
        payload,
      })
    await expectRefused(world, send({}), 400, 'idempotency_key_invalid')
    const two = [randomUUID(), randomUUID()]
    await expectRefused(world, send({ 'idempotency-key': two }), 400, 'idempotency_key_invalid')
    await expectRefused(world, send({ 'idempotency-key': two.join(', ') }), 400, 'idempotency_key_invalid')
  })

  const types = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']
  it.each(types)('refuses a body of type %s', async (type) => {
    const { world, buyer } = await open()
    await expectRefused(
      world,
      () => buyer.pay({ headers: { 'content-type': type } }),
      415,
      'unsupported_media_type',
    )
  })
})

const FOREIGN = [
  'null',
  'http://shop.example',
  'https://shop.example:443',
  'https://shop.example:8443',
  'https://shop.example/',
  'https://shop.example.evil.example',
  'https://evilshop.example',
  'https://www.shop.example',
  'https://shop.example.',
  'https://SHOP.example',
  'HTTPS://shop.example',
  'https://shop.exampl',
  'https://shopxexample',
  'https://shop.example@evil.example',
  'https://user@shop.example',
  'https://shop.example%00.evil.example',
  'https://shop.example,https://evil.example',
  'https://shop.example https://evil.example',
  ' https://shop.example/x',
  'shop.example',
  '//shop.example',
  '*',
  'file://',
  'chrome-extension://abcdef',
  'https://pay.shop.example',
]

describe('CORS', () => {
  const preflight = (world: World, origin: string, url = '/client/v1/checkout/payments') =>
    world.app.inject({
      method: 'OPTIONS',
      url,
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,idempotency-key',
      },
    })

  it("knows 25 origins that are not the shop's", () => {
    expect(new Set(FOREIGN).size).toBe(25)
  })

  it.each(FOREIGN)('refuses %j', async (origin) => {
    const world = sharedWorld()
    const buyer = shopper(world, await shop(world).create())
    await expectRefused(world, () => buyer.pay({ headers: { origin } }), 403, 'forbidden')
    const answers = [await preflight(world, origin), await buyer.pay({ headers: { origin } })]
    for (const { headers } of answers) expect(headers['access-control-allow-origin']).toBeUndefined()
  })

  it("lets exactly the shop's origin in", async () => {
    const world = sharedWorld()
    const { statusCode, headers } = await preflight(world, SHOP_ORIGIN)
    expect(statusCode).toBe(204)
    expect(headers).toMatchObject({
      'access-control-allow-origin': SHOP_ORIGIN,
      'access-control-allow-methods': 'GET, POST, DELETE',
      'access-control-allow-headers': expect.stringMatching(
        /^authorization, content-type, idempotency-key\b/,
      ),
      'access-control-max-age': '600',
      vary: expect.stringContaining('Origin'),
    })
    expect(headers['access-control-allow-credentials']).toBeUndefined()
  })

  it('shows the page its problems too, and never lets them be cached', async () => {
    const world = sharedWorld()
    const response = await world.app.inject({ url: '/client/v1/checkout', headers: { origin: SHOP_ORIGIN } })
    expectProblem(response, 401, 'unauthorized')
    expect(response.headers).toMatchObject({
      'access-control-allow-origin': SHOP_ORIGIN,
      'access-control-expose-headers': 'idempotency-replayed, retry-after',
      'cache-control': 'no-store',
    })
  })

  it("never opens the shop's side to a page", async () => {
    const world = sharedWorld()
    expect((await preflight(world, SHOP_ORIGIN, '/v1/checkouts')).headers).not.toHaveProperty(
      'access-control-allow-origin',
    )
    const sent = await shop(world).send('POST', '/v1/checkouts', order(), { origin: SHOP_ORIGIN })
    expect(sent.headers).not.toHaveProperty('access-control-allow-origin')
  })
})
