/** Which ways to pay a checkout offers, and why not the others. */
import type { MethodOffer, OfferType } from '@paykka-checkout/shared-types'
import type { CheckoutRow } from '../store/tables.ts'
import { readDetails } from './details.ts'

/** What a checkout offers whose shop named nothing. */
const USUAL: OfferType[] = ['card', 'apple_pay', 'google_pay']

/** @returns every way to pay that the shop wants; those that this deployment can’t take say so */
export function listOffers(checkout: Pick<CheckoutRow, 'details'>): MethodOffer[] {
  const wanted = readDetails(checkout).methods ?? USUAL
  return wanted.map((type) =>
    type === 'card' ? { type, available: true } : { type, available: false, reason: 'merchant-disabled' },
  )
}

/** @returns whether the checkout can be paid that way */
export function isOffered(checkout: Pick<CheckoutRow, 'details'>, type: OfferType): boolean {
  return listOffers(checkout).some((offer) => offer.type === type && offer.available)
}
