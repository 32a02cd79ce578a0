/** What each answer makes of a capture, void or refund. Pure. */
import type { Balances, OperationStatus } from '@paykka-checkout/shared-types'
import type { OperationRow } from '../../store/tables.ts'
import { present } from '../text.ts'
import { NOT_FOUND_IS_FINAL_MS, REVIEW_AFTER_MS } from '../transitions.ts'
import type { OperationAnswer } from './gateway.ts'
import { sumBefore } from './rules.ts'

/** What one answer makes of an operation. `status` may equal the current one: then only facts change. */
export type OperationVerdict = {
  status: OperationStatus
  /** Minor units that really moved, when the operation asked for all that was left. */
  amount?: number
  accepted?: boolean
  gatewayStatus?: string
  gatewayCode?: string
  /** PayKKa's own words, as in `GatewayFacts`. */
  gatewayMessage?: string
  gatewayRefundId?: string
  /** PayKKa pays the refund out to the shopper, who may have to ask for it first. */
  payout?: boolean
  failure?: string
}

const OVER = new Set<OperationStatus>(['succeeded', 'failed'])

/** @returns whether nothing can change an operation in this status any more */
export function isOver(status: OperationStatus): boolean {
  return OVER.has(status)
}

/** What was asked, and when; `provenAt` is 0 when PayKKa had not confirmed the time by then. */
export type OperationAsked = { what: 'order' | 'query'; provenAt: number }

/**
 * @param now Unix milliseconds; 0 while PayKKa has not confirmed the time
 * @returns what becomes of the operation; null when the answer proves nothing new
 */
export function judgeOperation(
  row: OperationRow,
  answer: OperationAnswer,
  asked: OperationAsked,
  now: number,
): OperationVerdict | null {
  const verdict = judgeKind(row, answer, asked, now)
  return verdict && 'gatewayMessage' in answer && answer.gatewayMessage !== undefined
    ? { ...verdict, gatewayMessage: answer.gatewayMessage }
    : verdict
}

function judgeKind(
  row: OperationRow,
  answer: OperationAnswer,
  asked: OperationAsked,
  now: number,
): OperationVerdict | null {
  switch (answer.kind) {
    case 'accepted':
      return row.accepted ? null : { status: 'processing', accepted: true }
    case 'refund':
      return reviewWhenStuck(row, fromRefund(answer), now)
    case 'not_sent':
      return asked.what === 'order'
        ? { status: 'failed', failure: 'gateway_unreachable' }
        : stillUnknown(row, now)
    case 'refused':
      return fromRefusal(row, answer, asked, now)
    case 'not_found':
      return isAbsent(row, asked)
        ? { status: 'failed', failure: 'not_executed' }
        : stillUnknown(row, asked.provenAt === 0 ? 0 : now)
    case 'unknown':
      return stillUnknown(row, now)
  }
}

function fromRefund(answer: Extract<OperationAnswer, { kind: 'refund' }>): OperationVerdict {
  const { gatewayStatus, gatewayCode, gatewayRefundId, state: status } = answer
  const payout = status === 'reviewing' || gatewayRefundId?.startsWith(PAYOUT_ID) === true
  const told = {
    status,
    accepted: true,
    gatewayStatus,
    ...present({ gatewayCode, gatewayRefundId, payout: payout || null }),
  }
  return status === 'failed' ? { ...told, failure: 'refused_by_gateway' } : told
}

/** A refused order was not executed. A refused query says nothing about the order it asks for. */
function fromRefusal(
  row: OperationRow,
  { reason, gatewayCode }: Extract<OperationAnswer, { kind: 'refused' }>,
  asked: OperationAsked,
  now: number,
): OperationVerdict | null {
  return asked.what === 'order' ? { status: 'failed', failure: reason, gatewayCode } : stillUnknown(row, now)
}

/** Nothing of it can be on its way any more, and PayKKa had never said yes to it. */
function isAbsent(row: OperationRow, asked: OperationAsked): boolean {
  return (
    asked.what === 'query' && !row.accepted && asked.provenAt >= row.send_deadline + NOT_FOUND_IS_FINAL_MS
  )
}

/**
 * Captures and voids have no id at the gateway: its sums tell. People move money in the back office at the same time, so
 * a sum that moved by more than this operation proves it too, and one that moved by less is somebody else's.
 * @param balances as a query told them that was asked at `provenAt`
 */
export function judgeByBalances(
  row: OperationRow,
  balances: Balances,
  provenAt: number,
  now: number,
): OperationVerdict | null {
  const moved = sumBefore(row.type, balances) - row.sum_before
  if (isDone(row, moved, balances)) {
    const amount = releasesAll(row) ? moved : row.amount
    return { status: 'succeeded', accepted: true, amount }
  }
  if (moved < 0) return { status: 'needs_review', failure: 'balances_differ' }
  if (isAbsent(row, { what: 'query', provenAt })) return { status: 'failed', failure: 'not_executed' }
  return stillUnknown(row, now)
}

const releasesAll = (row: OperationRow) => row.type === 'void' && row.whole === 1

function isDone(row: OperationRow, moved: number, { voidable }: Balances): boolean {
  return releasesAll(row) ? moved > 0 && voidable === 0 : moved >= row.amount
}

/** Nothing proven. Only an operation that is being sent changes, and one that has waited a day. */
function stillUnknown(row: OperationRow, now: number): OperationVerdict | null {
  if (row.status === 'sending') return { status: 'unknown' }
  const waited =
    now - row.created_at >= REVIEW_AFTER_MS && (row.status === 'unknown' || row.type !== 'refund')
  return waited && row.status !== 'needs_review' ? { status: 'needs_review', failure: 'no_answer' } : null
}

/** A refund may be under way or under review for days: that is an answer, and stays one until a person should ask. */
function reviewWhenStuck(row: OperationRow, verdict: OperationVerdict, now: number): OperationVerdict {
  const patience = row.payout === 1 || verdict.payout ? PAYOUT_MS : BANKING_MS
  const stuck = !isOver(verdict.status) && now - row.created_at >= patience
  return stuck ? { ...verdict, status: 'needs_review', failure: 'still_processing' } : verdict
}

/** Refunds to a card take some banking days. */
const BANKING_MS = 10 * REVIEW_AFTER_MS
/** Of a payout the shopper is sent a link, fills in where the money goes, and PayKKa checks it. */
const PAYOUT_MS = 30 * REVIEW_AFTER_MS
/** Source: a PayKKa integration note on payout refunds. */
const PAYOUT_ID = 'RG'
