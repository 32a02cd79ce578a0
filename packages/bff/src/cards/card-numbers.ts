/** Recognizes card numbers, in any notation, in text that must not contain any. */
import { luhn } from './luhn.ts'

/** Separators in typed or copied numbers: one space, dash or dot, also percent-encoded. */
const GAP = String.raw`(?:[ \u00a0.+-]|%20|%2d|%2e)`
/** Digit runs with the length of a card number. An adjacent letter or underscore makes it part of an id. */
const RUN = new RegExp(String.raw`(?<![\p{L}_\d])\d(?:${GAP}?\d){12,}(?![\p{L}_\d])`, 'giu')
const BREAK = new RegExp(GAP, 'i')
const UUID = /\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/gi

/** First digits and lengths in use (ISO/IEC 7812; the networks' ranges). A time, a counter or an order id rarely matches. */
const RANGES: readonly (readonly [prefix: RegExp, lengths: readonly number[]])[] = [
  [/^4/, [13, 16, 18, 19]],
  [/^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^(6011|64[4-9]|65)/, [16, 17, 18, 19]],
  [/^3(0[0-5]|095|[689])/, [14, 15, 16, 17, 18, 19]],
  [/^35(2[89]|[3-8])/, [16, 17, 18, 19]],
  [/^(62|81)/, [16, 17, 18, 19]],
  [/^(50|5[6-9]|6[0-9])/, [16, 18, 19]],
]

/** @returns whether these digits can be a card number: range, length and check digit match */
export function isCardNumber(digits: string): boolean {
  const fits = RANGES.some(([prefix, lengths]) => lengths.includes(digits.length) && prefix.test(digits))
  return fits && luhn(digits)
}

/**
 * @returns whether the text contains a card number: plain, grouped, percent-encoded, in Base64, in hex or in non-ASCII
 * digits
 */
export function holdsCardNumber(text: string): boolean {
  const plain = asciiDigits(text)
  return holdsPlain(plain) || decodings(plain).some(holdsPlain)
}

/** @returns the text with every card number replaced */
export function maskCardNumbers(text: string): string {
  const masked = text.replace(RUN, (run) => (cardIn(run) ? '[card]' : run))
  return masked.replace(HEX_DIGITS, (hex) => (holdsPlain(fromHex(hex)) ? '[card]' : hex))
}

function holdsPlain(text: string): boolean {
  for (const [run] of text.replace(UUID, ' ').matchAll(RUN)) if (cardIn(run)) return true
  return false
}

/** A run may contain more than the card number: a house number before it, a security code after it. */
function cardIn(run: string): boolean {
  const groups = run.split(BREAK)
  return groups.some((_, from) => startsWithCard(groups, from))
}

/** Thirteen grouped digits are nearly always a telephone number. */
function startsWithCard(groups: string[], from: number): boolean {
  let digits = ''
  for (let index = from; index < groups.length && digits.length < 20; index++) {
    digits += groups[index]
    if (isCardNumber(digits) && (digits.length > 13 || index === from)) return true
  }
  return false
}

const BASE64 = /[A-Za-z0-9+/_-]{18,}={0,2}/g
const HEX_DIGITS = /(?<![\da-f])(?:3\d(?:2[0de])?){13,}(?![\da-f])/gi

/** @returns the text's contents decoded from hex, Base64 and percent-encoding */
export function decodings(text: string): string[] {
  const hex = Array.from(text.matchAll(HEX_DIGITS), ([run]) => fromHex(run))
  const base64 = Array.from(text.matchAll(BASE64), ([run]) => Buffer.from(run, 'base64').toString('latin1'))
  return [...hex, ...base64, ...(text.includes('%') ? [unescaped(text)] : [])]
}

const fromHex = (text: string) => Buffer.from(text, 'hex').toString('latin1')

/** Decodes percent-encoded digits once more than a query parser does. */
function unescaped(text: string): string {
  return text.replace(/%(?:25)?([23][\da-f])/gi, (_, hex: string) => fromHex(hex))
}

/** The zeros of the scripts that shoppers use. The other nine digits follow each zero. */
const ZEROS = [0x0660, 0x06f0, 0x0966, 0x09e6, 0x0e50, 0xff10]

function asciiDigits(text: string): string {
  return text.replace(/[^\p{ASCII}\P{Nd}]/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0
    const zero = ZEROS.find((start) => code >= start && code <= start + 9)
    return zero === undefined ? digit : String(code - zero)
  })
}
