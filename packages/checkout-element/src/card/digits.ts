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

/** Keeps only the digits, as 0–9: `'４２ ४२-٤٢'` gives `'424242'`. */
export const digitsOf = (text: string): string => latinDigits(text).replace(/[^0-9]/g, '')
