/**
 * Sends one request that moves money, at most once. On `invalid_request` it queries PayKKa first, since an earlier request
 * under the same id may have been executed.
 */

import type { Logger } from '../../process/logging.ts'
import type { Undone } from '../gateway.ts'
import type { AttemptRow } from './attempt.ts'
import { isTooLate } from './in-time.ts'

/** One request. Neither function throws on a gateway or network error. */
export type Order<Answer> = {
  /** Names its row in the log. */
  noun: 'payment' | 'operation'
  send(): Promise<Answer | Undone>
  /** Queries the request by its own id; undefined where the gateway has no such id (captures and voids). */
  lookUp: (() => Promise<Answer | Undone>) | undefined
  /** The database may have lost an earlier request under the same id (restored backup, failover). */
  mayBeForgotten: boolean
}

/** Answers to a query that carry no result. "Not found" is a result. */
const UNANSWERED = new Set(['not_sent', 'refused', 'unknown'])

/** @returns the judged answer; never throws, since the request may have been sent */
export async function sendOnce<Answer extends { kind: string }>(
  { now, log }: { now: () => number; log: Logger },
  row: AttemptRow,
  order: Order<Answer>,
): Promise<Answer | Undone> {
  try {
    const earlier = await findEarlier(order)
    if (earlier) return earlier
    if (isTooLate(now(), { begunAt: row.created_at, sendBefore: row.send_deadline }))
      return { kind: 'not_sent', reason: 'too_late' }
    return await doubtRepetition(order, await order.send())
  } catch (err) {
    log.error({ [order.noun]: row.id, err }, 'the gateway threw')
    return { kind: 'unknown', reason: 'unexpected_error' }
  }
}

/** Queries before sending. Without an answer nothing is sent, and the resolver keeps querying. */
async function findEarlier<Answer extends { kind: string }>(
  order: Order<Answer>,
): Promise<Answer | Undone | null> {
  if (!order.lookUp || !order.mayBeForgotten) return null
  const found = await order.lookUp()
  if (found.kind === 'not_found') return null
  return UNANSWERED.has(found.kind) ? { kind: 'unknown', reason: 'asked_before_sending' } : found
}

/** The id may have been used before: then "invalid request" rejects the repetition, while the first request was executed. */
async function doubtRepetition<Answer extends { kind: string }>(
  { lookUp }: Order<Answer>,
  answer: Answer | Undone,
): Promise<Answer | Undone> {
  if (!lookUp || !isInvalidRequest(answer)) return answer
  const found = await lookUp()
  if (found.kind === 'not_found') return answer
  return UNANSWERED.has(found.kind) ? { kind: 'unknown', reason: `refused_${answer.gatewayCode}` } : found
}

type InvalidRequest = Extract<Undone, { kind: 'refused' }>

function isInvalidRequest(answer: { kind: string }): answer is InvalidRequest {
  return 'reason' in answer && answer.reason === 'invalid_request' && answer.kind === 'refused'
}
