/** Data that only decorates a payment, as shops' software and wallets write it. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asciiDigits } from '../../src/domain/digits.ts'
import { readPhone } from '../../src/domain/phone.ts'
import type { Reading } from '../../src/domain/reading.ts'
import { TABLES, warned } from './tables.ts'

/** Texts of the kinds that the tables name, put together by chance. */
const PIECES = [
  '',
  ' ',
  '\n',
  '\0',
  '\u200f',
  '\ud83d',
  '\u{1f600}',
  'e\u0301',
  '\u0661',
  '//',
  '+49',
  '0',
  '1.5',
  'x'.repeat(70),
]
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((pieces) => pieces.join('')),
)
const scalar = fc.oneof(text, fc.double(), fc.constantFrom(null, true))
const value = fc.oneof(scalar, fc.array(scalar))

describe.each(TABLES)('$title', ({ read, rows, isFree = false }) => {
  it.each(rows)('%j is read as %j', (given, sent, ...warnings) => {
    const reading = read(given)
    expect([reading.value, warned(reading)]).toEqual([sent, warnings])
  })

  it('accepts anything without a throw, reports all changes, and reads its own result unchanged', () => {
    const members = rows.flatMap(([given]) => (isObject(given) ? Object.keys(given) : []))
    const given =
      members.length === 0 ? value : fc.oneof(value, objectsOf(isFree ? text : fc.constantFrom(...members)))
    fc.assert(fc.property(given, (one) => holds(read, one)))
  })
})

const isObject = (given: unknown): given is object =>
  typeof given === 'object' && given !== null && !Array.isArray(given)

const objectsOf = (name: fc.Arbitrary<string>) =>
  fc.dictionary(name, value, { maxKeys: 8, noNullPrototype: true })

function holds(read: (given: unknown) => Reading<unknown>, given: unknown): void {
  const { value: sent, warnings } = read(given)
  expect(JSON.stringify(sent) ?? '').not.toMatch(/(?<!\\)\\u(00[01]|d[89a-f])/)
  if (warnings.length === 0 && sent !== undefined) expect(withoutAbsent(sent)).toEqual(withoutAbsent(given))
  const again = read(sent)
  expect(again.value).toEqual(sent)
}

/** Members that are null or empty were nothing before either. */
function withoutAbsent(given: unknown): unknown {
  if (!isObject(given)) return given
  return Object.fromEntries(Object.entries(given).filter(([, member]) => member != null && member !== ''))
}

describe('digits', () => {
  it('of every script are read by their value', () => {
    const digits = Array.from({ length: 0x11_0000 }, (_, code) => code)
      .filter((code) => code < 0xd800 || code > 0xdfff)
      .map((code) => String.fromCodePoint(code))
      .filter((character) => /\p{Nd}/u.test(character))
    expect(digits.length).toBeGreaterThan(700)
    const systems = Intl.supportedValuesOf('numberingSystem')
    const known = systems
      .map((numberingSystem) =>
        new Intl.NumberFormat('en', { numberingSystem, useGrouping: false }).format(9_876_543_210),
      )
      .filter((written) => /^\p{Nd}{10}$/u.test(written))
    expect(known.length).toBeGreaterThan(50)
    for (const written of known) expect(asciiDigits(written)).toBe('9876543210')
    for (const digit of digits) expect(asciiDigits(`a${digit}`)).toMatch(/^a\d$/)
  })
})

describe('hostile text', () => {
  const long = ['a\u0301\u0316', ' ', '\u200b', '\ud83d', '\u0661', '<', '@', '1,', '//'].map((unit) =>
    unit.repeat(600_000 / unit.length),
  )
  // Form C of the first takes many minutes, were all of it looked at.
  const accents = `a${'\u0301\u0316'.repeat(300_000)}`

  it.each(TABLES)('$title: a long one comes to an end', ({ read, rows }) => {
    const members = new Set(rows.flatMap(([given]) => (isObject(given) ? Object.keys(given) : [])))
    for (const text of [accents, ...long]) {
      read(text)
      read(Object.fromEntries([...members].map((name) => [name, text])))
      read({ [text]: text })
    }
  })
})

describe('a telephone number', () => {
  it('is digits that fit PayKKa, or nothing', () => {
    const countries = fc.constantFrom(undefined, 'DE', 'US', 'JP', 'ZZ', '')
    fc.assert(
      fc.property(value, value, countries, (area, number, country) => {
        const phone = readPhone(area, number, country)
        expect(phone.areaCode.value ?? '1').toMatch(/^\d{1,9}$/)
        expect(phone.number.value ?? '123').toMatch(/^\d{3,20}$/)
      }),
    )
  })

  it.each([
    'x'.repeat(5000),
    '1 '.repeat(5000),
    '+'.repeat(5000),
    `${'1'.repeat(5000)} ext 4`,
    ', '.repeat(5000),
  ])('of hostile length comes to an end', (number) => {
    readPhone(number, number, 'DE')
  })
})
