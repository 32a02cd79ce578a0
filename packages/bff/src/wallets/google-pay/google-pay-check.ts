/** What stands in the way of Google Pay. */
import type { Config } from '../../config/config.ts'
import { isEuropeanHost, isLiveHost } from '../../domain/paykka-hosts.ts'
import type { GooglePayConfig } from './google-settings.ts'
import type { Check, Seen } from '../../environment/finding.ts'
import { failed, ok, skipped, warning } from '../../environment/finding.ts'

const OFF = 'GOOGLE_PAY_MERCHANT_ID is not set: Google Pay is off'

/** Google announces new root keys long before; a month is enough to fetch the file again. */
const SOON_MS = 30 * 24 * 60 * 60_000

export function googlePayChecks(config: Config, now: () => number): Check[] {
  const { googlePay } = config.wallets
  if (!googlePay) return [{ name: 'google-pay', look: () => skipped(OFF) }]
  return [
    { name: 'google-pay-ids', look: () => ids(googlePay, config) },
    { name: 'google-pay-keys', look: () => rootKeys(googlePay, now()) },
  ]
}

/** Nobody but Google can say whether an id is theirs; what can be seen is whether the parts fit each other. */
export function ids({ settings }: GooglePayConfig, { paykka, allowedOrigins }: Config): Seen[] {
  const seen: Seen[] = [environment(settings.environment, isLiveHost(paykka.apiUrl.href))]
  const expected = isEuropeanHost(paykka.apiUrl.href) ? 'paykkaeu' : 'paykka'
  if (settings.gateway !== expected)
    seen.push(
      warning(
        `GOOGLE_PAY_GATEWAY is ${settings.gateway}, but ${paykka.apiUrl.host} belongs to ${expected}`,
        'Use paykkaeu with a contract in Europe, paykka with one in Hong Kong.',
      ),
    )
  if (settings.environment === 'PRODUCTION' && !/^[A-Z0-9]{12,20}$/.test(settings.merchantId))
    seen.push(
      failed(
        `GOOGLE_PAY_MERCHANT_ID "${settings.merchantId}" does not look like Google’s: 12 to 20 capitals and digits`,
        'Copy the merchant id of the Google Pay & Wallet Console. PayKKa’s merchant id is another one.',
      ),
    )
  if (!/^\d{14}$/.test(settings.gatewayMerchantId))
    seen.push(
      warning(
        'PAYKKA_MERCHANT_ID, which Google gets as gatewayMerchantId, is not 14 digits as in PayKKa’s examples',
        'Compare it with PayKKa’s back office.',
      ),
    )
  const insecure = allowedOrigins.filter((origin) => !origin.startsWith('https:'))
  if (settings.environment === 'PRODUCTION' && insecure.length > 0)
    seen.push(
      failed(`Google Pay needs https, and ${insecure.join(', ')} is not`, 'Serve the storefront by https.'),
    )
  return seen
}

function environment(word: 'TEST' | 'PRODUCTION', live: boolean): Seen {
  if (word === 'PRODUCTION' && !live)
    return warning(
      'GOOGLE_PAY_ENVIRONMENT is PRODUCTION against a host that is not live: real cards would go to a test system',
      'Set TEST until PAYKKA_API_URL is live.',
    )
  if (word === 'TEST' && live)
    return failed(
      'GOOGLE_PAY_ENVIRONMENT is TEST against a live host: Google’s test tokens cannot be charged',
      'Have the integration approved in the Google Pay & Wallet Console, then set PRODUCTION.',
    )
  return ok(`environment ${word} fits the host`)
}

export function rootKeys({ opening }: GooglePayConfig, now: number): Seen {
  if (!opening) return skipped('PayKKa opens the tokens: no keys of your own are needed')
  const last = Math.max(...opening.roots.map(({ expiresAt }) => expiresAt))
  const until = new Date(last).toISOString().slice(0, 10)
  const fetchAnew =
    'Fetch https://payments.developers.google.com/paymentmethodtoken/keys.json anew into GOOGLE_PAY_ROOT_KEYS_FILE, and restart.'
  if (last <= now) return failed(`Google’s root keys ended on ${until}: every token is refused`, fetchAnew)
  if (last - now < SOON_MS) return warning(`Google’s root keys end on ${until}`, fetchAnew)
  return ok(`${opening.keys.length} key(s) of yours; Google’s root keys are valid until ${until}`)
}
