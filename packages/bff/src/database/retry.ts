/** Retries a transaction where that is safe and useful. */
import { setTimeout as pause } from 'node:timers/promises'
import { isLocked } from './sqlite.ts'

/** Milliseconds a transaction waits for another process: in total, and before each retry. */
const LOCK_WAIT_MS = 5000
const LOCK_PAUSE_MS = 30

/** Waits for another process that writes. */
export async function retryLocked<T>(run: () => Promise<T>): Promise<T> {
  const until = performance.now() + LOCK_WAIT_MS
  for (;;) {
    try {
      return await run()
    } catch (error) {
      if (!isLocked(error) || performance.now() >= until) throw error
      await pause(LOCK_PAUSE_MS)
    }
  }
}

/** Deadlocks and serialization failures roll back completely, so a retry of the database step is safe. */
export async function retryConflicts<T>(
  run: () => Promise<T>,
  beforeRetry: ((attempt: number) => Promise<void>) | undefined,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run()
    } catch (error) {
      if (attempt === 4 || !isConflict(error)) throw error
      await beforeRetry?.(attempt)
    }
  }
}

/** An immediate retry may overtake the transaction it conflicted with, and conflict a second time. */
export function giveWay(attempt: number): Promise<void> {
  return pause(attempt * 20 * (1 + Math.random()))
}

function isConflict(error: unknown): boolean {
  const code = (error as { code?: string }).code
  return code === '40001' || code === '40P01'
}
