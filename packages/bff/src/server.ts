/** The server process: composes the services, listens, starts the jobs, shuts down gracefully. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { buildApp } from './app.ts'
import type { Gateways } from './compose.ts'
import { compose, composeDeliveries, realClock, realGateways } from './compose.ts'
import type { Config } from './config/config.ts'
import { sendWindowMs } from './config/derived-keys.ts'
import type { Database } from './database/database.ts'
import { openDatabase } from './database/database.ts'
import { assertDurable } from './database/durability.ts'
import { defaultOpening, isNewDatabase, NEW_DATABASE } from './database/first-database.ts'
import { newId } from './domain/ids.ts'
import { watchDatabase } from './jobs/database-watch.ts'
import { fingerprintsOf, settingsFingerprint } from './jobs/fingerprints.ts'
import { FOREIGN_KEY_CURE, findForeignKey } from './jobs/foreign-key.ts'
import { createGatewayWatch } from './jobs/gateway-watch.ts'
import { createHeartbeat } from './jobs/heartbeat.ts'
import type { Jobs } from './jobs/jobs.ts'
import { startJobs } from './jobs/jobs.ts'
import { rotateKeys } from './jobs/key-rotation.ts'
import { recoverAtStartup } from './jobs/startup-recovery.ts'
import { connectLimiter } from './limits/connect-limiter.ts'
import type { Metrics } from './metrics/metrics.ts'
import { createMetrics } from './metrics/metrics.ts'
import { logUnclearAnswers } from './paykka/unclear-answers.ts'
import { createGatewayHealth } from './payments/recovery/gateway-health.ts'
import { endOnCrash } from './process/crash.ts'
import { listenOnSockets } from './process/listeners.ts'
import { standardOutput } from './process/log-output.ts'
import type { Logger } from './process/logging.ts'
import { createLogger } from './process/logging.ts'
import { clockReasons } from './process/process-clock.ts'
import { shutDown } from './shutdown.ts'
import { traceDatabase, traceGateway, traceModifications, traceTokens } from './traced-services.ts'

export type Server = {
  /** The listening address. */
  url: string
  close(): Promise<void>
}

/**
 * Opens the database, brings its schema up to date, listens and starts the jobs.
 * @throws Error with one clear line when the port is taken, another process has locked the database, …
 */
export async function startServer(config: Config): Promise<Server> {
  const { url, close } = await open(config, (app) => listenOnSockets(app, config))
  return { url, close }
}

/** A BFF that does not listen itself: another server forwards requests to `app.routing`. */
type MountedBff = { app: FastifyInstance; close(): Promise<void> }

/** Like `startServer`, without listening. */
export async function openMounted(config: Config): Promise<MountedBff> {
  const { app, close } = await open(config, async (inner) => {
    await inner.ready()
    return config.publicUrl.origin
  })
  return { app, close }
}

type Opened = Server & MountedBff
type Serve = (app: FastifyInstance) => Promise<string>

async function open(config: Config, serve: Serve): Promise<Opened> {
  const elementDirectory = findElement()
  const database = traceDatabase(
    openDatabase(config.databaseUrl, {
      exclusive: true,
      openAs: defaultOpening(config.paykka.apiUrl),
      waitMs: config.databaseTimeoutMs,
    }),
  )
  try {
    await assertDurable(database)
    const began = isNewDatabase(await database.migrate())
    return await run(config, database, elementDirectory, serve, began)
  } catch (error) {
    await database.close()
    throw error
  }
}

async function run(
  config: Config,
  opened: Database,
  elementDirectory: string,
  serve: Serve,
  began: boolean,
): Promise<Opened> {
  const logger = createLogger(config.logLevel, standardOutput())
  const log: Logger = logger
  endOnCrash(log)
  const lifecycle = { closing: false }
  const owner = newId('bff')
  const watched = watchProcess(config, opened, log, owner)
  const { database, watch, clock, health, heartbeat, metrics } = watched
  const tracing = await exportTraces(config, owner, log)
  const limiter = await connectLimiter(config, log, metrics?.watchRedis)
  const services = compose(config, {
    database,
    log,
    clock,
    health,
    limiter,
    gateways: watchGateways(realGateways(config, log, clock), log, metrics),
    unwritten: watch.results,
    onMove: metrics?.onMove,
    askFirstUntil: heartbeat.askFirstUntil,
  })
  const parts = { ...services.core, clock, heartbeat, watch }
  const gatewayWatch = createGatewayWatch(parts)
  const deferred: { jobs?: Jobs } = {}
  const app = await buildApp(config, services, {
    logger,
    elementDirectory,
    lifecycle,
    metrics,
    onNotification: () => deferred.jobs?.onNotification(),
    notReadyReasons: () => [
      ...clockReasons(clock),
      ...heartbeat.notReadyReasons(),
      ...watch.notReadyReasons(),
    ],
    isServing: heartbeat.isServing,
    isLost: watch.isLost,
    onFailure: watch.health.failed,
  })
  await reportStart(config, { database, owner, vault: services.core.vault, ...watched.settings }, began, log)
  const opening = await recoverAtStartup({ ...parts, gatewayWatch })
  // Startup recovery is usually short; when it is long, the process already listens and reports that it is not ready.
  await Promise.race([opening.done, parts.timeout(OPENING_MS)])
  const url = await serve(app)
  const deliveries = composeDeliveries(config, services.core)
  const jobs = startJobs({ ...parts, owner, leaseMs: sendWindowMs(config), deliveries, gatewayWatch })
  deferred.jobs = jobs
  const rotation = rotateKeys(config.paykka.keys, log)
  return {
    app,
    url,
    close: async () => {
      lifecycle.closing = true
      rotation.stop()
      // No longer ready, but still serving: the load balancer needs a moment to detect it.
      await parts.pause(config.drainMs)
      await shutDown({
        app,
        jobs,
        opening,
        callers: [parts.gateway, parts.merchantSessions, { close: async () => deliveries?.close?.() }],
        last: [heartbeat.leave, database.close, async () => tracing?.stop()],
        log,
      })
    },
  }
}

/** What watches over this process: its database, its clock, PayKKa's health, other processes, and the figures of all. */
function watchProcess(config: Config, opened: Database, log: Logger, owner: string) {
  const settings = { settings: settingsFingerprint(config), fingerprints: () => fingerprintsOf(config) }
  const watch = watchDatabase(opened, log)
  const { database } = watch
  const clock = realClock(config)
  const health = createGatewayHealth({ log })
  const heartbeat = createHeartbeat({ database, ...clock, log, owner, ...settings })
  const seen = { skewMs: clock.skewMs, isDown: health.isDown, differences: heartbeat.differences }
  const metrics = config.metricsToken
    ? createMetrics(database, seen, watch, standardOutput().lost)
    : undefined
  return { settings, watch, database, clock, health, heartbeat, metrics }
}

type Identity = Omit<Parameters<typeof findForeignKey>[0], 'db' | 'masterKey'> & { database: Database }

/** Logs for the operator at the start: unknown variables, a first database, a database of another key. */
async function reportStart(config: Config, { database, ...identity }: Identity, began: boolean, log: Logger) {
  for (const { variable, message } of config.warnings) log.warn({ variable }, message)
  if (began) log.warn({}, NEW_DATABASE)
  const foreign = await findForeignKey({ db: database.db, masterKey: config.masterKey, ...identity })
  if (foreign !== null) log.error({}, `${foreign}. ${FOREIGN_KEY_CURE}`)
}

/** Adds metrics, log lines for unclear answers, and a span around each call. */
function watchGateways(real: Gateways, log: Logger, metrics: Metrics | undefined): Gateways {
  return {
    gateway: traceGateway(logUnclearAnswers(metrics?.watch(real.gateway) ?? real.gateway, log)),
    modifications: traceModifications(real.modifications),
    tokens: traceTokens(real.tokens),
    merchantSessions: real.merchantSessions,
  }
}

const OPENING_MS = 1000

/** Loads the tracing libraries only where a collector is configured. */
async function exportTraces({ tracing }: Config, instance: string, log: Logger) {
  if (!tracing) return undefined
  const { startTracing } = await import('./tracing/export.ts')
  return startTracing(tracing, instance, log, () => performance.now())
}

/** @returns the folder of the built element */
function findElement(): string {
  const root = dirname(fileURLToPath(import.meta.resolve('@paykka-checkout/element/package.json')))
  const directory = join(root, 'dist', 'browser')
  if (!existsSync(join(directory, 'define.js'))) {
    throw new Error(
      `The element is not built: ${directory} is missing. Run: pnpm --filter @paykka-checkout/element build`,
    )
  }
  return directory
}
