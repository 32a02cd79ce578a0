/** Which long numbers a request may contain, and which are a typed card number: the limits of both mistakes. */
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { showsCardNumber } from '../../src/cards/card-evidence.ts'
import { fieldWithCard } from '../../src/http/guard/card-data.ts'
import { cardOf, NUMBER_SPACES, randomOf, SPELLINGS, withLuhn } from './number-spaces.ts'

const MANY = 10_000
const many = <T>(seed: number, make: (random: () => number) => T): T[] => {
  const random = randomOf(seed)
  return Array.from({ length: MANY }, () => make(random))
}
const SENTENCES = [
  (text: string) => text,
  (text: string) => `Item ${text}, blue`,
  (text: string) => `(${text})`,
  (text: string) => `No. ${text} 250 g`,
]

describe.each(NUMBER_SPACES)('%s', (name, make) => {
  it('is never refused as an id, in a link or in a picture', () => {
    for (const number of many(1, make)) {
      const link = `https://shop.example/p/${number.replaceAll(' ', '')}?ref=${encodeURIComponent(number)}`
      const order = {
        orderReference: number,
        goods: [{ id: number, link, pictureUrl: `${link}.jpg` }],
        metadata: { tracking_number: number },
      }
      if (fieldWithCard(order) !== undefined) expect.fail(`${name} ${number}`)
    }
  })

  it('is refused in one text of a thousand at most', () => {
    const hits = many(2, make).filter((number, index) =>
      showsCardNumber(SENTENCES[index % SENTENCES.length]?.(number) ?? '', 'text'),
    )
    expect(hits.length / MANY, hits.slice(0, 5).join()).toBeLessThanOrEqual(0.001)
  })
})

describe('a card in a text', () => {
  it.each(SPELLINGS)('is caught with %s, every time', (_name, spell) => {
    const missed = many(3, cardOf).filter(
      (number, index) => !showsCardNumber(SENTENCES[index % 3]?.(spell(number)) ?? '', 'text'),
    )
    expect(missed).toEqual([])
  })

  it.each(['plain', 'in Base64', 'in hex', 'percent-encoded'])(
    'is caught %s where it has 14 to 16 digits',
    (form) => {
      const forms: Record<string, (number: string) => string> = {
        plain: (number) => number,
        'in Base64': (number) => Buffer.from(`pan=${number}`).toString('base64'),
        'in hex': (number) => Buffer.from(number).toString('hex'),
        'percent-encoded': (number) => encodeURIComponent(number.replace(/(.{4})(?=.)/g, '$1 ')),
      }
      const cards = many(4, cardOf).filter(({ length }) => length <= 16)
      const missed = cards.filter((number) => !showsCardNumber(forms[form]?.(number) ?? '', 'text'))
      expect([missed, cards.length > 5000]).toEqual([[], true])
    },
  )

  it('is caught plain at 19 digits where such cards are issued', () => {
    for (const prefix of ['6217', '6228'])
      expect(showsCardNumber(withLuhn(prefix.padEnd(18, '7')), 'text')).toBe(true)
  })

  it.each([
    ['4242424242424242', true],
    ['4242424242424242 12/31 123', true],
    ['9999 4242 4242 4242 4242 9999', true],
    ['12 Main St, 4242 4242 4242 4242 1231 123', true],
    ['3782 822463 10005', true],
    ['622848 0402564890018', true],
    ['4242/4242/4242/4242', false],
    ['4242  4242 4242 4242', false],
    ['4222222222222', false],
    ['4006381333931 250', false],
    ['4242424242424241', false],
    ['x4242424242424242', false],
    ['a0000000-0000-4000-4242-424242424242', false],
    ['DE75 5121 0800 1245 1261 99', false],
    // Without a right check sum it is no bank account.
    ['DE74 5121 0800 1245 1261 99', true],
  ])('%s: %s', (text, found) => {
    expect(showsCardNumber(text, 'text')).toBe(found)
  })
})

describe('a card in a field that names something', () => {
  it.each([
    ['4242424242424242', true],
    ['5555555555554444', true],
    ['order-4242424242424242', true],
    ['4242-4242-4242-4242', true],
    ['3782 822463 10005', true],
    ['https://shop.example/pay?card=4242%204242%204242%204242', true],
    // These are as often an order number: a year, a month and a counter.
    ['2512030000000012', false],
    ['378282246310005', false],
    ['6217000000000000003', false],
  ])('%s: %s', (text, found) => {
    expect(showsCardNumber(text, 'id')).toBe(found)
  })

  it('is looked for in words where metadata speaks of a card', () => {
    const amex = '378282246310005'
    expect(fieldWithCard({ metadata: { order_number: amex } })).toBeUndefined()
    expect(fieldWithCard({ metadata: { card_number: amex } })).toBe('/metadata/card_number')
    expect(fieldWithCard({ metadata: { note: amex } })).toBe('/metadata/note')
  })
})

describe('hostile text', () => {
  const units = [
    '4 ',
    '4',
    '4-',
    '%34',
    '4242 ',
    '4\u200b',
    '1\u200b\u200b\u200b',
    '4\n',
    '\u0664',
    'DE89 ',
    '4444444444444444_',
  ]

  it.each(units)('twice as much of %j is twice the work', (unit) => {
    const tested = vi.spyOn(RegExp.prototype, 'test')
    onTestFinished(() => tested.mockRestore())
    const work = (length: number) => {
      tested.mockClear()
      showsCardNumber(unit.repeat(length / unit.length), 'text')
      return tested.mock.calls.length
    }
    expect(work(8000)).toBeLessThan(2 * work(4000) + 1000)
  })

  it.each(units)('a long text of %j comes to an end', (unit) => {
    showsCardNumber(unit.repeat(300_000 / unit.length), 'text')
  })
})
