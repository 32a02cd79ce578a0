/** The settings that all processes on one database must share, as keyed hashes: comparable without revealing values. */
import type { KeyObject } from 'node:crypto'
import { createPublicKey } from 'node:crypto'
import { deriveKey } from '../cards/card-keys.ts'
import type { Config } from '../config/config.ts'
import { SHOP_ENDPOINT } from '../config/event-endpoints.ts'
import { canonicalJson, fingerprint, keyedHash } from '../domain/ids.ts'

/** Hashes by the name of their variable. */
export type Fingerprints = Record<string, string>

/** @returns a fingerprint of the account and the master key: another key gives other trans_ids and decrypts no card */
export function settingsFingerprint({ paykka, masterKey }: Pick<Config, 'paykka' | 'masterKey'>): string {
  const { apiUrl, appId, merchantId } = paykka
  const key = Buffer.from(deriveKey(masterKey, 'settings-mark')).toString('base64url')
  return fingerprint(JSON.stringify([apiUrl.origin, appId, merchantId, key]))
}

/** PayKKa's keys may change while the process runs, so it is called for each comparison. */
export function fingerprintsOf(config: Config): Fingerprints {
  const key = deriveKey(config.masterKey, 'fingerprints')
  const hash = (name: string, value: unknown) =>
    keyedHash(key, `${name}\n${canonicalJson(value)}`)
      .toString('base64url')
      .slice(0, 22)
  const settings = Object.entries({ ...account(config), ...way(config), ...offer(config) })
  // Keyed with itself: it only shows whether two keys differ.
  const own = ['BFF_MASTER_KEY', hash('BFF_MASTER_KEY', null)] as const
  return Object.fromEntries([
    own,
    ...settings.map(([name, value]) => [name, hash(name, value ?? null)] as const),
  ])
}

/** The account at PayKKa, its keys, and the shop. */
function account({ paykka, secretKeys, eventEndpoints }: Config) {
  const { privateKey, platformKeys } = paykka.keys.current()
  return {
    PAYKKA_API_URL: paykka.apiUrl.origin,
    PAYKKA_APP_ID: paykka.appId,
    PAYKKA_MERCHANT_ID: paykka.merchantId,
    PAYKKA_PRIVATE_KEY: publicHalf(createPublicKey(privateKey)),
    PAYKKA_PLATFORM_PUBLIC_KEY: platformKeys.map(publicHalf).toSorted(),
    PAYKKA_RESPONSE_SIGNATURE: paykka.responseSignature,
    BFF_SECRET_KEYS: secretKeys.toSorted(),
    ...events(eventEndpoints),
  }
}

function events(endpoints: Config['eventEndpoints']) {
  const shop = endpoints.find(({ name }) => name === SHOP_ENDPOINT)
  const others = endpoints.filter((endpoint) => endpoint !== shop)
  return {
    SHOP_EVENTS_URL: shop?.url.href,
    SHOP_EVENTS_SECRET: shop?.secrets.join(','),
    SHOP_EVENTS_TYPES: shop?.types.toSorted().join(','),
    SHOP_EVENTS_ENDPOINTS: others.map((endpoint) => ({ ...endpoint, url: endpoint.url.href })),
  }
}

const publicHalf = (key: KeyObject) => key.export({ type: 'spki', format: 'der' }).toString('base64')

/** How browsers reach the BFF, and the limits against card testing. */
function way(config: Config) {
  return {
    BFF_PUBLIC_URL: config.publicUrl.origin,
    BFF_ALLOWED_ORIGINS: config.allowedOrigins.toSorted(),
    TRUST_PROXY: config.trustProxy.toSorted(),
    REDIS_URL: config.redisUrl,
    RATE_LIMITS: config.limits,
    RATE_LIMIT_EXEMPT: config.limitsExempt.toSorted(),
    CAPTCHA_VERIFY_URL: config.captcha?.verifyUrl.href,
    CAPTCHA_SECRET: config.captcha?.secret,
  }
}

/** The payment methods offered to shoppers. */
function offer(config: Config) {
  const { cardEntry, cardBrands, heldFunds, partialVoid, savedCardCode, hosted, wallets } = config
  const { searchableMetadata, appearance } = config
  return {
    CARD_ENTRY: cardEntry,
    CARD_BRANDS: cardBrands.toSorted(),
    CAPTURE_WITHIN_HOURS: heldFunds.withinMs,
    CAPTURE_OVERDUE: heldFunds.action,
    PARTIAL_VOID: partialVoid,
    SAVED_CARD_CODE: savedCardCode,
    SEARCHABLE_METADATA: searchableMetadata.toSorted(),
    HOSTED_METHODS: hosted.methods,
    APPEARANCE_FILE: appearance,
    APPLE_PAY_DOMAIN: wallets.applePay && Object.entries(wallets.applePay.domains),
    GOOGLE_PAY_MERCHANT_ID: wallets.googlePay?.settings,
  }
}

/** @returns the names of the variables that differ. With different master keys nothing else can be compared */
export function differences(ours: Fingerprints, theirs: Fingerprints): string[] {
  const names = Object.keys(ours).filter((name) => name in theirs && ours[name] !== theirs[name])
  return names.includes('BFF_MASTER_KEY') ? ['BFF_MASTER_KEY'] : names
}

/** @returns the hashes of a database row; none if an older version wrote it */
export function readFingerprints(text: string | null): Fingerprints {
  return text === null ? {} : (JSON.parse(text) as Fingerprints)
}
