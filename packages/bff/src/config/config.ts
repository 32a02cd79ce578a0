/** Reads the environment once and turns it into one frozen, typed object. Nothing else reads `process.env`. */
import type { KeyObject } from 'node:crypto'
import { isIP } from 'node:net'
import type { CardBrand, CardEntry } from '@paykka-checkout/shared-types'
import { CARD_BRANDS } from '@paykka-checkout/shared-types'
import { envSchema } from 'env-schema'
import { sqlitePath } from '../database/database-address.ts'
import { checkPostgresAddress } from '../database/postgres-address.ts'
import { isLoopback } from '../domain/loopback.ts'
import { isLiveHost } from '../domain/paykka-hosts.ts'
import type { ChallengeConfig } from '../limits/captcha.ts'
import type { Limits } from '../limits/limits.ts'
import { DEFAULT_LIMITS, parseLimits } from '../limits/limits.ts'
import type { RetentionSettings } from '../retention/retention.ts'
import { readRetention } from '../retention/retention.ts'
import type { TracingConfig } from '../tracing/tracing-config.ts'
import { readTracing } from '../tracing/tracing-config.ts'
import type { WalletConfig } from '../wallets/wallet-settings.ts'
import { readWallets } from '../wallets/wallet-settings.ts'
import type { Environment, OrderReferenceMember } from './config-schema.ts'
import { EnvironmentSchema, WORD_DEFAULTS } from './config-schema.ts'
import type { UnknownVariable } from './env-names.ts'
import { unknownVariables } from './env-names.ts'
import type { KeySources } from './keys.ts'
import { readMasterKey, readPrivateKey, readPublicKeys } from './keys.ts'
import type { MerchantSettings } from './merchant-settings.ts'
import { readMerchantSettings } from './merchant-settings.ts'
import { NO_KEYS, readSecretKeys } from './secret-keys.ts'
import type { Take } from './take.ts'

export type PaykkaConfig = {
  apiUrl: URL
  appId: string
  merchantId: string
  privateKey: KeyObject
  platformKeys: KeyObject[]
  responseSignature: 'enforce' | 'log' | 'off'
  /** Milliseconds one call may take in all. */
  timeoutMs: number
  sendTimestamp: boolean
  authorisationType: string
  challengeIndicator: string
  /** After a decline that asks for 3-D Secure; the usual one when undefined. */
  challengeIndicatorRequired: string | undefined
  billingAddressCollection: string
  /** What a shopper reads on the bank statement; PayKKa's default when undefined. */
  descriptor: string | undefined
  /** Where the shop's order reference goes beside the one item of an order without goods. */
  orderReferenceMember: OrderReferenceMember
  /** The operator’s own decline codes, with what each means. */
  declineCodes: Record<string, string>
  /** PayKKa's codes of ways to pay that differ from the built-in ones, by our words. */
  methodCodes: Record<string, string>
  /** The operator’s own `ret_code`s that refuse a request before anything is executed. */
  refusalCodes: string[]
}

export type Config = {
  paykka: PaykkaConfig
  /** What other keys are derived from. It must outlive a rotation of PayKKa’s keys. */
  masterKey: KeyObject
  keySources: KeySources
  publicUrl: URL
  allowedOrigins: string[]
  secretKeys: string[]
  /** The names of `secretKeys`, in their order; `key-2` is the second one where it has none. */
  keyNames: string[]
  databaseUrl: string
  /** Milliseconds PostgreSQL may take for one statement, or to open a connection. */
  databaseTimeoutMs: number
  shopEvents: { url: URL; secret: string } | undefined
  redisUrl: string | undefined
  limits: Limits
  /** CIDRs. */
  limitsExempt: string[]
  challenge: ChallengeConfig | undefined
  host: string
  port: number
  drainMs: number
  /** Opens `GET /metrics`; without it there is none. */
  metricsToken: string | undefined
  /** Names in metadata by which payments can be found. */
  searchableMetadata: string[]
  /** Where traces go; undefined when there are none. */
  tracing: TracingConfig | undefined
  logLevel: string
  trustProxy: string[]
  cardEntry: CardEntry
  cardBrands: CardBrand[]
  wallets: WalletConfig
  /** Variables that look like ours and are none. */
  unknownVariables: UnknownVariable[]
} & MerchantSettings &
  RetentionSettings

/** Names every bad variable at once, so that one run is enough to mend them all. */
export class ConfigError extends Error {
  readonly problems: string[]
  constructor(problems: string[]) {
    super(`The configuration is not valid:\n${problems.map((line) => `  ${line}`).join('\n')}`)
    this.name = 'ConfigError'
    this.problems = problems
  }
}

/**
 * @param env usually `process.env`
 * @throws ConfigError with one line per bad variable
 */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const { values, complaints } = readEnvironment(env)
  const problems = complaints.map(({ text }) => text)
  const known = new Set(complaints.map(({ name }) => name))
  const take: Take = (variable, read, fallback) => {
    try {
      return known.has(variable) ? fallback : read()
    } catch (error) {
      problems.push(`${variable}: ${(error as Error).message}`)
      return fallback
    }
  }
  const nowhere = new URL('http://invalid.invalid')
  const allowedOrigins = take('BFF_ALLOWED_ORIGINS', () => origins(values.BFF_ALLOWED_ORIGINS), [])
  const cardBrands = take('CARD_BRANDS', () => brands(values.CARD_BRANDS), [])
  const merchant = readMerchantSettings(values, take)
  const config: Config = {
    paykka: {
      apiUrl: take('PAYKKA_API_URL', () => serverAddress(values.PAYKKA_API_URL), nowhere),
      appId: take('PAYKKA_APP_ID', () => bounded(values.PAYKKA_APP_ID, 64), ''),
      merchantId: take('PAYKKA_MERCHANT_ID', () => bounded(values.PAYKKA_MERCHANT_ID, 32), ''),
      privateKey: take('PAYKKA_PRIVATE_KEY', () => readPrivateKey(values), undefined as never),
      platformKeys: take('PAYKKA_PLATFORM_PUBLIC_KEY', () => readPublicKeys(values), []),
      responseSignature: values.PAYKKA_RESPONSE_SIGNATURE,
      timeoutMs: values.PAYKKA_TIMEOUT_MS,
      sendTimestamp: values.PAYKKA_SEND_TIMESTAMP === 'true',
      authorisationType: values.PAYKKA_AUTHORISATION_TYPE,
      challengeIndicator: values.PAYKKA_CHALLENGE_INDICATOR,
      challengeIndicatorRequired: values.PAYKKA_CHALLENGE_INDICATOR_REQUIRED,
      billingAddressCollection: values.PAYKKA_BILLING_ADDRESS_COLLECTION,
      descriptor: values.PAYKKA_DESCRIPTOR,
      orderReferenceMember: values.PAYKKA_ORDER_REFERENCE_MEMBER,
      declineCodes: take('PAYKKA_DECLINE_CODES', () => pairs(values.PAYKKA_DECLINE_CODES), {}),
      methodCodes: merchant.hosted.codes,
      refusalCodes: take('PAYKKA_REFUSAL_CODES', () => codes(values.PAYKKA_REFUSAL_CODES), []),
    },
    masterKey: take('BFF_MASTER_KEY', () => masterKey(values), undefined as never),
    keySources: keySources(values),
    publicUrl: take('BFF_PUBLIC_URL', () => serverAddress(values.BFF_PUBLIC_URL), nowhere),
    allowedOrigins,
    ...take('BFF_SECRET_KEYS', () => readSecretKeys(values.BFF_SECRET_KEYS), NO_KEYS),
    databaseUrl: take('DATABASE_URL', () => databaseUrl(values.DATABASE_URL), ''),
    databaseTimeoutMs: values.DATABASE_TIMEOUT_MS,
    shopEvents: take('SHOP_EVENTS_URL', () => shopEvents(values), undefined),
    redisUrl: take('REDIS_URL', () => redisUrl(values.REDIS_URL), undefined),
    limits: take('RATE_LIMITS', () => parseLimits(values.RATE_LIMITS), DEFAULT_LIMITS),
    limitsExempt: take('RATE_LIMIT_EXEMPT', () => networks(values.RATE_LIMIT_EXEMPT), []),
    challenge: take('CHALLENGE_VERIFY_URL', () => challenge(values), undefined),
    host: values.HOST,
    port: values.PORT,
    drainMs: values.SHUTDOWN_DRAIN_MS,
    metricsToken: take('METRICS_TOKEN', () => metricsToken(values.METRICS_TOKEN), undefined),
    searchableMetadata: take('SEARCHABLE_METADATA', () => metadataNames(values.SEARCHABLE_METADATA), []),
    tracing: readTracing(values, take),
    logLevel: values.LOG_LEVEL,
    trustProxy: take('TRUST_PROXY', () => networks(values.TRUST_PROXY), []),
    cardEntry: take('CARD_ENTRY', () => cardEntry(values), 'frame'),
    cardBrands,
    wallets: readWallets(values, { allowedOrigins, cardBrands }, take),
    unknownVariables: unknownVariables(env),
    ...merchant,
    ...readRetention(values, take),
  }
  // A variable of a compose file that was left empty must not begin a database in whatever folder the process started in.
  if (env.DATABASE_URL?.trim() === '') {
    problems.push('DATABASE_URL: is set and empty: name sqlite:<path> or postgres://…, or leave it out')
  }
  if (env.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
    problems.push(
      'NODE_TLS_REJECT_UNAUTHORIZED: must not be 0: the card would go to whoever answers in PayKKa’s place',
    )
  }
  if (config.allowedOrigins.includes(config.publicUrl.origin)) {
    problems.push(
      'BFF_ALLOWED_ORIGINS: must not name the BFF’s own origin: a card frame of the page’s origin isolates nothing',
    )
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return Object.freeze(config)
}

type Complaint = { name: string; text: string }

/**
 * Only the variables named in the schema are looked at; an empty one counts as not set.
 * @returns usable values, also in the place of those that are complained about, so that the others can be read on
 */
function readEnvironment(env: Record<string, string | undefined>): {
  values: Environment
  complaints: Complaint[]
} {
  const data: Record<string, string> = { ...WORD_DEFAULTS }
  for (const name of Object.keys(EnvironmentSchema.properties)) {
    const value = unquoted(env[name]?.trim())
    if (value) data[name] = value
  }
  try {
    return { values: validate(data), complaints: [] }
  } catch (error) {
    const complaints = describe((error as { errors?: SchemaError[] }).errors ?? [])
    for (const { name } of complaints) delete data[name]
    return { values: validate({ ...PLACEHOLDERS, ...WORD_DEFAULTS, ...data }), complaints }
  }
}

/** `docker --env-file` and some secret stores keep the quotes that a shell would take off. */
function unquoted(value: string | undefined): string | undefined {
  return /^(["']).*\1$/s.test(value ?? '') ? value?.slice(1, -1).trim() : value
}

/** Stand in for required variables that have no default. Nothing is ever started with them. */
const PLACEHOLDERS = Object.fromEntries(
  Object.entries(EnvironmentSchema.properties)
    .filter(
      ([name, property]) => EnvironmentSchema.required?.includes(name as never) && !('default' in property),
    )
    .map(([name]) => [name, 'missing']),
)

function validate(data: Record<string, string>): Environment {
  return envSchema<Environment>({ schema: EnvironmentSchema, data, env: false })
}

type SchemaError = { instancePath: string; params: Record<string, unknown>; message?: string }

function describe(errors: SchemaError[]): Complaint[] {
  return errors.map((error) => {
    const missing = error.params.missingProperty as string | undefined
    const name = missing ?? error.instancePath.slice(1)
    const words = error.params.allowedValues as string[] | undefined
    const complaint = missing ? 'is missing' : words ? `must be one of ${words.join(', ')}` : error.message
    const property = (EnvironmentSchema.properties as Record<string, { description?: string }>)[name]
    return { name, text: `${name} ${complaint}. ${property?.description ?? ''}`.trim() }
  })
}

function bounded(value: string, maxLength: number): string {
  if (value.length > maxLength || /\s/.test(value))
    throw new Error(`must be at most ${maxLength} characters without spaces`)
  return value
}

function webAddress(value: string): URL {
  const url = secureAddress(value)
  if (url.search || url.hash) throw new Error('must not carry a query, a fragment or a user')
  return url
}

function secureAddress(value: string): URL {
  const url = URL.parse(value)
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Error('must be an http(s) address, for example https://pay.shop.example')
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    throw new Error('must use https (http is for this machine only)')
  if (url.username || url.password) throw new Error('must not carry a query, a fragment or a user')
  return url
}

function list(value: string): string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

function atLeastOne(value: string): string[] {
  const items = list(value)
  if (items.length === 0) throw new Error('must name at least one')
  return items
}

/** Paths are ours and PayKKa’s to choose, so an address with one of its own could not be kept. */
function serverAddress(value: string): URL {
  const url = webAddress(value)
  if (url.pathname !== '/') throw new Error(`must be an origin like ${url.origin}, without a path`)
  return url
}

function origins(value: string): string[] {
  return atLeastOne(value).map((origin) => {
    const url = webAddress(origin)
    // A star would be a wildcard in the frame’s policy.
    if (origin.includes('*')) throw new Error(`"${origin}" must name one origin, without a wildcard`)
    if (url.origin !== origin)
      throw new Error(`"${origin}" must be an origin like ${url.origin}: no path, no trailing slash`)
    return origin
  })
}

function databaseUrl(value: string): string {
  if (sqlitePath(value) === null) checkPostgresAddress(value)
  return value
}

/** Standard Webhooks wants 24 to 64 bytes of key. */
function shopEvents(values: Environment): Config['shopEvents'] {
  const { SHOP_EVENTS_URL: address, SHOP_EVENTS_SECRET: secret } = values
  if (address === undefined && secret === undefined) return undefined
  if (address === undefined || secret === undefined)
    throw new Error('needs SHOP_EVENTS_SECRET too, and the other way round')
  const bytes = /^whsec_[A-Za-z0-9+/]+={0,2}$/.test(secret)
    ? Buffer.from(secret.slice(6), 'base64').length
    : 0
  if (bytes < 24 || bytes > 64)
    throw new Error('SHOP_EVENTS_SECRET must be whsec_ and the Base64 of 24 to 64 bytes')
  return { url: eventsAddress(address), secret }
}

/** Plugins of shops live under a query (`?wc-api=…`). A fragment is never sent. */
function eventsAddress(value: string): URL {
  const url = secureAddress(value)
  url.hash = ''
  return url
}

function metricsToken(value: string | undefined): string | undefined {
  if (value !== undefined && !/^[A-Za-z0-9._~+/=-]{32,256}$/.test(value))
    throw new Error('needs 32 characters or more, for example from: openssl rand -hex 32')
  return value
}

/** Each costs a row per payment. */
const MOST_METADATA = 10

function metadataNames(value: string): string[] {
  const names = list(value)
  if (names.length > MOST_METADATA) throw new Error(`must not name more than ${MOST_METADATA}`)
  if (names.some((name) => name.length > 40)) throw new Error('a name in metadata has 40 characters at most')
  return names
}

function networks(value: string): string[] {
  return list(value).map((network) => {
    if (!isNetwork(network)) throw new Error(`"${network}" is not a CIDR like 10.0.0.0/8`)
    return network
  })
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const width = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1
  return (
    width > 0 &&
    rest.length === 0 &&
    (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= width))
  )
}

/** A wrong PAYKKA_PRIVATE_KEY is complained about under its own name. */
function masterKey(values: Environment): KeyObject {
  const own = values.BFF_MASTER_KEY !== undefined || values.BFF_MASTER_KEY_FILE !== undefined
  try {
    return readMasterKey(values)
  } catch (error) {
    if (own) throw error
    return undefined as never
  }
}

function keySources(values: Environment): KeySources {
  const { PAYKKA_PRIVATE_KEY, PAYKKA_PRIVATE_KEY_FILE } = values
  const { PAYKKA_PLATFORM_PUBLIC_KEY, PAYKKA_PLATFORM_PUBLIC_KEY_FILE } = values
  return {
    ...(PAYKKA_PRIVATE_KEY ? { PAYKKA_PRIVATE_KEY } : {}),
    ...(PAYKKA_PRIVATE_KEY_FILE ? { PAYKKA_PRIVATE_KEY_FILE } : {}),
    ...(PAYKKA_PLATFORM_PUBLIC_KEY ? { PAYKKA_PLATFORM_PUBLIC_KEY } : {}),
    ...(PAYKKA_PLATFORM_PUBLIC_KEY_FILE ? { PAYKKA_PLATFORM_PUBLIC_KEY_FILE } : {}),
  }
}

function redisUrl(value: string | undefined): string | undefined {
  if (value === undefined || /^rediss?:$/.test(URL.parse(value)?.protocol ?? '')) return value
  throw new Error('must be redis://… or rediss://…')
}

function challenge(values: Environment): ChallengeConfig | undefined {
  const { CHALLENGE_VERIFY_URL: address, CHALLENGE_SECRET: secret } = values
  if (address === undefined && secret === undefined) return undefined
  if (address === undefined || secret === undefined)
    throw new Error('set CHALLENGE_VERIFY_URL and CHALLENGE_SECRET, or neither')
  const hostnames = origins(values.BFF_ALLOWED_ORIGINS).map((origin) => new URL(origin).hostname)
  return { verifyUrl: webAddress(address), secret, hostnames }
}

function brands(value: string): CardBrand[] {
  return atLeastOne(value).map((brand) => {
    const known = CARD_BRANDS.find((name) => name === brand)
    if (!known) throw new Error(`"${brand}" is not one of ${CARD_BRANDS.join(', ')}`)
    return known
  })
}

function pairs(value: string): Record<string, string> {
  return Object.fromEntries(
    list(value).map((pair) => {
      const [code, meaning, ...rest] = pair.split('=')
      if (!code || !meaning || rest.length > 0) throw new Error(`"${pair}" is not gateway-code=decline-code`)
      return [code, meaning]
    }),
  )
}

/** `000000` is success and `999999` a broken system: neither may be declared a refusal. */
function codes(value: string): string[] {
  return list(value).map((code) => {
    if (/^\d{3,10}$/.test(code) && !/^(0+|9{6})$/.test(code)) return code
    throw new Error(`"${code}" is not a ret_code that can refuse a request`)
  })
}

/** Frame and inline put card numbers on the merchant’s own server, which is PCI DSS SAQ D. That needs a decision. */
function cardEntry(values: Environment): CardEntry {
  const entry = values.CARD_ENTRY
  if (entry === 'encrypted-card') return entry
  if (isLiveHost(values.PAYKKA_API_URL) && values.PCI_DSS_ATTESTED !== 'true') {
    throw new Error(
      `${entry} against a live PayKKa host needs PCI_DSS_ATTESTED=true (SAQ D: see docs/guides/security.md)`,
    )
  }
  return entry
}
