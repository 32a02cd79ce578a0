/** What counts as a card number, in every spelling, and what never may. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { holdsCardNumber, isCardNumber, maskCardNumbers } from '../../src/cards/card-numbers.ts'
import { newId, newSecret } from '../../src/domain/ids.ts'
import { deriveTransId } from '../../src/domain/trans-id.ts'

const PAN = '4242424242424242'

/** A number of a network's range and length whose check digit is right. */
const panOf = (prefix: string, length: number) =>
  fc
    .string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length })
    .map((digits) => withCheckDigit((prefix + digits).slice(0, length - 1)))

function withCheckDigit(body: string): string {
  const sum = [...body].reverse().reduce((total, character, place) => {
    const digit = Number(character) * (place % 2 === 0 ? 2 : 1)
    return total + (digit > 9 ? digit - 9 : digit)
  }, 0)
  return body + String((10 - (sum % 10)) % 10)
}

const pan = fc.oneof(
  panOf('4', 13),
  panOf('4', 16),
  panOf('4', 19),
  panOf('51', 16),
  panOf('2221', 16),
  panOf('2720', 16),
  panOf('34', 15),
  panOf('37', 15),
  panOf('6011', 16),
  panOf('65', 19),
  panOf('36', 14),
  panOf('305', 14),
  panOf('3528', 16),
  panOf('62', 16),
  panOf('62', 19),
  panOf('6304', 16),
)

const grouped = (digits: string, gap: string) => digits.replace(/(\d{4})(?=\d)/g, `$1${gap}`)
const SPELLINGS: [string, (digits: string) => string][] = [
  ['as it is', (digits) => digits],
  ['in a sentence', (digits) => `card ${digits}, please`],
  ['in quotes', (digits) => `{"a":"${digits}"}`],
  ['after other digits', (digits) => `7 ${digits}`],
  ['before its code', (digits) => `${digits} 123`],
  ['percent-encoded', (digits) => [...digits].map((digit) => `%3${digit}`).join('')],
  ['percent-encoded twice', (digits) => [...digits].map((digit) => `%253${digit}`).join('')],
  ['in Base64', (digits) => Buffer.from(digits).toString('base64')],
  ['in Base64 with more', (digits) => Buffer.from(`pan=${digits}&cvc=1`).toString('base64url')],
  ['in hex', (digits) => Buffer.from(digits).toString('hex')],
  [
    'in fullwidth digits',
    (digits) => digits.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
  ],
  [
    'in Arabic digits',
    (digits) => digits.replace(/\d/g, (digit) => String.fromCodePoint(0x0660 + Number(digit))),
  ],
]
const GAPS = [' ', '-', '.', '\u00a0', '%20', '%2D', '+']

describe('a card number is seen', () => {
  it.each(SPELLINGS)('%s', (_name, spell) => {
    fc.assert(fc.property(pan, (digits) => holdsCardNumber(spell(digits))))
  })

  it.each(GAPS)('grouped by %j', (gap) => {
    const long = pan.filter((digits) => digits.length > 13)
    fc.assert(fc.property(long, (digits) => holdsCardNumber(`x ${grouped(digits, gap)} y`)))
  })
})

describe('nothing of ours is taken for one', () => {
  const now = fc.integer({ min: 1_500_000_000_000, max: 1_999_999_999_999 })
  const key = new Uint8Array(32)
  const own: [string, () => string][] = [
    ['ids', () => newId('chk')],
    ['secrets', () => newSecret('cs')],
    ['idempotency keys', () => randomUUID()],
    ['trans ids', () => deriveTransId(key, newId('chk'), 1)],
  ]
  it.each(own)('%s', (_name, make) => {
    for (let count = 0; count < 20_000; count++) {
      const text = make()
      if (holdsCardNumber(text)) expect.fail(text)
    }
  })

  it('times', () => {
    fc.assert(
      fc.property(now, (ms) => !holdsCardNumber(String(ms)) && !holdsCardNumber(new Date(ms).toISOString())),
    )
  })

  const harmless = [
    '18356675194960',
    '978594372956732',
    '2025112300001234',
    '1234567890123456',
    '+49 151 12345678',
    '192.168.100.100',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
    '999999999999',
    'a4242424242424242b',
    '42424242424242424242424242424242',
    '4242424242424241',
    '',
  ]
  it.each(harmless)('%s', (text) => {
    expect(holdsCardNumber(text)).toBe(false)
    expect(maskCardNumbers(text)).toBe(text)
  })

  it('of random sixteen digits as few as the ranges and the check digit allow', () => {
    const digits = () => Array.from({ length: 16 }, () => Math.floor(Math.random() * 10)).join('')
    const hits = Array.from({ length: 20_000 }, digits).filter(isCardNumber).length
    expect(hits / 20_000).toBeLessThan(0.05)
  })
})

describe('maskCardNumbers', () => {
  it('takes out the number and nothing else', () => {
    const line = `{"level":30,"time":1764043511000,"msg":"card ${grouped(PAN, ' ')} failed","ms":12}`
    expect(maskCardNumbers(line)).toBe('{"level":30,"time":1764043511000,"msg":"card [card] failed","ms":12}')
  })

  it('leaves no card number in any line', () => {
    fc.assert(
      fc.property(fc.string(), pan, fc.constantFrom('', ...GAPS), (text, digits, gap) => {
        const masked = maskCardNumbers(`${text} ${grouped(digits, digits.length > 13 ? gap : '')} ${text}`)
        return !masked.includes(digits) && !masked.includes(grouped(digits, gap || ' '))
      }),
    )
  })
})

describe('hostile text', () => {
  const units = ['4 ', '4', '4-', '%34', '3', '4242 ', '4444444444444444_']
  const search = (text: string) => {
    holdsCardNumber(text)
    maskCardNumbers(text)
  }

  it.each(units)('twice as much of %j is twice the work', (unit) => {
    const tested = vi.spyOn(RegExp.prototype, 'test')
    onTestFinished(() => tested.mockRestore())
    const work = (length: number) => {
      tested.mockClear()
      search(unit.repeat(length / unit.length))
      return tested.mock.calls.length
    }
    expect(work(8000)).toBeLessThan(2 * work(4000) + 1000)
  })

  // Steps inside the expressions can't be counted: quadratic ones would take many minutes here instead of a second.
  it.each(units)('a long text of %j comes to an end', (unit) => {
    search(unit.repeat(300_000 / unit.length))
  })
})
