/** Reads the environment once and turns it into one frozen, typed object. Nothing else reads `process.env`. */
import type { KeyObject } from 'node:crypto'
import { createSecretKey } from 'node:crypto'
import { readAppearance } from '../checkouts/appearance/appearance-settings.ts'
import { readHosted } from '../checkouts/hosted-settings.ts'
import { deepFreeze } from '../environment/deep-freeze.ts'
import { keySource } from '../environment/key-source.ts'
import { named, readAll, SettingError } from '../environment/setting-error.ts'
import type { Env } from '../environment/variable.ts'
import { readVariables } from '../environment/variable.ts'
import type { CaptchaConfig } from '../limits/captcha.ts'
import { erasuresFile, readRetention } from '../retention/retention-settings.ts'
import { readTracing } from '../tracing/tracing-settings.ts'
import { readWallets } from '../wallets/wallet-settings.ts'
import { readCardEntry, readEncryptedCard } from './card-entry.ts'
import type { EventEndpoint } from './event-endpoints.ts'
import { SHOP_ENDPOINT } from './event-endpoints.ts'
import { createKeyRing, readPrivateKey } from './key-ring.ts'
import { variableWarnings } from './variable-names.ts'
import type { Environment } from './variables.ts'
import { VARIABLES } from './variables.ts'

/** The settings of a BFF, frozen; the key ring alone changes, when keys rotate. */
export type Config = Readonly<ReturnType<typeof readConfig>>

/** What the PayKKa client needs of them. */
export type PaykkaConfig = Readonly<ReturnType<typeof readPaykka>>

/** Names every bad variable at once, so that one run is enough to correct them all. */
export class ConfigError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`The configuration is not valid:\n${problems.map((line) => `  ${line}`).join('\n')}`)
    this.name = 'ConfigError'
    this.problems = problems
  }
}

/**
 * @param env usually `process.env`
 * @throws ConfigError with one line per bad variable: its name, the reason and what it must look like
 */
export function loadConfig(env: Env): Config {
  try {
    const { config } = readAll({
      config: () => readConfig(env, readVariables(VARIABLES, env)),
      tls: () => named('NODE_TLS_REJECT_UNAUTHORIZED', () => checkTls(env)),
    })
    return deepFreeze(config)
  } catch (error) {
    if (error instanceof SettingError) throw new ConfigError(error.problems)
    throw error
  }
}

/** Every member has its own reader, so that one problem does not hide the others. */
function readConfig(env: Env, values: Environment) {
  return readAll({
    paykka: (): PaykkaConfig => readPaykka(values),
    /** Other keys are derived from it. It must outlive a rotation of PayKKa's keys. */
    masterKey: () => readMasterKey(values),
    publicUrl: () => values.BFF_PUBLIC_URL,
    allowedOrigins: () => named('BFF_ALLOWED_ORIGINS', () => allowedOrigins(values)),
    secretKeys: () => values.BFF_SECRET_KEYS.map(({ secret }) => secret),
    /** In the order of `secretKeys`. */
    keyNames: () => values.BFF_SECRET_KEYS.map(({ name }) => name),
    databaseUrl: () => named('DATABASE_URL', () => databaseUrl(env, values)),
    /** Milliseconds PostgreSQL may take for one statement, or to open a connection. */
    databaseTimeoutMs: () => values.DATABASE_TIMEOUT_MS,
    /** Where events go; none when empty. */
    eventEndpoints: () => eventEndpoints(values),
    redisUrl: () => values.REDIS_URL,
    limits: () => values.RATE_LIMITS,
    /** CIDRs. */
    limitsExempt: () => values.RATE_LIMIT_EXEMPT,
    captcha: () => named('CAPTCHA_VERIFY_URL', () => captcha(values)),
    host: () => values.HOST,
    port: () => values.PORT,
    drainMs: () => values.SHUTDOWN_DRAIN_MS,
    /** Protects `GET /metrics`; without it there are no metrics. */
    metricsToken: () => values.METRICS_TOKEN,
    /** Names in metadata by which payments can be found. */
    searchableMetadata: () => values.SEARCHABLE_METADATA,
    /** Undefined when no traces are sent. */
    tracing: () => readTracing(values),
    logLevel: () => values.LOG_LEVEL,
    trustProxy: () => values.TRUST_PROXY,
    cardEntry: () => readCardEntry(values),
    cardBrands: () => values.CARD_BRANDS,
    /** Days by kind of data; 0 keeps it for ever. */
    retention: () => readRetention(values),
    /** Keys of metadata that stay when personal data goes. */
    retainMetadata: () => values.RETAIN_METADATA,
    /** Remembers erasures beside the database; undefined where nothing does. */
    erasuresFile: () => erasuresFile(values),
    heldFunds: () => heldFunds(values),
    partialVoid: () => values.PARTIAL_VOID,
    savedCardCode: () => values.SAVED_CARD_CODE,
    /** The look of every checkout, and its fonts. */
    appearance: () => named('APPEARANCE_FILE', () => appearance(values)),
    hosted: () => readHosted(values),
    /** The merchant's marks of payment methods; none without a folder. */
    marks: () => values.MARKS_DIR ?? [],
    /** What happens to a payment on a page the shopper left, when the checkout has another payment. */
    hostedDuplicate: () => values.HOSTED_DUPLICATE,
    encryptedCard: () => readEncryptedCard(values),
    /** PayKKa's fraud script, where the shop's page loads it. */
    fraudScriptUrl: () => values.FRAUD_SCRIPT_URL,
    wallets: () => readWallets(values),
    /** Misspelled and deprecated variables. */
    warnings: () => variableWarnings(env),
  })
}

function readPaykka(values: Environment) {
  return readAll({
    apiUrl: () => values.PAYKKA_API_URL,
    appId: () => values.PAYKKA_APP_ID,
    merchantId: () => values.PAYKKA_MERCHANT_ID,
    keys: () => createKeyRing(values),
    responseSignature: () => values.PAYKKA_RESPONSE_SIGNATURE,
    /** Milliseconds one call may take in all. */
    timeoutMs: () => values.PAYKKA_TIMEOUT_MS,
    sendTimestamp: () => values.PAYKKA_SEND_TIMESTAMP,
    authorisationType: () => values.PAYKKA_AUTHORISATION_TYPE,
    challengeIndicator: () => values.PAYKKA_CHALLENGE_INDICATOR,
    /** After a decline that asks for 3-D Secure; the usual one when undefined. */
    challengeIndicatorRequired: () => values.PAYKKA_CHALLENGE_INDICATOR_REQUIRED,
    billingAddressCollection: () => values.PAYKKA_BILLING_ADDRESS_COLLECTION,
    /** What a shopper reads on the bank statement; PayKKa's default when undefined. */
    descriptor: () => values.PAYKKA_DESCRIPTOR,
    /** Where the shop's order reference goes, beside the one item of an order without goods. */
    orderReferenceMember: () => values.PAYKKA_ORDER_REFERENCE_MEMBER,
    /** The operator's own decline codes, each with its meaning. */
    declineCodes: () => values.PAYKKA_DECLINE_CODES,
    /** PayKKa's codes of ways to pay that differ from the built-in ones, by our words. */
    methodCodes: () => values.HOSTED_METHOD_CODES,
    /** The operator's own `ret_code`s that refuse a request before anything is executed. */
    refusalCodes: () => values.PAYKKA_REFUSAL_CODES,
  })
}

/** Without BFF_MASTER_KEY the BFF derives its keys from PayKKa's private key. */
function readMasterKey(values: Environment): KeyObject {
  const { BFF_MASTER_KEY: text, BFF_MASTER_KEY_FILE: file } = values
  if (text === undefined && file === undefined) return readPrivateKey(values)
  return named('BFF_MASTER_KEY', () => {
    const secret = keySource(values, 'BFF_MASTER_KEY').toString().trim()
    if (secret.length < 32) throw new Error('must be 32 characters or more')
    return createSecretKey(Buffer.from(secret))
  })
}

function appearance(values: Environment) {
  const origins = { publicUrl: values.BFF_PUBLIC_URL, allowedOrigins: values.BFF_ALLOWED_ORIGINS }
  return readAppearance(values, origins)
}

function allowedOrigins({ BFF_ALLOWED_ORIGINS: origins, BFF_PUBLIC_URL: publicUrl }: Environment): string[] {
  if (origins.includes(publicUrl.origin))
    throw new Error("must not name the BFF's own origin: a card frame of the page's origin isolates nothing")
  return origins
}

/** An empty variable of a compose file must not create a database in whatever folder the process started in. */
function databaseUrl(env: Env, values: Environment): string {
  if (env.DATABASE_URL?.trim() === '')
    throw new Error('is set and empty: name sqlite:<path> or postgres://…, or leave it out')
  return values.DATABASE_URL
}

function eventEndpoints(values: Environment): EventEndpoint[] {
  const { shop, others } = readAll({
    shop: () => shopEndpoint(values),
    others: () => values.SHOP_EVENTS_ENDPOINTS,
  })
  return [...shop, ...others]
}

function shopEndpoint(values: Environment): EventEndpoint[] {
  const { url, secrets, types } = readAll({
    url: () => values.SHOP_EVENTS_URL,
    secrets: () => values.SHOP_EVENTS_SECRET,
    types: () => values.SHOP_EVENTS_TYPES,
  })
  return named('SHOP_EVENTS_URL', () => {
    if (url === undefined && secrets === undefined) return []
    if (url === undefined || secrets === undefined)
      throw new Error('needs SHOP_EVENTS_SECRET too, and the other way round')
    return [{ name: SHOP_ENDPOINT, url, secrets, types }]
  })
}

function captcha(values: Environment): CaptchaConfig | undefined {
  const { CAPTCHA_VERIFY_URL: verifyUrl, CAPTCHA_SECRET: secret } = values
  if (verifyUrl === undefined && secret === undefined) return undefined
  if (verifyUrl === undefined || secret === undefined)
    throw new Error('set CAPTCHA_VERIFY_URL and CAPTCHA_SECRET, or neither')
  const hostnames = values.BFF_ALLOWED_ORIGINS.map((origin) => new URL(origin).hostname)
  return { verifyUrl, secret, hostnames }
}

function heldFunds({ CAPTURE_WITHIN_HOURS: hours, CAPTURE_OVERDUE: action }: Environment) {
  return { withinMs: hours * 3_600_000, action }
}

function checkTls(env: Env): void {
  if (env.NODE_TLS_REJECT_UNAUTHORIZED === '0')
    throw new Error("must not be 0: card data would go to whichever server answers at PayKKa's address")
}
