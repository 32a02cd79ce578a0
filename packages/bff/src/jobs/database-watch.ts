/** Checks the database at each tick: is it still the opened one, and does it accept writes? */
import { randomBytes } from 'node:crypto'
import type { Database } from '../database/database.ts'
import { tryTables, writeProbe } from '../database/database-identity.ts'
import type { HealthLog, WriteHealth } from '../database/write-health.ts'
import { createWriteHealth, watchWrites } from '../database/write-health.ts'
import type { UnwrittenResults } from '../payments/engine/unwritten.ts'
import { createUnwrittenResults } from '../payments/engine/unwritten.ts'
import { BEAT_EVERY_MS } from './neighbors.ts'

export type DatabaseWatch = {
  /** The database that all other code must use: its failures are recorded. */
  database: Database
  results: UnwrittenResults
  health: Pick<WriteHealth, 'failed' | 'failure' | 'failures'>
  /** True while writes go to deleted or replaced files. */
  isLost(): boolean
  /** @returns the reasons why this process must not get payments; empty when it may */
  notReadyReasons(): string[]
  /** Checks the files, writes the probe, and retries failed writes. Never throws. */
  look(): Promise<void>
  /** Checks when it is due, and on every call during a failure. Call it about once a second. */
  tick(): Promise<void>
  /** Runs `wake` when a write failed, so that the next tick runs at once. */
  onTrouble(wake: () => void): void
}

/** As much as a purchase writes; random, so that it cannot be compressed. */
const PROBE_BYTES = 12_000

export const TICK_EVERY_MS = 1000

export function watchDatabase(
  database: Database,
  log: HealthLog,
  clock: () => number = () => performance.now(),
): DatabaseWatch {
  const deferred: { wake?: () => void } = {}
  let lastAt = clock()
  const health = createWriteHealth(log, () => deferred.wake?.(), clock)
  const results = createUnwrittenResults(log)
  let lost: string | null = null
  const inspect = async () => {
    const found = await database.inspect()
    if (found && !lost)
      log.error(
        {},
        `${found}: writes would be lost now, so no payment is accepted. Put it back, or stop the BFF and restore a backup (docs/guides/operations.md).`,
      )
    if (lost && !found) log.warn({}, 'The database is in its place again: payments are accepted.')
    lost = found
  }
  const probe = async () => {
    try {
      await writeTo(database)
      // Unwritten results show better than the probe whether the database accepts writes.
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
    database: watchWrites(database, health),
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

async function writeTo(database: Database): Promise<void> {
  const bytes = randomBytes(PROBE_BYTES).toString('base64')
  if (!(await database.write((db) => writeProbe(db, bytes))))
    throw Object.assign(new Error('the table write_probe is empty'), { code: '42P01' })
  await tryTables(database.db)
  await database.checkpoint()
}
