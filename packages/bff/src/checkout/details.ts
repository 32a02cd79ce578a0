/** The part of a checkout that no query looks into: kept as one JSON text. */
import type { CreateCheckout } from '@paykka-checkout/shared-types'
import type { CheckoutRow } from '../store/tables.ts'

export type CheckoutDetails = Pick<
  CreateCheckout,
  'shopper' | 'recurring' | 'goods' | 'billing' | 'shipping' | 'methods' | 'locale' | 'metadata'
>

/** @returns the details of what the shop sent, without what has columns of its own */
export function pickDetails(body: CreateCheckout): CheckoutDetails {
  const { shopper, recurring, goods, billing, shipping, methods, locale, metadata } = body
  return JSON.parse(
    JSON.stringify({ shopper, recurring, goods, billing, shipping, methods, locale, metadata }),
  )
}

export function readDetails(row: Pick<CheckoutRow, 'details'>): CheckoutDetails {
  return JSON.parse(row.details) as CheckoutDetails
}
