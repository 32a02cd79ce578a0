/** Long numbers of real life that are no cards, and cards as the networks issue them, made from a seed. */
import { luhn } from '../../src/cards/luhn.ts'

/** Mulberry32: the same numbers in every run. */
export function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

type Random = () => number
const digits = (random: Random, count: number) =>
  Array.from({ length: count }, () => Math.floor(random() * 10)).join('')
const pick = <T>(random: Random, of: readonly T[]): T => of[Math.floor(random() * of.length)] as T

/** GS1 General Specifications, 7.9: weights 3 and 1 from the right. */
function withGs1Check(body: string): string {
  const sum = [...body]
    .reverse()
    .reduce((total, digit, place) => total + Number(digit) * (place % 2 === 0 ? 3 : 1), 0)
  return body + String((10 - (sum % 10)) % 10)
}

export function withLuhn(body: string): string {
  return [...'0123456789'].map((digit) => body + digit).find(luhn) ?? ''
}

/** @returns a number with `prefix` of that length whose last digit is GS1's */
const gs1 = (random: Random, prefix: string, length: number) =>
  withGs1Check(prefix + digits(random, length - 1 - prefix.length))

const PREFIXES_OF_GS1 = [
  '00',
  '03',
  '30',
  '37',
  '40',
  '42',
  '44',
  '45',
  '49',
  '50',
  '54',
  '57',
  '59',
  '60',
  '62',
  '64',
  '69',
  '73',
  '76',
  '80',
  '84',
  '87',
  '90',
  '93',
]
/** Reporting bodies in the type allocation codes of phones sold today (GSMA TS.06). */
const TAC = ['01', '35', '35', '35', '86', '86', '99']
const SNOWFLAKE_EPOCHS = [1_288_834_974_657n, 1_420_070_400_000n]

function snowflake(random: Random): string {
  const at = BigInt(Math.floor(Date.UTC(2015, 6) + random() * (Date.UTC(2026, 10) - Date.UTC(2015, 6))))
  const low = BigInt(Math.floor(random() * 4_194_304))
  return String(((at - pick(random, SNOWFLAKE_EPOCHS)) << 22n) | low)
}

export const NUMBER_SPACES: [name: string, make: (random: Random) => string][] = [
  ['EAN-8', (random) => gs1(random, pick(random, PREFIXES_OF_GS1), 8)],
  ['EAN-13', (random) => gs1(random, pick(random, PREFIXES_OF_GS1), 13)],
  ['UPC', (random) => gs1(random, '', 12)],
  ['ISBN-13', (random) => gs1(random, pick(random, ['978', '979']), 13)],
  [
    'ISBN-13 with dashes',
    (random) => gs1(random, '978', 13).replace(/^(\d{3})(\d)(\d{4})(\d{4})/, '$1-$2-$3-$4-'),
  ],
  ['IMEI', (random) => withLuhn(pick(random, TAC) + digits(random, 12))],
  [
    'IMEI with dashes',
    (random) => withLuhn(pick(random, TAC) + digits(random, 12)).replace(/^(..)(.{6})(.{6})/, '$1-$2-$3-'),
  ],
  ["a shop's id of 13 digits", (random) => `${1 + Math.floor(random() * 9)}${digits(random, 12)}`],
  ['a time in milliseconds', (random) => String(Math.floor(1.5e12 + random() * 3e11))],
  [
    'a time to the second',
    (random) => new Date(1.5e12 + random() * 3e11).toISOString().replace(/\D/g, '').slice(0, 14),
  ],
  ['a snowflake', snowflake],
  ['an SSCC', (random) => gs1(random, String(Math.floor(random() * 10)) + pick(random, PREFIXES_OF_GS1), 18)],
  ['an SSCC with its identifier', (random) => `00${gs1(random, `3${pick(random, PREFIXES_OF_GS1)}`, 18)}`],
  ['a number of UPS', (random) => `1Z${digits(random, 3)}W${digits(random, 2)}${digits(random, 10)}`],
  [
    'a number of UPS in groups',
    (random) =>
      `1Z ${digits(random, 3)} W${digits(random, 2)} ${digits(random, 2)} ${digits(random, 4)} ${digits(random, 4)}`,
  ],
  [
    'a number of FedEx',
    (random) => pick(random, [digits(random, 12), `04${digits(random, 13)}`, `61${digits(random, 18)}`]),
  ],
  [
    'a number of DHL',
    (random) =>
      pick(random, [
        digits(random, 10),
        digits(random, 12),
        `003404${digits(random, 14)}`,
        `JJD${digits(random, 18)}`,
      ]),
  ],
  ['a number of USPS', (random) => pick(random, ['9400', '9205', '9361', '9270']) + digits(random, 18)],
  [
    'a number of USPS in groups',
    (random) =>
      (pick(random, ['9400', '9205', '9361', '9270']) + digits(random, 18)).replace(/(.{4})(?=.)/g, '$1 '),
  ],
  ['a number of DPD', (random) => pick(random, ['0', '1']) + digits(random, 13)],
  [
    'a bank account',
    (random) =>
      iban(pick(random, ['DE', 'FR', 'NL', 'PL']), digits(random, 18)).replace(/(.{4})(?=.)/g, '$1 '),
  ],
  [
    'a telephone number',
    (random) =>
      `+${1 + Math.floor(random() * 9)}${digits(random, 1)} ${digits(random, 3)} ${digits(random, 7)}`,
  ],
  ['an order number of Amazon', (random) => `${digits(random, 3)}-${digits(random, 7)}-${digits(random, 7)}`],
]

function iban(country: string, account: string): string {
  const check =
    98n - (BigInt(`${account}${[...country].map((letter) => letter.charCodeAt(0) - 55).join('')}00`) % 97n)
  return `${country}${String(check).padStart(2, '0')}${account}`
}

/** Beginnings and lengths of cards in people's hands. */
const ISSUED: [brand: string, prefixes: string[], lengths: number[]][] = [
  ['Visa', ['4'], [16]],
  ['Mastercard', ['51', '52', '53', '54', '55', '2221', '2300', '2720'], [16]],
  ['American Express', ['34', '37'], [15]],
  ['Diners Club', ['300', '305', '36', '38', '39'], [14]],
  ['UnionPay', ['6210', '6217', '6222', '6228', '6258', '6282'], [16, 17, 18, 19]],
  ['JCB', ['3528', '3530', '3566', '3589'], [16]],
  ['Discover', ['6011', '644', '649', '65'], [16]],
  ['Maestro', ['5018', '5020', '5038', '5893', '6304', '6703', '6759', '6763'], [16, 18, 19]],
]

/** @returns a number with a right check digit */
export function cardOf(random: Random): string {
  const [, prefixes, lengths] = pick(random, ISSUED)
  const [prefix, length] = [pick(random, prefixes), pick(random, lengths)]
  return withLuhn(prefix + digits(random, length - 1 - prefix.length))
}

const grouped = (gap: string) => (number: string) => {
  const amex = /^(....)(......)(.....)$/.exec(number)
  return amex ? amex.slice(1).join(gap) : number.replace(/(.{4})(?=.)/g, `$1${gap}`)
}
const inDigits = (zero: number) => (number: string) =>
  number.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)))

export const SPELLINGS: [name: string, spell: (number: string) => string][] = [
  ['spaces', grouped(' ')],
  ['dashes', grouped('-')],
  ['dots', grouped('.')],
  ['no-break spaces', grouped('\u00a0')],
  ['wide digits', inDigits(0xff10)],
  ['Arabic digits', inDigits(0x0660)],
  ['zero-width blanks', grouped('\u200b')],
  ['a zero-width blank between all digits', (number) => [...number].join('\u200b')],
  ['a line break between groups', grouped('\n')],
  [
    'a line break in the middle',
    (number) => `${number.slice(0, number.length / 2)}\r\n${number.slice(number.length / 2)}`,
  ],
  ['spaces of other widths', grouped('\u2009')],
  ['groups of four, also for American Express', (number) => number.replace(/(.{4})(?=.)/g, '$1 ')],
]
