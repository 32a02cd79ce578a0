/** The BFF as a function of its configuration and its parts. The list of what is registered is the map. */
import helmet from '@fastify/helmet'
import swagger from '@fastify/swagger'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import Fastify, { LogController } from 'fastify'
import { createCardKeys, deriveKey } from './cards/card-keys.ts'
import { openCard, openCode } from './cards/decrypt-card.ts'
import { Vault } from './cards/vault.ts'
import type { Config } from './config/config.ts'
import { isLiveHost } from './config/paykka-hosts.ts'
import type { Store } from './database/database.ts'
import { readCheckoutHistory } from './database/payment-rows.ts'
import { derivedSecret, newRequestId } from './domain/ids.ts'
import { bringsKey } from './http/access.ts'
import { logAnswers } from './http/answer-log.ts'
import { browserCheckout } from './http/browser/browser-checkout.ts'
import { browserShopper } from './http/browser/browser-shopper.ts'
import { readAddresses, sharedAddresses, trustedProxies } from './http/client-address.ts'
import { closeWhileDraining } from './http/draining.ts'
import { watchForwarded } from './http/forwarded.ts'
import { takeAbsentBodies } from './http/guard/absent-body.ts'
import { limitBodies } from './http/guard/body-limit.ts'
import type { OverloadLimits } from './http/guard/overload.ts'
import { limitInFlight, OVERLOAD_LIMITS } from './http/guard/overload.ts'
import { guardRequests } from './http/guard/request-guard.ts'
import { DESCRIPTION } from './http/openapi/description.ts'
import { docs } from './http/openapi/docs-page.ts'
import { operations } from './http/operator/health.ts'
import { metricsRoute, observeRequests } from './http/operator/metrics-route.ts'
import { audit } from './http/operator/security-audit.ts'
import { refuseOtherMethods } from './http/other-methods.ts'
import { challenge } from './http/pages/challenge-page.ts'
import { domainAssociation } from './http/pages/domain-association.ts'
import { pages } from './http/pages/pages.ts'
import { paykkaNotifications } from './http/paykka/paykka-notifications.ts'
import { paykkaReturn } from './http/paykka/paykka-return.ts'
import { answerProblem, handleProblems } from './http/problem-handlers.ts'
import { lazyCompilers } from './http/schema-compilers.ts'
import { shopAudit } from './http/shop/shop-audit.ts'
import { shopCheckouts } from './http/shop/shop-checkouts.ts'
import { shopHosted } from './http/shop/shop-hosted.ts'
import { shopOperations } from './http/shop/shop-modifications.ts'
import { shopPayments } from './http/shop/shop-payments.ts'
import { shopShoppers } from './http/shop/shop-shoppers.ts'
import { answerUnreadable } from './http/unreadable.ts'
import { refuseUntilServing } from './http/until-serving.ts'
import { createChallenge } from './limits/captcha.ts'
import type { CardTestingParts } from './limits/card-testing.ts'
import { createCardTesting } from './limits/card-testing.ts'
import { createMatcher } from './limits/client-key.ts'
import type { Limiter } from './limits/limiter.ts'
import { createLimiter } from './limits/limiter.ts'
import type { Metrics } from './metrics/metrics.ts'
import type { UnwrittenResults } from './payments/engine/unwritten.ts'
import type { Gateway } from './payments/gateway.ts'
import type { ModificationGateway } from './payments/modifications/modification-gateway.ts'
import type { ReadNotice } from './payments/notifications/notification.ts'
import { createPayments } from './payments/payments.ts'
import type { PayOffer } from './payments/purchases/pay-parts.ts'
import type { GatewayHealth } from './payments/recovery/gateway-health.ts'
import type { TokenGateway } from './payments/saved-cards/saved-cards.ts'
import { standardOutput } from './process/log-output.ts'
import { loggerOptions, maskingStream } from './process/logging.ts'
import { traceRequests } from './tracing/trace-requests.ts'
import type { MerchantSessions } from './wallets/apple-pay/merchant-session.ts'

/** What the app needs from outside. Tests pass their own clock, gateway and log stream. */
export type AppParts = {
  store: Store
  gateway: Gateway
  merchantSessions: MerchantSessions
  operations: ModificationGateway
  tokens: TokenGateway
  health: GatewayHealth
  readNotice: ReadNotice
  /** Called when a notice was stored. */
  onNotice: () => void
  /** Unix milliseconds. */
  now: () => number
  /** Like `now`, for what ends something; 0 while PayKKa has not confirmed the time. */
  provenNow: () => number
  /** Unix milliseconds at which this process started, by the time it goes by now. */
  startedAt: () => number
  /** 0 to 1. */
  random: () => number
  /** Resolves after that many milliseconds. */
  pause: (ms: number) => Promise<void>
  /** Resolves after that many milliseconds, without keeping the process alive; never once `over` is aborted. */
  patience: (ms: number, over?: AbortSignal) => Promise<void>
  elementDirectory: string
  /** @returns why this process must not get payments now, one line each; empty when it may */
  obstacles: () => string[]
  /** @returns false while the ledger may lack attempts that were sent */
  isServing: () => boolean
  /** @returns true while what is written goes into files that nobody will find again; never when left out */
  isLost?: () => boolean
  /** Hears of every error that ended a request: a database that cannot be read cannot take payments either. */
  noteFailure?: (error: unknown) => void
  /** Keeps results that the database does not take; they are tried again by nobody when left out. */
  unwritten?: UnwrittenResults
  /** Unix milliseconds until which new checkouts, too, are asked about before they are paid; never when left out. */
  askFirstUntil?: () => number
  /** Where log lines go; standard output when left out. */
  logStream?: { write(line: string): void }
  /** Set once a shutdown began, before anything closes. */
  lifecycle?: { closing: boolean }
  /** Where answers are counted; nowhere when left out. */
  metrics?: Metrics | undefined
  /** When new work is refused; the defaults when left out. */
  overload?: OverloadLimits
}

/** Where no schema of a body says more. */
const BODY_LIMIT = 32 * 1024
/** Cookies of the shop's whole domain come along to a BFF on one of its subdomains. */
const MAX_HEADER_SIZE = 32 * 1024
/** Each open connection costs a file and some memory, so their number has an end. */
const MAX_CONNECTIONS = 10_000
/** A shopper's reference of 64 characters, each three bytes, percent-encoded. */
const MAX_PARAMETER = 576

/**
 * Builds the app without listening.
 * @throws Error when a route or plugin can’t be set up
 */
export async function buildApp(config: Config, parts: AppParts): Promise<FastifyInstance> {
  const app = createInstance(config, parts)
  const lifecycle = parts.lifecycle ?? { closing: false }
  readAddresses(app, config.trustProxy, parts.now)
  closeWhileDraining(app, () => lifecycle.closing)
  handleProblems(app, parts.noteFailure)
  traceRequests(app, (request) => bringsKey(request, config.secretKeys))
  const { secretKeys, trustProxy } = config
  watchForwarded(app, { isTrusted: trustedProxies(trustProxy), secretKeys, now: parts.now })
  refuseOtherMethods(app)
  limitBodies(app)
  takeAbsentBodies(app)
  refuseUntilServing(app, parts)
  await app.register(helmet, HEADERS)
  await app.register(swagger, DESCRIPTION)
  const overload = parts.overload ?? OVERLOAD_LIMITS
  const redis = await redisFor(config, app.log)
  if (redis) parts.metrics?.watchRedis(redis.breaker.isUsed)
  const limiter = createLimiter(config.limits, redis)
  app.addHook('onClose', async () => limiter.close())
  const isExempt = createMatcher(config.limitsExempt)
  const isShared = sharedAddresses(config.trustProxy)
  const isUncounted = (ip: string) => isExempt(ip) || isShared(ip)
  const guard = await guardRequests(app, { limiter, isExempt: isUncounted, overload })
  logAnswers(app)
  if (parts.metrics) observeRequests(app, parts.metrics)

  app.addHook('preClose', async () => {
    lifecycle.closing = true
  })
  const paying = {
    ...sharedParts(config, parts, app.log),
    cardTesting: cardTesting(config, parts, limiter, { isExempt, isShared }, app.log),
  }
  const shared = {
    ...paying,
    payments: createPayments(paying),
    guard,
    inPlace: limitInFlight(overload.purchases),
    isClosing: () => lifecycle.closing,
  }
  await app.register(shopCheckouts, shared)
  await app.register(shopPayments, shared)
  await app.register(shopHosted, shared)
  await app.register(shopOperations, shared)
  await app.register(shopShoppers, shared)
  await app.register(shopAudit, shared)
  await app.register(browserCheckout, shared)
  await app.register(browserShopper, shared)
  await app.register(paykkaReturn, shared)
  await app.register(paykkaNotifications, shared)
  await app.register(pages, shared)
  await app.register(challenge, shared)
  await app.register(domainAssociation, shared)
  await app.register(audit, shared)
  await app.register(operations, shared)
  if (!isLiveHost(config.paykka.apiUrl.href)) await app.register(docs)
  if (parts.metrics && config.metricsToken)
    await app.register(metricsRoute, { metrics: parts.metrics, token: config.metricsToken })
  return app
}

const REDIS_KNOWN_MS = 1000

/** The client is loaded only where Redis is used. */
async function redisFor({ redisUrl }: Config, log: FastifyBaseLogger) {
  if (redisUrl === undefined) return undefined
  const { connectRedis, untilKnown } = await import('./limits/redis.ts')
  const shared = connectRedis(redisUrl, log)
  await untilKnown(shared, REDIS_KNOWN_MS)
  return shared
}

function createInstance(config: Config, parts: AppParts) {
  const app = Fastify({
    logger: { ...loggerOptions(config.logLevel), stream: maskingStream(parts.logStream ?? standardOutput()) },
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    requestTimeout: 10_000,
    keepAliveTimeout: 72_000,
    maxRequestsPerSocket: 1000,
    forceCloseConnections: 'idle',
    // Whoever was connected before is served to the end: a 503 of Fastify’s own would be a failed payment.
    return503OnClosing: false,
    http: { maxHeaderSize: MAX_HEADER_SIZE, headersTimeout: 5000, connectionsCheckingInterval: 1000 },
    routerOptions: { maxParamLength: MAX_PARAMETER, ignoreTrailingSlash: true, ignoreDuplicateSlashes: true },
    trustProxy: config.trustProxy.length > 0 ? trustedProxies(config.trustProxy) : false,
    clientErrorHandler: answerUnreadable,
    requestIdHeader: false,
    genReqId: newRequestId,
    // Addresses that can’t be read or are too long never reach a route; they get the same form of answer.
    frameworkErrors: (error, request, reply) => answerProblem(error, request, reply),
    schemaController: { compilersFactory: lazyCompilers },
    // Money routes must see what was sent: "1099", true and [5] are not numbers.
    ajv: {
      customOptions: {
        coerceTypes: false,
        removeAdditional: false,
        useDefaults: false,
        allErrors: false,
        // Complaints carry their schema, whose words explain them.
        verbose: true,
        strict: true,
      },
    },
  }).withTypeProvider<TypeBoxTypeProvider>()
  // Which secret key a request brought, from 1.
  app.decorateRequest('keyPosition', 0)
  app.server.maxConnections = MAX_CONNECTIONS
  return app
}

/** One object that satisfies every route’s options, so that a route’s needs stay visible in its own type. */
function sharedParts(config: Config, parts: AppParts, log: FastifyBaseLogger) {
  const masterKey = config.masterKey
  const secretKey = deriveKey(masterKey, 'client-secret')
  const cardKeys = createCardKeys(parts.store, masterKey, parts)
  return {
    ...parts,
    log,
    cardKeys,
    secretKeys: config.secretKeys,
    keyNames: config.keyNames,
    allowedOrigins: config.allowedOrigins,
    offer: offerOf(config),
    publicUrl: config.publicUrl,
    foreignScripts: {
      applePay: config.wallets.applePay !== undefined,
      googlePay: config.wallets.googlePay !== undefined,
      encryptedCard: config.encryptedCard,
      fraudScriptUrl: config.fraudScriptUrl,
    },
    transIdKey: transIdKey(config),
    vault: createVault(config),
    openCode: (sealed: string, checkoutId: string) =>
      openCode(sealed, { checkoutId, now: parts.now(), findKey: cardKeys.find }),
    walletTokenKey: deriveKey(masterKey, 'wallet-token'),
    partialVoid: config.partialVoid,
    askFirstUntil: parts.askFirstUntil ?? (() => 0),
    sendWindowMs: sendWindowMs(config),
    clientSecret: (checkoutId: string) => derivedSecret('cs', secretKey, checkoutId),
    returnUrl: (reference: string) => new URL(`/paykka/return/${reference}`, config.publicUrl).href,
    cancelUrl: (reference: string) => new URL(`/paykka/cancel/${reference}`, config.publicUrl).href,
    openCard: (sealed: string, checkoutId: string) =>
      openCard(sealed, {
        checkoutId,
        acceptedBrands: config.cardBrands,
        now: parts.now(),
        findKey: cardKeys.find,
      }),
  }
}

function cardTesting(
  config: Config,
  parts: AppParts,
  limiter: Limiter,
  addresses: Pick<CardTestingParts, 'isExempt' | 'isShared'>,
  log: FastifyBaseLogger,
) {
  const key = deriveKey(config.masterKey, 'card-counters')
  const challenge = config.challenge && createChallenge(config.challenge, limiter, parts.now)
  return createCardTesting({
    history: (checkoutId) => readCheckoutHistory(parts.store.db, checkoutId),
    limiter,
    limits: config.limits,
    key,
    challenge,
    ...addresses,
    log,
  })
}

function offerOf(config: Config): PayOffer {
  const { cardEntry, cardBrands, wallets, hosted, encryptedCard, savedCardCode } = config
  return { cardEntry, cardBrands, wallets, hosted, encryptedCard, savedCardCode }
}

/** @returns what keeps PayKKa’s tokens */
export function createVault(config: Config): Vault {
  return new Vault(deriveKey(config.masterKey, 'tokens'))
}

/** @returns the key that `trans_id`s are derived with */
export function transIdKey(config: Config): Uint8Array {
  return deriveKey(config.masterKey, 'trans-id')
}

/** @returns milliseconds: one try, one more after a proven failure to send, and some slack */
export function sendWindowMs(config: Config): number {
  return 2 * config.paykka.timeoutMs + 5000
}

/** Answers are data, not pages; the few pages set a policy of their own. */
const HEADERS = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
    },
  },
  // frame-ancestors says the same, and unlike this header it can name several origins.
  xFrameOptions: false,
}
