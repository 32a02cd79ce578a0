/** The PayKKa v3 emulator: PayKKa's side of the wire for tests and merchants' CI, in memory, with its own books. */

import type { FastifyInstance } from 'fastify'
import Fastify from 'fastify'
import type { FaultReceipt } from './admin-routes.ts'
import { addFaults, adminRoutes } from './admin-routes.ts'
import { apiRoutes } from './api-routes.ts'
import type { Dialect } from './dialects.ts'
import { createDialect } from './dialects.ts'
import { createEncryptedCardKeys } from './encrypted-card/keys.ts'
import { encryptedCardRoutes } from './encrypted-card/routes.ts'
import { readRules } from './fault-checks.ts'
import type { FaultRule } from './fault-types.ts'
import { createFaultBook } from './faults.ts'
import { createPlatformKeys } from './keys.ts'
import type { Ledger } from './ledger.ts'
import { readLedger } from './ledger.ts'
import { createNotices } from './notices.ts'
import type { EmulatorOptions } from './options.ts'
import { NOTICE_BACKOFF_MS, readSettings } from './options.ts'
import { pageRoutes } from './page-routes.ts'
import type { Parts } from './parts.ts'
import type { RequestFilter } from './received.ts'
import { listRequests } from './received.ts'
import type { ReceivedRequest } from './received-request.ts'
import { beginScenario } from './scenarios.ts'
import { clearState, createState } from './state.ts'
import { createTimers, realSchedule } from './timers.ts'
import { createWalletKeys } from './wallets/keys.ts'
import { walletRoutes } from './wallets/routes.ts'

export type { FaultReceipt } from './admin-routes.ts'
export type { Dialect } from './dialects.ts'
export { DIALECTS } from './dialects.ts'
export type { DisputeRequest } from './disputes.ts'
export { EMULATOR_CLIENT_KEY } from './encrypted-card/routes.ts'
export type { DuplicateMode, Fault, FaultMatch, FaultRule, FaultType, Moment } from './fault-types.ts'
export type { KeyInput, RotatedKeys } from './keys.ts'
export type { Ledger, LedgerOrder, LedgerSession } from './ledger.ts'
export type { EmulatorOptions } from './options.ts'
export type { RequestFilter } from './received.ts'
export type { ReceivedRequest } from './received-request.ts'
export type { ScenarioName } from './scenarios.ts'
export { SCENARIOS } from './scenarios.ts'
export { signedHeaders } from './signing.ts'
export type { TestClock } from './test-clock.ts'
export { createTestClock } from './test-clock.ts'
export type { Schedule } from './timers.ts'
export { realSchedule } from './timers.ts'

/** A running emulator. */
export interface Emulator {
  /** Where it listens. */
  readonly url: string
  /** The Fastify instance, e.g. for `inject`. */
  readonly app: FastifyInstance
  /** What really happened since the last reset. */
  ledger(): Ledger
  /** The last genuine requests as they arrived, oldest first, card members masked. */
  requests(filter?: RequestFilter): ReceivedRequest[]
  /** Deletes payments, faults, nonces, waiting notifications; restores time, the start's dialect and the platform's first key. */
  reset(): void
  /** How the unknowns are read now. */
  dialect(): Dialect
  /** Uses these readings, and those of the start for all that is not named; throws when one is not valid. */
  setDialect(change?: Partial<Dialect>): void
  /** Moves its time forward by so many milliseconds, as `POST /emulator/clock` does; what is due runs at once. */
  advance(ms: number): void
  /** Replaces all fault rules; throws when one is not valid. */
  setFaults(...rules: readonly FaultRule[]): Promise<FaultReceipt>
  /** Replaces all faults and readings by these scenarios and `question=reading` pairs; throws when one is not valid. */
  beginScenario(...words: readonly string[]): void
  /** The platform's public key now in use, as PEM. */
  platformPublicKey(): string
  /** Resolves when no notification is being delivered; those waiting for a timer do not count. */
  idle(): Promise<void>
  /** Stops listening and drops every open connection. */
  close(): Promise<void>
}

/** Starts an emulator and listens. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const parts = await createParts(options)
  const reset = () => forget(parts)
  const app = await createApp(options, parts, reset)
  const url = await listen(app, options)
  parts.publicUrl = (options.publicUrl ?? url).replace(/\/+$/, '')
  return {
    url,
    app,
    reset,
    ledger: () => readLedger(parts.state),
    requests: (filter) => listRequests(parts.state, filter),
    dialect: () => ({ ...parts.dialect.current }),
    advance: (ms) => parts.timers.moveTo(parts.timers.now() + ms),
    setDialect: (change) => parts.dialect.set(change),
    setFaults: async (...rules) => {
      const checked = rules.length === 0 ? [] : readRules(rules)
      parts.faults.remove()
      return addFaults(checked, parts)
    },
    beginScenario: (...words) => beginScenario(words, parts),
    platformPublicKey: () => parts.platform.publicPem(),
    idle: () => parts.notices.idle(),
    close: async () => {
      parts.timers.stop()
      await app.close()
    },
  }
}

async function createParts(options: EmulatorOptions): Promise<Parts> {
  const clock = options.now ?? Date.now
  const faults = createFaultBook()
  const timers = createTimers(options.schedule ?? realSchedule, clock)
  const courier = {
    state: createState(),
    timers,
    faults,
    platform: createPlatformKeys(options.platformPrivateKey),
    dialect: createDialect(options.dialect),
    wallets: await createWalletKeys(),
    encryptedCards: createEncryptedCardKeys(),
    backoffMs: options.noticeBackoffMs ?? NOTICE_BACKOFF_MS,
    appId: options.appId,
    now: () => timers.now() + faults.skew(),
    headerTime: () => clock() + faults.skew(),
  }
  return { ...courier, settings: readSettings(options), publicUrl: '', notices: createNotices(courier) }
}

async function createApp(
  options: EmulatorOptions,
  parts: Parts,
  reset: () => void,
): Promise<FastifyInstance> {
  // Hanging answers are part of the job, so closing must not wait for them.
  const app = Fastify({ logger: options.log ?? false, forceCloseConnections: true })
  app.get('/healthz', () => ({ status: 'ok' }))
  await app.register(apiRoutes, { parts })
  await app.register(pageRoutes, { parts })
  await app.register(encryptedCardRoutes, { parts })
  await app.register(adminRoutes, { parts, reset })
  await app.register(walletRoutes, { parts, prefix: '/emulator/wallets' })
  return app
}

function forget(parts: Parts): void {
  parts.timers.reset()
  parts.notices.clear()
  parts.faults.remove()
  parts.dialect.set()
  parts.platform.restore()
  clearState(parts.state)
}

async function listen(app: FastifyInstance, options: EmulatorOptions): Promise<string> {
  const { host = '127.0.0.1', port = 0 } = options
  try {
    return await app.listen({ host, port })
  } catch (error) {
    await app.close()
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    const reason = taken
      ? 'the port is already in use'
      : String(error instanceof Error ? error.message : error)
    throw new Error(`The emulator cannot listen on ${host}:${port}: ${reason}`, { cause: error })
  }
}
