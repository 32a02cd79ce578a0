/** Facts about card brands, read from card-validator’s tables and told in the contract’s words. */
import { cardNumber } from 'card-validator/dist/card-number.js'
import type { CardBrand } from '../wire.ts'

/** A brand of the contract, or `other` for one this checkout never accepts. */
export type DetectedBrand = CardBrand | 'other'

/** What the form must know of a brand while someone types. */
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

/** Brand names as shoppers know them; names are not translated. */
export const BRAND_NAMES: Record<CardBrand, string> = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  amex: 'American Express',
  discover: 'Discover',
  diners: 'Diners Club',
  jcb: 'JCB',
  unionpay: 'UnionPay',
}

const UNDECIDED: Omit<BrandFacts, 'brand'> = {
  gaps: [4, 8, 12, 16],
  lengths: [12, 13, 14, 15, 16, 17, 18, 19],
  cvcLength: 3,
}

/** The brand of the digits typed so far, or `null` while several are possible. */
export function brandOf(digits: string): BrandFacts | null {
  const { card } = cardNumber(digits)
  if (digits === '' || !card) return null
  return {
    brand: WORDS[card.type] ?? 'other',
    gaps: card.gaps,
    lengths: card.lengths,
    cvcLength: card.code.size,
  }
}

/** Grouping and lengths to use while typing: the brand’s own, or the usual ones while it is not known. */
export const shapeOf = (digits: string): Omit<BrandFacts, 'brand'> => brandOf(digits) ?? UNDECIDED
