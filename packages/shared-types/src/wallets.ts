/** Wallet settings in the public view, and which ways to pay a checkout offers. */
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { CountryCode, OneOf, Strict, Text } from './primitives.ts'

/** Why a way to pay is not offered. */
export const UnavailableReason = OneOf([
  'unsupported-browser',
  'no-card',
  'domain-not-verified',
  'not-secure-context',
  'iframe-permission',
  'script-blocked',
  'merchant-disabled',
  'amount-unsupported',
])
export type UnavailableReason = Static<typeof UnavailableReason>

export const OfferType = OneOf(['card', 'apple_pay', 'google_pay', 'hosted'])
export type OfferType = Static<typeof OfferType>

/** One way to pay, offered or not; when it is not, the reason says why. */
export const MethodOffer = Strict({
  type: OfferType,
  available: Type.Boolean(),
  reason: Type.Optional(UnavailableReason),
})
export type MethodOffer = Static<typeof MethodOffer>

/** Card networks by Google's names. */
export const GooglePayNetwork = OneOf(['AMEX', 'DISCOVER', 'JCB', 'MASTERCARD', 'VISA'])
/** `PAN_ONLY` is a card on file and goes with 3-D Secure; `CRYPTOGRAM_3DS` is a device's token and does not. */
export const GooglePayAuthMethod = OneOf(['PAN_ONLY', 'CRYPTOGRAM_3DS'])

/** Settings for Google's `PaymentsClient`. `countryCode` is where the payment is processed. */
export const GooglePaySettings = Strict({
  environment: OneOf(['TEST', 'PRODUCTION']),
  gateway: OneOf(['paykka', 'paykkaeu']),
  gatewayMerchantId: Text(64),
  merchantId: Text(64),
  merchantName: Text(128),
  countryCode: CountryCode,
  networks: Type.Array(GooglePayNetwork, { minItems: 1, maxItems: 5, uniqueItems: true }),
  authMethods: Type.Array(GooglePayAuthMethod, { minItems: 1, maxItems: 2, uniqueItems: true }),
  publicKey: Type.Optional(
    Type.String({
      maxLength: 88,
      description: 'If present, the BFF decrypts tokens: tokenization DIRECT, ECv2, this key',
    }),
  ),
})
export type GooglePaySettings = Static<typeof GooglePaySettings>

/** Card networks by Apple's names. */
export const ApplePayNetwork = OneOf(['amex', 'discover', 'jcb', 'masterCard', 'visa'])

/**
 * Settings for `ApplePaySession`. `countryCode` is the merchant's. With `merchantId`, Apple's own, the element can
 * ask whether the shopper has a card.
 */
export const ApplePaySettings = Strict({
  displayName: Text(75),
  countryCode: CountryCode,
  networks: Type.Array(ApplePayNetwork, { minItems: 1, maxItems: 5, uniqueItems: true }),
  merchantId: Type.Optional(Text(128)),
})
export type ApplePaySettings = Static<typeof ApplePaySettings>

/** Decimal digits of an amount in the checkout's currency, for example `10.99`, or `500` for yen. */
const Decimal = Type.String({ pattern: '^[0-9]{1,12}(\\.[0-9]{1,4})?$', maxLength: 17 })

/** One line above a sheet's total. */
export const SheetLine = Strict({ label: Type.String({ minLength: 1, maxLength: 220 }), amount: Decimal })
export type SheetLine = Static<typeof SheetLine>

/** What a wallet's sheet shows of this version of the checkout. The lines add up to the total, or there are none. */
export const WalletSheet = Strict({ total: Decimal, lines: Type.Array(SheetLine, { maxItems: 200 }) })
export type WalletSheet = Static<typeof WalletSheet>

export const ApplePaySessionRequest = Strict({})
export const ApplePaySessionResponse = Strict({
  merchantSession: Type.Unknown({ description: 'Opaque: pass it to `completeMerchantValidation`' }),
})
export type ApplePaySessionResponse = Static<typeof ApplePaySessionResponse>
