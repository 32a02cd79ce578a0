/** The effect of an answer without a result on an attempt: one table for every kind. Pure. */

import type { Undone } from '../gateway.ts'
import type { Asked } from './attempt.ts'

/**
 * A request that PayKKa does not know ten minutes after it was last sent was never executed: PayKKa rejects signatures
 * older than five minutes.
 */
export const NOT_FOUND_IS_FINAL_MS = 10 * 60_000

/** After a day without an answer an operator must review the attempt. */
export const REVIEW_AFTER_MS = 24 * 60 * 60_000

/** The verdict of a kind for each proof. */
type UndoneRules<Verdict> = {
  /** @param failure our name for why nothing was executed; `cause` is PayKKa's code or the network's */
  failed(failure: string, cause: string, isRefused: boolean): Verdict
  /** PayKKa does not know the attempt. @returns undefined while that proves nothing, null when it changes nothing */
  absent(): Verdict | null | undefined
  /** @param now Unix milliseconds; 0 while no attempt may be given up */
  unproven(cause: string, now: number): Verdict | null
}

/** A refused or unsent request was not executed. A refused or unsent query proves nothing about the attempt. */
export function judgeUndone<Verdict>(
  answer: Undone,
  asked: Asked,
  now: number,
  rules: UndoneRules<Verdict>,
): Verdict | null {
  const isOrder = asked.what === 'order'
  switch (answer.kind) {
    case 'not_sent':
      return isOrder
        ? rules.failed('gateway_unreachable', answer.reason, false)
        : rules.unproven(answer.reason, now)
    case 'refused':
      return isOrder
        ? rules.failed(answer.reason, answer.gatewayCode, true)
        : rules.unproven(`query_refused_${answer.gatewayCode}`, now)
    case 'not_found': {
      const verdict = isOrder ? undefined : rules.absent()
      // The query was made before PayKKa confirmed the time, so it is repeated at once: the next answer may be conclusive.
      return verdict === undefined ? rules.unproven('not_found', asked.provenAt === 0 ? 0 : now) : verdict
    }
    case 'unknown':
      return rules.unproven(answer.reason, now)
  }
}

/** @returns the status of an attempt without proof; null when the status does not change */
export function statusWithoutProof(status: string, isOverdue: boolean): 'unknown' | 'needs_review' | null {
  if (status === 'sending') return 'unknown'
  return isOverdue && status !== 'needs_review' ? 'needs_review' : null
}

/** @returns PayKKa's error message in an answer without a result */
export function messageOf(answer: { kind: string; gatewayMessage?: string }): string | undefined {
  return answer.kind === 'refused' || answer.kind === 'unknown' ? answer.gatewayMessage : undefined
}
