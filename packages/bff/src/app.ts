/** The BFF as a function of its configuration and services. This list of registrations is the overview. */
import swagger from '@fastify/swagger'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { Composition } from './compose.ts'
import type { Config } from './config/config.ts'
import { isLoopback } from './domain/loopback.ts'
import { isLiveHost } from './domain/paykka-hosts.ts'
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
import { createInstance, HEADERS } from './http/instance.ts'
import { describeApi } from './http/openapi/description.ts'
import { docs } from './http/openapi/docs-page.ts'
import { health as healthRoutes } from './http/operator/health.ts'
import { metricsRoute, observeRequests } from './http/operator/metrics-route.ts'
import { audit } from './http/operator/security-audit.ts'
import { refuseOtherMethods } from './http/other-methods.ts'
import { challenge } from './http/pages/challenge-page.ts'
import { domainAssociation } from './http/pages/domain-association.ts'
import { fonts } from './http/pages/fonts.ts'
import { marksRoute } from './http/pages/marks-route.ts'
import { pages } from './http/pages/pages.ts'
import { paykkaNotifications } from './http/paykka/paykka-notifications.ts'
import { paykkaReturn } from './http/paykka/paykka-return.ts'
import { handleProblems } from './http/problem-handlers.ts'
import { recordRefusals } from './http/refused-actions.ts'
import { shopAgreements } from './http/shop/shop-agreements.ts'
import { shopAudit } from './http/shop/shop-audit.ts'
import { shopCheckouts } from './http/shop/shop-checkouts.ts'
import { shopDisputes } from './http/shop/shop-disputes.ts'
import { shopErasures } from './http/shop/shop-erasures.ts'
import { shopExports } from './http/shop/shop-exports.ts'
import { shopHosted } from './http/shop/shop-hosted.ts'
import { shopLists } from './http/shop/shop-lists.ts'
import { shopModifications } from './http/shop/shop-modifications.ts'
import { shopPayments } from './http/shop/shop-payments.ts'
import { shopShoppers } from './http/shop/shop-shoppers.ts'
import { refuseUntilServing } from './http/until-serving.ts'
import { createMatcher } from './limits/client-key.ts'
import type { Metrics } from './metrics/metrics.ts'
import { traceRequests } from './tracing/trace-requests.ts'

/** The app's interface to the surrounding process. Tests pass their own. */
export type Surroundings = {
  logger: FastifyBaseLogger
  elementDirectory: string
  /** Called when a notification was stored. */
  onNotification: () => void
  /** @returns the reasons why this process must not get payments now, one line each; empty when it may */
  notReadyReasons: () => string[]
  /** @returns false while the database may lack attempts that were sent */
  isServing: () => boolean
  /** @returns true while writes go to deleted database files; never when left out */
  isLost?: () => boolean
  /** Receives every error that ended a request: a database that cannot be read cannot accept payments either. */
  onFailure?: (error: unknown) => void
  /** Set once a shutdown began, before anything closes. */
  lifecycle?: { closing: boolean }
  /** The metrics; none when left out. */
  metrics?: Metrics | undefined
  /** The limits for new work; the defaults when left out. */
  overload?: OverloadLimits
}

/** The same, with the shared lifecycle. */
type Around = Surroundings & Required<Pick<Surroundings, 'lifecycle'>>

/**
 * Builds the app without listening.
 * @throws Error when a route or plugin can't be set up
 */
export async function buildApp(
  config: Config,
  services: Composition,
  surroundings: Surroundings,
): Promise<FastifyInstance> {
  const app = createInstance(config.trustProxy, surroundings.logger)
  const around = { lifecycle: { closing: false }, ...surroundings }
  const guarded = await guardApp(app, config, services, around)
  app.addHook('preClose', async () => {
    around.lifecycle.closing = true
  })
  await registerShop(app, config, services)
  await registerBrowser(app, config, services, guarded)
  await registerPaykka(app, services, around)
  await registerPages(app, config, services, around.elementDirectory)
  await registerOperator(app, config, services, around)
  return app
}

type Guarded = Awaited<ReturnType<typeof guardApp>>

/** The checks of every request before its route. */
async function guardApp(
  app: FastifyInstance,
  { secretKeys, keyNames, trustProxy, limitsExempt, publicUrl }: Config,
  { core, limiter }: Composition,
  { lifecycle, metrics, overload = OVERLOAD_LIMITS, ...around }: Around,
) {
  const { now } = core
  readAddresses(app, trustProxy, now)
  closeWhileDraining(app, () => lifecycle.closing)
  handleProblems(app, around.onFailure)
  traceRequests(app, (request) => bringsKey(request, secretKeys))
  watchForwarded(app, { isTrusted: trustedProxies(trustProxy), secretKeys, now })
  refuseOtherMethods(app)
  limitBodies(app)
  takeAbsentBodies(app)
  refuseUntilServing(app, around)
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(HEADERS)
    done()
  })
  await app.register(swagger, describeApi(publicUrl))
  app.addHook('onClose', async () => limiter.close())
  const isExempt = createMatcher(limitsExempt)
  const isShared = sharedAddresses(trustProxy)
  const isUncounted = (ip: string) => isExempt(ip) || isShared(ip)
  const guard = await guardRequests(app, { limiter, isExempt: isUncounted, overload })
  logAnswers(app)
  recordRefusals(app, { database: core.database, now, secretKeys, keyNames })
  if (metrics) observeRequests(app, metrics)
  return { guard, inPlace: limitInFlight(overload.purchases) }
}

/** Routes for the shop's server, with a secret key. */
async function registerShop(app: FastifyInstance, config: Config, services: Composition): Promise<void> {
  const { secretKeys, keyNames, allowedOrigins } = config
  const { payments, checkouts, savedCards, erasures, core } = services
  const { database, transIdKey, searchableMetadata, now, provenNow } = core
  const access = { secretKeys, keyNames }
  await app.register(shopCheckouts, { ...access, checkouts, allowedOrigins })
  await app.register(shopPayments, { database, transIdKey, searchableMetadata, secretKeys })
  await app.register(shopHosted, { ...access, database, payments })
  await app.register(shopModifications, { ...access, database, payments })
  await app.register(shopShoppers, { ...access, database, savedCards, payments })
  await app.register(shopAgreements, { ...access, checkouts, savedCards, allowedOrigins })
  await app.register(shopErasures, { ...access, erasures })
  const lists = { ...access, database, transIdKey, searchableMetadata, now, provenNow }
  await app.register(shopLists, lists)
  await app.register(shopDisputes, lists)
  await app.register(shopExports, lists)
  await app.register(shopAudit, { database, transIdKey, secretKeys })
}

/** Routes for the shopper's browser, with a client secret. */
async function registerBrowser(
  app: FastifyInstance,
  { allowedOrigins, secretKeys }: Config,
  { payments, savedCards, viewCheckout, openMerchantSession, core }: Composition,
  { guard, inPlace }: Guarded,
): Promise<void> {
  const { database, now } = core
  await app.register(browserCheckout, {
    database,
    now,
    payments,
    savedCards,
    viewCheckout,
    openMerchantSession,
    allowedOrigins,
    secretKeys,
    guard,
    inPlace,
  })
  await app.register(browserShopper, { database, savedCards, now, allowedOrigins, guard })
}

/** Routes for PayKKa's notifications and returning browsers. */
async function registerPaykka(
  app: FastifyInstance,
  { payments, readNotification, core }: Composition,
  { onNotification }: Surroundings,
): Promise<void> {
  const { database, now, log } = core
  await app.register(paykkaReturn, { payments })
  await app.register(paykkaNotifications, { database, now, log, readNotification, onNotification })
}

/** Pages, frames and files for browsers. */
async function registerPages(
  app: FastifyInstance,
  { allowedOrigins, publicUrl, marks, paykka, appearance }: Config,
  { core }: Composition,
  elementDirectory: string,
): Promise<void> {
  const { cardKeys, offer, now } = core
  const testCards = isLoopback(paykka.apiUrl.hostname)
  await app.register(pages, { cardKeys, offer, allowedOrigins, now, testCards, marks, elementDirectory })
  await app.register(challenge, { allowedOrigins, publicUrl })
  await app.register(domainAssociation, { offer })
  await app.register(marksRoute, { marks })
  await app.register(fonts, { files: appearance?.fontFiles ?? [] })
}

/** Routes for operators and the merchant's auditor. */
async function registerOperator(
  app: FastifyInstance,
  config: Config,
  { core }: Composition,
  { elementDirectory, notReadyReasons, metrics, lifecycle }: Around,
): Promise<void> {
  const { publicUrl, wallets, encryptedCard, fraudScriptUrl, marks } = config
  const { database, health } = core
  const foreignScripts = {
    fonts: (config.appearance?.fontFiles ?? []).length > 0,
    applePay: wallets.applePay !== undefined,
    googlePay: wallets.googlePay !== undefined,
    encryptedCard,
    fraudScriptUrl,
  }
  await app.register(audit, { publicUrl, foreignScripts, marks, elementDirectory })
  await app.register(healthRoutes, { database, health, notReadyReasons, isClosing: () => lifecycle.closing })
  if (!isLiveHost(config.paykka.apiUrl.href)) await app.register(docs)
  if (metrics && config.metricsToken)
    await app.register(metricsRoute, { metrics, token: config.metricsToken })
}
