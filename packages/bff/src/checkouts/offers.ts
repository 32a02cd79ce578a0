/** The payment methods that a checkout offers, and the reasons against the others. */
import type { MethodOffer, OfferType } from '@paykka-checkout/shared-types'
import type { CheckoutRow } from '../database/tables.ts'
import { readDetails } from './checkout-details.ts'
import type { HostedOffer } from './hosted-ways.ts'
import { hostedWays } from './hosted-ways.ts'
import type { OfferedWallets } from './wallet-offers.ts'
import { applePayOffer, googlePayOffer } from './wallet-offers.ts'

/** The methods of a checkout whose shop named none. */
const USUAL: OfferType[] = ['card', 'apple_pay', 'google_pay', 'hosted']

type Payable = Pick<CheckoutRow, 'details' | 'currency' | 'return_url' | 'save_card'>
type Deployment = { wallets: OfferedWallets; hosted: { methods: HostedOffer[] } }

/** @returns every method that the shop wants; unavailable ones carry a reason */
export function listOffers(checkout: Payable, deployment: Deployment): MethodOffer[] {
  const { methods, recurring } = readDetails(checkout)
  return (methods ?? USUAL).map((type) => {
    // PayKKa documents storing for wallets on its own page only; a direct purchase is refused with 2013. Where a card must
    // be saved, a method that saves none would break the shop's agreement with the shopper.
    const mustStore = recurring !== undefined || checkout.save_card === 'always'
    if (mustStore && type.endsWith('_pay')) return { type, available: false, reason: 'merchant-disabled' }
    if (type === 'apple_pay') return applePayOffer(checkout, deployment)
    if (type === 'google_pay') return googlePayOffer(checkout, deployment)
    return type === 'card' ? { type, available: true } : hostedOffer(checkout, deployment)
  })
}

function hostedOffer(checkout: Payable, { hosted }: Deployment): MethodOffer {
  if (hostedWays(hosted.methods, checkout).length > 0) return { type: 'hosted', available: true }
  const inOtherCurrency = hosted.methods.length > 0 && !readDetails(checkout).recurring
  return {
    type: 'hosted',
    available: false,
    reason: inOtherCurrency ? 'amount-unsupported' : 'merchant-disabled',
  }
}

/** @returns whether the checkout can be paid with that method */
export function isOffered(checkout: Payable, type: OfferType, deployment: Deployment): boolean {
  return listOffers(checkout, deployment).some((offer) => offer.type === type && offer.available)
}
