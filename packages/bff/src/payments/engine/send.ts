/** Sends one request that moves money, at most once, and doubts what could be an answer to an earlier one. */

import type { Logger } from '../../process/logging.ts'
import type { Undone } from '../gateway.ts'
import type { AttemptRow } from './attempt.ts'
import { isTooLate } from './in-time.ts'

/** One request. Neither function throws for anything the gateway or the network does. */
export type Order<Answer> = {
  /** Names its row in the log. */
  noun: 'payment' | 'operation'
  send(): Promise<Answer | Undone>
  /** Asks for it by an id of its own; undefined where the gateway knows none (captures and voids). */
  lookUp: (() => Promise<Answer | Undone>) | undefined
  /** The database may have lost an earlier request under the same id: a restored backup, a failover. */
  mayBeForgotten: boolean
}

/** Kinds of an answer to a question that have no result. "Not found" is one. */
const UNANSWERED = new Set(['not_sent', 'refused', 'unknown'])

/** @returns the judged answer; never throws, since something may have been sent */
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

/** Asks before sending. Without an answer nothing is sent, and the questions go on. */
async function findEarlier<Answer extends { kind: string }>(
  order: Order<Answer>,
): Promise<Answer | Undone | null> {
  if (!order.lookUp || !order.mayBeForgotten) return null
  const found = await order.lookUp()
  if (found.kind === 'not_found') return null
  return UNANSWERED.has(found.kind) ? { kind: 'unknown', reason: 'asked_before_sending' } : found
}

/** Its id may have been used before: then "invalid request" is about the repetition, while the first one was executed. */
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
