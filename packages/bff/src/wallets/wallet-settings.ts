/** Reads the wallets’ part of the environment. Without a domain or a merchant id the wallet is off. */
import { readFileSync } from 'node:fs'
import type { Environment } from '../config/config-schema.ts'
import type { Take } from '../config/take.ts'
import { isEuropeanHost } from '../domain/paykka-hosts.ts'
import type { ApplePayConfig } from './apple-pay/apple-settings.ts'
import { readApplePay } from './apple-pay/apple-settings.ts'
import type { GooglePayConfig } from './google-pay/google-settings.ts'
import { readGooglePay } from './google-pay/google-settings.ts'
import type { WalletShop } from './setting-readers.ts'

export type WalletConfig = {
  applePay: ApplePayConfig | undefined
  googlePay: GooglePayConfig | undefined
  /** Served byte for byte; undefined when there is none to serve. */
  domainAssociation: Buffer | undefined
}

/** Never throws: complaints go through `take`. */
export function readWallets(values: Environment, shop: WalletShop, take: Take): WalletConfig {
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

/** Without it: PayKKa’s two companies are in Hong Kong and in the European Economic Area. */
function readCountry(values: Environment): string {
  const country = values.WALLET_COUNTRY ?? (isEuropeanHost(values.PAYKKA_API_URL) ? 'DE' : 'HK')
  if (!/^[A-Z]{2}$/.test(country))
    throw new Error('must be two capital letters of ISO 3166-1, for example DE')
  return country
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
