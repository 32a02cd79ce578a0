/** Settings of Google Pay. */
import type { GooglePaySettings } from '@paykka-checkout/shared-types'
import { isEuropeanHost } from '../../domain/paykka-hosts.ts'
import { matching, upTo, wordOf, wordsOf } from '../../environment/readers.ts'
import { named, readAll } from '../../environment/setting-error.ts'
import type { Values } from '../../environment/variable.ts'
import { flag, oneOf, optional, text, withDefault } from '../../environment/variable.ts'
import { publicDer } from '../pem.ts'
import type { ShopValues } from '../shop-values.ts'
import { DECRYPTION, networksOf, refuseUnattested } from '../shop-values.ts'
import type { GoogleDecryption } from './decrypt-google-token.ts'
import { readGoogleKeys, readGoogleRoots } from './google-keys.ts'

/** Google's network names by our brands. PayKKa lists these four for Google Pay; JCB only when the shop sets it. */
const NETWORKS = { visa: 'VISA', mastercard: 'MASTERCARD', amex: 'AMEX', discover: 'DISCOVER' } as const

const GATEWAYS = ['paykka', 'paykkaeu'] as const

export const GOOGLE_PAY_VARIABLES = {
  GOOGLE_PAY_MERCHANT_ID: text(
    'Merchant id of the Google Pay & Wallet Console. Without it Google Pay is off',
  ),
  GOOGLE_PAY_MERCHANT_NAME: {
    about: "Your name on Google's sheet, 128 characters at most (the merchant id)",
    ...optional(upTo(128)),
  },
  GOOGLE_PAY_ENVIRONMENT: { about: "Google's environment", ...oneOf(['TEST', 'PRODUCTION'], 'TEST') },
  GOOGLE_PAY_GATEWAY: {
    about:
      "Google's name of PayKKa: paykkaeu for companies in Europe, paykka for Hong Kong (by PAYKKA_API_URL)",
    ...optional((value) => wordOf(GATEWAYS, value)),
    words: GATEWAYS,
  },
  GOOGLE_PAY_NETWORKS: {
    about: 'Comma-separated networks: VISA, MASTERCARD, AMEX, DISCOVER, JCB (CARD_BRANDS, without JCB)',
    ...optional(wordsOf([...Object.values(NETWORKS), 'JCB'])),
  },
  GOOGLE_PAY_AUTH_METHODS: {
    about: 'Comma-separated: PAN_ONLY, CRYPTOGRAM_3DS',
    ...withDefault('PAN_ONLY,CRYPTOGRAM_3DS', wordsOf(['PAN_ONLY', 'CRYPTOGRAM_3DS'])),
  },
  GOOGLE_PAY_REQUIRE_SCA_FOR_PAN_ONLY: {
    about: 'Ask for 3-D Secure where a token may be a bare card number',
    ...flag(true),
  },
  GOOGLE_PAY_DECRYPTION: {
    about: 'Who decrypts Google Pay tokens: PayKKa, or this BFF with the variables below',
    ...oneOf(DECRYPTION, 'gateway'),
  },
  GOOGLE_PAY_PRIVATE_KEY: text('Your P-256 key that decrypts tokens, PKCS#8 PEM; two during a rotation'),
  GOOGLE_PAY_PRIVATE_KEY_FILE: text('File that holds GOOGLE_PAY_PRIVATE_KEY'),
  GOOGLE_PAY_ROOT_KEYS_FILE: text(
    "Google's root signing keys: https://payments.developers.google.com/paymentmethodtoken/keys.json, kept as a file",
  ),
}

type GoogleValues = Values<typeof GOOGLE_PAY_VARIABLES> & ShopValues

export type GooglePayConfig = {
  settings: GooglePaySettings
  requireScaForPanOnly: boolean
  /** Set when this BFF decrypts tokens itself. */
  decryption: Pick<GoogleDecryption, 'keys' | 'roots' | 'recipientId'> | undefined
}

/** @throws SettingError */
export function readGooglePay(values: GoogleValues, country: () => string): GooglePayConfig | undefined {
  const { GOOGLE_PAY_MERCHANT_ID: id } = values
  // Checked while the wallet is off, too.
  const words = {
    environment: () => values.GOOGLE_PAY_ENVIRONMENT,
    gateway: () => values.GOOGLE_PAY_GATEWAY ?? gatewayOf(values.PAYKKA_API_URL),
    requireScaForPanOnly: () => values.GOOGLE_PAY_REQUIRE_SCA_FOR_PAN_ONLY,
    decryptsItself: () => values.GOOGLE_PAY_DECRYPTION === 'merchant',
  }
  if (id === undefined) {
    readAll(words)
    return undefined
  }
  const { decryption, decryptsItself, requireScaForPanOnly, ...settings } = readAll({
    ...words,
    gatewayMerchantId: () => values.PAYKKA_MERCHANT_ID,
    merchantId: () => named('GOOGLE_PAY_MERCHANT_ID', () => merchantId(id)),
    merchantName: () => values.GOOGLE_PAY_MERCHANT_NAME ?? id,
    countryCode: country,
    networks: () => networks(values),
    authMethods: () => values.GOOGLE_PAY_AUTH_METHODS,
    decryption: () => (words.decryptsItself() ? readDecryption(values, id) : undefined),
  })
  return { settings: { ...settings, ...publicKeyOf(decryption) }, requireScaForPanOnly, decryption }
}

const merchantId = matching(/^[A-Za-z0-9]{1,64}$/, 'must be letters and digits, 64 at most')

const gatewayOf = (apiUrl: URL) => (isEuropeanHost(apiUrl.href) ? 'paykkaeu' : 'paykka')

const networks = ({ GOOGLE_PAY_NETWORKS: listed, CARD_BRANDS: brands }: GoogleValues) =>
  listed ?? named('GOOGLE_PAY_NETWORKS', () => networksOf(NETWORKS, brands))

/** Google encrypts for the bare public point, which is at the end of the DER. */
function publicKeyOf(decryption: GooglePayConfig['decryption']): Pick<GooglePaySettings, 'publicKey'> {
  const [key] = decryption?.keys ?? []
  return key ? { publicKey: publicDer(key).subarray(-65).toString('base64') } : {}
}

function readDecryption(values: GoogleValues, id: string): GooglePayConfig['decryption'] {
  const { isAllowed: _, ...decryption } = readAll({
    isAllowed: () => named('GOOGLE_PAY_DECRYPTION', () => refuseUnattested(values)),
    keys: () => named('GOOGLE_PAY_PRIVATE_KEY', () => readGoogleKeys(values)),
    roots: () => named('GOOGLE_PAY_ROOT_KEYS_FILE', () => readGoogleRoots(values.GOOGLE_PAY_ROOT_KEYS_FILE)),
    recipientId: () => `merchant:${id}`,
  })
  return decryption
}
