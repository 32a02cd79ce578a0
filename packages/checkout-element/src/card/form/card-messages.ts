/** All texts of the card form. */
import { msg, str } from '../../locales/localization.ts'
import type { CardField, FieldProblem } from '../entry/card-entry.ts'
import { HOLDER_MAX } from './holder.ts'

export const label: Record<CardField, () => string> = {
  number: () => msg('Card number', { id: 'card-number' }),
  expiry: () => msg('Expiry date', { id: 'card-expiry' }),
  cvc: () => msg('Security code', { id: 'card-cvc' }),
  holder: () => msg('Name on card', { id: 'card-holder' }),
}

/** In place of the label, where the name may be left out. */
export const holderOptional = () => msg('Name on card (optional)', { id: 'card-holder-optional' })
export const expiryPlaceholder = () => msg('MM / YY', { id: 'card-expiry-placeholder' })
export const cvcHint = (length: number) =>
  length === 4
    ? msg('4 digits on the front', { id: 'card-cvc-hint-front' })
    : msg('3 digits on the back', { id: 'card-cvc-hint-back' })
export const acceptedBrands = (brands: string) => msg(str`Accepted cards: ${brands}`, { id: 'card-accepted' })
export const checkFields = () => msg('Check the marked fields.', { id: 'card-check-fields' })

const problems: Record<CardField, Partial<Record<FieldProblem, (about: string) => string>>> = {
  number: {
    empty: () => msg('Enter your card number.', { id: 'card-number-empty' }),
    incomplete: () => msg('The card number is too short.', { id: 'card-number-incomplete' }),
    invalid: () => msg('Check the card number: it has a typo.', { id: 'card-number-invalid' }),
    brand: (brands) => msg(str`This card is not accepted here. Use ${brands}.`, { id: 'card-number-brand' }),
  },
  expiry: {
    empty: () => msg('Enter the expiry date.', { id: 'card-expiry-empty' }),
    incomplete: () => msg('Enter month and year.', { id: 'card-expiry-incomplete' }),
    invalid: () => msg('Check the expiry date.', { id: 'card-expiry-invalid' }),
    expired: () => msg('This card has expired.', { id: 'card-expiry-expired' }),
  },
  cvc: {
    empty: () => msg('Enter the security code.', { id: 'card-cvc-empty' }),
    incomplete: () => msg('The code is too short.', { id: 'card-cvc-incomplete' }),
    long: (digits) =>
      msg(str`The code is too long. It has ${digits} digits on this card.`, { id: 'card-cvc-long' }),
  },
  holder: {
    empty: () => msg('Enter the name on the card.', { id: 'card-holder-empty' }),
    invalid: () => msg('Enter the name as it is on the card.', { id: 'card-holder-invalid' }),
    long: (most) =>
      msg(str`The name is too long. Use at most ${most} characters.`, { id: 'card-holder-long' }),
  },
}

/**
 * The error text of a field.
 * @param about the accepted brands, for the number; the number of digits, for the code
 */
export const problemText = (field: CardField, problem: FieldProblem, about: string): string =>
  problems[field][problem]?.(field === 'holder' ? String(HOLDER_MAX) : about) ?? ''
