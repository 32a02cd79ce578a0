/** Knows whether the database takes writes: by a probe, and by what became of real ones. */
import type { Store } from './database.ts'
import type { FailureReason, StorageFailure } from './storage-failure.ts'
import { storageFailure } from './storage-failure.ts'

export type HealthLog = {
  warn(facts: Record<string, unknown>, message: string): void
  error(facts: Record<string, unknown>, message: string): void
}

export type WriteHealth = {
  /** Notes that a real write failed, or a read that a request needed; wrong statements and broken rules are no matter of the database. */
  failed(error: unknown): void
  /** Notes how the probe ended. @param error undefined when the database took it */
  probed(error?: unknown): void
  /** True when a real write failed and the probe has not yet said why. */
  isSuspect(): boolean
  /** @returns why the last write failed, null when it did not */
  failure(): StorageFailure | null
  /** How many real writes failed, by reason. */
  failures(): ReadonlyMap<FailureReason, number>
}

/** A probe that succeeds where real writes fail proves nothing. Then it must succeed for ever longer; damage never heals by itself. */
const HOLD_MS = 10_000
const LONGEST_HOLD_MS = 5 * 60_000
const WAKE_EVERY_MS = 1000

/**
 * @param onTrouble called when a real write failed, so that the probe comes at once
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
  const told = new Set<FailureReason>()
  const enter = (failure: StorageFailure, err: unknown) => {
    if (!told.has(failure.reason))
      log.error({ err, reason: failure.reason }, `The database cannot be written. ${failure.advice}`)
    told.add(failure.reason)
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
      // One statement may be late for another's sake: the probe decides.
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
      told.clear()
      heldUntil = clock()
      log.warn({}, 'The database can be written again.')
    },
  }
}

const UNKNOWN: StorageFailure = { reason: 'io', advice: 'See the error for what the database said.' }

/** @returns the store, which tells how its writes end */
export function watchWrites(store: Store, health: Pick<WriteHealth, 'failed'>): Store {
  const watched = async <T>(run: () => Promise<T>): Promise<T> => {
    try {
      return await run()
    } catch (error) {
      health.failed(error)
      throw error
    }
  }
  return {
    ...store,
    transaction: (work) => watched(() => store.transaction(work)),
    write: (statement) => watched(() => store.write(statement)),
  }
}
