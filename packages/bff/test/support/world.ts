/** A whole BFF for tests: real signatures, the emulator over HTTP, a real SQLite file, a manual clock. */

import { randomUUID, sign } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Emulator, EmulatorOptions, TestClock } from '@paykka-checkout/emulator'
import { createTestClock, startEmulator } from '@paykka-checkout/emulator'
import type { Checkout, CreatedCheckout, PublicCheckout } from '@paykka-checkout/shared-types'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import getPort from 'get-port'
import { onTestFinished } from 'vitest'
import { buildApp } from '../../src/app.ts'
import type { Composition } from '../../src/compose.ts'
import { compose, NOTIFICATIONS_PATH, realGateways } from '../../src/compose.ts'
import type { Config } from '../../src/config/config.ts'
import { loadConfig } from '../../src/config/config.ts'
import type { Database } from '../../src/database/database.ts'
import { openDatabase } from '../../src/database/database.ts'
import type { Disk } from '../../src/database/write-ahead-log.ts'
import type { OverloadLimits } from '../../src/http/guard/overload.ts'
import type { DatabaseWatch } from '../../src/jobs/database-watch.ts'
import { watchDatabase } from '../../src/jobs/database-watch.ts'
import { connectLimiter } from '../../src/limits/connect-limiter.ts'
import { createMetrics } from '../../src/metrics/metrics.ts'
import { giveBackSurplus } from '../../src/payments/duplicates/give-back.ts'
import { resolveDue } from '../../src/payments/engine/resolve.ts'
import type { Gateway } from '../../src/payments/gateway.ts'
import { modificationQueue } from '../../src/payments/modifications/ask-about-modification.ts'
import type { ModificationGateway } from '../../src/payments/modifications/modification-gateway.ts'
import { paymentQueue } from '../../src/payments/purchases/ask-about-payment.ts'
import { createGatewayHealth } from '../../src/payments/recovery/gateway-health.ts'
import { createLogger } from '../../src/process/logging.ts'
import { base64 } from './keys.ts'
import { EMULATED, ENVIRONMENT, MERCHANT_ID, merchant, platform } from './merchant.ts'
import type { CardInput } from './seal.ts'
import { sealCard } from './seal.ts'

export const SECRET_KEY = 'sk_test_0123456789abcdefghijklmnopqrstuv'
export const SHOP_ORIGIN = 'https://shop.example'
export { MERCHANT_ID }

/** When a world begins. */
const START = Date.UTC(2026, 5, 1, 12)

/** The private key's body as it would appear in a leak. */
export const PRIVATE_KEY_BODY = base64(merchant.privateKey).slice(100, 160)

export type World = {
  app: FastifyInstance
  database: Database
  /** Looks at the database when `tick` is called, and only then. */
  watch: DatabaseWatch
  emulator: Emulator
  clock: TestClock
  config: Config
  /** Every log line written so far. */
  logs: string[]
  /** What the jobs work with. */
  parts: Composition['core']
  /** Asks about every payment that is due; returns how many. */
  resolve(): Promise<number>
  /** Asks about every capture, void and refund that is due; returns how many. */
  resolveModifications(): Promise<number>
  /** Compares every checkout that was paid twice; returns how many. */
  giveBack(): Promise<number>
  /** All bytes of the database's files. */
  databaseBytes(): Buffer
}

/** A machine that runs many tests at once is late without being overloaded. */
const CALM: OverloadLimits = { eventLoopDelayMs: 0, rssBytes: 2 ** 40, purchases: 1000, checkouts: 1000 }

export type WorldOptions = {
  overload?: OverloadLimits
  /** The BFF listens on this machine, so that the emulator's notifications reach it. */
  listen?: boolean
  /** When a browser's timeout ends; never, unless a test says so. */
  timeout?: (ms: number, over?: AbortSignal) => Promise<void>
  env?: Record<string, string>
  /** More of the environment, which only the running emulator knows. */
  envOf?: (emulator: Emulator) => Promise<Record<string, string>>
  emulator?: Partial<EmulatorOptions>
  /** Wraps the real gateway, to observe or to disturb its calls. */
  gateway?: (real: Gateway) => Gateway
  /** Wraps what captures, voids and refunds go through. */
  modifications?: (real: ModificationGateway) => ModificationGateway
  /** Stands for waiting; the next turn of the event loop when left out. */
  pause?: (ms: number) => Promise<void>
  /** What keeps it from being ready; nothing when left out. */
  notReadyReasons?: () => string[]
  isServing?: () => boolean
  /** The time as PayKKa has confirmed it, 0 while it has not; the world's own when left out. */
  provenNow?: () => number
  /** Until when the database may have forgotten even new checkouts. */
  askFirstUntil?: () => number
  /** What the database's log is kept by; the machine's own disk when left out. */
  disk?: Disk
  /** Takes over the closing, for a world that several tests share. */
  onEnd?: (close: () => Promise<void>) => void
}

/** Starts everything; the running test closes it. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const clock = createTestClock(START)
  const emulator = await startEmulator({
    ...EMULATED,
    now: clock.now,
    schedule: clock.schedule,
    ...options.emulator,
  })
  const directory = mkdtempSync(join(tmpdir(), 'paykka-bff-'))
  const config = loadConfig({
    ...environment(emulator.url, directory),
    ...options.env,
    ...(await options.envOf?.(emulator)),
  })
  const { disk } = options
  const opened = openDatabase(config.databaseUrl, { exclusive: true, waitMs: config.databaseTimeoutMs, disk })
  await opened.migrate()
  const logs: string[] = []
  const logger = createLogger(config.logLevel, { write: (line) => logs.push(line) })
  const watch = watchDatabase(opened, logger)
  const { database } = watch
  const { app, core } = await assemble(config, watch, clock, logger, directory, options)
  const onEnd = options.onEnd ?? onTestFinished
  onEnd(async () => {
    await app.close()
    await core.gateway.close()
    await core.merchantSessions.close()
    await emulator.close()
    await database.close()
    rmSync(directory, { recursive: true, force: true })
  })
  return {
    app,
    database,
    watch,
    emulator,
    clock,
    config,
    logs,
    parts: core,
    resolve: () => resolveDue(core, [paymentQueue(core)], 'test', 60_000),
    resolveModifications: () => resolveDue(core, [modificationQueue(core)], 'test', 60_000),
    giveBack: () => giveBackSurplus(core, 60_000),
    databaseBytes: () =>
      Buffer.concat(['', '-wal'].map((suffix) => readFileSync(join(directory, `paykka.db${suffix}`)))),
  }
}

/** Notifications are refused there at once: looking up a name would hold up the threads that also look up a test's database. */
export const NOTIFY_URL = 'https://127.0.0.1:9/paykka/notifications'

async function assemble(
  config: Config,
  watch: DatabaseWatch,
  clock: TestClock,
  logger: ReturnType<typeof createLogger>,
  directory: string,
  options: WorldOptions,
) {
  const { database } = watch
  const port = options.listen ? await getPort() : undefined
  const notifyUrl = port === undefined ? NOTIFY_URL : `http://127.0.0.1:${port}${NOTIFICATIONS_PATH}`
  const real = realGateways(config, logger, { now: clock.now }, notifyUrl)
  const health = createGatewayHealth({ monotonic: clock.now })
  const metrics = config.metricsToken
    ? createMetrics(database, { skewMs: () => null, isDown: health.isDown, differences: () => [] }, watch)
    : undefined
  const services = compose(config, {
    database,
    log: logger,
    clock: { now: clock.now, provenNow: options.provenNow ?? clock.now, startedAt: () => START },
    health,
    onMove: metrics?.onMove,
    limiter: await connectLimiter(config, logger, metrics?.watchRedis),
    gateways: {
      ...real,
      gateway: options.gateway?.(real.gateway) ?? real.gateway,
      modifications: options.modifications?.(real.modifications) ?? real.modifications,
    },
    random: () => 0.5,
    pause: options.pause ?? (() => new Promise((resolve) => setImmediate(resolve))),
    timeout: options.timeout ?? (() => new Promise<void>(() => {})),
    unwritten: watch.results,
    ...(options.askFirstUntil ? { askFirstUntil: options.askFirstUntil } : {}),
  })
  const app = await buildApp(config, services, {
    logger,
    onNotification: () => {},
    elementDirectory: fakeElement(directory),
    notReadyReasons: () => [...(options.notReadyReasons?.() ?? []), ...watch.notReadyReasons()],
    isServing: options.isServing ?? (() => true),
    isLost: watch.isLost,
    onFailure: watch.health.failed,
    overload: options.overload ?? CALM,
    metrics,
  })
  if (port !== undefined) await app.listen({ host: '127.0.0.1', port })
  return { app, core: services.core }
}

function environment(emulatorUrl: string, directory: string): Record<string, string> {
  return {
    ...ENVIRONMENT,
    PAYKKA_API_URL: emulatorUrl,
    PAYKKA_RESPONSE_SIGNATURE: 'enforce',
    PAYKKA_TIMEOUT_MS: '500',
    BFF_SECRET_KEYS: SECRET_KEY,
    DATABASE_URL: `sqlite:${join(directory, 'paykka.db')}`,
    // As long as a busy machine may need; the tests of the deadline set their own.
    DATABASE_TIMEOUT_MS: '20000',
    LOG_LEVEL: 'trace',
    SHUTDOWN_DRAIN_MS: '0',
    RATE_LIMIT_EXEMPT: '127.0.0.1',
  }
}

/** @returns the variables under which a command works on the database of that world */
export function environmentOf({ emulator, config }: World): Record<string, string> {
  return { ...environment(emulator.url, tmpdir()), DATABASE_URL: config.databaseUrl }
}

/** A form with one label, the row of brands and the hint, in two languages. */
const DRAWN_FORM = {
  pageStyles: 'body{margin:0}',
  formStyles: ':host{display:block}',
  form: '<label>{{card-number}}</label><span>{{accepted}}</span><p>{{card-accepted}}</p>',
  marks: { visa: '<i>v</i>', mastercard: '<i>m</i>' },
  names: { visa: 'Visa', mastercard: 'Mastercard' },
  locales: {
    en: { dir: 'ltr', texts: { 'card-number': 'Card number', 'card-accepted': 'Accepted cards: {0}' } },
    ar: { dir: 'rtl', texts: { 'card-number': '"<رقم>"', 'card-accepted': '{0}' } },
  },
}

function fakeElement(directory: string): string {
  const root = join(directory, 'element')
  mkdirSync(join(root, 'chunks'), { recursive: true })
  writeFileSync(join(root, 'define.js'), 'export {}\n')
  writeFileSync(join(root, 'chunks', 'a-1.js'), 'export {}\n')
  writeFileSync(join(root, 'manifest.json'), '{"version":"0.1.0","files":{}}\n')
  writeFileSync(join(root, 'drawn-form.json'), JSON.stringify(DRAWN_FORM))
  return root
}

/** The shop's server: creates and reads checkouts. */
export function shop(world: World) {
  const headers = { authorization: `Bearer ${SECRET_KEY}` }
  return {
    send: (
      method: 'GET' | 'POST' | 'PATCH',
      url: string,
      payload?: unknown,
      extra: Record<string, string> = {},
    ) =>
      world.app.inject({
        method,
        url,
        headers: { ...headers, ...extra },
        ...(payload === undefined ? {} : { payload: payload as object }),
      }),
    create: async (changes: Record<string, unknown> = {}): Promise<CreatedCheckout> => {
      const response = await world.app.inject({
        method: 'POST',
        url: '/v1/checkouts',
        headers,
        payload: order({ orderReference: nextReference(world), ...changes }),
      })
      if (response.statusCode !== 201) throw new Error(response.body)
      return response.json()
    },
    read: async (id: string): Promise<Checkout> => {
      const response = await world.app.inject({ method: 'GET', url: `/v1/checkouts/${id}`, headers })
      return response.json()
    },
  }
}

const orders = new WeakMap<World, number>()

/** A shop gives each order its own reference; the first of a world is `order-1`. */
function nextReference(world: World): string {
  const number = (orders.get(world) ?? 0) + 1
  orders.set(world, number)
  return `order-${number}`
}

/** A valid `POST /v1/checkouts` body. */
export function order(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    orderReference: 'order-1',
    amount: { value: 1099, currency: 'EUR' },
    returnUrl: `${SHOP_ORIGIN}/orders/1`,
    ...changes,
  }
}

export const BROWSER = {
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/156',
  language: 'en-GB',
  colorDepth: 24,
  screenHeight: 900,
  screenWidth: 1440,
  timezoneOffset: -60,
  javaEnabled: false,
}

export type PayChanges = {
  key?: string
  card?: Partial<CardInput>
  sealed?: string
  body?: Record<string, unknown>
  headers?: Record<string, string>
  /** Where the connection comes from. */
  remoteAddress?: string
}

/** The shopper's browser: reads and pays with the client secret alone. */
export function shopper(world: World, checkout: { id: string; clientSecret: string }) {
  const headers = { authorization: `Bearer ${checkout.clientSecret}`, origin: SHOP_ORIGIN }
  const read = async (): Promise<PublicCheckout> =>
    (await world.app.inject({ method: 'GET', url: '/client/v1/checkout', headers })).json()
  return {
    read,
    pay: async (changes: PayChanges = {}): Promise<LightMyRequestResponse> => {
      const view = await read()
      const card = { checkout: checkout.id, iat: Math.floor(world.clock.now() / 1000), ...changes.card }
      const sealed = changes.sealed ?? (await sealCard(view.cardKey, card))
      return world.app.inject({
        method: 'POST',
        url: '/client/v1/checkout/payments',
        ...(changes.remoteAddress === undefined ? {} : { remoteAddress: changes.remoteAddress }),
        headers: { ...headers, 'idempotency-key': changes.key ?? randomUUID(), ...changes.headers },
        payload: {
          version: view.version,
          method: { type: 'card', card: sealed },
          browser: BROWSER,
          ...changes.body,
        },
      })
    },
  }
}

/** The headers of a notification that PayKKa really signed. */
export function platformSign(world: World, path: string, body: string): Record<string, string> {
  const timestamp = String(world.clock.now())
  const nonce = randomUUID()
  const text = ['POST', path, timestamp, nonce, body].join('\n')
  return {
    'x-paykka-appid': world.config.paykka.appId,
    'x-paykka-timestamp': timestamp,
    'x-paykka-nonce': nonce,
    'x-paykka-sign-alg': 'SHA256_WITH_RSA',
    'x-paykka-sign': encodeURIComponent(
      sign('RSA-SHA256', Buffer.from(text), platform.privateKey).toString('base64'),
    ),
  }
}
