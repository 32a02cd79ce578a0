/** Doctor's checks of Google Pay. */
import { isEuropeanHost, isLiveHost } from '../../domain/paykka-hosts.ts'
import type { Check, Result } from '../../environment/finding.ts'
import { failed, ok, skipped, warning } from '../../environment/finding.ts'
import type { WalletConfig } from '../wallet-settings.ts'
import type { GooglePayConfig } from './google-settings.ts'

const OFF = 'GOOGLE_PAY_MERCHANT_ID is not set: Google Pay is off'

/** Google announces new root keys long before; a month is enough to download the file again. */
const SOON_MS = 30 * 24 * 60 * 60_000

type Shop = { paykka: { apiUrl: URL }; allowedOrigins: string[]; wallets: WalletConfig }

export function googlePayChecks(shop: Shop, now: () => number): Check[] {
  const { googlePay } = shop.wallets
  if (!googlePay) return [{ name: 'google-pay', run: () => skipped(OFF) }]
  return [
    { name: 'google-pay-ids', run: () => ids(googlePay, shop) },
    { name: 'google-pay-keys', run: () => rootKeys(googlePay, now()) },
  ]
}

/** Only Google knows whether an id is valid; this checks that the settings are consistent. */
function ids({ settings }: GooglePayConfig, { paykka, allowedOrigins }: Shop): Result[] {
  const results: Result[] = [environment(settings.environment, isLiveHost(paykka.apiUrl.href))]
  const expected = isEuropeanHost(paykka.apiUrl.href) ? 'paykkaeu' : 'paykka'
  if (settings.gateway !== expected)
    results.push(
      warning(
        `GOOGLE_PAY_GATEWAY is ${settings.gateway}, but ${paykka.apiUrl.host} belongs to ${expected}`,
        'Use paykkaeu with a contract in Europe, paykka with one in Hong Kong.',
      ),
    )
  if (settings.environment === 'PRODUCTION' && !/^[A-Z0-9]{12,20}$/.test(settings.merchantId))
    results.push(
      failed(
        `GOOGLE_PAY_MERCHANT_ID "${settings.merchantId}" does not look like Google's: 12 to 20 capitals and digits`,
        "Copy the merchant id of the Google Pay & Wallet Console. PayKKa's merchant id is a different number.",
      ),
    )
  if (!/^\d{14}$/.test(settings.gatewayMerchantId))
    results.push(
      warning(
        "PAYKKA_MERCHANT_ID, which Google gets as gatewayMerchantId, is not 14 digits as in PayKKa's examples",
        "Compare it with PayKKa's back office.",
      ),
    )
  const insecure = allowedOrigins.filter((origin) => !origin.startsWith('https:'))
  if (settings.environment === 'PRODUCTION' && insecure.length > 0)
    results.push(
      failed(`Google Pay needs https, and ${insecure.join(', ')} is not`, 'Serve the storefront over https.'),
    )
  return results
}

function environment(word: 'TEST' | 'PRODUCTION', live: boolean): Result {
  if (word === 'PRODUCTION' && !live)
    return warning(
      'GOOGLE_PAY_ENVIRONMENT is PRODUCTION against a host that is not live: real cards would go to a test system',
      'Set TEST until PAYKKA_API_URL is live.',
    )
  if (word === 'TEST' && live)
    return failed(
      "GOOGLE_PAY_ENVIRONMENT is TEST against a live host: Google's test tokens cannot be charged",
      'Get the integration approved in the Google Pay & Wallet Console, then set PRODUCTION.',
    )
  return ok(`environment ${word} fits the host`)
}

export function rootKeys({ decryption }: GooglePayConfig, now: number): Result {
  if (!decryption) return skipped('PayKKa decrypts the tokens: no keys are needed here')
  const last = Math.max(...decryption.roots.map(({ expiresAt }) => expiresAt))
  const until = new Date(last).toISOString().slice(0, 10)
  const download =
    'Download https://payments.developers.google.com/paymentmethodtoken/keys.json into GOOGLE_PAY_ROOT_KEYS_FILE, and restart.'
  if (last <= now)
    return failed(`Google's root keys expired on ${until}: the BFF refuses every token`, download)
  if (last - now < SOON_MS) return warning(`Google's root keys expire on ${until}`, download)
  return ok(`${decryption.keys.length} key(s) of yours; Google's root keys are valid until ${until}`)
}
