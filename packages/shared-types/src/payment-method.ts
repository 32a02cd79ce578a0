/** The ways to pay that the element collects itself, as they cross the browser API. */
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { OneOf, Strict, Text } from './primitives.ts'

export const METHOD_TYPES = ['card', 'saved_card', 'encrypted_card', 'apple_pay', 'google_pay'] as const
export const MethodType = OneOf(METHOD_TYPES)
export type MethodType = Static<typeof MethodType>

/** What a payment was made with: also PayKKa's page, and an agreement charged by the shop. */
export const PaidWith = OneOf([...METHOD_TYPES, 'hosted', 'agreement'] as const)
export type PaidWith = Static<typeof PaidWith>

/**
 * A compact JWE (RFC 7516): `alg` ECDH-ES on P-256, `enc` A256GCM, `kid` of the checkout's `cardKey`.
 * Five parts; with ECDH-ES the second (the encrypted key) is empty.
 */
export const SealedCard = Type.String({
  minLength: 64,
  maxLength: 4096,
  pattern: '^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$',
})

const Cipher = Type.String({ minLength: 1, maxLength: 2048, pattern: '^[\\x21-\\x7e]+$' })

export const CardMethod = Strict({ type: Type.Literal('card'), card: SealedCard })
export const SavedCardMethod = Strict({
  type: Type.Literal('saved_card'),
  cardId: Type.String({ pattern: '^card_[A-Za-z0-9_-]{22}$', maxLength: 27 }),
  cvc: Type.Optional(SealedCard),
})
export const EncryptedCardMethod = Strict({
  type: Type.Literal('encrypted_card'),
  encryptedCardNumber: Cipher,
  encryptedExpireYear: Cipher,
  encryptedExpireMonth: Cipher,
  encryptedCVV: Cipher,
  holderName: Type.Optional(Text(64)),
})
export const ApplePayMethod = Strict({
  type: Type.Literal('apple_pay'),
  token: Type.Object(
    {},
    { additionalProperties: true, maxProperties: 16, description: '`ApplePayPayment.token`, unmodified' },
  ),
})
export const GooglePayMethod = Strict({
  type: Type.Literal('google_pay'),
  token: Type.String({
    minLength: 2,
    maxLength: 16_384,
    description: '`tokenizationData.token`, unmodified',
  }),
})

/** What the shopper pays with. */
export const PaymentMethod = Type.Union([
  CardMethod,
  SavedCardMethod,
  EncryptedCardMethod,
  ApplePayMethod,
  GooglePayMethod,
])
export type PaymentMethod = Static<typeof PaymentMethod>

/** What may be shown of a card. */
export const CardSummary = Strict({
  brand: Type.String({ maxLength: 32 }),
  last4: Type.String({ pattern: '^[0-9]{4}$', maxLength: 4 }),
})
export type CardSummary = Static<typeof CardSummary>

/** What the shop's server may know of a card: also its first digits, which name the bank (PCI DSS 3.4.1 allows both). */
export const ShopCard = Strict({
  brand: Type.String({ maxLength: 32 }),
  last4: Type.String({ pattern: '^[0-9]{4}$', maxLength: 4 }),
  bin: Type.Optional(
    Type.String({ pattern: '^[0-9]{6,8}$', maxLength: 8, description: 'First six to eight digits' }),
  ),
})
export type ShopCard = Static<typeof ShopCard>

export const CARD_BRANDS = ['visa', 'mastercard', 'amex', 'discover', 'diners', 'jcb', 'unionpay'] as const

/** Card schemes PayKKa lists: Visa, Mastercard, JCB, Amex, Discover, Diners; UnionPay where onboarded. */
export const CardBrand = OneOf(CARD_BRANDS)
export type CardBrand = Static<typeof CardBrand>

/** Public half of the key that seals cards: a P-256 JWK (RFC 7517). */
export const CardKey = Strict({
  kty: Type.Literal('EC'),
  crv: Type.Literal('P-256'),
  x: Type.String({ minLength: 43, maxLength: 43 }),
  y: Type.String({ minLength: 43, maxLength: 43 }),
  kid: Type.String({ minLength: 8, maxLength: 64 }),
  alg: Type.Literal('ECDH-ES'),
  use: Type.Literal('enc'),
})
export type CardKey = Static<typeof CardKey>

/** What a sealed security code holds, for a saved card. */
export type CodePlaintext = { cvc: string; checkout: string; iat: number }

/** What a sealed card holds. Only `card/` on either side ever has one. `iat` is seconds since 1970. */
export type CardPlaintext = {
  number: string
  expMonth: string
  expYear: string
  cvc: string
  holderName?: string
  checkout: string
  iat: number
}

/** Opaque texts of PayKKa's fraud script and of the shop's own cookies: handed on as they are, kept nowhere. */
const fraudFields = {
  deviceFingerprintId: Type.Optional(Type.String({ maxLength: 256 })),
  fraudDetectionId: Type.Optional(Type.String({ maxLength: 256 })),
  cookies: Type.Optional(Type.String({ maxLength: 8192 })),
}

/** What a page may hand to the element's `fraud` property. */
export const FraudData = Strict(fraudFields, 'FraudData')
export type FraudData = Static<typeof FraudData>

/** The browser's data for 3-D Secure. The IP is taken from the connection, never from here. */
export const BrowserData = Strict(
  {
    userAgent: Text(1024),
    language: Text(35),
    colorDepth: Type.Integer({ minimum: 1, maximum: 64 }),
    screenHeight: Type.Integer({ minimum: 0, maximum: 100_000 }),
    screenWidth: Type.Integer({ minimum: 0, maximum: 100_000 }),
    timezoneOffset: Type.Integer({
      minimum: -900,
      maximum: 900,
      description: 'Minutes, as `Date.prototype.getTimezoneOffset()` gives them: 300 for UTC-5',
    }),
    javaEnabled: Type.Boolean(),
    ...fraudFields,
  },
  'BrowserData',
)
export type BrowserData = Static<typeof BrowserData>
