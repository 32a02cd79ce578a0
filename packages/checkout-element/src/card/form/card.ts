/** Turns the four typed texts into a card, or into their errors. Pure. */
import type { CardBrand } from '../../checkout/wire.ts'
import type { CardField, CardStatus, FieldProblem } from '../entry/card-entry.ts'
import { CARD_FIELDS } from '../entry/card-entry.ts'
import { brandOf } from './brand.ts'
import { checkCvc } from './cvc.ts'
import { digitsOf } from './digits.ts'
import { checkExpiry } from './expiry.ts'
import { checkHolder, readHolder } from './holder.ts'
import { checkPan } from './pan.ts'
import { readExpiry } from './read-expiry.ts'

/** The fields as typed. Used only in `card/`. */
export type CardText = Record<CardField, string>

/** A card that passed every check. Used only in `card/`, and only until it is encrypted. */
export type Card = {
  number: string
  expMonth: string
  expYear: string
  cvc: string
  /** Missing when the form did not ask for it, or the shopper gave none. */
  holderName?: string
  brand: CardBrand
}

export type FieldErrors = Partial<Record<CardField, FieldProblem>>

/** Whether a card needs the name of its holder. */
export type HolderRule = 'required' | 'optional' | 'hidden'

/** What a card is checked against: the date, the brands that the shop accepts, and whether a name is needed (`required`). */
export type CardRules = { today: Date; brands: readonly CardBrand[]; holder?: HolderRule }

/** Checks one field. */
export function checkField(field: CardField, text: CardText, rules: CardRules): FieldProblem | null {
  switch (field) {
    case 'number':
      return checkPan(digitsOf(text.number), rules.brands)
    case 'expiry':
      return checkExpiry(text.expiry, rules.today)
    case 'cvc':
      return checkCvc(digitsOf(text.cvc), brandOf(digitsOf(text.number))?.cvcLength ?? null)
    case 'holder':
      return isNameless(text, rules) ? null : checkHolder(text.holder)
  }
}

/** A hidden field counts as empty: a browser may have filled it in. */
const isNameless = ({ holder }: CardText, rules: CardRules): boolean =>
  rules.holder === 'hidden' || (rules.holder === 'optional' && readHolder(holder) === '')

/** Every invalid field, in the order of the form. */
export function checkCard(text: CardText, rules: CardRules): FieldErrors {
  const errors: FieldErrors = {}
  for (const field of CARD_FIELDS) {
    const problem = checkField(field, text, rules)
    if (problem) errors[field] = problem
  }
  return errors
}

/** The card, or the errors. A `Card` is not checked again later. */
export function parseCard(
  text: CardText,
  rules: CardRules,
): { ok: true; card: Card } | { ok: false; errors: FieldErrors } {
  const errors = checkCard(text, rules)
  const number = digitsOf(text.number)
  const expiry = readExpiry(text.expiry)
  const brand = rules.brands.find((accepted) => accepted === brandOf(number)?.brand)
  if (Object.keys(errors).length > 0 || !expiry || !brand) return { ok: false, errors }
  const { month: expMonth, year: expYear } = expiry
  const named = isNameless(text, rules) ? {} : { holderName: readHolder(text.holder) }
  return { ok: true, card: { number, expMonth, expYear, cvc: digitsOf(text.cvc), ...named, brand } }
}

/** The fields that are complete and valid; an empty field is not. */
export const completeFields = (text: CardText, rules: CardRules): CardField[] =>
  CARD_FIELDS.filter((field) => text[field].trim() !== '' && checkField(field, text, rules) === null)

/** The facts about the fields that may leave `card/`. */
export function cardStatus(text: CardText, shown: FieldErrors, rules: CardRules): CardStatus {
  const number = digitsOf(text.number)
  const valid = checkPan(number, rules.brands) === null
  return {
    brand: brandOf(number)?.brand ?? null,
    last4: valid ? number.slice(-4) : null,
    empty: Object.values(text).every((value) => value.trim() === ''),
    complete: Object.keys(checkCard(text, rules)).length === 0,
    invalid: CARD_FIELDS.filter((field) => shown[field]),
  }
}
