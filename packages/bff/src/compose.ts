/** The only wiring of services. Server, command line, tests and simulator all call it. */
import { setTimeout as pause } from 'node:timers/promises'
import { Agent } from 'undici'
import type { CardKeys } from './cards/card-keys.ts'
import { createCardKeys, deriveKey } from './cards/card-keys.ts'
import { decryptCard, decryptCode } from './cards/decrypt-card.ts'
import type { Config } from './config/config.ts'
import { auditKey, createVault, erasureKey, sendWindowMs, transIdKey } from './config/derived-keys.ts'
import type { Database } from './database/database.ts'
import { readCheckoutHistory } from './database/payment-rows.ts'
import type { CheckoutRow } from './database/tables.ts'
import { derivedSecret } from './domain/ids.ts'
import { createErasures } from './erasure/erasures.ts'
import { sharedAddresses } from './http/client-address.ts'
import type { DeliveryParts } from './jobs/deliver-events.ts'
import { eventTarget } from './jobs/deliver-events.ts'
import { createCaptcha } from './limits/captcha.ts'
import type { CardTesting } from './limits/card-testing.ts'
import { createCardTesting } from './limits/card-testing.ts'
import { createMatcher } from './limits/client-key.ts'
import type { Limiter } from './limits/limiter.ts'
import { createLimiter } from './limits/limiter.ts'
import { markPaths } from './marks/read-marks.ts'
import { createMerchantSessions } from './paykka/apple-pay-session.ts'
import { createPaykkaGateway } from './paykka/paykka-gateway.ts'
import { createNotificationReader } from './paykka/read-notification.ts'
import { browserCheckout } from './payments/browser-view.ts'
import type { Moved } from './payments/engine/engine-parts.ts'
import type { UnwrittenResults } from './payments/engine/unwritten.ts'
import type { Gateway } from './payments/gateway.ts'
import type { ModificationGateway } from './payments/modifications/modification-gateway.ts'
import { createPayments } from './payments/payments.ts'
import type { PayOffer, PayParts } from './payments/purchases/pay-parts.ts'
import type { GatewayHealth } from './payments/recovery/gateway-health.ts'
import { createGatewayHealth } from './payments/recovery/gateway-health.ts'
import { createSavedCards } from './payments/saved-cards/saved-card-service.ts'
import type { TokenGateway } from './payments/saved-cards/token-gateway.ts'
import { createShopCheckouts } from './payments/shop-checkout.ts'
import type { Logger } from './process/logging.ts'
import type { ProcessClock } from './process/process-clock.ts'
import { createProcessClock } from './process/process-clock.ts'
import { timeout } from './process/timeouts.ts'
import type { MerchantSessions } from './wallets/apple-pay/merchant-session.ts'
import { openMerchantSession } from './wallets/apple-pay/merchant-session.ts'

/** The path for PayKKa's notifications. */
export const NOTIFICATIONS_PATH = '/paykka/notifications'

/** The interfaces to PayKKa. */
export type Gateways = {
  gateway: Gateway
  modifications: ModificationGateway
  tokens: TokenGateway
  merchantSessions: MerchantSessions
}

/** The time: Unix milliseconds each. */
type Clock = Pick<ProcessClock, 'now' | 'provenNow' | 'startedAt'>

/** The replaceable parts of a composition. Missing ones are the real ones from the configuration. */
export type Overrides = {
  database: Database
  log: Logger
  clock?: Clock
  gateways?: Gateways
  health?: GatewayHealth
  limiter?: Limiter
  cardTesting?: CardTesting
  /** Decrypts the browser's encrypted cards. */
  cards?: Pick<PayParts, 'decryptCard' | 'decryptCode'>
  /** 0 to 1. */
  random?: () => number
  /** Resolves after `ms` milliseconds. */
  pause?: (ms: number) => Promise<void>
  /** Resolves after `ms` milliseconds, without keeping the process alive; never once `over` is aborted. */
  timeout?: (ms: number, over?: AbortSignal) => Promise<void>
  /** Keeps results that the database could not store; nothing retries them when left out. */
  unwritten?: UnwrittenResults
  /** Hears of every change of a status that is durable. */
  onMove?: ((moved: Moved) => void) | undefined
  /** Unix milliseconds until which new checkouts, too, are queried before they are paid; never when left out. */
  askFirstUntil?: () => number
}

/** `core` is for the jobs; all other members are services for routes. */
export type Composition = ReturnType<typeof compose>

export function compose(config: Config, overrides: Overrides) {
  const { database, log, clock = realClock(config) } = overrides
  const limiter = overrides.limiter ?? createLimiter(config.limits)
  const cardKeys = createCardKeys(database, config.masterKey, clock)
  const core = {
    ...(overrides.gateways ?? realGateways(config, log, clock)),
    ...settingsOf(config),
    ...(overrides.cards ?? cardsOf(config, cardKeys, clock)),
    database,
    log,
    now: clock.now,
    provenNow: clock.provenNow,
    startedAt: clock.startedAt,
    random: overrides.random ?? Math.random,
    pause: overrides.pause ?? ((ms: number) => pause(ms)),
    timeout: overrides.timeout ?? timeout,
    health: overrides.health ?? createGatewayHealth({ log }),
    cardTesting: overrides.cardTesting ?? cardTestingOf(config, { database, log, limiter, now: clock.now }),
    cardKeys,
    askFirstUntil: overrides.askFirstUntil ?? (() => 0),
    ...(overrides.unwritten ? { unwritten: overrides.unwritten } : {}),
    ...(overrides.onMove ? { onMove: overrides.onMove } : {}),
  }
  return {
    core,
    limiter,
    payments: createPayments(core),
    checkouts: createShopCheckouts(core),
    savedCards: createSavedCards(core),
    erasures: createErasures(core),
    viewCheckout: (checkout: CheckoutRow) => browserCheckout(core, checkout),
    openMerchantSession: (checkout: CheckoutRow) => openMerchantSession(core, checkout),
    readNotification: createNotificationReader(config.paykka, NOTIFICATIONS_PATH),
  }
}

/** @returns this process's clock, corrected by PayKKa's answers */
export function realClock({ paykka }: Config): ProcessClock {
  return createProcessClock({ wall: Date.now, needsSignature: paykka.responseSignature === 'enforce' })
}

/** @param notifyUrl the address for PayKKa's notifications */
export function realGateways(
  { paykka, publicUrl }: Config,
  log: Logger,
  clock: Pick<ProcessClock, 'now'> & Partial<Pick<ProcessClock, 'note'>>,
  notifyUrl = new URL(NOTIFICATIONS_PATH, publicUrl).href,
): Gateways {
  const { now, note } = clock
  const listener = note && { note }
  const gateway = createPaykkaGateway(paykka, notifyUrl, now, log, listener)
  const merchantSessions = createMerchantSessions(paykka, now, log, listener)
  return { gateway, modifications: gateway, tokens: gateway, merchantSessions }
}

/** Values derived from the configuration alone. */
function settingsOf(config: Config) {
  const { masterKey, publicUrl, allowedOrigins, partialVoid, heldFunds, hostedDuplicate } = config
  const { searchableMetadata } = config
  const secretKey = deriveKey(masterKey, 'client-secret')
  return {
    allowedOrigins,
    partialVoid,
    heldFunds,
    hostedDuplicate,
    retention: config.retention,
    retainMetadata: config.retainMetadata,
    auditKey: auditKey(config),
    searchableMetadata,
    erasureKey: erasureKey(config),
    erasuresFile: config.erasuresFile,
    offer: offerOf(config),
    transIdKey: transIdKey(config),
    walletTokenKey: deriveKey(masterKey, 'wallet-token'),
    vault: createVault(config),
    sendWindowMs: sendWindowMs(config),
    clientSecret: (checkoutId: string) => derivedSecret('cs', secretKey, checkoutId),
    returnUrl: (reference: string) => new URL(`/paykka/return/${reference}`, publicUrl).href,
    cancelUrl: (reference: string) => new URL(`/paykka/cancel/${reference}`, publicUrl).href,
  }
}

function offerOf(config: Config): PayOffer {
  const { cardEntry, cardBrands, wallets, hosted, encryptedCard, savedCardCode } = config
  const { billingAddressCollection } = config.paykka
  const marks = markPaths(config.marks)
  const shown = { cardEntry, cardBrands, wallets, hosted, encryptedCard, savedCardCode, marks }
  const appearance = config.appearance?.appearance
  return { ...shown, billingAddressCollection, appearance }
}

function cardsOf({ cardBrands }: Config, { find: findKey }: CardKeys, { now }: Clock) {
  return {
    decryptCard: (sealed: string, checkoutId: string) =>
      decryptCard(sealed, { checkoutId, acceptedBrands: cardBrands, now: now(), findKey }),
    decryptCode: (sealed: string, checkoutId: string) =>
      decryptCode(sealed, { checkoutId, now: now(), findKey }),
  }
}

type Counting = Pick<Overrides, 'database' | 'log'> & { limiter: Limiter; now: () => number }

function cardTestingOf(config: Config, { database, log, limiter, now }: Counting): CardTesting {
  return createCardTesting({
    history: (checkoutId) => readCheckoutHistory(database.db, checkoutId),
    limiter,
    limits: config.limits,
    key: deriveKey(config.masterKey, 'card-counters'),
    captcha: config.captcha && createCaptcha(config.captcha, limiter, now),
    isExempt: createMatcher(config.limitsExempt),
    isShared: sharedAddresses(config.trustProxy),
    log,
  })
}

/** @returns the delivery of events to the shop; undefined when it receives none */
export function composeDeliveries(
  { eventEndpoints }: Config,
  {
    database,
    now,
    provenNow,
    random,
    log,
  }: Pick<Composition['core'], 'database' | 'now' | 'provenNow' | 'random' | 'log'>,
): DeliveryParts | undefined {
  if (eventEndpoints.length === 0) return undefined
  const agent = new Agent({ connect: { timeout: 3000 } })
  const targets = eventEndpoints.map((endpoint) => eventTarget(endpoint, agent, now))
  return { database, now, provenNow, random, targets, log, close: () => agent.destroy() }
}
