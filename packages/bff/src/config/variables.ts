/** Every environment variable of the BFF. `.env.example` and docs/reference/configuration.md are generated from it. */
import { CARD_BRANDS, CARD_ENTRIES } from '@paykka-checkout/shared-types'
import { APPEARANCE_VARIABLES } from '../checkouts/appearance/appearance-settings.ts'
import { HOSTED_VARIABLES } from '../checkouts/hosted-settings.ts'
import { sqlitePath } from '../database/database-address.ts'
import { checkPostgresAddress } from '../database/postgres-address.ts'
import {
  addressWithoutQuery,
  list,
  matching,
  networks,
  origins,
  serverAddress,
  upTo,
  upToWithoutSpaces,
  wordsOf,
} from '../environment/readers.ts'
import type { Values } from '../environment/variable.ts'
import { flag, integer, oneOf, optional, required, text, withDefault } from '../environment/variable.ts'
import { parseLimits } from '../limits/limits.ts'
import { MARKS_VARIABLES } from '../marks/read-marks.ts'
import { RETENTION_VARIABLES } from '../retention/retention-settings.ts'
import { TRACING_VARIABLES } from '../tracing/tracing-settings.ts'
import { WALLET_VARIABLES } from '../wallets/wallet-settings.ts'
import { eventsAddress, eventTypes, readEndpoints, webhookSecrets } from './event-endpoints.ts'
import { readSecretKeys } from './secret-keys.ts'

/**
 * PayKKa documents no member for the order number of a shop: `trans_id` names one attempt. `description` is only known from
 * a tester's tool, and shoppers read a descriptor, so neither is the default.
 */
const ORDER_REFERENCE_MEMBERS = ['goods.description', 'description', 'bill.descriptor', 'none'] as const

function databaseUrl(value: string): string {
  if (sqlitePath(value) === null) checkPostgresAddress(value)
  return value
}

function declineCodes(value: string): Record<string, string> {
  const pairs = list(value).map((pair) => {
    const [code, meaning, ...rest] = pair.split('=')
    if (!code || !meaning || rest.length > 0) throw new Error(`"${pair}" is not gateway-code=decline-code`)
    return [code, meaning]
  })
  return Object.fromEntries(pairs)
}

/** `000000` means success and `999999` a broken system: neither may count as a refusal. */
function refusalCodes(value: string): string[] {
  return list(value).map((code) => {
    if (/^\d{3,10}$/.test(code) && !/^(0+|9{6})$/.test(code)) return code
    throw new Error(`"${code}" is not a ret_code that can refuse a request`)
  })
}

/** Each costs a row per payment. */
const MAX_METADATA_NAMES = 10

function metadataNames(value: string): string[] {
  const names = list(value).map(upTo(40))
  if (names.length > MAX_METADATA_NAMES) throw new Error(`must not name more than ${MAX_METADATA_NAMES}`)
  return names
}

function scriptAddress(value: string): string {
  const url = URL.parse(value)
  if (url?.protocol !== 'https:' || url.username) throw new Error('must be an https address of a script')
  return url.href
}

const SECRET = /^[A-Za-z0-9._~+/=-]{32,256}$/

export const VARIABLES = {
  PAYKKA_API_URL: {
    about:
      'https://openapi-sandbox.paykka.com, https://openapi.paykka.com, https://openapi.eu.paykka.com, or the emulator',
    ...required(serverAddress),
  },
  PAYKKA_APP_ID: {
    about: 'Caller id PayKKa gave you (x-paykka-appid), 15 digits in their examples',
    ...required(upToWithoutSpaces(64)),
  },
  PAYKKA_MERCHANT_ID: {
    about: 'Merchant id PayKKa gave you, 14 digits in their examples',
    ...required(upToWithoutSpaces(32)),
  },
  PAYKKA_PRIVATE_KEY: text('Your RSA private key: PEM or Base64, PKCS#8 or PKCS#1, without a passphrase'),
  PAYKKA_PRIVATE_KEY_FILE: text('File that holds PAYKKA_PRIVATE_KEY; DER too'),
  PAYKKA_PLATFORM_PUBLIC_KEY: text(
    "PayKKa's public key: PEM or Base64; two, one after the other or comma-separated, during a rotation",
  ),
  PAYKKA_PLATFORM_PUBLIC_KEY_FILE: text(
    'File that holds PAYKKA_PLATFORM_PUBLIC_KEY; two keys in it, or two files, comma-separated, during a rotation',
  ),
  PAYKKA_RESPONSE_SIGNATURE: {
    about: "What to do with the signature on PayKKa's answers",
    ...oneOf(['enforce', 'log', 'off'], 'log'),
  },
  PAYKKA_TIMEOUT_MS: {
    about: 'How long one call to PayKKa may take; after that the outcome is unknown',
    ...integer(500, 24_000, 20_000),
  },
  PAYKKA_SEND_TIMESTAMP: {
    about: "Put the older API's timestamp member into request bodies",
    ...flag(false),
  },
  PAYKKA_AUTHORISATION_TYPE: {
    about: 'authorisation_type of purchases; a checkout may name another',
    ...withDefault('FINAL_AUTH', String),
  },
  PAYKKA_CHALLENGE_INDICATOR: {
    about: 'authentication.challenge_indicator of card purchases; a checkout may name another',
    ...withDefault('AUTO', String),
  },
  PAYKKA_CHALLENGE_INDICATOR_REQUIRED: text(
    'authentication.challenge_indicator of the attempt after a bank declined and asked for 3-D Secure; ask PayKKa for its word (as for any attempt)',
  ),
  PAYKKA_BILLING_ADDRESS_COLLECTION: {
    about:
      'bill.billing_address_collection of purchases; with REQUIRED the element asks for the address too; a checkout may name another',
    ...withDefault('AUTO', String),
  },
  PAYKKA_DESCRIPTOR: text(
    "bill.descriptor, what shoppers read on the bank statement; a checkout may name another (PayKKa's)",
  ),
  PAYKKA_ORDER_REFERENCE_MEMBER: {
    about:
      'Member of a purchase that takes your order reference where the checkout leaves it empty; ask PayKKa which one its back office shows',
    ...oneOf(ORDER_REFERENCE_MEMBERS, 'goods.description'),
  },
  PAYKKA_DECLINE_CODES: {
    about: 'Extra decline codes as gateway-code=decline-code pairs, comma-separated',
    ...withDefault('', declineCodes),
  },
  PAYKKA_REFUSAL_CODES: {
    about:
      'Extra ret_codes, comma-separated, that say under HTTP 200 that nothing was executed; the BFF sends a query before it believes one',
    ...withDefault('', refusalCodes),
  },
  BFF_MASTER_KEY: text(
    'Secret of 32 characters or more that card keys and trans_ids are derived from. Without it PAYKKA_PRIVATE_KEY is used, and replacing that key loses them',
  ),
  BFF_MASTER_KEY_FILE: text('File that holds BFF_MASTER_KEY'),
  BFF_PUBLIC_URL: {
    about: 'Address of this BFF as browsers and PayKKa see it, for example https://pay.shop.example',
    ...required(serverAddress),
  },
  BFF_ALLOWED_ORIGINS: {
    about: 'Comma-separated storefront origins, for example https://shop.example',
    ...required(origins),
  },
  BFF_SECRET_KEYS: {
    about:
      "Comma-separated secret keys of your shop's server, each `name:secret` (the name is recorded with what the key does) or a secret alone, of 32 characters or more",
    ...required(readSecretKeys),
  },
  DATABASE_URL: {
    about: 'sqlite:<path> or postgres://… (TLS, poolers: docs/guides/deployment.md)',
    ...withDefault('sqlite:./data/paykka.db', databaseUrl),
  },
  DATABASE_TIMEOUT_MS: {
    about: 'How long PostgreSQL may take for one statement, or to open a connection; migrations have longer',
    ...integer(100, 30_000, 2000),
  },
  REDIS_URL: {
    about: 'redis://… where several instances count their limits together',
    ...optional(matching(/^rediss?:/i, 'must be redis://… or rediss://…')),
  },
  RATE_LIMITS: {
    about: 'Other limits than those of docs/guides/card-testing.md, as name=count/seconds, comma-separated',
    ...withDefault('', parseLimits),
  },
  RATE_LIMIT_EXEMPT: {
    about: 'Comma-separated CIDRs of tests and monitors; only the limits of a checkout apply to them',
    ...withDefault('', networks),
  },
  CAPTCHA_VERIFY_URL: {
    about:
      'Where a solved CAPTCHA is verified, for example https://challenges.cloudflare.com/turnstile/v0/siteverify',
    ...optional(addressWithoutQuery),
    formerly: 'CHALLENGE_VERIFY_URL',
  },
  CAPTCHA_SECRET: { ...text('Secret key the CAPTCHA service gave you'), formerly: 'CHALLENGE_SECRET' },
  SHOP_EVENTS_URL: {
    about: 'Where your shop takes signed events; without it none are sent',
    ...optional(eventsAddress),
  },
  SHOP_EVENTS_SECRET: {
    about:
      'Secret that signs them, as Standard Webhooks writes it: whsec_ and Base64; two, comma-separated, during a rotation',
    ...optional(webhookSecrets),
  },
  SHOP_EVENTS_TYPES: {
    about:
      'Types of events for it, comma-separated, for example payment.*,refund.failed; all but audit.recorded when left out',
    ...withDefault('', eventTypes),
  },
  SHOP_EVENTS_ENDPOINTS: {
    about:
      'Further endpoints as JSON: [{"name":"accounting","url":"https://…","secrets":["whsec_…"],"types":["refund.*"]}]',
    ...withDefault('[]', readEndpoints),
  },
  HOST: { about: 'Address to listen on', ...withDefault('127.0.0.1', String) },
  PORT: { about: 'Port to listen on', ...integer(0, 65_535, 4020) },
  SHUTDOWN_DRAIN_MS: {
    about: 'How long a stopping BFF still takes requests, so that the load balancer sees it',
    ...integer(0, 30_000, 5000),
  },
  METRICS_TOKEN: {
    about:
      'Bearer token of GET /metrics for Prometheus, 32 characters or more; without it there are no metrics',
    ...optional(matching(SECRET, 'needs 32 characters or more, for example from: openssl rand -hex 32')),
  },
  SEARCHABLE_METADATA: {
    about: 'Comma-separated names in metadata, ten at most, by which later payments can be found',
    ...withDefault('', metadataNames),
  },
  ...TRACING_VARIABLES,
  LOG_LEVEL: {
    about: 'Least severe line to log',
    ...oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'info'),
  },
  TRUST_PROXY: {
    about: 'Comma-separated CIDRs of your own proxies; without it X-Forwarded-For is ignored',
    ...withDefault('', networks),
  },
  CARD_ENTRY: { about: 'How the element takes cards', ...oneOf(CARD_ENTRIES, 'frame') },
  CARD_BRANDS: {
    about: 'Comma-separated card brands you accept',
    ...withDefault(CARD_BRANDS.filter((brand) => brand !== 'unionpay').join(','), wordsOf(CARD_BRANDS)),
  },
  PCI_DSS_ATTESTED: {
    about:
      'Must be true before frame or inline may run against a live PayKKa host, which is any but this machine and the documented sandbox',
    ...flag(false),
  },
  ...RETENTION_VARIABLES,
  CAPTURE_WITHIN_HOURS: {
    about: 'Held funds not captured within this many hours are reported, or released; 0 turns it off',
    ...integer(0, 720, 144),
  },
  CAPTURE_OVERDUE: {
    about: 'What to do with held funds that nobody captured in time',
    ...oneOf(['alert', 'void'], 'alert'),
  },
  PARTIAL_VOID: {
    about: 'Take an amount on voids; PayKKa documents none, so ask them first',
    ...flag(false),
  },
  SAVED_CARD_CODE: { about: 'Ask for the security code of a saved card', ...flag(true) },
  ...APPEARANCE_VARIABLES,
  ...HOSTED_VARIABLES,
  ...MARKS_VARIABLES,
  ENCRYPTED_CARD_CLIENT_KEY: text("PayKKa's client key, ck_…; required with CARD_ENTRY=encrypted-card"),
  FRAUD_SCRIPT_URL: {
    about:
      "PayKKa's fraud script, if your page loads it for the element's fraud property: GET /csp and /scripts.json then name it",
    ...optional(scriptAddress),
  },
  ENCRYPTED_CARD_URL: text(
    "Where PayKKa's checkout scripts are served (https://checkout.eu.paykka.com live, https://checkout-sandbox.aq.paykka.com else; the emulator itself)",
  ),
  ...WALLET_VARIABLES,
}

export type Environment = Values<typeof VARIABLES>
