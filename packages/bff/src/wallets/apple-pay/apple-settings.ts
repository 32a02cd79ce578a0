/** Reads Apple Pay’s settings. */
import type { ApplePaySettings } from '@paykka-checkout/shared-types'
import type { Environment } from '../../config/config-schema.ts'
import type { Take } from '../../config/take.ts'
import type { WalletShop } from '../setting-readers.ts'
import { named, refuseUnattested } from '../setting-readers.ts'
import { appleNetworks } from '../wallet-networks.ts'
import { readDomains } from './apple-domains.ts'
import type { CertifiedKey } from './apple-keys.ts'
import { readAppleKeys, readAppleRoots } from './apple-keys.ts'
import type { AppleDecryption } from './decrypt-apple-token.ts'

/** What of an Apple Pay token goes to PayKKa as `token_data`. */
export type AppleTokenData = Environment['APPLE_PAY_TOKEN_DATA']

export type ApplePayConfig = {
  /** Domain by storefront origin. An origin without one has no Apple Pay. */
  domains: Map<string, string>
  settings: ApplePaySettings
  tokenData: AppleTokenData
  /** Set when this BFF opens tokens itself. */
  opening: { keys: CertifiedKey[]; roots: AppleDecryption['roots'] } | undefined
}

/** Never throws: complaints go through `take`. */
export function readApplePay(
  values: Environment,
  shop: WalletShop,
  countryCode: string,
  take: Take,
): ApplePayConfig {
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

function appleOpening(values: Environment, take: Take): ApplePayConfig['opening'] {
  if (values.APPLE_PAY_DECRYPTION === 'gateway') return undefined
  refuseUnattested(values)
  return {
    keys: take('APPLE_PAY_PROCESSING_KEY', () => readAppleKeys(values), []),
    roots: take('APPLE_PAY_ROOT_CERTIFICATE_FILE', () => readAppleRoots(values), []),
  }
}

function appleMerchantId(value: string): string {
  if (!/^merchant\.[A-Za-z0-9.-]{1,119}$/.test(value)) throw new Error('must look like merchant.example.shop')
  return value
}
