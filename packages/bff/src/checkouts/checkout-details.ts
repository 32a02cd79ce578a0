/** The part of a checkout that no query looks into: kept as one JSON text. */
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

/** @returns the details of what the shop sent, without what has columns of its own */
export function pickDetails(body: Partial<CreateCheckout>): CheckoutDetails {
  const given = NAMES.filter((name) => body[name] !== undefined).map((name) => [name, body[name]])
  return Object.fromEntries(given) as CheckoutDetails
}

export function readDetails(row: Pick<CheckoutRow, 'details'>): CheckoutDetails {
  return JSON.parse(row.details) as CheckoutDetails
}
