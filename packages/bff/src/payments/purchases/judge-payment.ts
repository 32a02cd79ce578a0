/** The effect of each gateway answer on a payment. The status follows from its sums and its last proven status word. Pure. */
import type { Balances, PaymentStatus } from '@paykka-checkout/shared-types'
import { pageIsOverAt } from '../../checkouts/hosted-page.ts'
import type { PaymentRow } from '../../database/tables.ts'
import type { Asked } from '../engine/attempt.ts'
import { STEP_MS } from '../engine/in-time.ts'
import {
  judgeUndone,
  messageOf,
  NOT_FOUND_IS_FINAL_MS,
  REVIEW_AFTER_MS,
  statusWithoutProof,
} from '../engine/undone.ts'
import type { GatewayAnswer, GatewayFacts, StateAnswer } from '../gateway.ts'
import { isActive, isLeftBehind, nextStatus } from '../states.ts'
import { balancesOf, contradiction } from '../sums.ts'

/** The effect of one answer on a payment. `status` may equal the current one: then only facts change. */
export type Verdict = {
  status: PaymentStatus
  facts: GatewayFacts
  cause: string
  /** Both versions of a contradiction, for the operator who reviews it. */
  detail?: string
  actionUrl?: string
  decline?: { code: string; retry: string }
  failure?: string
  /** True when an abandoned page can no longer be paid. */
  pageOver?: true
}

/** The cause of an attempt that the shopper ended. */
export const LEFT_BY_SHOPPER = 'left by the shopper'

/** @returns from when "not found" is conclusive; the moment of the query counts, not that of the answer */
export function notFoundIsFinalAt(payment: Pick<PaymentRow, 'send_deadline' | 'payable_until'>): number {
  return Math.max(payment.send_deadline + NOT_FOUND_IS_FINAL_MS, pageIsOverAt(payment))
}

/** PayKKa's page may be open for a day itself, so it gets an hour more. */
function isOverdue(payment: PaymentRow, now: number): boolean {
  const pageOver = pageIsOverAt(payment)
  return now >= Math.max(payment.created_at + REVIEW_AFTER_MS, pageOver && pageOver + 60 * 60_000)
}

/**
 * @param now Unix milliseconds; 0 until PayKKa has confirmed the time, so that a wrong clock gives nothing up
 * @returns the payment's change; null when the answer proves nothing new
 */
export function judgePayment(
  payment: PaymentRow,
  answer: GatewayAnswer,
  asked: Asked,
  now: number,
): Verdict | null {
  const verdict = judgeKind(payment, answer, asked, now)
  const gatewayMessage = messageOf(answer)
  return verdict && gatewayMessage !== undefined
    ? { ...verdict, facts: { ...verdict.facts, gatewayMessage } }
    : verdict
}

function judgeKind(payment: PaymentRow, answer: GatewayAnswer, asked: Asked, now: number): Verdict | null {
  if (answer.kind === 'state') return judgeState(payment, answer, asked, now)
  // The address of the bank's page is unsafe for a redirect: the attempt cannot continue.
  if (answer.kind === 'refused' && answer.gatewayCode === 'unsafe_action_url')
    return failed(answer.reason, answer.gatewayCode, true)
  return judgeUndone(answer, asked, now, {
    failed,
    absent: () => fromAbsence(payment, asked),
    unproven: (cause, at) => unproven(payment, cause, at),
  })
}

function judgeState(payment: PaymentRow, answer: StateAnswer, asked: Asked, now: number): Verdict | null {
  if (isOutdated(payment, asked, now)) return null
  if (isLeftBehind(payment)) return fromPageLeftBehind(payment, answer)
  if (isStillAway(payment, answer)) return stayAway(payment, answer, now)
  return reviewWhenOld(payment, fromState(payment, answer), now)
}

/** States in which money went back. An older answer would revive the payment. */
const TAKEN_BACK = new Set<PaymentStatus>(['canceled', 'partially_reversed'])

/**
 * A slow answer to an old query describes the state before a newer answer that is already settled. A moment in the future
 * was written by a wrong clock and is ignored; until the time is confirmed, it counts.
 */
function isOutdated(payment: PaymentRow, asked: Asked, now: number): boolean {
  const { status, updated_at, balances_asked_at } = payment
  if (isActive(status)) return false
  const takenBackAt = TAKEN_BACK.has(status) && !isLeftBehind(payment) ? updated_at : 0
  const settledAt = [takenBackAt, balances_asked_at ?? 0].filter((at) => now === 0 || at <= now + STEP_MS)
  return settledAt.some((at) => asked.at < at)
}

/** A query does not repeat the address of PayKKa's page, where the shopper still is. */
function isStillAway({ method, status }: PaymentRow, { state }: StateAnswer): boolean {
  return method === 'hosted' && status === 'action_required' && state.status === 'processing'
}

/** Stores the order id: once PayKKa knows the order, "not found" proves nothing. */
function stayAway(payment: PaymentRow, { facts, state }: StateAnswer, now: number): Verdict | null {
  const isNew = facts.orderId !== undefined && facts.orderId !== payment.gateway_order_id
  if (!isNew || !payment.action_url) return unproven(payment, state.status, now)
  return { status: payment.status, facts, cause: 'gateway', actionUrl: payment.action_url }
}

/** Only a payment changes the status of an attempt that the shopper ended. */
function fromPageLeftBehind(payment: PaymentRow, answer: StateAnswer): Verdict {
  const verdict = fromState(payment, answer)
  const isOver = verdict.status === payment.status && !isActive(answer.state.status)
  return isOver ? { ...verdict, pageOver: true } : verdict
}

function fromState(payment: PaymentRow, answer: StateAnswer): Verdict {
  const { state, facts } = answer
  const sums = facts.balances
  const clash = sums && contradiction(state.status, sums, balancesOf(payment))
  if (clash) return contradicting(payment, answer, clash)
  const status = nextStatus(payment, state.status, sums)
  const verdict: Verdict = { status, facts, cause: 'gateway' }
  if (state.status !== status) return verdict
  if (state.status === 'action_required') return { ...verdict, actionUrl: state.url }
  if (state.status === 'declined') return { ...verdict, decline: { code: state.code, retry: state.retry } }
  return verdict
}

/** The known sums stay. The history records the answer's version. */
function contradicting(payment: PaymentRow, { state, facts }: StateAnswer, clash: string): Verdict {
  const { balances, ...rest } = facts
  const versions = `PayKKa says ${state.status} ${sumsText(balances)}; known ${sumsText(balancesOf(payment))}`
  return { status: 'needs_review', facts: rest, cause: 'contradiction', detail: `${clash}: ${versions}` }
}

function sumsText(sums: Balances | null | undefined): string {
  if (!sums) return 'no sums'
  const { authorized, captured, voided, refunded } = sums
  return `authorized ${authorized}, captured ${captured}, voided ${voided}, refunded ${refunded}`
}

/** Still in progress after a day: the shopper has left the bank's page, and only a final state ends the attempt. */
function reviewWhenOld(payment: PaymentRow, verdict: Verdict, now: number): Verdict {
  return isOverdue(payment, now) && isActive(verdict.status) && verdict.status !== 'needs_review'
    ? { status: 'needs_review', facts: verdict.facts, cause: verdict.status }
    : verdict
}

function failed(failure: string, cause: string, isRefused: boolean): Verdict {
  return { status: 'failed', facts: isRefused ? { gatewayCode: cause } : {}, cause, failure }
}

/** @returns undefined while "not found" proves nothing */
function fromAbsence(payment: PaymentRow, asked: Asked): Verdict | null | undefined {
  // PayKKa cannot forget an order that it once confirmed: then something else is wrong.
  if (payment.gateway_order_id !== null) return undefined
  if (asked.provenAt >= notFoundIsFinalAt(payment)) return endedByAbsence(payment)
  // The shopper has not begun to pay on the page and has declared that they will not.
  const left = isActive(payment.status) && payment.left_at && asked.at >= payment.left_at
  return left ? { status: 'canceled', facts: {}, cause: LEFT_BY_SHOPPER } : undefined
}

/** Nothing was executed, and nothing can be executed any more. */
function endedByAbsence(payment: PaymentRow): Verdict | null {
  const nothing = { facts: {}, cause: 'not_found' }
  if (isLeftBehind(payment)) return { ...nothing, status: payment.status, pageOver: true }
  if (!isActive(payment.status)) return null
  return payment.payable_until
    ? { ...nothing, status: 'expired' }
    : failed('not_executed', 'not_found', false)
}

/** Nothing proven: only a payment in `sending`, or one that has waited a day, changes. */
function unproven(payment: PaymentRow, cause: string, now: number): Verdict | null {
  const status = statusWithoutProof(payment.status, isActive(payment.status) && isOverdue(payment, now))
  return status && { status, facts: {}, cause }
}
