/** Readers for people's names, addresses and contact data. */

import { readCountry } from './country.ts'
import { asciiDigits } from './digits.ts'
import { readEmail } from './email.ts'
import { readPhone } from './phone.ts'
import type { Reader, Reading } from './reading.ts'
import { below, readMembers } from './reading.ts'
import { asText, textReader } from './text.ts'

/** Text members with their maximum lengths in characters. */
type TextLengths = Record<string, number>

/**
 * Reads an address, or a person's members of the same names.
 * @param country the default country of telephone numbers when the address names none
 */
export function readAddress(
  given: Record<string, unknown>,
  lengths: TextLengths,
  country?: string,
): Reading<Record<string, unknown>> {
  const { phoneAreaCode, phoneNumber, ...others } = given
  const { value, warnings } = readMembers(others, readersOf(lengths))
  const dialedIn = typeof value.country === 'string' ? value.country : country
  const { areaCode, number } = readPhone(phoneAreaCode, phoneNumber, dialedIn)
  const phone = { phoneAreaCode: areaCode.value, phoneNumber: number.value }
  const known = Object.entries(phone).filter(([, member]) => member !== undefined)
  return {
    value: { ...value, ...Object.fromEntries(known) },
    warnings: [
      ...warnings,
      ...below('phoneAreaCode', areaCode.warnings),
      ...below('phoneNumber', number.warnings),
    ],
  }
}

function readersOf({ postalCode, ...lengths }: TextLengths): Record<string, Reader<unknown>> {
  const texts = Object.entries(lengths).map(([name, length]) => [name, textReader(length)])
  return {
    ...Object.fromEntries(texts),
    ...(postalCode === undefined ? {} : { postalCode: postalCodeReader(postalCode) }),
    country: readCountry,
    email: readEmail,
  }
}

/** Sorting machines need ASCII digits. */
function postalCodeReader(maxLength: number): Reader<string> {
  const read = textReader(maxLength)
  return (given) => {
    const ascii = typeof given === 'string' ? asciiDigits(given) : asText(given)
    if (ascii === undefined || ascii === given) return read(given)
    const { value, warnings } = read(ascii)
    return { value, warnings: warnings.length > 0 ? warnings : [{ field: '', reason: 'changed' }] }
  }
}
