/** The part of a checkout that no database query searches: stored as one JSON text. */
import type { CreateCheckout } from '@paykka-checkout/shared-types'
import type { CheckoutRow } from '../database/tables.ts'

const NAMES = [
  'shopper',
  'recurring',
  'goods',
  'billing',
  'shipping',
  'methods',
  'locale',
  'metadata',
  'authorisationType',
  'challengeIndicator',
  'billingAddressCollection',
  'descriptor',
  'merchantName',
  'themeId',
] as const satisfies (keyof CreateCheckout)[]

export type CheckoutDetails = Pick<CreateCheckout, (typeof NAMES)[number]>

/** @returns the shop's details, without the members that have their own columns */
export function pickDetails(body: Partial<CreateCheckout>): CheckoutDetails {
  const given = NAMES.filter((name) => body[name] !== undefined).map((name) => [name, body[name]])
  return Object.fromEntries(given) as CheckoutDetails
}

export function readDetails(row: Pick<CheckoutRow, 'details'>): CheckoutDetails {
  return JSON.parse(row.details) as CheckoutDetails
}
