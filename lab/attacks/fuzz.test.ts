/** Thousands of hostile requests at every route that reads one: never a 5xx, never a charge; good ones are all taken. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shareWorld } from '../../packages/bff/test/support/shared-world.ts'
import { BROWSER, order, SECRET_KEY, shop } from '../../packages/bff/test/support/world.ts'

const world = shareWorld({ env: { LOG_LEVEL: 'error' } })

const HOSTILE: unknown[] = [
  null,
  true,
  -1,
  0,
  1.5,
  1e21,
  2 ** 53 + 2,
  '',
  '0x10',
  '1e3',
  ' ',
  'NaN',
  '\u0000',
  '\r\nSet-Cookie: a=b',
  '\ud800',
  '\u202e',
  '../../../etc/passwd',
  "' or 1=1 --",
  '{"$gt":""}',
  '\u0024{jndi:ldap://x}',
  '<script>alert(1)</script>',
  '%00%0d%0a',
  'x'.repeat(10_000),
  '4242424242424242',
  [],
  [[]],
  {},
  { toString: 1 },
  { constructor: { prototype: {} } },
  { length: 1e9 },
]
const hostile = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.jsonValue(),
  fc.string({ unit: 'binary', maxLength: 300 }),
)

const GOOD_ORDER = order({
  goods: [{ id: '1', name: 'Tea', price: 1099, quantity: 1 }],
  shopper: { reference: 'u-1', email: 'a@b.example', ip: '192.0.2.1' },
  billing: { firstName: 'A', country: 'DE', postalCode: '1', phoneNumber: '123 456' },
  metadata: { a: 'b' },
  methods: ['card'],
  locale: 'de',
  expiresIn: 3600,
})
const SEAL = ['eyJhbGciOiJFQ0RILUVTIn0', '', 'aaaa', 'b'.repeat(80), 'cccc'].join('.')
const GOOD_PAYMENT = {
  version: 1,
  method: { type: 'card', card: SEAL },
  browser: BROWSER,
  billing: { city: 'x' },
}

type Path = (string | number)[]

/** Every place in a value, the whole of it too. */
function places(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([name, member]) => places(member, [...path, name]))]
}

function replaced(value: unknown, [first, ...rest]: Path, by: unknown): unknown {
  if (first === undefined) return by
  const copy = structuredClone(value) as Record<string, unknown>
  copy[first] = replaced(copy[first], rest, by)
  return copy
}

/** A good body with one thing wrong in it, or one thing more. */
function spoiled(good: object): fc.Arbitrary<unknown> {
  const wrong = fc
    .tuple(fc.constantFrom(...places(good)), hostile)
    .map(([path, by]) => replaced(good, path, by))
  const more = fc.tuple(fc.string({ minLength: 1, maxLength: 40 }), hostile).map(([name, value]) => ({
    ...good,
    [name]: value,
  }))
  return fc.oneof(
    { weight: 3, arbitrary: wrong },
    { weight: 1, arbitrary: more },
    { weight: 1, arbitrary: hostile },
  )
}

type Target = {
  /** As OpenAPI names it. */
  route: string
  url: string
  body: fc.Arbitrary<unknown>
  token: string
}

/** Ids of the right form that name nothing: whatever gets past the schema must end there. */
const NOBODY = 'a'.repeat(22)
const MONEY = { value: 5, currency: 'EUR' }
const WALLET_TOKEN = { paymentData: { version: 'EC_v1', data: 'AAAA' }, transactionIdentifier: 'x' }

/** @returns the ways to pay, each good in form */
function payments(): fc.Arbitrary<unknown> {
  const { method: _card, ...rest } = GOOD_PAYMENT
  const encrypted = { number: 'a', expYear: 'b', expMonth: 'c', cvc: 'd' }
  const methods = [
    { type: 'card', card: SEAL },
    { type: 'saved_card', cardId: `card_${NOBODY}`, cvc: SEAL },
    { type: 'encrypted_card', ...encrypted },
    { type: 'apple_pay', token: WALLET_TOKEN },
    { type: 'google_pay', token: '{"signature":"x"}' },
  ]
  return fc.oneof(...methods.map((method) => spoiled({ ...rest, method })))
}

async function targets(): Promise<Target[]> {
  const { id, clientSecret } = await shop(world()).create()
  const ours: [route: string, body: fc.Arbitrary<unknown>][] = [
    ['POST /v1/checkouts', spoiled(GOOD_ORDER)],
    ['PATCH /v1/checkouts/{id}', spoiled({ amount: MONEY })],
    ['POST /v1/checkouts/{id}/cancel', hostile],
    ['POST /v1/checkouts/{id}/hosted', spoiled({ methods: ['GrabPay'], version: 1 })],
    ['POST /v1/payments/{id}/captures', spoiled({ amount: MONEY, final: true })],
    ['POST /v1/payments/{id}/voids', spoiled({ amount: MONEY })],
    ['POST /v1/payments/{id}/refunds', spoiled({ amount: MONEY, reason: 'x' })],
    [
      'POST /v1/recurring/charges',
      spoiled({ agreementId: `agr_${NOBODY}`, orderReference: '1', amount: MONEY }),
    ],
    [
      'POST /v1/recurring/agreements/{id}/checkouts',
      spoiled({ orderReference: '1', amount: MONEY, returnUrl: 'https://shop.example/done' }),
    ],
    ['POST /v1/disputes/{id}/notes', spoiled({ text: 'called the shopper' })],
    ['POST /v1/disputes/{id}/outcome', spoiled({ outcome: 'won', note: 'x' })],
    ['POST /v1/shoppers/{reference}/erasures', spoiled({ endAgreements: false, note: 'x' })],
    ['POST /v1/shoppers/{reference}/secrets', hostile],
    ['POST /paykka/notifications', hostile],
    ['POST /paykka/return/{reference}', hostile],
    ['POST /paykka/cancel/{reference}', hostile],
    ['POST /csp-reports', hostile],
  ]
  const theirs: typeof ours = [
    ['POST /client/v1/checkout/payments', payments()],
    ['POST /client/v1/checkout/hosted', spoiled({ methods: ['GrabPay'], version: 1, browser: BROWSER })],
    ['POST /client/v1/checkout/apple-pay-session', spoiled({ domain: 'shop.example' })],
    ['POST /client/v1/checkout/payments/{id}/abandon', hostile],
  ]
  const target =
    (token: string) =>
    ([route, body]: (typeof ours)[number]) => ({
      route,
      url: addressOf(route, id),
      body,
      token,
    })
  return [...ours.map(target(SECRET_KEY)), ...theirs.map(target(clientSecret))]
}

const PREFIXES = { payments: 'pay', agreements: 'agr', disputes: 'dsp' }

/** The checkout that is changed exists; all else names nothing, so that no hostile body can end it for the others. */
function addressOf(route: string, checkout: string): string {
  const [, path = ''] = route.split(' ')
  const prefix = Object.entries(PREFIXES).find(([name]) => path.includes(name))?.[1] ?? 'chk'
  return path
    .replace('{id}', route.startsWith('PATCH') ? checkout : `${prefix}_${NOBODY}`)
    .replace('{reference}', /return|cancel/.test(path) ? 'ret_x' : 'u-1')
}

async function send({ route, url, token }: Target, body: unknown): Promise<number> {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'idempotency-key': randomUUID(),
  }
  const method = route.startsWith('PATCH') ? 'PATCH' : 'POST'
  const response = await world().app.inject({ method, url, headers, payload: JSON.stringify(body) ?? '' })
  if (response.statusCode >= 500)
    expect.fail(`${url} ${JSON.stringify(body).slice(0, 500)}: ${response.body}`)
  expect(response.body).not.toMatch(/ at .*\.[jt]s:\d|node_modules|SQLITE|Error:/)
  return response.statusCode
}

const ROUNDS = 360

describe('hostile bodies', () => {
  it('are tried at every route that reads one', async () => {
    const { paths } = (await world().app.inject({ url: '/openapi.json' })).json()
    const routes = Object.entries(paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const reading = routes.filter((route) => /^(POST|PATCH|PUT) /.test(route))
    expect((await targets()).map(({ route }) => route).sort()).toEqual(reading.sort())
  })

  it(`${ROUNDS} for each of them`, { timeout: 120_000 }, async () => {
    const counted: Record<string, number> = {}
    for (const target of await targets()) {
      await fc.assert(
        fc.asyncProperty(target.body, async (body) => {
          await send(target, body)
          counted[target.route] = (counted[target.route] ?? 0) + 1
        }),
        { numRuns: ROUNDS },
      )
    }
    expect(Object.values(counted).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(5000)
    expect(world().emulator.ledger().orders).toEqual([])
  })

  it('500 addresses and headers', async () => {
    const url = fc
      .string({ unit: 'binary', maxLength: 200 })
      .map((text) => `/${encodeURI(text.toWellFormed())}`)
    await fc.assert(
      fc.asyncProperty(url, fc.string({ maxLength: 200 }), async (address, value) => {
        const headers = { authorization: value, 'x-test': value, origin: value, cookie: value }
        expect((await world().app.inject({ url: address, headers })).statusCode).toBeLessThan(500)
      }),
      { numRuns: 500 },
    )
  })
})

describe('good bodies', () => {
  const word = fc.stringMatching(/^[a-zA-Z0-9 ]{1,30}$/).filter((text) => text.trim() !== '')
  const good = fc.record(
    {
      orderReference: fc.stringMatching(/^[a-z]{1,8}-[0-9]{1,8}$/),
      amount: fc.record({
        value: fc.integer({ min: 1, max: 99_999_999 }),
        currency: fc.constantFrom('EUR', 'USD', 'JPY', 'GBP'),
      }),
      returnUrl: fc.stringMatching(/^[a-z0-9/]{0,30}$/).map((path) => `https://shop.example/o${path}`),
      metadata: fc.dictionary(fc.stringMatching(/^[a-z]{1,10}$/), word, { maxKeys: 5 }),
      billing: fc.record({ firstName: word, city: word, country: fc.constantFrom('DE', 'US', 'CN') }),
      locale: fc.constantFrom('de', 'en-GB', 'zh-Hant'),
      expiresIn: fc.integer({ min: 60, max: 86_400 }),
    },
    { requiredKeys: ['orderReference', 'amount', 'returnUrl'] },
  )

  it('500 are all taken', { timeout: 60_000 }, async () => {
    let taken = 0
    await fc.assert(
      fc.asyncProperty(good, async (body) => {
        const response = await shop(world()).send('POST', '/v1/checkouts', body)
        if (response.statusCode !== 201) expect.fail(`${JSON.stringify(body)}: ${response.body}`)
        taken++
      }),
      { numRuns: 500 },
    )
    expect(taken).toBeGreaterThanOrEqual(500)
  })
})
