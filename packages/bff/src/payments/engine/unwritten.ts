/**
 * Results of PayKKa that the database could not store. While there is one, new payments are refused: their results would be
 * lost too.
 */

import { storageFailure } from '../../database/storage-failure.ts'
import type { HealthLog } from '../../database/write-health.ts'
import { AppError } from '../../domain/errors.ts'

export type UnwrittenResults = {
  /**
   * Writes the result of one payment or operation; keeps it in memory when the database fails.
   * @throws the error of `write`
   */
  write<T>(id: string, write: () => Promise<T>): Promise<T>
  /** @throws AppError busy while a result is not written */
  refuseNew(): void
  count(): number
  /** Retries all kept results. Never throws. */
  retry(): Promise<void>
}

const RETRY_S = 5

/** Kept in memory only: after a restart the resolver queries PayKKa again. */
export function createUnwrittenResults(log: HealthLog): UnwrittenResults {
  const kept = new Map<string, () => Promise<unknown>>()
  const keep = (id: string, write: () => Promise<unknown>, err: unknown, advice: string) => {
    if (kept.size === 0)
      log.error(
        { id, err },
        `PayKKa answered, and the database does not take the result: no new payment is taken until it does. ${advice}`,
      )
    kept.set(id, write)
  }
  const forget = (id: string) => {
    if (kept.delete(id) && kept.size === 0)
      log.warn({}, 'Every result of PayKKa is written: payments are taken again.')
  }
  const write = async <T>(id: string, once: () => Promise<T>): Promise<T> => {
    try {
      const written = await once()
      forget(id)
      return written
    } catch (error) {
      const failure = storageFailure(error)
      if (failure) keep(id, once, error, failure.advice)
      else forget(id)
      throw error
    }
  }
  return {
    write,
    count: () => kept.size,
    refuseNew: () => {
      if (kept.size > 0) throw new AppError('busy', { retryAfter: RETRY_S })
    },
    retry: async () => {
      for (const [id, once] of [...kept]) await write(id, once).catch(() => {})
    },
  }
}
