/** Reads telephone numbers of forms, wallets and address books into PayKKa's two parts: area code and number. */
import type { CountryCode } from 'libphonenumber-js/min'
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { asciiDigits } from './digits.ts'
import type { Reading } from './reading.ts'
import { leftOut, NOTHING, readAs } from './reading.ts'
import { isAbsent } from './records.ts'
import { asText, foldText } from './text.ts'

/** PayKKa's examples: `33` with `756879736`, and `0580` with `98421617`. */
const MAX_AREA_DIGITS = 9
/** No country has longer numbers, and every card number is longer: a card number entered here by mistake is dropped. */
const [MIN_DIGITS, MAX_DIGITS] = [3, 13]
/** Extensions are dropped. */
const EXTENSION = /(?:\b|(?<=\d))(?:ext(?:ension)?|x|durchwahl|dw|int|poste)\.?:?\s*\d{1,7}$|#\s*\d{1,7}$/i
/** `0171 1234567, 030 7654321`: one field, two numbers. */
const NEXT_NUMBER = /(?<=\d.{5,}?)\s*(?:[,;|]|\s\/\s(?=.*\d{6})|\s(?:or|oder|ou)\s).*$/s

export type Phone = { areaCode: Reading<string>; number: Reading<string> }

/**
 * @param country of the address, ISO 3166-1 alpha-2: the default for a number without a country code
 * @returns digits only. A number with a country code decides the area code; otherwise the given one stays.
 */
export function readPhone(areaGiven: unknown, numberGiven: unknown, country?: string): Phone {
  const areaCode = readAreaCode(areaGiven)
  if (isAbsent(numberGiven)) return { areaCode, number: NOTHING }
  const text = dialed(numberGiven).replace(NEXT_NUMBER, '')
  const parsed = parse(text, areaCode.value, country)
  if (parsed)
    return {
      areaCode: agreed(areaGiven, areaCode, parsed.area),
      number: reported(numberGiven, parsed.number),
    }
  // Letters replace digits (`1-800-FLOWERS`), or there is no number at all.
  const isSpelled = WORD.test(text.replace(EXTENSION, ''))
  return { areaCode, number: reported(numberGiven, isSpelled ? '' : digitsOf(text)) }
}

const WORD = /\p{L}{4}/u
const digitsOf = (text: string) => text.replace(EXTENSION, '').replace(/\D/g, '')

/** The input without punctuation: NFKC converts East Asia's wide `＋`, brackets and digits. */
function dialed(given: unknown): string {
  const text = foldText((asText(given) ?? '').slice(0, MAX_CHARACTERS)).normalize('NFKC')
  return asciiDigits(text).replace(/^\+{2,}/, '+')
}

const MAX_CHARACTERS = 128

function readAreaCode(given: unknown): Reading<string> {
  if (isAbsent(given)) return NOTHING
  const digits = dialed(given).replace(/\D/g, '').replace(/^00/, '')
  const fits = /[1-9]/.test(digits) && digits.length <= MAX_AREA_DIGITS
  return fits ? readAs(given, digits) : leftOut('is not an area code like 49')
}

/** Tries the number as a national one, then as an international one, then only its digits. */
function parse(text: string, area: string | undefined, country: string | undefined) {
  const inCountry = country === undefined ? {} : { defaultCountry: country as CountryCode }
  const context = area === undefined ? inCountry : { defaultCallingCode: area }
  const digits = digitsOf(text)
  const abroad = `+${digits.replace(/^00/, '')}`
  const home = tryParsing(text, context)
  // Nobody omits both the 0 and the country code, so 49 171 1234567 in Germany means +49 171 1234567.
  const isFull =
    area === undefined && home !== undefined && digits.startsWith(home.area) && home.number === digits
  const candidates = [
    ...(isFull ? [tryParsing(abroad, {})] : []),
    home,
    ...(/^\(?(\+|00)/.test(text) ? [tryParsing(abroad, {}, MIN_ABROAD)] : []),
    tryParsing(digits, context),
  ]
  return candidates.find((one) => one !== undefined)
}

/** Countries lengthen their numbers faster than tables are updated. */
const MIN_ABROAD = 6

/**
 * An area code may not belong to a country (`0580`, `1242`), and an address's country may have no telephone prefix.
 * @param minDigits of a number that is accepted although its country has none of that length
 */
function tryParsing(
  text: string,
  context: Parameters<typeof parsePhoneNumberFromString>[1],
  minDigits = MAX_DIGITS + 1,
): { area: string; number: string } | undefined {
  try {
    const phone = parsePhoneNumberFromString(text, context)
    const number = (phone?.nationalNumber ?? '') as string
    if (!phone || !hasFittingLength(number) || !(phone.isPossible() || number.length >= minDigits))
      return undefined
    return { area: phone.countryCallingCode as string, number }
  } catch {
    return undefined
  }
}

/** A derived area code is reported with the number it was taken from. */
function agreed(given: unknown, read: Reading<string>, area: string): Reading<string> {
  return isAbsent(given) ? { value: area, warnings: [] } : area === read.value ? read : readAs(given, area)
}

const hasFittingLength = ({ length }: string) => length >= MIN_DIGITS && length <= MAX_DIGITS

function reported(given: unknown, digits: string): Reading<string> {
  return hasFittingLength(digits) ? readAs(given, digits) : leftOut('is not a telephone number')
}
