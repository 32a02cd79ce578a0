/** The actions that a checkout allows in each status. Pure. */
import type { CheckoutStatus, CreateCheckout, Money } from '@paykka-checkout/shared-types'
import type { CheckoutRow } from '../database/tables.ts'
import { AppError, invalidField } from '../domain/errors.ts'
import { readIp } from '../domain/ip.ts'
import { exponentOf } from '../domain/money.ts'

/** The address where the browser polls for the result of a payment in progress. */
const STATUS_URL = '/client/v1/checkout'

/**
 * An open checkout past its end is expired; one with a payment in progress is not, since money may be moving.
 * @param provenNow Unix milliseconds; 0 until PayKKa has confirmed the time
 */
export function effectiveStatus(
  row: Pick<CheckoutRow, 'status' | 'expires_at'>,
  provenNow: number,
): CheckoutStatus {
  return row.status === 'open' && row.expires_at <= provenNow ? 'expired' : row.status
}

/** @throws AppError when this checkout can't be paid, changed or canceled now; its code says why */
export function refuseUnlessOpen(row: CheckoutRow, provenNow: number): void {
  const status = effectiveStatus(row, provenNow)
  if (status === 'succeeded' || status === 'authorized') throw new AppError('already_paid')
  if (status === 'canceled') throw new AppError('checkout_closed')
  if (status === 'expired') throw new AppError('checkout_expired')
  if (row.live_payment_id !== null) throw paymentInProgress()
}

/** @returns the 409 that is not a failure: poll the status address, do not pay again */
export function paymentInProgress(): AppError {
  return new AppError('payment_in_progress', { statusUrl: STATUS_URL, retryAfter: 1 })
}

/** @throws AppError validation_failed when cards can't be charged in that currency */
export function checkCurrency(amount: Money): void {
  if (exponentOf(amount.currency) === null) {
    throw invalidField('/amount/currency', 'is not a currency of ISO 4217 to pay in')
  }
}

/** @throws AppError validation_failed when the shopper would read a price in another currency than the one charged */
export function checkLaterAmount({ amount, recurring }: Pick<CreateCheckout, 'amount' | 'recurring'>): void {
  const later = recurring?.amount
  if (later && later.currency !== amount.currency)
    throw invalidField('/recurring/amount/currency', 'is not the currency of the amount')
}

/** The BFF redirects shoppers only to storefronts named in the configuration. */
export function checkReturnUrl(returnUrl: string, allowedOrigins: string[]): void {
  const url = URL.parse(returnUrl)
  const clean = url && !url.username && !url.password
  if (!clean || !allowedOrigins.includes(url.origin)) {
    const origins = allowedOrigins.join(', ').slice(0, 160)
    throw invalidField(
      '/returnUrl',
      `must begin with one of BFF_ALLOWED_ORIGINS (${origins}), without a user`,
    )
  }
}

/** PayKKa's risk check refuses the whole purchase when the IP address is invalid. */
export function checkShopperIp(ip: string | undefined): void {
  if (ip !== undefined && readIp(ip) === null) throw invalidField('/shopper/ip', 'is not an IP address')
}

/** Stored cards and agreements belong to a shopper, so the shop must name the shopper. */
export function checkShopperKnown(body: CreateCheckout): void {
  const storesCard = body.recurring !== undefined || (body.saveCard ?? 'off') !== 'off'
  if (storesCard && !body.shopper?.reference)
    throw invalidField('/shopper/reference', 'is required to save a card or to begin recurring payments')
}
