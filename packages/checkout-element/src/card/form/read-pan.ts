/** Finds the card number in pasted or filled-in text, also between words, beside other numbers, or with scanner errors. */
import { hasRightCheckDigit, isCardNumber } from './brand.ts'
import { digitsOf, latinDigits, scannedDigits } from './digits.ts'

/** ISO/IEC 7812-1 allows shorter numbers, but no known brand has them. */
const SHORTEST = 13
const LONGEST = 19

/** The digits of the one card number in the text; all digits when there is none, or more than one. */
export function readPan(text: string): string {
  const plain = latinDigits(text)
  const digits = digitsOf(plain)
  if (isWhole(digits)) return digits
  return onlyNumberIn(plain) ?? onlyNumberIn(scannedDigits(plain)) ?? digits
}

const isWhole = (digits: string): boolean => isCardNumber(digits) && hasRightCheckDigit(digits)

function onlyNumberIn(text: string): string | null {
  const groups = text.match(/\d+/g) ?? []
  const found = new Set(groups.flatMap((_, from) => numbersFrom(groups.slice(from))))
  const [number = null] = found
  return found.size === 1 ? number : null
}

/** Every card number that the first groups form together. */
function numbersFrom(groups: readonly string[]): string[] {
  const runs = groups.map((_, index) => groups.slice(0, index + 1).join(''))
  return runs.filter((run) => run.length >= SHORTEST && run.length <= LONGEST && isWhole(run))
}
