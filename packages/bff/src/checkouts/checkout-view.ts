/** Checkouts as the API shows them. */
import type {
  Appearance,
  CardBrand,
  CardEntry,
  CardKey,
  Checkout,
  EncryptedCardSettings,
  HostedWay,
  MethodOffer,
  OfferType,
  PublicCheckout,
  StoredCard,
} from '@paykka-checkout/shared-types'
import type { Moment } from '../database/checkout-rows.ts'
import type { CheckoutRow, PaymentRow } from '../database/tables.ts'
import { displayMoney } from '../domain/money.ts'
import { iso, present } from '../domain/present.ts'
import { billingToCollect } from './billing.ts'
import type { CheckoutDetails } from './checkout-details.ts'
import { readDetails } from './checkout-details.ts'
import { effectiveStatus } from './checkout-rules.ts'
import type { HostedSettings } from './hosted-settings.ts'
import { hostedWays } from './hosted-ways.ts'
import { listOffers } from './offers.ts'
import { publicPayment } from './public-payment.ts'
import type { OfferedWallets } from './wallet-offers.ts'
import { walletSheet } from './wallet-sheet.ts'

/** @param provenNow Unix milliseconds; 0 until PayKKa has confirmed the time: nothing is expired then */
export function checkoutFields(row: CheckoutRow, provenNow: number): Omit<Checkout, 'payments'> {
  const { methods, ...details } = readDetails(row)
  return {
    id: row.id,
    status: effectiveStatus(row, provenNow),
    orderReference: row.order_reference,
    amount: { value: row.amount, currency: row.currency },
    version: row.version,
    returnUrl: row.return_url,
    capture: row.capture,
    saveCard: row.save_card,
    createdAt: iso(row.created_at),
    expiresAt: iso(row.expires_at),
    ...present(details),
    ...present({ methods, supersededBy: row.superseded_by, renewsAgreement: row.renews_agreement }),
    ...(row.order_claim === 'repeat' ? { allowRepeat: true } : {}),
    ...cancellation(row),
  }
}

/** A checkout that another one superseded may still have been paid. */
function cancellation({ status, superseded_by }: CheckoutRow): Pick<Checkout, 'cancellationReason'> {
  return status === 'canceled' && superseded_by !== null ? { cancellationReason: 'superseded' } : {}
}

/** The deployment's payment methods, the same for every checkout. */
export type Offer = {
  cardEntry: CardEntry
  cardBrands: CardBrand[]
  wallets: OfferedWallets
  hosted: HostedSettings
  encryptedCard: EncryptedCardSettings | undefined
  savedCardCode: boolean
  /** Paths of the merchant's marks, by method or card brand. */
  marks: Record<string, string>
  /** PayKKa's word for every checkout that names none. */
  billingAddressCollection: string
  /** The look of every checkout. */
  appearance: Appearance | undefined
}

/** @returns the checkout as shown to the browser */
export function publicCheckout(
  row: CheckoutRow,
  last: PaymentRow | undefined,
  cardKey: CardKey,
  offer: Offer,
  cards: StoredCard[],
  { now, provenNow }: Moment,
): PublicCheckout {
  const details = readDetails(row)
  const methods = listOffers(row, offer)
  const status = effectiveStatus(row, provenNow)
  return {
    id: row.id,
    status,
    version: row.version,
    amount: displayMoney({ value: row.amount, currency: row.currency }, details.locale),
    returnUrl: row.return_url,
    expiresAt: iso(row.expires_at),
    serverTime: iso(now),
    methods,
    cardEntry: offer.cardEntry,
    cardBrands: offer.cardBrands,
    cardKey,
    cards,
    savedCardCode: offer.savedCardCode,
    saveCard: row.save_card,
    lastPayment: last ? publicPayment(last) : null,
    orderReference: row.order_reference,
    ...(Object.keys(offer.marks).length > 0 ? { marks: offer.marks } : {}),
    ...present({ locale: details.locale, recurring: recurringOf(details) }),
    ...present({ appearance: offer.appearance, encryptedCard: offer.encryptedCard }),
    ...present({ billing: billingToCollect(status, details, offer.billingAddressCollection) }),
    ...present({ hosted: hostedIn(row, methods, offer) }),
    ...walletSettings(row, details, methods, offer),
    ...cancellation(row),
  }
}

/** What the shopper reads about a subscription, with the text of its later amount. */
function recurringOf({ recurring, locale }: CheckoutDetails): PublicCheckout['recurring'] {
  if (!recurring) return undefined
  const { amount, ...more } = recurring
  return { ...more, ...(amount && { amount: displayMoney(amount, locale) }) }
}

function hostedIn(row: CheckoutRow, methods: MethodOffer[], { hosted }: Offer): HostedWay[] | undefined {
  const offered = methods.some(({ type, available }) => type === 'hosted' && available)
  return offered ? hostedWays(hosted.methods, row) : undefined
}

/** Settings of the offered wallets only; a disabled wallet shows only its reason. */
function walletSettings(
  row: CheckoutRow,
  details: CheckoutDetails,
  methods: MethodOffer[],
  { wallets }: Offer,
): Pick<PublicCheckout, 'applePay' | 'googlePay' | 'sheet'> {
  const offered = (wallet: OfferType) => methods.some(({ type, available }) => type === wallet && available)
  const [apple, google] = [offered('apple_pay'), offered('google_pay')]
  return present({
    applePay: apple ? wallets.applePay?.settings : undefined,
    googlePay: google ? wallets.googlePay?.settings : undefined,
    sheet: apple || google ? walletSheet(row, details) : undefined,
  })
}
