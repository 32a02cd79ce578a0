/** How cards are entered, and what PayKKa's Encrypted Card needs for it. */
import type { CardEntry, EncryptedCardSettings } from '@paykka-checkout/shared-types'
import { isLoopback } from '../domain/loopback.ts'
import { isLiveHost } from '../domain/paykka-hosts.ts'
import { named, readAll } from '../environment/setting-error.ts'
import type { Environment } from './variables.ts'

/** Frame and inline put card numbers on the merchant's own server, which is PCI DSS SAQ D. That needs a decision. */
export function readCardEntry(values: Environment): CardEntry {
  return named('CARD_ENTRY', () => {
    const { entry, attested, apiUrl } = readAll({
      entry: () => values.CARD_ENTRY,
      attested: () => values.PCI_DSS_ATTESTED,
      apiUrl: () => values.PAYKKA_API_URL,
    })
    if (entry === 'encrypted-card' || attested || !isLiveHost(apiUrl.href)) return entry
    throw new Error(
      `${entry} against a live PayKKa host needs PCI_DSS_ATTESTED=true (SAQ D: see docs/guides/security.md)`,
    )
  })
}

const CLIENT_KEY = /^ck_[0-9a-zA-Z]{8,60}$/

/** @returns what PayKKa's script needs in the page; undefined where cards are entered another way */
export function readEncryptedCard(values: Environment): EncryptedCardSettings | undefined {
  if (values.CARD_ENTRY !== 'encrypted-card') return undefined
  const { base, ...settings } = readAll({
    clientKey: () => named('ENCRYPTED_CARD_CLIENT_KEY', () => clientKey(values.ENCRYPTED_CARD_CLIENT_KEY)),
    base: () => named('ENCRYPTED_CARD_URL', () => scriptBase(values)),
    merchantId: () => values.PAYKKA_MERCHANT_ID,
    sandbox: () => !isLiveHost(values.PAYKKA_API_URL.href),
  })
  return { scriptUrl: `${base}/cp/encrypted-card.js`, apiUrl: base, cdnUrl: `${base}/cp`, ...settings }
}

function clientKey(text = ''): string {
  if (CLIENT_KEY.test(text)) return text
  throw new Error('must be the client key PayKKa gave you, ck_ and 32 characters')
}

function scriptBase(values: Environment): string {
  const url = URL.parse(values.ENCRYPTED_CARD_URL ?? defaultBase(values.PAYKKA_API_URL))
  const isSafe = url && (url.protocol === 'https:' || isLoopback(url.hostname))
  if (!isSafe) throw new Error('must be an https address')
  return url.href.replace(/\/+$/, '')
}

function defaultBase(apiUrl: URL): string {
  if (isLiveHost(apiUrl.href)) return 'https://checkout.eu.paykka.com'
  return isLoopback(apiUrl.hostname) ? apiUrl.origin : 'https://checkout-sandbox.aq.paykka.com'
}
