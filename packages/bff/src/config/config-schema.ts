/** Every environment variable the BFF reads, with its shape and default. `.env.example` is kept equal by a test. */
import { CARD_BRANDS, CARD_ENTRIES, OneOf } from '@paykka-checkout/shared-types'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { RETENTION_VARIABLES } from '../retention/retention-schema.ts'
import { TRACING_VARIABLES, TRACING_WORD_DEFAULTS } from '../tracing/tracing-schema.ts'
import { WALLET_VARIABLES, WALLET_WORD_DEFAULTS } from '../wallets/wallet-schema.ts'
import { MERCHANT_VARIABLES, MERCHANT_WORD_DEFAULTS } from './merchant-settings-schema.ts'

const text = (description: string, defaultValue?: string) =>
  Type.String({ description, ...(defaultValue === undefined ? {} : { default: defaultValue }) })
const count = (description: string, minimum: number, maximum: number, defaultValue: number) =>
  Type.Integer({ description, minimum, maximum, default: defaultValue })

/**
 * PayKKa documents no member for the order number of a shop: `trans_id` names one attempt. `description` is only known from
 * a tester's tool, and a descriptor is read by the shopper, so neither is the default.
 */
const ORDER_REFERENCE_MEMBERS = ['goods.description', 'description', 'bill.descriptor', 'none'] as const
export type OrderReferenceMember = (typeof ORDER_REFERENCE_MEMBERS)[number]

export const EnvironmentSchema = Type.Object({
  PAYKKA_API_URL: text(
    'https://openapi-sandbox.paykka.com, https://openapi.paykka.com, https://openapi.eu.paykka.com, or the emulator',
  ),
  PAYKKA_APP_ID: text('Caller id PayKKa gave you (x-paykka-appid), 15 digits in their examples'),
  PAYKKA_MERCHANT_ID: text('Merchant id PayKKa gave you, 14 digits in their examples'),
  PAYKKA_PRIVATE_KEY: Type.Optional(
    text('Your RSA private key: PEM or Base64, PKCS#8 or PKCS#1, without a passphrase'),
  ),
  PAYKKA_PRIVATE_KEY_FILE: Type.Optional(text('File that holds PAYKKA_PRIVATE_KEY; DER too')),
  PAYKKA_PLATFORM_PUBLIC_KEY: Type.Optional(
    text(
      'PayKKa’s public key: PEM or Base64; two, one after the other or comma-separated, during a rotation',
    ),
  ),
  PAYKKA_PLATFORM_PUBLIC_KEY_FILE: Type.Optional(
    text(
      'File that holds PAYKKA_PLATFORM_PUBLIC_KEY; two keys in it, or two files, comma-separated, during a rotation',
    ),
  ),
  PAYKKA_RESPONSE_SIGNATURE: OneOf(
    ['enforce', 'log', 'off'],
    'What to do with the signature on PayKKa’s answers (log)',
  ),
  PAYKKA_TIMEOUT_MS: count(
    'How long one call to PayKKa may take; after that the outcome is unknown',
    500,
    24_000,
    20_000,
  ),
  PAYKKA_SEND_TIMESTAMP: OneOf(
    ['true', 'false'],
    'Put the older API’s timestamp member into request bodies (false)',
  ),
  PAYKKA_AUTHORISATION_TYPE: text(
    'authorisation_type of purchases; a checkout may name another',
    'FINAL_AUTH',
  ),
  PAYKKA_CHALLENGE_INDICATOR: text(
    'authentication.challenge_indicator of card purchases; a checkout may name another',
    'AUTO',
  ),
  PAYKKA_CHALLENGE_INDICATOR_REQUIRED: Type.Optional(
    text(
      'authentication.challenge_indicator of the attempt after a bank declined with the wish for 3-D Secure; ask PayKKa for its word (as for any attempt)',
    ),
  ),
  PAYKKA_BILLING_ADDRESS_COLLECTION: text(
    'bill.billing_address_collection of purchases; a checkout may name another',
    'AUTO',
  ),
  PAYKKA_DESCRIPTOR: Type.Optional(
    text('bill.descriptor, what shoppers read on the bank statement; a checkout may name another (PayKKa’s)'),
  ),
  PAYKKA_ORDER_REFERENCE_MEMBER: OneOf(
    ORDER_REFERENCE_MEMBERS,
    'Member of a purchase that takes your order reference where the checkout leaves it empty; ask PayKKa which one its back office shows (goods.description)',
  ),
  PAYKKA_DECLINE_CODES: text('Extra decline codes as gateway-code=decline-code pairs, comma-separated', ''),
  PAYKKA_REFUSAL_CODES: text(
    'Extra ret_codes that say, under HTTP 200, that nothing was executed, comma-separated; a query is asked before one is believed',
    '',
  ),
  BFF_MASTER_KEY: Type.Optional(
    text(
      'Secret of 32 characters or more that card keys and trans_ids are derived from; PAYKKA_PRIVATE_KEY when not set, which then can’t be replaced without them',
    ),
  ),
  BFF_MASTER_KEY_FILE: Type.Optional(text('File that holds BFF_MASTER_KEY')),
  BFF_PUBLIC_URL: text(
    'This BFF’s own address as browsers and PayKKa see it, for example https://pay.shop.example',
  ),
  BFF_ALLOWED_ORIGINS: text('Comma-separated storefront origins, for example https://shop.example'),
  BFF_SECRET_KEYS: text(
    'Comma-separated secret keys of your shop’s server, each `name:secret` (the name is recorded with what the key does) or a secret alone, of 32 characters or more',
  ),
  DATABASE_URL: text(
    'sqlite:<path> or postgres://… (TLS, poolers: docs/guides/deployment.md)',
    'sqlite:./data/paykka.db',
  ),
  DATABASE_TIMEOUT_MS: count(
    'How long PostgreSQL may take for one statement, or to open a connection; migrations have longer',
    100,
    30_000,
    2000,
  ),
  REDIS_URL: Type.Optional(text('redis://… where several instances count their limits together')),
  RATE_LIMITS: text(
    'Other limits than those of docs/guides/card-testing.md, as name=count/seconds, comma-separated',
    '',
  ),
  RATE_LIMIT_EXEMPT: text(
    'Comma-separated CIDRs of tests and monitors; only the limits of a checkout hold for them',
    '',
  ),
  CHALLENGE_VERIFY_URL: Type.Optional(
    text(
      'Where a solved challenge is verified, for example https://challenges.cloudflare.com/turnstile/v0/siteverify',
    ),
  ),
  CHALLENGE_SECRET: Type.Optional(text('Secret key the challenge service gave you')),
  SHOP_EVENTS_URL: Type.Optional(text('Where your shop takes signed events; without it none are sent')),
  SHOP_EVENTS_SECRET: Type.Optional(
    text('Secret that signs them, as Standard Webhooks writes it: whsec_ and Base64'),
  ),
  HOST: text('Address to listen on', '127.0.0.1'),
  PORT: count('Port to listen on', 0, 65_535, 4020),
  SHUTDOWN_DRAIN_MS: count(
    'How long a BFF that was told to stop still takes requests, for the load balancer to notice',
    0,
    30_000,
    5000,
  ),
  METRICS_TOKEN: Type.Optional(
    text(
      'Bearer that opens GET /metrics for Prometheus, 32 characters or more; without it there are no metrics',
    ),
  ),
  SEARCHABLE_METADATA: text(
    'Comma-separated names in metadata, ten at most, by which payments made from then on can be found',
    '',
  ),
  ...TRACING_VARIABLES,
  LOG_LEVEL: OneOf(
    ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
    'Least severe line to log (info)',
  ),
  TRUST_PROXY: text('Comma-separated CIDRs of your own proxies; without it X-Forwarded-For is ignored', ''),
  CARD_ENTRY: OneOf(CARD_ENTRIES, 'How the element takes cards (frame)'),
  CARD_BRANDS: text(
    'Comma-separated card brands you accept',
    CARD_BRANDS.filter((brand) => brand !== 'unionpay').join(','),
  ),
  PCI_DSS_ATTESTED: OneOf(
    ['true', 'false'],
    'Must be true before frame or inline may run against a live PayKKa host, which is any but this machine and the documented sandbox (false)',
  ),
  ...RETENTION_VARIABLES,
  ...MERCHANT_VARIABLES,
  ...WALLET_VARIABLES,
})

export type Environment = Static<typeof EnvironmentSchema>

/** Defaults of the enumerated variables. */
export const WORD_DEFAULTS = {
  PAYKKA_RESPONSE_SIGNATURE: 'log',
  PAYKKA_SEND_TIMESTAMP: 'false',
  PAYKKA_ORDER_REFERENCE_MEMBER: 'goods.description',
  LOG_LEVEL: 'info',
  CARD_ENTRY: 'frame',
  PCI_DSS_ATTESTED: 'false',
  ...TRACING_WORD_DEFAULTS,
  ...MERCHANT_WORD_DEFAULTS,
  ...WALLET_WORD_DEFAULTS,
} as const
