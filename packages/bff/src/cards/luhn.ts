/** The check digit of card numbers (ISO/IEC 7812-1, annex B). */

/** @param digits ASCII digits only: bytes for a paying card, a string for text that is searched */
export function luhn(digits: string | Uint8Array): boolean {
  let sum = 0
  for (let place = 0; place < digits.length; place++) {
    const digit = codeAt(digits, digits.length - 1 - place) - 48
    const weighted = place % 2 === 1 ? digit * 2 : digit
    sum += weighted > 9 ? weighted - 9 : weighted
  }
  return sum % 10 === 0
}

function codeAt(digits: string | Uint8Array, index: number): number {
  return typeof digits === 'string' ? digits.charCodeAt(index) : (digits[index] ?? 0)
}
