/** Endpoints for events: one address by two variables, further ones as JSON, and messages without secrets. */
import { describe, expect, it } from 'vitest'
import { ConfigError, loadConfig } from '../../src/config/config.ts'
import { takes } from '../../src/config/event-endpoints.ts'
import { ENVIRONMENT } from '../support/merchant.ts'

const [A, B, C] = [1, 2, 3].map((byte) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`)
const load = (env: Record<string, string>) => loadConfig({ ...ENVIRONMENT, ...env }).eventEndpoints
const json = (...entries: unknown[]) => ({ SHOP_EVENTS_ENDPOINTS: JSON.stringify(entries) })
const ENTRY = { name: 'accounting', url: 'https://books.example/in', secrets: [B] }

function problemOf(env: Record<string, string>): string {
  try {
    load(env)
    return 'none'
  } catch (error) {
    return error instanceof ConfigError ? error.problems.join('\n') : String(error)
  }
}

it('none, one by the two variables, and more by JSON', () => {
  expect(load({})).toEqual([])
  const shop = { SHOP_EVENTS_URL: 'https://shop.example/events', SHOP_EVENTS_SECRET: String(A) }
  expect(load(shop)).toMatchObject([{ name: 'shop', secrets: [A], types: [] }])
  const both = load({
    ...shop,
    SHOP_EVENTS_TYPES: 'payment.*',
    ...json({ ...ENTRY, types: ['refund.failed'] }),
  })
  expect(both.map(({ url }) => url.href)).toEqual(['https://shop.example/events', 'https://books.example/in'])
  expect(both.map(({ types }) => types)).toEqual([['payment.*'], ['refund.failed']])
  expect(load(json(ENTRY))).toHaveLength(1)
})

it('takes two secrets during a rotation, and not three', () => {
  const env = { SHOP_EVENTS_URL: 'https://shop.example/events', SHOP_EVENTS_SECRET: `${A}, ${B}` }
  expect(load(env)[0]?.secrets).toEqual([A, B])
  expect(load(json({ ...ENTRY, secrets: [A, B] }))[0]?.secrets).toEqual([A, B])
  expect(problemOf({ ...env, SHOP_EVENTS_SECRET: `${A},${B},${C}` })).toContain('two during a rotation')
})

describe('a wrong setting is named, and no secret is repeated', () => {
  it.each<[Record<string, string>, RegExp]>([
    [{ SHOP_EVENTS_ENDPOINTS: `{"secrets":["${A}"` }, /SHOP_EVENTS_ENDPOINTS: must be a JSON array/],
    [{ SHOP_EVENTS_ENDPOINTS: '{}' }, /must be a JSON array/],
    [json('x'), /entry 1: name must begin/],
    [json(ENTRY, { ...ENTRY, name: 'Books' }), /entry 2: name must begin/],
    [json(ENTRY, ENTRY), /two entries have one name/],
    [json({ ...ENTRY, name: 'shop' }), /"shop" is SHOP_EVENTS_URL/],
    [json({ ...ENTRY, url: 'http://books.example' }), /entry 1: url must use https/],
    [json({ ...ENTRY, secrets: [] }), /entry 1: secrets must be one secret, or two/],
    [json({ ...ENTRY, secrets: [`${A}`, 'whsec_c2hvcnQ='] }), /entry 1: secrets must be whsec_/],
    [json({ ...ENTRY, secret: A }), /entry 1 has an unknown member/],
    [json({ ...ENTRY, types: ['refunds.*'] }), /entry 1: types "refunds.\*" is no type/],
    [json({ ...ENTRY, types: 'refund.*' }), /entry 1: types must be a list of words/],
    [{ SHOP_EVENTS_TYPES: 'payment.paid' }, /SHOP_EVENTS_TYPES: "payment.paid" is no type/],
    [json(...Array.from({ length: 11 }, (_, n) => ({ ...ENTRY, name: `e${n}` }))), /more than 10/],
  ])('%j', (env, message) => {
    const problem = problemOf(env)
    expect(problem).toMatch(message)
    for (const secret of [A, B]) expect(problem).not.toContain(secret)
  })
})

it.each([
  [[], 'refund.failed', true],
  [['refund.failed'], 'refund.failed', true],
  [['refund.*', 'payment.succeeded'], 'payment.declined', false],
  [['refund.*'], 'refund.failed', true],
  [['refund.*'], 'refunded', false],
])('%j and %s: %s', (types, type, expected) => {
  expect(takes({ types }, type)).toBe(expected)
})
