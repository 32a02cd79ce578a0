/** Facts about card brands, from card-validator's tables, under the names of the wire. */
import cardValidator from 'card-validator'
import luhn from 'card-validator/dist/luhn-10.js'
import type { CardBrand } from '../../checkout/wire.ts'

/** A brand of the wire, or `other` for one that is never accepted. */
export type DetectedBrand = CardBrand | 'other'

/** What the form needs to know of a brand while the shopper types. */
export type BrandFacts = {
  brand: DetectedBrand
  gaps: readonly number[]
  lengths: readonly number[]
  cvcLength: number
}

const WORDS: Record<string, CardBrand> = {
  visa: 'visa',
  mastercard: 'mastercard',
  'american-express': 'amex',
  discover: 'discover',
  'diners-club': 'diners',
  jcb: 'jcb',
  unionpay: 'unionpay',
}

const UNDECIDED: Omit<BrandFacts, 'brand'> = {
  gaps: [4, 8, 12, 16],
  lengths: [12, 13, 14, 15, 16, 17, 18, 19],
  cvcLength: 3,
}

type CardType = { type: string; gaps: number[]; lengths: number[]; code: { size: number } }

/** card-validator exports its brand table as a module namespace, whose function is `default`. */
const { default: possibleTypes } = cardValidator.creditCardType as unknown as {
  default: (digits: string) => CardType[]
}

// The table lacks 3095, which is Diners Club's too (ISO/IEC 7812; ranges published by Discover Network).
cardValidator.creditCardType.updateCard('diners-club', { patterns: [[300, 305], 3095, 36, 38, 39] })

/** Brands differ in their first digits only; more of a number is never cached. */
const ISSUER_DIGITS = 8
/** One key press needs the brand several times, and the search is slow. */
let asked = { issuer: '', facts: null as BrandFacts | null }

/** The brand of the digits typed so far, or `null` while several brands are possible. */
export function brandOf(digits: string): BrandFacts | null {
  const issuer = digits.slice(0, ISSUER_DIGITS)
  if (issuer !== asked.issuer) asked = { issuer, facts: factsOf(issuer) }
  return asked.facts
}

function factsOf(issuer: string): BrandFacts | null {
  if (issuer === '') return null
  const possible = possibleTypes(issuer)
  // Regional schemes share first digits with international ones; until they differ, the international one is shown.
  const known = possible.filter(({ type }) => WORDS[type])
  const card = known.length === 1 || possible.length === 1 ? (known[0] ?? possible[0]) : undefined
  if (!card) return null
  return {
    brand: WORDS[card.type] ?? 'other',
    gaps: card.gaps,
    lengths: card.lengths,
    cvcLength: card.code.size,
  }
}

/** True for a complete number that passes its brand's checksum. */
export const isCardNumber = (digits: string): boolean => cardValidator.number(digits).isValid

/** True for a number of an unknown network with a valid check digit (ISO/IEC 7812-1, annex B). */
export const hasRightCheckDigit = (digits: string): boolean => luhn(digits)

/** Grouping and lengths while typing: of the brand, or the usual ones while it is unknown. */
export const shapeOf = (digits: string): Omit<BrandFacts, 'brand'> => brandOf(digits) ?? UNDECIDED
