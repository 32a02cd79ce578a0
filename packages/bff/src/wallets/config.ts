/** Reads the wallets’ part of the environment. Without a domain or a merchant id the wallet is off. */
import { readFileSync } from 'node:fs'
import type { ApplePaySettings, CardBrand, GooglePaySettings } from '@paykka-checkout/shared-types'
import type { AppleOpening } from '../card/wallets/apple-open.ts'
import type { GoogleOpening } from '../card/wallets/google-open.ts'
import type { Environment } from '../config-schema.ts'
import { isEuropeanHost, isLiveHost } from '../paykka-hosts.ts'
import type { CertifiedKey } from './apple-keys.ts'
import { readAppleKeys, readAppleRoots } from './apple-keys.ts'
import { readDomains } from './domains.ts'
import { readGoogleKeys, readGoogleRoots } from './google-keys.ts'
import { appleNetworks, googleAuthMethods, googleNetworks } from './networks.ts'
import { publicDer } from './pem.ts'

/** What of an Apple Pay token goes to PayKKa as `token_data`. */
export type AppleTokenData = Environment['APPLE_PAY_TOKEN_DATA']

export type ApplePayConfig = {
  /** Domain by storefront origin. An origin without one has no Apple Pay. */
  domains: Map<string, string>
  settings: ApplePaySettings
  tokenData: AppleTokenData
  /** Set when this BFF opens tokens itself. */
  opening: { keys: CertifiedKey[]; roots: AppleOpening['roots'] } | undefined
}

export type GooglePayConfig = {
  settings: GooglePaySettings
  requireScaForPanOnly: boolean
  /** Set when this BFF opens tokens itself. */
  opening: Pick<GoogleOpening, 'keys' | 'roots' | 'recipientId'> | undefined
}

export type WalletConfig = {
  applePay: ApplePayConfig | undefined
  googlePay: GooglePayConfig | undefined
  /** Served byte for byte; undefined when there is none to serve. */
  domainAssociation: Buffer | undefined
}

/** Runs a reader and notes its complaint under the variable’s name. */
export type Take = <T>(variable: string, read: () => T, fallback: T) => T

type Shop = { allowedOrigins: string[]; cardBrands: CardBrand[] }

/** Never throws: complaints go through `take`. */
export function readWallets(values: Environment, shop: Shop, take: Take): WalletConfig {
  const country = take('WALLET_COUNTRY', () => readCountry(values), 'HK')
  const { APPLE_PAY_DOMAIN_ASSOCIATION_FILE: file } = values
  return {
    applePay: values.APPLE_PAY_DOMAIN ? readApplePay(values, shop, country, take) : undefined,
    googlePay: values.GOOGLE_PAY_MERCHANT_ID ? readGooglePay(values, shop, country, take) : undefined,
    domainAssociation: take(
      'APPLE_PAY_DOMAIN_ASSOCIATION_FILE',
      () => (file ? readAssociation(file) : undefined),
      undefined,
    ),
  }
}

function readApplePay(values: Environment, shop: Shop, countryCode: string, take: Take): ApplePayConfig {
  const domain = values.APPLE_PAY_DOMAIN ?? ''
  const domains = take('APPLE_PAY_DOMAIN', () => readDomains(domain, shop.allowedOrigins), new Map())
  const [first = 'shop'] = domains.values()
  const merchantId = values.APPLE_PAY_MERCHANT_ID
  return {
    domains,
    settings: {
      displayName: take(
        'APPLE_PAY_DISPLAY_NAME',
        () => named(values.APPLE_PAY_DISPLAY_NAME, first, 75),
        first,
      ),
      countryCode,
      networks: take(
        'APPLE_PAY_NETWORKS',
        () => appleNetworks(values.APPLE_PAY_NETWORKS, shop.cardBrands),
        [],
      ),
      ...(merchantId === undefined
        ? {}
        : { merchantId: take('APPLE_PAY_MERCHANT_ID', () => appleMerchantId(merchantId), '') }),
    },
    tokenData: values.APPLE_PAY_TOKEN_DATA,
    opening: take('APPLE_PAY_DECRYPTION', () => appleOpening(values, take), undefined),
  }
}

function readGooglePay(values: Environment, shop: Shop, countryCode: string, take: Take): GooglePayConfig {
  const given = values.GOOGLE_PAY_MERCHANT_ID ?? ''
  const merchantId = take('GOOGLE_PAY_MERCHANT_ID', () => googleMerchantId(given), given)
  const opening = take('GOOGLE_PAY_DECRYPTION', () => googleOpening(values, merchantId, take), undefined)
  const [key] = opening?.keys ?? []
  return {
    settings: {
      environment: values.GOOGLE_PAY_ENVIRONMENT,
      gateway: values.GOOGLE_PAY_GATEWAY ?? (isEuropeanHost(values.PAYKKA_API_URL) ? 'paykkaeu' : 'paykka'),
      gatewayMerchantId: values.PAYKKA_MERCHANT_ID,
      merchantId,
      merchantName: take(
        'GOOGLE_PAY_MERCHANT_NAME',
        () => named(values.GOOGLE_PAY_MERCHANT_NAME, merchantId, 128),
        merchantId,
      ),
      countryCode,
      networks: take(
        'GOOGLE_PAY_NETWORKS',
        () => googleNetworks(values.GOOGLE_PAY_NETWORKS, shop.cardBrands),
        [],
      ),
      authMethods: take(
        'GOOGLE_PAY_AUTH_METHODS',
        () => googleAuthMethods(values.GOOGLE_PAY_AUTH_METHODS),
        [],
      ),
      // Google writes its tokens for the bare point, which stands at the end of the DER.
      ...(key ? { publicKey: publicDer(key).subarray(-65).toString('base64') } : {}),
    },
    requireScaForPanOnly: values.GOOGLE_PAY_REQUIRE_SCA_FOR_PAN_ONLY === 'true',
    opening,
  }
}

function appleOpening(values: Environment, take: Take): ApplePayConfig['opening'] {
  if (values.APPLE_PAY_DECRYPTION === 'gateway') return undefined
  refuseUnattested(values)
  return {
    keys: take('APPLE_PAY_PROCESSING_KEY', () => readAppleKeys(values), []),
    roots: take('APPLE_PAY_ROOT_CERTIFICATE_FILE', () => readAppleRoots(values), []),
  }
}

function googleOpening(values: Environment, merchantId: string, take: Take): GooglePayConfig['opening'] {
  if (values.GOOGLE_PAY_DECRYPTION === 'gateway') return undefined
  refuseUnattested(values)
  return {
    keys: take('GOOGLE_PAY_PRIVATE_KEY', () => readGoogleKeys(values), []),
    roots: take('GOOGLE_PAY_ROOT_KEYS_FILE', () => readGoogleRoots(values), []),
    recipientId: `merchant:${merchantId}`,
  }
}

/** Opened tokens put card numbers on the merchant’s own server, which is PCI DSS SAQ D. */
function refuseUnattested(values: Environment): void {
  if (isLiveHost(values.PAYKKA_API_URL) && values.PCI_DSS_ATTESTED !== 'true')
    throw new Error(
      'merchant against a live PayKKa host needs PCI_DSS_ATTESTED=true (SAQ D: see docs/security.md)',
    )
}

/** Without it: PayKKa’s two companies are in Hong Kong and in the European Economic Area. */
function readCountry(values: Environment): string {
  const country = values.WALLET_COUNTRY ?? (isEuropeanHost(values.PAYKKA_API_URL) ? 'DE' : 'HK')
  if (!/^[A-Z]{2}$/.test(country))
    throw new Error('must be two capital letters of ISO 3166-1, for example DE')
  return country
}

function named(value: string | undefined, fallback: string, maxLength: number): string {
  const name = value ?? fallback
  if (name.length > maxLength) throw new Error(`must be at most ${maxLength} characters`)
  return name
}

function appleMerchantId(value: string): string {
  if (!/^merchant\.[A-Za-z0-9.-]{1,119}$/.test(value)) throw new Error('must look like merchant.example.shop')
  return value
}

function googleMerchantId(value: string): string {
  if (!/^[A-Za-z0-9]{1,64}$/.test(value)) throw new Error('must be letters and digits, 64 at most')
  return value
}

const MAX_ASSOCIATION_BYTES = 64 * 1024

function readAssociation(file: string): Buffer {
  const bytes = readBytes(file)
  if (bytes.length === 0 || bytes.length > MAX_ASSOCIATION_BYTES)
    throw new Error(`${file} must hold 1 byte to 64 kB, exactly as PayKKa or Apple gave it`)
  return bytes
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new Error(`cannot read ${file} (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`)
  }
}
