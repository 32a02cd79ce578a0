/** Tokens that were changed, expired, replayed, made for others or never were any: 4xx, and no purchase. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { Merchant } from '../support/merchant-wallets.ts'
import { createMerchant } from '../support/merchant-wallets.ts'
import { shareWorld } from '../support/shared-world.ts'
import { appleToken, charges, googleToken, payWith, purchaseCalls, WALLETS } from '../support/wallets.ts'
import type { World } from '../support/world.ts'
import { shop, shopper } from '../support/world.ts'

type Json = Record<string, unknown>
type Change<T> = (token: T) => unknown

const merchant = await createMerchant()
const modes = [
  { mode: 'PayKKa opens tokens', options: { env: WALLETS }, made: { apple: {}, google: {} } },
  {
    mode: 'the BFF opens tokens',
    options: { env: { ...WALLETS, ...merchant.env }, envOf: merchant.envOf },
    made: merchant as Pick<Merchant, 'apple' | 'google'>,
  },
]

const flip = (text: unknown) => {
  const value = String(text)
  return `${value.startsWith('A') ? 'B' : 'A'}${value.slice(1)}`
}
const data = (token: Json) => token.paymentData as Json & { header: Json }
const withData = (token: Json, change: Json) => ({ ...token, paymentData: { ...data(token), ...change } })
const withHeader = (token: Json, change: Json) =>
  withData(token, { header: { ...data(token).header, ...change } })

/** Lists in lists. */
const levels = (count: number): unknown => JSON.parse(`${'['.repeat(count)}${']'.repeat(count)}`)

const APPLE: [string, Change<Json>][] = [
  ['no token', () => ({})],
  ['a list', () => []],
  ['a text', () => 'token'],
  ['null', () => null],
  ['no paymentData', ({ paymentData: _, ...token }) => token],
  ['paymentData as text', (token) => ({ ...token, paymentData: JSON.stringify(data(token)) })],
  ['RSA_v1', (token) => withData(token, { version: 'RSA_v1' })],
  ['no version', (token) => withData(token, { version: undefined })],
  ['changed data', (token) => withData(token, { data: flip(data(token).data) })],
  ['cut data', (token) => withData(token, { data: String(data(token).data).slice(0, -8) })],
  ['empty data', (token) => withData(token, { data: '' })],
  ['data that is no Base64', (token) => withData(token, { data: '%%%%' })],
  [
    'a changed signature',
    (token) => withData(token, { signature: `AAAA${String(data(token).signature).slice(4)}` }),
  ],
  ['no signature', (token) => withData(token, { signature: undefined })],
  ['an empty signature', (token) => withData(token, { signature: '' })],
  ['another transaction id', (token) => withHeader(token, { transactionId: 'ab'.repeat(32) })],
  ['no transaction id', (token) => withHeader(token, { transactionId: undefined })],
  ['another key hash', (token) => withHeader(token, { publicKeyHash: Buffer.alloc(32).toString('base64') })],
  ['a key that is none', (token) => withHeader(token, { ephemeralPublicKey: 'AAAA' })],
  ['added application data', (token) => withHeader(token, { applicationData: 'ab'.repeat(32) })],
  ['a header of lists', (token) => withData(token, { header: [] })],
  ['17 kB', (token) => ({ ...token, more: 'x'.repeat(17_000) })],
  ['40 kB', (token) => ({ ...token, more: 'x'.repeat(40_000) })],
  ['many levels', (token) => withData(token, { data: levels(28) })],
  ['too many levels', (token) => withData(token, { data: levels(2000) })],
  [
    '17 members',
    (token) => ({ ...token, ...Object.fromEntries(Array.from('abcdefghijklmnopq', (m) => [m, 1])) }),
  ],
]

const edit = (token: string, change: (parsed: Json) => Json) =>
  JSON.stringify(change(JSON.parse(token) as Json))
const inMessage = (token: string, change: (message: Json) => Json) =>
  edit(token, (parsed) => ({ ...parsed, signedMessage: edit(String(parsed.signedMessage), change) }))
const inKey = (token: string, change: (key: Json) => Json) =>
  edit(token, (parsed) => ({
    ...parsed,
    intermediateSigningKey: change(parsed.intermediateSigningKey as Json),
  }))

const GOOGLE: [string, Change<string>][] = [
  ['no token', () => undefined],
  ['an object instead of the string', (token) => JSON.parse(token)],
  ['an empty string', () => ''],
  ['no JSON', () => 'not json'],
  ['a list', () => '[]'],
  ['thousands of levels', () => `${'['.repeat(5000)}${']'.repeat(5000)}`],
  [
    'thousands of levels in a member',
    (token) => edit(token, (parsed) => ({ ...parsed, signedMessage: levels(4000) })),
  ],
  ['half a token', (token) => token.slice(0, token.length / 2)],
  ['ECv1', (token) => edit(token, (parsed) => ({ ...parsed, protocolVersion: 'ECv1' }))],
  ['ECv3', (token) => edit(token, (parsed) => ({ ...parsed, protocolVersion: 'ECv3' }))],
  ['no signature', (token) => edit(token, ({ signature: _, ...parsed }) => parsed)],
  [
    'a changed signature',
    (token) => edit(token, (parsed) => ({ ...parsed, signature: flip(parsed.signature) })),
  ],
  ['no message', (token) => edit(token, ({ signedMessage: _, ...parsed }) => parsed)],
  [
    'a changed ciphertext',
    (token) => inMessage(token, (m) => ({ ...m, encryptedMessage: flip(m.encryptedMessage) })),
  ],
  ['a changed tag', (token) => inMessage(token, (m) => ({ ...m, tag: flip(m.tag) }))],
  ['no tag', (token) => inMessage(token, ({ tag: _, ...message }) => message)],
  ['a key that is none', (token) => inMessage(token, (m) => ({ ...m, ephemeralPublicKey: 'BAAA' }))],
  [
    'a message with a blank more',
    (token) => edit(token, (p) => ({ ...p, signedMessage: `${p.signedMessage} ` })),
  ],
  ['no intermediate key', (token) => edit(token, ({ intermediateSigningKey: _, ...parsed }) => parsed)],
  ['no signatures', (token) => inKey(token, (key) => ({ ...key, signatures: [] }))],
  ['another signature of the key', (token) => inKey(token, (key) => ({ ...key, signatures: ['MEUCIQ=='] }))],
  [
    'a prolonged key',
    (token) =>
      inKey(token, (key) => ({
        ...key,
        signedKey: edit(String(key.signedKey), (k) => ({ ...k, keyExpiration: '99' })),
      })),
  ],
  ['17 kB', (token) => edit(token, (parsed) => ({ ...parsed, more: 'x'.repeat(17_000) }))],
]

describe.each(modes)('$mode', ({ options, made }) => {
  const use = shareWorld(options)

  const apple = (world: World, checkout: Parameters<typeof appleToken>[1], changes: Json = {}) =>
    appleToken(world, checkout, { ...made.apple, ...changes })
  const google = (world: World, changes: Json = {}) => googleToken(world, { ...made.google, ...changes })

  let calls = 0
  let charged = 0
  beforeAll(() => {
    calls = purchaseCalls(use())
    charged = charges(use())
  })

  /** Nothing was bought, and when the BFF opens tokens PayKKa never heard of it. */
  function expectNothing(world: World): void {
    expect(charges(world)).toBe(charged)
    expect(world.emulator.ledger().orders.filter(({ status }) => status !== 'SUCCESS')).toEqual([])
    if (made === merchant) expect(purchaseCalls(world)).toBe(calls)
  }

  it.each(APPLE)('Apple Pay: %s', async (_name, change) => {
    const world = use()
    const checkout = await shop(world).create()
    const token = change(await apple(world, checkout))
    const response = await payWith(world, checkout, { type: 'apple_pay', token })
    expect(response.json().code).toMatch(/^(wallet_token_refused|validation_failed|body_too_large)$/)
    expect(response.statusCode).toBeGreaterThanOrEqual(400)
    expect(response.statusCode).toBeLessThan(500)
    expect((await shopper(world, checkout).read()).status).toBe('open')
    expectNothing(world)
  })

  it.each(GOOGLE)('Google Pay: %s', async (_name, change) => {
    const world = use()
    const checkout = await shop(world).create()
    const token = change(await google(world))
    const response = await payWith(world, checkout, { type: 'google_pay', token })
    expect(response.json().code).toMatch(/^(wallet_token_refused|validation_failed)$/)
    expect(response.statusCode).toBe(422)
    expect((await shopper(world, checkout).read()).status).toBe('open')
    expectNothing(world)
  })

  it('either: for another amount, another currency, another merchant, or too old', async () => {
    const world = use()
    const checkout = await shop(world).create()
    const foreign = await createMerchant('another')
    const parameters = { gateway: 'paykka', gatewayMerchantId: '1' }
    const apples = [
      await apple(world, checkout, { total: { amount: '1.00', currencyCode: 'EUR' } }),
      await apple(world, checkout, { total: { amount: '10.99', currencyCode: 'USD' } }),
      await apple(world, checkout, foreign.apple),
    ]
    const googles = [
      await google(world, foreign.google),
      await google(world, { tokenizationSpecification: { type: 'PAYMENT_GATEWAY', parameters } }),
    ]
    const old = { apple: await apple(world, checkout), google: await google(world) }
    const pay = (type: string, token: unknown) => payWith(world, checkout, { type, token })
    const answers = [
      ...(await inTurn(apples, (token) => pay('apple_pay', token))),
      ...(await inTurn(googles, (token) => pay('google_pay', token))),
    ]
    world.clock.advance(600_000)
    answers.push(await pay('apple_pay', old.apple), await pay('google_pay', old.google))
    for (const answer of answers)
      expect(answer.json()).toMatchObject({ status: 422, code: 'wallet_token_refused' })
    expectNothing(world)
  })

  it('and a genuine one pays', async () => {
    const world = use()
    for (const [type, make] of [
      ['apple_pay', apple],
      ['google_pay', (target: World) => google(target)],
    ] as const) {
      const checkout = await shop(world).create()
      const token = await make(world, checkout)
      const response = await payWith(world, checkout, { type, token })
      expect(response.json().payment).toMatchObject({
        status: 'succeeded',
        card: { brand: 'visa', last4: '4242' },
      })
      const replay = await shop(world).create()
      expect((await payWith(world, replay, { type, token })).json().code).toBe('wallet_token_refused')
    }
    expect(charges(world)).toBe(charged + 2)
    for (const place of [world.logs.join(''), world.databaseBytes().toString('latin1')])
      expect(place).not.toContain('4242424242424242')
  })
})

async function inTurn<T, R>(items: T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (const item of items) results.push(await run(item))
  return results
}
