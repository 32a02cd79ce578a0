/**
 * Distinguishes a typed card number from other long numbers in a request. Range and check digit alone are not enough: ten
 * in a hundred such numbers pass both. So the field and the notation count too
 * (docs/decisions/0017-card-numbers-that-are-none.md). For logs, card-numbers.ts masks by weaker evidence.
 */
import { decodings } from './card-numbers.ts'
import { luhn } from './luhn.ts'

/** `id`: a field that names or links something. `text`: words for people. */
export type FieldKind = 'id' | 'text'

type Ranges = readonly (readonly [prefix: RegExp, lengths: readonly number[]])[]

/** One run of digits in a text for people: the networks' ranges at the lengths actually issued. */
const PLAIN: Record<FieldKind, Ranges> = {
  text: [
    [/^4/, [16]],
    [/^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
    [/^3[47]/, [15]],
    [/^3(0[0-5]|095|[689])/, [14, 16]],
    [/^(6011|64[4-9]|65)/, [16]],
    [/^35(2[89]|[3-8])/, [16]],
    [/^62[1-3]/, [17, 18, 19]],
    [/^6703/, [17]],
    [/^(50|5[6-9]|6|81)/, [16]],
  ],
  // Order and article numbers have all the other forms of card numbers.
  id: [
    [/^4/, [16]],
    [/^5[1-5]/, [16]],
  ],
}

/** Grouped like a card, or obfuscated: every length that a network's rules allow. */
const SHAPED: Ranges = [
  [/^4/, [16, 18, 19]],
  [/^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^3(0[0-5]|095|[689])/, [14, 15, 16, 17, 18, 19]],
  [/^(6011|64[4-9]|65)/, [16, 17, 18, 19]],
  [/^35(2[89]|[3-8])/, [16, 17, 18, 19]],
  [/^220[0-4]/, [16, 17, 18, 19]],
  [/^(50|5[6-9]|6|81)/, [16, 17, 18, 19]],
]

const isIn = (ranges: Ranges, digits: string) =>
  ranges.some(([prefix, lengths]) => lengths.includes(digits.length) && prefix.test(digits)) && luhn(digits)

/** Digits of the scripts that shoppers use. */
const DIGIT = String.raw`[\d\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59\uff10-\uff19]`
/** Invisible characters that nobody types: they hide a number from programs. */
const HIDDEN = String.raw`\p{Cf}{0,3}`
/** One space, dash, dot or line break. */
const GAP = String.raw`(?:[ \t]?\r?\n[ \t]?|[\p{Zs}\t\u2028\u2029\p{Pd}\u2212.\u00b7\u2022\u2024+])`
/** A letter or underscore beside a run makes it part of an id. */
const RUN = new RegExp(
  String.raw`(?<![\p{L}_]|${DIGIT})${DIGIT}(?:${HIDDEN}(?:${GAP}${HIDDEN})?${DIGIT}){13,}(?![\p{L}_]|${DIGIT})`,
  'gu',
)
const UUID = /\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/gi

/** @returns whether the text contains a card number: plain, in Base64, in hex or percent-encoded */
export function showsCardNumber(text: string, kind: FieldKind): boolean {
  return [text, ...decodings(text)].some((form) => showsPlainly(form, kind))
}

function showsPlainly(text: string, kind: FieldKind): boolean {
  const others = text.replace(UUID, ' ').replace(IBAN, (iban) => (isIban(iban) ? ' ' : iban))
  for (const [run] of others.matchAll(RUN)) if (isShown(run, kind)) return true
  return false
}

/** ISO 13616: a bank account in groups of four. */
const IBAN = /\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,4})?\b/g

function isIban(text: string): boolean {
  const iban = text.replaceAll(' ', '')
  const digits = (iban.slice(4) + iban.slice(0, 4)).replace(/[A-Z]/g, (letter) =>
    String(letter.charCodeAt(0) - 55),
  )
  return BigInt(digits) % 97n === 1n
}

const BREAK = new RegExp(`${HIDDEN}${GAP}${HIDDEN}`, 'u')
const ANY_GAP = new RegExp(GAP, 'gu')
const INVISIBLE = /\p{Cf}/gu

function isShown(run: string, kind: FieldKind): boolean {
  const groups = run.split(BREAK).map((group) => asciiOf(group.replace(INVISIBLE, '')))
  const isHidden = /\P{ASCII}/u.test(run.replace(ANY_GAP, ''))
  if (isHidden) return windowsOf(groups).some(({ digits }) => isIn(SHAPED, digits))
  if (isParcel(groups)) return false
  return windowsOf(groups).some(
    ({ digits, sizes, left }) =>
      (sizes.length === 1 && isIn(PLAIN[kind], digits)) ||
      (left <= MOST_BESIDE && isShaped(sizes, left) && isIn(SHAPED, digits)),
  )
}

/** An expiry date and a security code may follow a card number, a house number may precede it. */
const MOST_BESIDE = 8

/** USPS's tracking numbers: 22 digits in groups of four. */
function isParcel(groups: string[]): boolean {
  const sizes = groups.slice(0, 6).map(({ length }) => length)
  return /^9[1-5]/.test(groups[0] ?? '') && String(sizes) === '4,4,4,4,4,2'
}

type Window = { digits: string; sizes: number[]; left: number }

/** @returns every sequence of whole groups that has the length of a card number */
function windowsOf(groups: string[]): Window[] {
  const total = groups.join('').length
  return groups.flatMap((_, from) => {
    const windows: Window[] = []
    for (let to = from + 1, digits = ''; to <= groups.length; to++) {
      digits += groups[to - 1]
      if (digits.length > 19) break
      const sizes = groups.slice(from, to).map(({ length }) => length)
      if (digits.length >= 14) windows.push({ digits, sizes, left: total - digits.length })
    }
    return windows
  })
}

/**
 * Equal groups with a shorter last one, or 4-6-rest, or two halves. Article numbers with a quantity, telephone numbers,
 * dates and marketplaces' order numbers use other groups.
 */
function isShaped(sizes: number[], left: number): boolean {
  const [first = 0, second = 0, last = 0] = [sizes[0], sizes[1], sizes.at(-1)]
  if (sizes.length === 2)
    return left === 0 && isHalf(first) && (isHalf(second) || (first === 6 && second === 13))
  if (sizes.length === 3 && first === 4 && second === 6) return last >= 4
  const isEven = sizes.slice(0, -1).every((size) => size === first)
  return sizes.length > 2 && isEven && first <= 6 && last <= first
}

/** A group of twelve or thirteen digits is an article number; UnionPay prints groups of six and thirteen. */
const isHalf = (size: number) => size >= 6 && size <= 11

const ZEROS = [0x0660, 0x06f0, 0x0966, 0x09e6, 0x0e50, 0xff10]

function asciiOf(digits: string): string {
  return digits.replace(/[^\d]/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0
    return String(code - (ZEROS.find((zero) => code >= zero && code <= zero + 9) ?? code))
  })
}
