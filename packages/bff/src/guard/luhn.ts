/** The check digit of card numbers (ISO/IEC 7812-1, annex B). */

/** @param digits ASCII digits only, as bytes */
export function luhn(digits: Uint8Array): boolean {
  let sum = 0
  for (let place = 0; place < digits.length; place++) {
    const digit = (digits[digits.length - 1 - place] ?? 0) - 48
    const weighted = place % 2 === 1 ? digit * 2 : digit
    sum += weighted > 9 ? weighted - 9 : weighted
  }
  return sum % 10 === 0
}
