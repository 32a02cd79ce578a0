/** Reads Google Pay’s settings. */
import type { GooglePaySettings } from '@paykka-checkout/shared-types'
import type { Environment } from '../../config/config-schema.ts'
import type { Take } from '../../config/take.ts'
import { isEuropeanHost } from '../../domain/paykka-hosts.ts'
import { publicDer } from '../pem.ts'
import type { WalletShop } from '../setting-readers.ts'
import { named, refuseUnattested } from '../setting-readers.ts'
import { googleAuthMethods, googleNetworks } from '../wallet-networks.ts'
import type { GoogleDecryption } from './decrypt-google-token.ts'
import { readGoogleKeys, readGoogleRoots } from './google-keys.ts'

export type GooglePayConfig = {
  settings: GooglePaySettings
  requireScaForPanOnly: boolean
  /** Set when this BFF opens tokens itself. */
  opening: Pick<GoogleDecryption, 'keys' | 'roots' | 'recipientId'> | undefined
}

/** Never throws: complaints go through `take`. */
export function readGooglePay(
  values: Environment,
  shop: WalletShop,
  countryCode: string,
  take: Take,
): GooglePayConfig {
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

function googleOpening(values: Environment, merchantId: string, take: Take): GooglePayConfig['opening'] {
  if (values.GOOGLE_PAY_DECRYPTION === 'gateway') return undefined
  refuseUnattested(values)
  return {
    keys: take('GOOGLE_PAY_PRIVATE_KEY', () => readGoogleKeys(values), []),
    roots: take('GOOGLE_PAY_ROOT_KEYS_FILE', () => readGoogleRoots(values), []),
    recipientId: `merchant:${merchantId}`,
  }
}

function googleMerchantId(value: string): string {
  if (!/^[A-Za-z0-9]{1,64}$/.test(value)) throw new Error('must be letters and digits, 64 at most')
  return value
}
