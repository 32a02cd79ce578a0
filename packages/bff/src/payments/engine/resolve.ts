/** Ends unknown outcomes: asks about every attempt that is due and that no other instance holds. */
import type { Lease } from '../../database/payment-rows.ts'
import { storageFailure } from '../../database/storage-failure.ts'
import type { Logger } from '../../process/logging.ts'
import type { GatewayHealth } from '../recovery/gateway-health.ts'
import type { AttemptRow } from './attempt.ts'

/** The attempts of one kind that wait for a question. */
export type Queue<Row extends AttemptRow = AttemptRow> = {
  noun: 'payment' | 'operation'
  /** Takes a lease on some of them. */
  claim(lease: Lease): Promise<Row[]>
  ask(row: Row): Promise<unknown>
}

type Resolving = { now: () => number; health: GatewayHealth; log: Logger }

/** How many attempts one instance asks about at the same time, so that a gateway coming back is not overrun. */
const BATCH = 20

/**
 * @param queues the first one goes first when not everything may be asked at once
 * @param owner names this instance
 * @param leaseMs longer than one question can take
 * @returns how many were asked about
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

/** One that cannot be settled must not keep the others from it; its lease runs out and it is tried again. */
async function askOne({ log }: Resolving, queue: Queue, row: AttemptRow): Promise<void> {
  try {
    await queue.ask(row)
  } catch (err) {
    // What the database does not take is logged once, by what keeps the result.
    if (!storageFailure(err))
      log.error({ [queue.noun]: row.id, err }, `could not ask about this ${queue.noun}`)
  }
}
