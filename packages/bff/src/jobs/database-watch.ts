/** Looks at the database at each beat: is it still the one that was opened, and does it take what must be written. */
import { randomBytes } from 'node:crypto'
import type { Store } from '../database/database.ts'
import { tryTables, writeProbe } from '../database/database-identity.ts'
import type { HealthLog, WriteHealth } from '../database/write-health.ts'
import { createWriteHealth, watchWrites } from '../database/write-health.ts'
import type { UnwrittenResults } from '../payments/engine/unwritten.ts'
import { createUnwrittenResults } from '../payments/engine/unwritten.ts'
import { BEAT_EVERY_MS } from './neighbors.ts'

export type DatabaseWatch = {
  /** The store as everything else must use it: its failures are noticed. */
  store: Store
  results: UnwrittenResults
  health: Pick<WriteHealth, 'failed' | 'failure' | 'failures'>
  /** True while what is written goes into files that nobody will find again. */
  isLost(): boolean
  /** @returns why this process must not get payments; empty when it may */
  notReadyReasons(): string[]
  /** Looks at the files, writes the probe, and tries again what could not be written. Never throws. */
  look(): Promise<void>
  /** Looks when it is time, and each time while there is trouble. Call it every second or so. */
  tick(): Promise<void>
  /** Runs `wake` when a write failed, so that the next tick comes at once. */
  onTrouble(wake: () => void): void
}

/** As much as a purchase writes; random, so that nothing compresses it. */
const PROBE_BYTES = 12_000

export const TICK_EVERY_MS = 1000

export function watchDatabase(
  store: Store,
  log: HealthLog,
  clock: () => number = () => performance.now(),
): DatabaseWatch {
  const deferred: { wake?: () => void } = {}
  let lastAt = clock()
  const health = createWriteHealth(log, () => deferred.wake?.(), clock)
  const results = createUnwrittenResults(log)
  let lost: string | null = null
  const inspect = async () => {
    const found = await store.inspect()
    if (found && !lost)
      log.error(
        {},
        `${found}: what is written now would be lost, so no payment is taken. Put it back, or stop the BFF and restore a backup (docs/guides/operations.md).`,
      )
    if (lost && !found) log.warn({}, 'The database is in its place again: payments are taken.')
    lost = found
  }
  const probe = async () => {
    try {
      await writeTo(store)
      // What is not written yet shows better than the probe what the database takes.
      if (results.count() === 0) health.probed()
    } catch (error) {
      health.probed(error)
    }
  }
  const look = async () => {
    lastAt = clock()
    await inspect()
    if (lost) return
    await results.retry()
    await probe()
  }
  return {
    store: watchWrites(store, health),
    results,
    health,
    isLost: () => lost !== null,
    notReadyReasons: () => [
      ...(lost ? [lost] : []),
      ...(health.failure() ? [`the database cannot be written (${health.failure()?.reason})`] : []),
      ...(results.count() > 0 ? [`${results.count()} result(s) of PayKKa are not written yet`] : []),
    ],
    look,
    tick: async () => {
      const troubled = lost !== null || health.failure() !== null || health.isSuspect() || results.count() > 0
      if (troubled || clock() - lastAt >= BEAT_EVERY_MS) await look()
    },
    onTrouble: (wake) => {
      deferred.wake = wake
    },
  }
}

async function writeTo(store: Store): Promise<void> {
  const bytes = randomBytes(PROBE_BYTES).toString('base64')
  if (!(await store.write((db) => writeProbe(db, bytes))))
    throw Object.assign(new Error('the table write_probe is empty'), { code: '42P01' })
  await tryTables(store.db)
  await store.checkpoint()
}
