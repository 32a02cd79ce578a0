/** Wallet settings in the public view, and which ways to pay a checkout offers. */
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { OneOf, Strict, Text } from './primitives.ts'

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

/** Settings for Google’s `PaymentsClient`. */
export const GooglePaySettings = Strict({
  environment: OneOf(['TEST', 'PRODUCTION']),
  gateway: OneOf(['paykka', 'paykkaeu']),
  gatewayMerchantId: Text(64),
  merchantId: Text(64),
  merchantName: Text(128),
})
export type GooglePaySettings = Static<typeof GooglePaySettings>

/** Settings for `ApplePaySession`. */
export const ApplePaySettings = Strict({ displayName: Text(75) })
export type ApplePaySettings = Static<typeof ApplePaySettings>

export const ApplePaySessionRequest = Strict({})
export const ApplePaySessionResponse = Strict({
  merchantSession: Type.Unknown({ description: 'Opaque: hand it to `completeMerchantValidation`' }),
})
export type ApplePaySessionResponse = Static<typeof ApplePaySessionResponse>

export const HostedRequest = Strict({ methods: Type.Optional(Type.Array(Text(64), { maxItems: 40 })) })
export type HostedRequest = Static<typeof HostedRequest>
export const HostedResponse = Strict({ url: Type.String({ maxLength: 4096 }) })
export type HostedResponse = Static<typeof HostedResponse>
