/** The legal moves of a payment, and what each answer of the gateway makes of it. Pure. */
import type { CheckoutStatus, PaymentStatus } from '@paykka-checkout/shared-types'
import type { PaymentRow } from '../store/tables.ts'
import type { GatewayAnswer, GatewayFacts, RefusalReason } from './gateway.ts'

const RESULTS = ['authorized', 'succeeded', 'declined', 'failed', 'canceled', 'expired'] as const
const AFTER_SUCCESS = ['partially_refunded', 'refunded', 'partially_reversed'] as const

/** Every legal move. An edge that is not here is refused and logged, whatever the gateway says. */
export const LEGAL_MOVES: Record<PaymentStatus, readonly PaymentStatus[]> = {
  sending: ['action_required', 'processing', 'unknown', ...RESULTS, ...AFTER_SUCCESS],
  action_required: ['processing', 'unknown', 'needs_review', ...RESULTS, ...AFTER_SUCCESS],
  processing: ['action_required', 'unknown', 'needs_review', ...RESULTS, ...AFTER_SUCCESS],
  unknown: ['action_required', 'processing', 'needs_review', ...RESULTS, ...AFTER_SUCCESS],
  needs_review: [...RESULTS, ...AFTER_SUCCESS],
  authorized: ['succeeded', 'canceled', ...AFTER_SUCCESS],
  succeeded: ['canceled', ...AFTER_SUCCESS],
  partially_refunded: ['refunded'],
  partially_reversed: ['succeeded', 'canceled', 'partially_refunded', 'refunded'],
  refunded: [],
  // A success that comes late is recorded, never dropped; part of it may be refunded by then.
  declined: ['succeeded', 'authorized', ...AFTER_SUCCESS],
  failed: ['succeeded', 'authorized', ...AFTER_SUCCESS],
  canceled: ['succeeded', 'authorized', ...AFTER_SUCCESS],
  expired: ['succeeded', 'authorized', ...AFTER_SUCCESS],
}

const LIVE = new Set<PaymentStatus>(['sending', 'action_required', 'processing', 'unknown', 'needs_review'])
const PAID = new Set<PaymentStatus>(['authorized', 'succeeded', ...AFTER_SUCCESS])

/** @returns whether the payment may still succeed, so that no other may start */
export function isLive(status: PaymentStatus): boolean {
  return LIVE.has(status)
}

/** @returns whether the shopper’s money was taken or is held */
export function isPaid(status: PaymentStatus): boolean {
  return PAID.has(status)
}

/** What one answer makes of a payment. `status` may equal the current one: then only facts change. */
export type Verdict = {
  status: PaymentStatus
  facts: GatewayFacts
  cause: string
  actionUrl?: string
  decline?: { code: string; retry: string }
  failure?: string
}

/** A purchase that PayKKa does not know ten minutes after it was last sent was never executed: its clock window is five. */
export const NOT_FOUND_IS_FINAL_MS = 10 * 60_000

/** @returns from when on "not found" is an answer; it counts by the moment of the question, not of the reading */
export function notFoundIsFinalAt(payment: Pick<PaymentRow, 'send_deadline'>): number {
  return payment.send_deadline + NOT_FOUND_IS_FINAL_MS
}

/** After a day without an answer a person has to look. */
export const REVIEW_AFTER_MS = 24 * 60 * 60_000

/** What was asked, and when: an answer says how things stood then. `fence` is the lease under which it was asked. */
export type Asked = { what: 'purchase' | 'query'; at: number; fence?: number }

/**
 * @param now Unix milliseconds
 * @returns what becomes of the payment; null when the answer proves nothing new
 */
export function judge(payment: PaymentRow, answer: GatewayAnswer, asked: Asked, now: number): Verdict | null {
  switch (answer.kind) {
    case 'state':
      if (isStillAway(payment, answer)) return null
      return isOutdated(payment, asked) ? null : reviewWhenOld(payment, fromState(answer), now)
    case 'not_sent':
      return asked.what === 'purchase'
        ? failed('gateway_unreachable', answer.reason)
        : stillUnknown(payment, answer.reason, now)
    case 'refused':
      return fromRefusal(payment, answer.reason, answer.gatewayCode, asked, now)
    case 'not_found':
      return fromNotFound(payment, asked, now)
    case 'unknown':
      return stillUnknown(payment, answer.reason, now)
  }
}

/** States in which money went back. An answer from before would bring the payment back to life. */
const TAKEN_BACK = new Set<PaymentStatus>(['canceled', 'partially_reversed'])

/** A slow answer to an old question tells how things were then. */
function isOutdated(payment: PaymentRow, asked: Asked): boolean {
  return TAKEN_BACK.has(payment.status) && asked.at < payment.updated_at
}

/** A query does not tell the address of PayKKa’s own page again, where the shopper still is. */
function isStillAway(
  { method, status }: PaymentRow,
  { state }: Extract<GatewayAnswer, { kind: 'state' }>,
): boolean {
  return method === 'hosted' && status === 'action_required' && state.status === 'processing'
}

function fromState({ state, facts }: Extract<GatewayAnswer, { kind: 'state' }>): Verdict {
  const verdict: Verdict = { status: state.status, facts, cause: 'gateway' }
  if (state.status === 'action_required') return { ...verdict, actionUrl: state.url }
  if (state.status === 'declined') return { ...verdict, decline: { code: state.code, retry: state.retry } }
  return verdict
}

/** Still under way after a day: no shopper is at the bank’s page any more, and only a final state ends it. */
function reviewWhenOld(payment: PaymentRow, verdict: Verdict, now: number): Verdict {
  const old = now - payment.created_at >= REVIEW_AFTER_MS
  return old && isLive(verdict.status)
    ? { status: 'needs_review', facts: verdict.facts, cause: verdict.status }
    : verdict
}

function failed(failure: string, cause: string): Verdict {
  return { status: 'failed', facts: {}, cause, failure }
}

/** A refused purchase was not executed. A refused query says nothing about the purchase it asks for. */
function fromRefusal(
  payment: PaymentRow,
  reason: RefusalReason,
  gatewayCode: string,
  asked: Asked,
  now: number,
): Verdict | null {
  if (asked.what === 'purchase' || gatewayCode === 'unsafe_action_url') {
    return { ...failed(reason, gatewayCode), facts: { gatewayCode } }
  }
  return stillUnknown(payment, `query_refused_${gatewayCode}`, now)
}

function fromNotFound(payment: PaymentRow, asked: Asked, now: number): Verdict | null {
  const conclusive = asked.what === 'query' && asked.at >= notFoundIsFinalAt(payment)
  // An order that PayKKa once confirmed cannot become unknown to it: then something else is wrong.
  if (conclusive && payment.gateway_order_id === null) return failed('not_executed', 'not_found')
  return stillUnknown(payment, 'not_found', now)
}

/** Nothing proven. Only a payment that is being sent changes, and one that has waited a day. */
function stillUnknown(payment: PaymentRow, cause: string, now: number): Verdict | null {
  if (payment.status === 'sending') return { status: 'unknown', facts: {}, cause }
  const waited = now - payment.created_at >= REVIEW_AFTER_MS
  return waited && isLive(payment.status) && payment.status !== 'needs_review'
    ? { status: 'needs_review', facts: {}, cause }
    : null
}

/**
 * @param before what the payment was: one that is voided after the funds were held ends the order, it does not reopen it
 * @returns the checkout’s state while (or after) its newest payment is in `status`
 */
export function checkoutStatusFor(
  status: PaymentStatus,
  before: PaymentStatus,
): Exclude<CheckoutStatus, 'expired'> {
  if (status === 'sending' || status === 'processing') return 'processing'
  if (status === 'action_required') return 'action_required'
  if (status === 'unknown' || status === 'needs_review') return 'unknown'
  if (status === 'authorized') return 'authorized'
  if (isPaid(status)) return 'succeeded'
  return isPaid(before) ? 'canceled' : 'open'
}
