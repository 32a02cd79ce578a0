/** A whole deployment of real processes: the emulator here, any number of BFFs beside it, one database. */
import type { KeyObject } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Emulator, EmulatorOptions, FaultRule } from '@paykka-checkout/emulator'
import { startEmulator } from '@paykka-checkout/emulator'
import type { CreatedCheckout } from '@paykka-checkout/shared-types'
import getPort from 'get-port'
import type { Database, DatabaseKind } from '../../packages/bff/src/database/database.ts'
import { openDatabase } from '../../packages/bff/src/database/database.ts'
import type { PostgresServer } from '../../packages/bff/test/database/postgres-server.ts'
import { startPostgres } from '../../packages/bff/test/database/postgres-server.ts'
import { ecPair } from '../../packages/bff/test/support/keys.ts'
import {
  APP_ID,
  EMULATED,
  ENVIRONMENT,
  MERCHANT_ID,
  platform,
} from '../../packages/bff/test/support/merchant.ts'
import { ensureElement } from './element.ts'
import type { Shopper } from './shopper.ts'
import { createCheckout, openShop, SECRET_KEY, SHOP_ORIGIN } from './shopper.ts'
import type { Worker, WorkerOptions } from './worker.ts'
import { startWorker } from './worker.ts'

export { APP_ID, MERCHANT_ID }

export type Deployment = {
  kind: DatabaseKind
  emulator: Emulator
  directory: string
  databaseUrl: string
  /** What every process gets, for commands beside them. */
  env: Record<string, string>
  postgres: PostgresServer | undefined
  /** Signs notifications as PayKKa does. */
  platformKey: KeyObject
  /** Every process started and not yet gone. */
  workers: Worker[]
  start(options?: Partial<WorkerOptions>): Promise<Worker>
  /** Adds faults to those already scripted. */
  addFaults(...rules: FaultRule[]): Promise<void>
  /** Moves the emulator, and every process started from now on, into the future. */
  advance(ms: number): void
  now(): number
  /** @returns the database, opened beside the servers and closed with the deployment */
  database(): Database
  /** @param clock Unix milliseconds of the server asked, when it has its own time */
  order(
    base: string | (() => string),
    clock?: () => number,
  ): Promise<{ checkout: CreatedCheckout; buyer: Shopper }>
  close(): Promise<void>
}

export type DeploymentOptions = {
  kind: DatabaseKind
  /** An existing server to use; otherwise one is started when the kind needs it. */
  postgres?: PostgresServer
  emulator?: Partial<EmulatorOptions>
  env?: Record<string, string>
  /** Folder of the database file; a new folder when left out. */
  directory?: string
  /** The address for PayKKa's notifications and for browsers; the first process's address when left out. */
  publicUrl?: string
}

/** Starts the emulator with an empty database; the test starts the processes. */
export async function deploy(options: DeploymentOptions): Promise<Deployment> {
  await ensureElement()
  const clock = { offset: 0 }
  const now = () => Date.now() + clock.offset
  const emulator = await startEmulator({
    ...EMULATED,
    now,
    noticeBackoffMs: [200, 500, 1000, 2000],
    ...options.emulator,
  })
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'paykka-chaos-'))
  const own = options.kind === 'postgres' && !options.postgres ? await startPostgres() : undefined
  const postgres = options.postgres ?? own
  const databaseUrl = (await postgres?.createDatabase()) ?? `sqlite:${join(directory, 'paykka.db')}`
  const workers: Worker[] = []
  const port = await getPort()
  const shared = {
    ...environment(emulator.url),
    DATABASE_URL: databaseUrl,
    DATABASE_TIMEOUT_MS: '20000',
    BFF_PUBLIC_URL: options.publicUrl ?? `http://127.0.0.1:${port}`,
    ...options.env,
  }
  const deferred: { database?: Database } = {}
  const database = () => {
    deferred.database ??= openDatabase(databaseUrl, { exclusive: false })
    return deferred.database
  }
  return {
    kind: options.kind,
    emulator,
    directory,
    databaseUrl,
    env: shared,
    postgres,
    platformKey: platform.privateKey,
    workers,
    now,
    database,
    advance: (ms) => {
      clock.offset += ms
    },
    start: async (change = {}) => {
      const env = { ...shared, CHAOS_CLOCK_MS: String(clock.offset), ...change.env }
      const worker = await startWorker({ port, ...change, env })
      workers.push(worker)
      return worker
    },
    addFaults: async (...rules) => {
      const response = await emulator.app.inject({ method: 'POST', url: '/emulator/faults', payload: rules })
      if (response.statusCode !== 200) throw new Error(response.body)
    },
    order: async (base, clock = now) => {
      const find = typeof base === 'string' ? () => base : base
      const checkout = await createCheckout(find(), 1099, shared.BFF_ALLOWED_ORIGINS)
      return { checkout, buyer: openShop(find, checkout, clock) }
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.kill()))
      await emulator.close()
      await deferred.database?.close()
      await own?.stop()
      if (options.directory === undefined) rmSync(directory, { recursive: true, force: true })
    },
  }
}

function environment(emulatorUrl: string) {
  return {
    ...ENVIRONMENT,
    PAYKKA_API_URL: emulatorUrl,
    PAYKKA_RESPONSE_SIGNATURE: 'enforce',
    PAYKKA_TIMEOUT_MS: '1000',
    BFF_ALLOWED_ORIGINS: SHOP_ORIGIN,
    BFF_SECRET_KEYS: SECRET_KEY,
    SHUTDOWN_DRAIN_MS: '0',
    RATE_LIMIT_EXEMPT: '127.0.0.1,::1',
    LOG_LEVEL: 'error',
    CHAOS_NAIVE_KEY: JSON.stringify(ecPair('naive').privateKey.export({ format: 'jwk' })),
  }
}
