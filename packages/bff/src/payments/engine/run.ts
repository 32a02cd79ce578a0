/** Runs one attempt that is committed as `sending`: sends the request and settles the answer. */
import { storageFailure } from '../../database/storage-failure.ts'
import type { Undone } from '../gateway.ts'
import type { AttemptRow, Kind } from './attempt.ts'
import type { SettleParts } from './engine-parts.ts'
import type { Order } from './send.ts'
import { sendOnce } from './send.ts'
import { settle } from './settle.ts'

type RunParts = SettleParts & {
  /** Waits before a database step is tried again. */
  pause(ms: number): Promise<void>
}

const PAUSES_MS = [100, 400, 1500]

/**
 * Never throws: every outcome is a state of the attempt. A result that cannot be written leaves it `unknown`, and the
 * resolver resolves it.
 */
export async function run<Row extends AttemptRow, Answer extends { kind: string }, Verdict>(
  parts: RunParts,
  kind: Kind<Row, Answer | Undone, Verdict>,
  row: Row,
  order: Omit<Order<Answer>, 'noun'>,
): Promise<{ row: Row; answer: Answer | Undone }> {
  const answer = await sendOnce(parts, row, { ...order, noun: kind.noun })
  const asked = { what: 'order' as const, at: row.created_at, provenAt: 0 }
  const write = () => settle(parts, kind, row.id, answer, asked)
  try {
    return { answer, row: await retryDatabaseStep(parts, { [kind.noun]: row.id }, write) }
  } catch (err) {
    parts.log.error({ [kind.noun]: row.id, err }, 'the result could not be written; the resolver ends it')
    return { answer, row: { ...row, status: 'unknown' } }
  }
}

/**
 * Retries the database step only, never the gateway call: the money may have moved.
 * @param facts names the attempt in the log
 * @throws the error of the last try
 */
export async function retryDatabaseStep<T>(
  { log, pause }: Pick<RunParts, 'log' | 'pause'>,
  facts: Record<string, string>,
  step: () => Promise<T>,
): Promise<T> {
  for (const ms of PAUSES_MS) {
    try {
      return await step()
    } catch (err) {
      // A result that the database cannot store is logged once, in `unwritten.ts`.
      if (!storageFailure(err)) log.error({ ...facts, err }, 'the result could not be written; trying again')
      await pause(ms)
    }
  }
  return step()
}
