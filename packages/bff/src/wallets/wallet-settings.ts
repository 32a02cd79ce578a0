/** Settings of the wallets. Without a domain or a merchant id the wallet is off. */
import { isEuropeanHost } from '../domain/paykka-hosts.ts'
import { matching } from '../environment/readers.ts'
import { readAll } from '../environment/setting-error.ts'
import type { Values } from '../environment/variable.ts'
import { optional } from '../environment/variable.ts'
import type { ApplePayConfig } from './apple-pay/apple-settings.ts'
import { APPLE_PAY_VARIABLES, readApplePay } from './apple-pay/apple-settings.ts'
import type { GooglePayConfig } from './google-pay/google-settings.ts'
import { GOOGLE_PAY_VARIABLES, readGooglePay } from './google-pay/google-settings.ts'
import type { ShopValues } from './shop-values.ts'

export const WALLET_VARIABLES = {
  WALLET_COUNTRY: {
    about:
      "Country of your company, two letters, for both wallets' sheets (HK; DE with the European gateway)",
    ...optional(matching(/^[A-Z]{2}$/, 'must be two capital letters of ISO 3166-1, for example DE')),
  },
  ...APPLE_PAY_VARIABLES,
  ...GOOGLE_PAY_VARIABLES,
}

type WalletValues = Values<typeof WALLET_VARIABLES> & ShopValues

export type WalletConfig = {
  applePay: ApplePayConfig | undefined
  googlePay: GooglePayConfig | undefined
  /** Apple's file as Base64, to serve byte for byte; undefined without one. */
  domainAssociation: string | undefined
}

/** @throws SettingError */
export function readWallets(values: WalletValues): WalletConfig {
  const country = () => values.WALLET_COUNTRY ?? countryOf(values.PAYKKA_API_URL)
  const { wallets } = readAll({
    country,
    wallets: () =>
      readAll({
        applePay: () => readApplePay(values, country),
        googlePay: () => readGooglePay(values, country),
        domainAssociation: () => values.APPLE_PAY_DOMAIN_ASSOCIATION_FILE,
      }),
  })
  return wallets
}

/** PayKKa's two companies are in Hong Kong and the European Economic Area. */
const countryOf = (apiUrl: URL) => (isEuropeanHost(apiUrl.href) ? 'DE' : 'HK')
