/** Reads the settings of captures, saved cards, the hosted page and Encrypted Card from the environment. */
import type { EncryptedCardSettings, HostedMethod } from '@paykka-checkout/shared-types'
import { HOSTED_METHODS } from '@paykka-checkout/shared-types'
import { isLoopback } from '../domain/loopback.ts'
import { isLiveHost } from '../domain/paykka-hosts.ts'
import type { Environment } from './config-schema.ts'
import type { Take } from './take.ts'

export type HostedSettings = {
  /** Our names, in the order in which they are offered, with the currencies each takes; null is any. */
  methods: { method: HostedMethod; currencies: string[] | null }[]
  /** PayKKa’s codes that differ from the built-in ones. */
  codes: Record<string, string>
  merchantName: string | undefined
  themeId: string | undefined
  lifetimeMs: number
}

export type MerchantSettings = {
  heldFunds: { withinMs: number; action: 'alert' | 'void' }
  partialVoid: boolean
  savedCardCode: boolean
  hosted: HostedSettings
  /** What happens to a payment on a page that was left behind, beside another payment of the checkout. */
  hostedDuplicate: 'refund' | 'report'
  encryptedCard: EncryptedCardSettings | undefined
  /** PayKKa's fraud script, where the shop's page loads it. */
  fraudScriptUrl: string | undefined
}

/** @param take reads one variable and keeps its complaint */
export function readMerchantSettings(values: Environment, take: Take): MerchantSettings {
  return {
    heldFunds: { withinMs: values.CAPTURE_WITHIN_HOURS * 3_600_000, action: values.CAPTURE_OVERDUE },
    partialVoid: values.PARTIAL_VOID === 'true',
    savedCardCode: values.SAVED_CARD_CODE === 'true',
    hosted: {
      methods: take('HOSTED_METHODS', () => hostedMethods(values.HOSTED_METHODS ?? ''), []),
      codes: take('HOSTED_METHOD_CODES', () => hostedCodes(values.HOSTED_METHOD_CODES ?? ''), {}),
      merchantName: values.HOSTED_MERCHANT_NAME,
      themeId: values.HOSTED_THEME_ID,
      lifetimeMs: values.HOSTED_MINUTES * 60_000,
    },
    hostedDuplicate: values.HOSTED_DUPLICATE,
    encryptedCard: take('ENCRYPTED_CARD_CLIENT_KEY', () => encryptedCard(values), undefined),
    fraudScriptUrl: take('FRAUD_SCRIPT_URL', () => scriptAddress(values.FRAUD_SCRIPT_URL), undefined),
  }
}

const items = (value: string): string[] =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')

function hostedMethods(value: string): HostedSettings['methods'] {
  return items(value).map((item) => {
    const [name = '', currencies] = item.split(':')
    const list = currencies?.split('+') ?? null
    if (list?.some((code) => !/^[A-Z]{3}$/.test(code)))
      throw new Error(`"${item}" must be a method and its currencies, like p24:EUR+PLN`)
    return { method: hostedMethod(name), currencies: list }
  })
}

function hostedMethod(name: string): HostedMethod {
  const method = HOSTED_METHODS.find((known) => known === name)
  if (!method) throw new Error(`"${name}" is not one of ${HOSTED_METHODS.join(', ')}`)
  return method
}

function hostedCodes(value: string): Record<string, string> {
  return Object.fromEntries(
    items(value).map((pair) => {
      const [name = '', code = ''] = pair.split('=')
      if (!/^\w{2,40}$/.test(code)) throw new Error(`"${pair}" must be a method and PayKKa’s code for it`)
      return [hostedMethod(name), code]
    }),
  )
}

const CLIENT_KEY = /^ck_[0-9a-zA-Z]{8,60}$/

/** @returns what PayKKa’s script needs in the page; undefined where cards are entered another way */
function encryptedCard(values: Environment): EncryptedCardSettings | undefined {
  if (values.CARD_ENTRY !== 'encrypted-card') return undefined
  const clientKey = values.ENCRYPTED_CARD_CLIENT_KEY ?? ''
  if (!CLIENT_KEY.test(clientKey))
    throw new Error('must be the client key PayKKa gave you, ck_ and 32 characters')
  const base = scriptBase(values)
  return {
    scriptUrl: `${base}/cp/encrypted-card.js`,
    apiUrl: base,
    cdnUrl: `${base}/cp`,
    merchantId: values.PAYKKA_MERCHANT_ID,
    clientKey,
    sandbox: !isLiveHost(values.PAYKKA_API_URL),
  }
}

function scriptAddress(value: string | undefined): string | undefined {
  if (value === undefined) return undefined
  const url = URL.parse(value)
  if (url?.protocol !== 'https:' || url.username) throw new Error('must be an https address of a script')
  return url.href
}

function scriptBase(values: Environment): string {
  const api = URL.parse(values.PAYKKA_API_URL)
  const url = URL.parse(values.ENCRYPTED_CARD_URL ?? usualBase(values, api))
  const safe = url && (url.protocol === 'https:' || isLoopback(url.hostname))
  if (!safe) throw new Error('ENCRYPTED_CARD_URL must be an https address')
  return url.href.replace(/\/+$/, '')
}

function usualBase({ PAYKKA_API_URL: address }: Environment, api: URL | null): string {
  if (isLiveHost(address)) return 'https://checkout.eu.paykka.com'
  return api && isLoopback(api.hostname) ? api.origin : 'https://checkout-sandbox.aq.paykka.com'
}
