/** Reads the digits of any text that a shopper, keyboard or autofill enters. */

const isDigit = (char: string | undefined): boolean => char !== undefined && /^\p{Nd}$/u.test(char)

/** Value of one decimal digit of any script, or `''` for anything else. */
function digitOf(char: string): string {
  if (/^[0-9]$/.test(char)) return char
  if (!isDigit(char)) return ''
  const code = char.codePointAt(0) ?? 0
  // Unicode's digit ranges start at multiples of 16 plus 0 (Arabic, full width) or plus 6 (Devanagari, Bengali).
  const startsAtZero = isDigit(String.fromCodePoint(code & ~15))
  const value = (code & 15) - (startsAtZero ? 0 : 6)
  return value >= 0 && value <= 9 ? String(value) : ''
}

/** Converts the digits of any script to 0–9 and keeps all other characters. */
export const latinDigits = (text: string): string =>
  // ASCII text needs no conversion.
  /^[ -~]*$/.test(text) ? text : Array.from(text.normalize('NFKC'), (char) => digitOf(char) || char).join('')

/** Letters that scanners read instead of a digit. */
const LOOKS_LIKE: Record<string, string> = {
  O: '0',
  o: '0',
  I: '1',
  l: '1',

  Z: '2',
  S: '5',
  B: '8',
}

/** Corrects scanner errors, only in words that contain a digit. */
export const scannedDigits = (text: string): string =>
  text.replace(/[\dOolIZSB]*\d[\dOolIZSB]*/g, (word) =>
    word.replace(/\D/g, (sign) => LOOKS_LIKE[sign] ?? sign),
  )

/** Keeps only the digits, as 0–9: `'４２ ४२-٤٢'` returns `'424242'`. */
export const digitsOf = (text: string): string => latinDigits(text).replace(/[^0-9]/g, '')
