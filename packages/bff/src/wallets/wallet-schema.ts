/** The environment variables of Apple Pay and Google Pay. They are part of the one schema in `config-schema.ts`. */
import { OneOf } from '@paykka-checkout/shared-types'
import { Type } from 'typebox'

const text = (description: string) => Type.Optional(Type.String({ description }))

export const WALLET_VARIABLES = {
  WALLET_COUNTRY: text(
    'Country of your company, two letters, for both wallets’ sheets (HK; DE with the European gateway)',
  ),
  APPLE_PAY_DOMAIN: text(
    'Storefront domains registered for Apple Pay, comma-separated: shop.example, or https://www.shop.example=shop.example. Without it Apple Pay is off',
  ),
  APPLE_PAY_DISPLAY_NAME: text('Your name on Apple’s sheet, 75 characters at most (the domain)'),
  APPLE_PAY_DOMAIN_ASSOCIATION_FILE: text(
    'File to serve as /.well-known/apple-developer-merchantid-domain-association',
  ),
  APPLE_PAY_MERCHANT_ID: text(
    'Apple’s id of your merchant, merchant.…; lets the element ask whether the shopper has a card',
  ),
  APPLE_PAY_NETWORKS: text('Comma-separated networks: visa, masterCard, amex, discover, jcb (CARD_BRANDS)'),
  APPLE_PAY_DECRYPTION: OneOf(
    ['gateway', 'merchant'],
    'Who opens Apple Pay tokens: PayKKa, or this BFF with the two variables below (gateway)',
  ),
  APPLE_PAY_PROCESSING_CERTIFICATE: text('Payment processing certificate, PEM; two during a renewal'),
  APPLE_PAY_PROCESSING_CERTIFICATE_FILE: text('File that holds APPLE_PAY_PROCESSING_CERTIFICATE'),
  APPLE_PAY_PROCESSING_KEY: text('Its private key, PKCS#8 PEM; two during a renewal, in the same order'),
  APPLE_PAY_PROCESSING_KEY_FILE: text('File that holds APPLE_PAY_PROCESSING_KEY'),
  APPLE_PAY_ROOT_CERTIFICATE_FILE: text(
    'Root certificate that Apple Pay tokens must lead to, for tests (Apple Root CA - G3, built in)',
  ),
  APPLE_PAY_TOKEN_DATA: OneOf(
    ['payment-data', 'token', 'payment-data-base64', 'token-base64'],
    'What PayKKa gets as token_data: paymentData or the whole token, as JSON or as Base64 of it (payment-data)',
  ),
  GOOGLE_PAY_MERCHANT_ID: text(
    'Merchant id of the Google Pay & Wallet Console. Without it Google Pay is off',
  ),
  GOOGLE_PAY_MERCHANT_NAME: text('Your name on Google’s sheet, 128 characters at most (the merchant id)'),
  GOOGLE_PAY_ENVIRONMENT: OneOf(['TEST', 'PRODUCTION'], 'Google’s environment (TEST)'),
  GOOGLE_PAY_GATEWAY: Type.Optional(
    OneOf(
      ['paykka', 'paykkaeu'],
      'Google’s name of PayKKa: paykkaeu for companies in Europe, paykka for Hong Kong (by PAYKKA_API_URL)',
    ),
  ),
  GOOGLE_PAY_NETWORKS: text(
    'Comma-separated networks: VISA, MASTERCARD, AMEX, DISCOVER, JCB (CARD_BRANDS, without JCB)',
  ),
  GOOGLE_PAY_AUTH_METHODS: text('Comma-separated: PAN_ONLY, CRYPTOGRAM_3DS (both)'),
  GOOGLE_PAY_REQUIRE_SCA_FOR_PAN_ONLY: OneOf(
    ['true', 'false'],
    'Ask for 3-D Secure where a token may be a bare card number (true)',
  ),
  GOOGLE_PAY_DECRYPTION: OneOf(
    ['gateway', 'merchant'],
    'Who opens Google Pay tokens: PayKKa, or this BFF with the variables below (gateway)',
  ),
  GOOGLE_PAY_PRIVATE_KEY: text('Your P-256 key that opens tokens, PKCS#8 PEM; two during a rotation'),
  GOOGLE_PAY_PRIVATE_KEY_FILE: text('File that holds GOOGLE_PAY_PRIVATE_KEY'),
  GOOGLE_PAY_ROOT_KEYS_FILE: text(
    'Google’s root signing keys: https://payments.developers.google.com/paymentmethodtoken/keys.json, kept as a file',
  ),
}

/** Defaults of the enumerated ones. */
export const WALLET_WORD_DEFAULTS = {
  APPLE_PAY_DECRYPTION: 'gateway',
  APPLE_PAY_TOKEN_DATA: 'payment-data',
  GOOGLE_PAY_ENVIRONMENT: 'TEST',
  GOOGLE_PAY_REQUIRE_SCA_FOR_PAN_ONLY: 'true',
  GOOGLE_PAY_DECRYPTION: 'gateway',
} as const
