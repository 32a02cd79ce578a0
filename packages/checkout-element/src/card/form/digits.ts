/** Reads digits out of whatever a shopper, keyboard or autofill puts into a field. */

const isDigit = (char: string | undefined): boolean => char !== undefined && /^\p{Nd}$/u.test(char)

/** Value of one decimal digit of any script, or `''` for anything else. */
function digitOf(char: string): string {
  if (/^[0-9]$/.test(char)) return char
  if (!isDigit(char)) return ''
  const code = char.codePointAt(0) ?? 0
  // Unicode lays its digit runs on multiples of 16 from offset 0 (Arabic, full width) or 6 (Devanagari, Bengali).
  const startsAtZero = isDigit(String.fromCodePoint(code & ~15))
  const value = (code & 15) - (startsAtZero ? 0 : 6)
  return value >= 0 && value <= 9 ? String(value) : ''
}

/** Writes the digits of any script as 0–9 and leaves every other character where it is. */
export const latinDigits = (text: string): string =>
  // What most keyboards type needs no look at each character.
  /^[ -~]*$/.test(text) ? text : Array.from(text.normalize('NFKC'), (char) => digitOf(char) || char).join('')

/** Letters that scanners read where a digit is. */
const LOOKS_LIKE: Record<string, string> = {
  O: '0',
  o: '0',
  I: '1',
  l: '1',

  Z: '2',
  S: '5',
  B: '8',
}

/** Puts right what a scanner misread: only in words that hold a digit, because others are words. */
export const scannedDigits = (text: string): string =>
  text.replace(/[\dOolIZSB]*\d[\dOolIZSB]*/g, (word) =>
    word.replace(/\D/g, (sign) => LOOKS_LIKE[sign] ?? sign),
  )

/** Keeps only the digits, as 0–9: `'４２ ४२-٤٢'` gives `'424242'`. */
export const digitsOf = (text: string): string => latinDigits(text).replace(/[^0-9]/g, '')
