/** The effect of each answer on a capture, void or refund. Pure. */
import type { Balances, OperationStatus } from '@paykka-checkout/shared-types'
import type { ModificationRow } from '../../database/tables.ts'
import { present } from '../../domain/present.ts'
import type { Asked } from '../engine/attempt.ts'
import {
  judgeUndone,
  messageOf,
  NOT_FOUND_IS_FINAL_MS,
  REVIEW_AFTER_MS,
  statusWithoutProof,
} from '../engine/undone.ts'
import type { ModificationAnswer } from './modification-gateway.ts'
import { VERBS } from './verbs.ts'

/** The effect of one answer on an operation. `status` may equal the current one: then only facts change. */
export type ModificationVerdict = {
  status: OperationStatus
  /** Minor units actually moved, when the operation asked for the whole rest. */
  amount?: number
  accepted?: boolean
  gatewayStatus?: string
  gatewayCode?: string
  /** PayKKa's message, as in `GatewayFacts`. */
  gatewayMessage?: string
  gatewayRefundId?: string
  /** PayKKa pays the refund out to the shopper, who may have to claim it first. */
  payout?: boolean
  failure?: string
}

const OVER = new Set<OperationStatus>(['succeeded', 'failed'])

/** @returns whether this status is final */
export function isOver(status: OperationStatus): boolean {
  return OVER.has(status)
}

/**
 * @param now Unix milliseconds; 0 until PayKKa has confirmed the time
 * @returns the operation's change; null when the answer proves nothing new
 */
export function judgeModification(
  row: ModificationRow,
  answer: ModificationAnswer,
  asked: Asked,
  now: number,
): ModificationVerdict | null {
  if (isOver(row.status)) return null
  const verdict = judgeKind(row, answer, asked, now)
  const gatewayMessage = answer.kind === 'refund' ? answer.gatewayMessage : messageOf(answer)
  return verdict && gatewayMessage !== undefined ? { ...verdict, gatewayMessage } : verdict
}

function judgeKind(
  row: ModificationRow,
  answer: ModificationAnswer,
  asked: Asked,
  now: number,
): ModificationVerdict | null {
  switch (answer.kind) {
    case 'accepted':
      return row.accepted ? null : { status: 'processing', accepted: true }
    case 'refund':
      return reviewWhenStuck(row, fromRefund(answer), now)
    case 'sums':
      return fromSums(row, answer.balances, asked, now)
    default:
      return judgeUndone(answer, asked, now, {
        failed: (failure, cause, isRefused) =>
          isRefused ? { ...failed(failure), gatewayCode: cause } : failed(failure),
        absent: () => (isAbsent(row, asked) ? failed('not_executed') : undefined),
        unproven: (_cause, at) => unproven(row, at),
      })
  }
}

const failed = (failure: string): ModificationVerdict => ({ status: 'failed', failure })

function fromRefund(answer: Extract<ModificationAnswer, { kind: 'refund' }>): ModificationVerdict {
  const { gatewayStatus, gatewayCode, gatewayRefundId, state: status } = answer
  const payout = status === 'reviewing' || gatewayRefundId?.startsWith(PAYOUT_ID) === true
  const reported = {
    status,
    accepted: true,
    gatewayStatus,
    ...present({ gatewayCode, gatewayRefundId, payout: payout || null }),
  }
  return status === 'failed' ? { ...reported, failure: 'refused_by_gateway' } : reported
}

/** No request can be in flight any more, and PayKKa never accepted one. */
function isAbsent(row: ModificationRow, { provenAt }: Asked): boolean {
  return !row.accepted && provenAt >= row.send_deadline + NOT_FOUND_IS_FINAL_MS
}

/**
 * People move money in the back office at the same time. So a sum that moved by more than this operation proves it too, and
 * one that moved by less belongs to another operation.
 */
function fromSums(
  row: ModificationRow,
  balances: Balances,
  asked: Asked,
  now: number,
): ModificationVerdict | null {
  const moved = VERBS[row.type].moved(balances) - row.sum_before
  if (isDone(row, moved, balances)) {
    const amount = releasesAll(row) ? moved : row.amount
    return { status: 'succeeded', accepted: true, amount }
  }
  if (moved < 0) return { status: 'needs_review', failure: 'balances_differ' }
  return isAbsent(row, asked) ? failed('not_executed') : unproven(row, now)
}

const releasesAll = (row: ModificationRow) => row.type === 'void' && row.whole === 1

function isDone(row: ModificationRow, moved: number, { voidable }: Balances): boolean {
  return releasesAll(row) ? moved > 0 && voidable === 0 : moved >= row.amount
}

/** Nothing proven: only an operation in `sending`, or one that has waited a day, changes. */
function unproven(row: ModificationRow, now: number): ModificationVerdict | null {
  const waits = row.status === 'unknown' || row.type !== 'refund'
  const status = statusWithoutProof(row.status, waits && now - row.created_at >= REVIEW_AFTER_MS)
  return status && (status === 'unknown' ? { status } : { status, failure: 'no_answer' })
}

/** A refund may be processing or under review for days. That is a valid answer until an operator should ask PayKKa. */
function reviewWhenStuck(
  row: ModificationRow,
  verdict: ModificationVerdict,
  now: number,
): ModificationVerdict {
  const timeout = row.payout === 1 || verdict.payout ? PAYOUT_MS : BANKING_MS
  const stuck = !isOver(verdict.status) && now - row.created_at >= timeout
  return stuck ? { ...verdict, status: 'needs_review', failure: 'still_processing' } : verdict
}

/** Refunds to a card take some banking days. */
const BANKING_MS = 10 * REVIEW_AFTER_MS
/** For a payout, PayKKa sends the shopper a link, the shopper enters an account, and PayKKa checks it. */
const PAYOUT_MS = 30 * REVIEW_AFTER_MS
/** Source: a PayKKa integration note on payout refunds. */
const PAYOUT_ID = 'RG'
