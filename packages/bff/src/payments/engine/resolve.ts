/** Resolves unknown outcomes: queries PayKKa about every due attempt that no other instance has leased. */
import type { Lease } from '../../database/payment-rows.ts'
import { storageFailure } from '../../database/storage-failure.ts'
import type { Logger } from '../../process/logging.ts'
import type { GatewayHealth } from '../recovery/gateway-health.ts'
import type { AttemptRow } from './attempt.ts'

/** The attempts of one kind that are due for a query. */
export type Queue<Row extends AttemptRow = AttemptRow> = {
  noun: 'payment' | 'operation'
  /** Leases some of them. */
  claim(lease: Lease): Promise<Row[]>
  ask(row: Row): Promise<unknown>
}

type Resolving = { now: () => number; health: GatewayHealth; log: Logger }

/** Concurrent queries per instance, so that a recovering gateway is not overloaded. */
const BATCH = 20

/**
 * @param queues in order of priority, for when not everything may be queried at once
 * @param owner names this instance
 * @param leaseMs longer than one query can take
 * @returns the number of attempts queried
 */
export async function resolveDue(
  parts: Resolving,
  queues: Queue[],
  owner: string,
  leaseMs: number,
): Promise<number> {
  let left = parts.health.allowance(BATCH)
  const asking: Promise<void>[] = []
  for (const queue of queues) {
    if (left === 0) break
    const rows = await queue.claim({ owner, now: parts.now(), leaseMs, limit: left })
    left -= rows.length
    asking.push(...rows.map((row) => askOne(parts, queue, row)))
  }
  await Promise.all(asking)
  return asking.length
}

/** A failure must not stop the other attempts; the lease expires and the attempt is tried again. */
async function askOne({ log }: Resolving, queue: Queue, row: AttemptRow): Promise<void> {
  try {
    await queue.ask(row)
  } catch (err) {
    // A result that the database cannot store is logged once, in `unwritten.ts`.
    if (!storageFailure(err))
      log.error({ [queue.noun]: row.id, err }, `could not ask about this ${queue.noun}`)
  }
}
