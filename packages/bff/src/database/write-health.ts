/** Tracks whether the database accepts writes, from a probe and from real writes. */
import type { Database } from './database.ts'
import type { FailureReason, StorageFailure } from './storage-failure.ts'
import { storageFailure } from './storage-failure.ts'

export type HealthLog = {
  warn(facts: Record<string, unknown>, message: string): void
  error(facts: Record<string, unknown>, message: string): void
}

export type WriteHealth = {
  /** Records a failed real write, or a failed read of a request; ignores invalid statements and broken rules. */
  failed(error: unknown): void
  /** Records the probe's result. @param error undefined when the probe succeeded */
  probed(error?: unknown): void
  /** True after a failed real write, until the probe has found the cause. */
  isSuspect(): boolean
  /** @returns why the last write failed; null when it succeeded */
  failure(): StorageFailure | null
  /** Number of failed real writes, by reason. */
  failures(): ReadonlyMap<FailureReason, number>
}

/**
 * A successful probe proves nothing while real writes fail. Then probes must succeed for growing periods; damage never
 * heals itself.
 */
const HOLD_MS = 10_000
const LONGEST_HOLD_MS = 5 * 60_000
const WAKE_EVERY_MS = 1000

/**
 * @param onTrouble called when a real write failed, so that the probe runs at once
 * @param clock monotonic milliseconds
 */
export function createWriteHealth(
  log: HealthLog,
  onTrouble: () => void,
  clock: () => number = () => performance.now(),
): WriteHealth {
  const counts = new Map<FailureReason, number>()
  let current: StorageFailure | null = null
  let suspect = false
  let holdMs = 0
  let heldUntil = Number.NEGATIVE_INFINITY
  let wokenAt = Number.NEGATIVE_INFINITY
  const reported = new Set<FailureReason>()
  const enter = (failure: StorageFailure, err: unknown) => {
    if (!reported.has(failure.reason))
      log.error({ err, reason: failure.reason }, `The database cannot be written. ${failure.advice}`)
    reported.add(failure.reason)
    current = failure
  }
  const hold = (reason: FailureReason) => {
    const again = clock() < heldUntil + 2 * HOLD_MS
    const first = reason === 'damaged' ? HOLD_MS : 0
    holdMs = again ? Math.min(LONGEST_HOLD_MS, Math.max(HOLD_MS, holdMs * 2)) : first
    heldUntil = clock() + holdMs
  }
  return {
    isSuspect: () => suspect,
    failure: () => current,
    failures: () => counts,
    failed: (error) => {
      const failure = storageFailure(error)
      if (!failure) return
      counts.set(failure.reason, (counts.get(failure.reason) ?? 0) + 1)
      suspect = true
      // One statement may be late because of another: the probe decides.
      if (failure.reason !== 'slow') {
        if (!current) hold(failure.reason)
        enter(failure, error)
      }
      if (clock() - wokenAt < WAKE_EVERY_MS) return
      wokenAt = clock()
      onTrouble()
    },
    probed: (error) => {
      suspect = false
      const failure = error === undefined ? null : (storageFailure(error) ?? UNKNOWN)
      if (failure) return enter(failure, error)
      if (!current || clock() < heldUntil) return
      current = null
      reported.clear()
      heldUntil = clock()
      log.warn({}, 'The database can be written again.')
    },
  }
}

const UNKNOWN: StorageFailure = { reason: 'io', advice: 'See the error for what the database said.' }

/** @returns the database, which reports the results of its writes */
export function watchWrites(database: Database, health: Pick<WriteHealth, 'failed'>): Database {
  const watched = async <T>(run: () => Promise<T>): Promise<T> => {
    try {
      return await run()
    } catch (error) {
      health.failed(error)
      throw error
    }
  }
  return {
    ...database,
    transaction: (work) => watched(() => database.transaction(work)),
    write: (statement) => watched(() => database.write(statement)),
  }
}
