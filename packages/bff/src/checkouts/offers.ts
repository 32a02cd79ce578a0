/** Which ways to pay a checkout offers, and why not the others. */
import type { MethodOffer, OfferType } from '@paykka-checkout/shared-types'
import type { CheckoutRow } from '../database/tables.ts'
import { readDetails } from './checkout-details.ts'
import type { HostedOffer } from './hosted-ways.ts'
import { hostedWays } from './hosted-ways.ts'
import type { OfferedWallets } from './wallet-offers.ts'
import { applePayOffer, googlePayOffer } from './wallet-offers.ts'

/** What a checkout offers whose shop named nothing. */
const USUAL: OfferType[] = ['card', 'apple_pay', 'google_pay', 'hosted']

type Payable = Pick<CheckoutRow, 'details' | 'currency' | 'return_url' | 'save_card'>
type Deployment = { wallets: OfferedWallets; hosted: { methods: HostedOffer[] } }

/** @returns every way to pay that the shop wants; those that this deployment can't take say so */
export function listOffers(checkout: Payable, deployment: Deployment): MethodOffer[] {
  const { methods, recurring } = readDetails(checkout)
  return (methods ?? USUAL).map((type) => {
    // PayKKa documents storing for wallets on its own page only; a direct purchase is refused with 2013.
    // Where a card must be saved, a way that saves none would break what the shop and the shopper agreed on.
    const stores = recurring !== undefined || checkout.save_card === 'always'
    if (stores && type.endsWith('_pay')) return { type, available: false, reason: 'merchant-disabled' }
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

/** @returns whether the checkout can be paid that way */
export function isOffered(checkout: Payable, type: OfferType, deployment: Deployment): boolean {
  return listOffers(checkout, deployment).some((offer) => offer.type === type && offer.available)
}
