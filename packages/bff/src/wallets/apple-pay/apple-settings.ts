/** Settings of Apple Pay. */
import type { ApplePaySettings } from '@paykka-checkout/shared-types'
import { present } from '../../domain/present.ts'
import { readFile } from '../../environment/key-source.ts'
import { matching, upTo, wordsOf } from '../../environment/readers.ts'
import { named, readAll } from '../../environment/setting-error.ts'
import type { Values } from '../../environment/variable.ts'
import { oneOf, optional, text } from '../../environment/variable.ts'
import type { ShopValues } from '../shop-values.ts'
import { DECRYPTION, networksOf, refuseUnattested } from '../shop-values.ts'
import { readDomains } from './apple-domains.ts'
import type { CertifiedKey } from './apple-keys.ts'
import { readAppleKeys, readAppleRoots } from './apple-keys.ts'
import type { AppleDecryption } from './decrypt-apple-token.ts'

/** Apple's network names by our brands. */
const NETWORKS = {
  visa: 'visa',
  mastercard: 'masterCard',
  amex: 'amex',
  discover: 'discover',
  jcb: 'jcb',
} as const

const MAX_ASSOCIATION_BYTES = 64 * 1024

function association(file: string): string {
  const bytes = readFile(file)
  if (bytes.length === 0 || bytes.length > MAX_ASSOCIATION_BYTES)
    throw new Error(`${file} must hold 1 byte to 64 kB, exactly as PayKKa or Apple gave it`)
  return bytes.toString('base64')
}

export const APPLE_PAY_VARIABLES = {
  APPLE_PAY_DOMAIN: text(
    'Storefront domains registered for Apple Pay, comma-separated: shop.example, or https://www.shop.example=shop.example. Without it Apple Pay is off',
  ),
  APPLE_PAY_DISPLAY_NAME: {
    about: "Your name on Apple's sheet, 75 characters at most (the domain)",
    ...optional(upTo(75)),
  },
  APPLE_PAY_DOMAIN_ASSOCIATION_FILE: {
    about: 'File to serve as /.well-known/apple-developer-merchantid-domain-association',
    ...optional(association),
  },
  APPLE_PAY_MERCHANT_ID: {
    about: "Apple's id of your merchant, merchant.…; lets the element ask whether the shopper has a card",
    ...optional(matching(/^merchant\.[A-Za-z0-9.-]{1,119}$/, 'must look like merchant.example.shop')),
  },
  APPLE_PAY_NETWORKS: {
    about: 'Comma-separated networks: visa, masterCard, amex, discover, jcb (CARD_BRANDS)',
    ...optional(wordsOf(Object.values(NETWORKS))),
  },
  APPLE_PAY_DECRYPTION: {
    about: 'Who decrypts Apple Pay tokens: PayKKa, or this BFF with the two variables below',
    ...oneOf(DECRYPTION, 'gateway'),
  },
  APPLE_PAY_PROCESSING_CERTIFICATE: text('Payment processing certificate, PEM; two during a renewal'),
  APPLE_PAY_PROCESSING_CERTIFICATE_FILE: text('File that holds APPLE_PAY_PROCESSING_CERTIFICATE'),
  APPLE_PAY_PROCESSING_KEY: text('Its private key, PKCS#8 PEM; two during a renewal, in the same order'),
  APPLE_PAY_PROCESSING_KEY_FILE: text('File that holds APPLE_PAY_PROCESSING_KEY'),
  APPLE_PAY_ROOT_CERTIFICATE_FILE: text(
    'Root certificate that Apple Pay tokens must lead to, for tests (Apple Root CA - G3, built in)',
  ),
  APPLE_PAY_TOKEN_DATA: {
    about: 'What PayKKa gets as token_data: paymentData or the whole token, as JSON or as Base64 of it',
    ...oneOf(['payment-data', 'token', 'payment-data-base64', 'token-base64'], 'payment-data'),
  },
}

type AppleValues = Values<typeof APPLE_PAY_VARIABLES> & ShopValues

/** The part of an Apple Pay token that is sent to PayKKa as `token_data`. */
export type AppleTokenData = AppleValues['APPLE_PAY_TOKEN_DATA']

export type ApplePayConfig = {
  /** Domain by storefront origin. An origin without one has no Apple Pay. */
  domains: Record<string, string>
  settings: ApplePaySettings
  tokenData: AppleTokenData
  /** Set when this BFF decrypts tokens itself. */
  decryption: { keys: CertifiedKey[]; roots: AppleDecryption['roots'] } | undefined
}

/** @throws SettingError */
export function readApplePay(values: AppleValues, country: () => string): ApplePayConfig | undefined {
  const { APPLE_PAY_DOMAIN: domain } = values
  // Checked while the wallet is off, too.
  const words = {
    tokenData: () => values.APPLE_PAY_TOKEN_DATA,
    decryptsItself: () => values.APPLE_PAY_DECRYPTION === 'merchant',
  }
  if (domain === undefined) {
    readAll(words)
    return undefined
  }
  const domains = () => named('APPLE_PAY_DOMAIN', () => readDomains(domain, values.BFF_ALLOWED_ORIGINS))
  const { decryptsItself: _, ...config } = readAll({
    ...words,
    domains,
    settings: () => readSettings(values, domains, country),
    decryption: () => (words.decryptsItself() ? readDecryption(values) : undefined),
  })
  return config
}

function readSettings(
  values: AppleValues,
  domains: () => Record<string, string>,
  countryCode: () => string,
): ApplePaySettings {
  const { merchantId, ...settings } = readAll({
    displayName: () => values.APPLE_PAY_DISPLAY_NAME ?? Object.values(domains())[0] ?? 'shop',
    countryCode,
    networks: () =>
      values.APPLE_PAY_NETWORKS ??
      named('APPLE_PAY_NETWORKS', () => networksOf(NETWORKS, values.CARD_BRANDS)),
    merchantId: () => values.APPLE_PAY_MERCHANT_ID,
  })
  return { ...settings, ...present({ merchantId }) }
}

function readDecryption(values: AppleValues): ApplePayConfig['decryption'] {
  const { keys, roots } = readAll({
    isAllowed: () => named('APPLE_PAY_DECRYPTION', () => refuseUnattested(values)),
    keys: () => named('APPLE_PAY_PROCESSING_KEY', () => readAppleKeys(values)),
    roots: () =>
      named('APPLE_PAY_ROOT_CERTIFICATE_FILE', () => readAppleRoots(values.APPLE_PAY_ROOT_CERTIFICATE_FILE)),
  })
  return { keys, roots }
}
