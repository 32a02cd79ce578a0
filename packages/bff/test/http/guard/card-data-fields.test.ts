/** The place of a card number in a body, reported without its digits. */
import { describe, expect, it } from 'vitest'
import { fieldWithCard } from '../../../src/http/guard/card-data.ts'

const PAN = '4242424242424242'

describe('fieldWithCard', () => {
  const found: [string, unknown, string][] = [
    ['a text', PAN, ''],
    ['a number', Number(PAN), ''],
    ['a member', { a: PAN }, '/a'],
    ['deeper', { a: [{ b: 1 }, { c: PAN }] }, '/a/1/c'],
    ['in a name, reported by its parent', { a: { [PAN]: 1 } }, '/a'],
    ["in the body's own names", { [PAN]: 1 }, ''],
    ["below a telephone's sibling", { phoneNumber: PAN, note: PAN }, '/note'],
    ['in a name beside a telephone', { phoneNumber: '1', [PAN]: 1 }, ''],
  ]
  it.each(found)('finds one as %s', (_name, body, field) => {
    expect(fieldWithCard(body)).toBe(field)
  })

  const harmless: [string, unknown][] = [
    ['nothing', undefined],
    ['null', null],
    ['true', true],
    ['members without any', { a: 'x', b: 1, c: null, d: [true, undefined] }],
    [
      'a telephone number that fits by chance',
      { shopper: { phoneNumber: '4242424242426', phoneAreaCode: PAN } },
    ],
    // Nothing reads the bytes of a callback here.
    ['bytes', Buffer.from(PAN)],
    ['bytes in a member', { body: Buffer.from(PAN) }],
    ['digits that two members share', [PAN.slice(0, 8), PAN.slice(8)]],
  ]
  it.each(harmless)('finds none in %s', (_name, body) => {
    expect(fieldWithCard(body)).toBeUndefined()
  })

  // With a valid check digit and in a range of a card network, as a shop's own number may be by chance.
  const chance = '6011000990139424'
  const names: [string, boolean][] = [
    ['orderId', false],
    ['order_number', false],
    ['EAN', false],
    ['barcode', false],
    ['tracking-no', false],
    ['invoice refs', false],
    ['note', true],
    ['paid', true],
    ['identity', true],
    ['cardNumber', true],
    ['pan_id', true],
  ]
  it.each(names)(
    "of metadata, `%s` may hold a shop's own number of 16 digits: refused %s",
    (name, refused) => {
      expect(fieldWithCard({ metadata: { [name]: chance } })).toBe(refused ? `/metadata/${name}` : undefined)
      expect(fieldWithCard({ other: { [name]: chance } })).toBe(`/other/${name}`)
    },
  )

  it('looks as deep as a body may be, and comes to an end', () => {
    let body: unknown = PAN
    for (let depth = 0; depth < 50_000; depth++) body = [body]
    expect(fieldWithCard(body)).toBe('/0'.repeat(50_000))
  })
})
