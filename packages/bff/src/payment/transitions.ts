/** What each answer of the gateway makes of a payment. Its status follows from its sums and its last proven word. Pure. */
import type { Balances, CheckoutStatus, PaymentStatus } from '@paykka-checkout/shared-types'
import type { PaymentRow } from '../store/tables.ts'
import type { GatewayAnswer, GatewayFacts, GatewayState, RefusalReason } from './gateway.ts'
import { pageIsOverAt } from './hosted-page.ts'
import { STEP_MS } from './in-time.ts'
import { balancesOf, contradiction, statusFromSums } from './sums.ts'

const RESULTS = ['authorized', 'succeeded', 'declined', 'failed', 'canceled', 'expired'] as const
const AFTER_SUCCESS = ['partially_refunded', 'refunded', 'partially_reversed'] as const

/**
 * Where a status word alone may lead. A word that leads elsewhere changes nothing; sums and other facts of the same
 * answer are kept all the same, and sums may prove a status that no word leads to.
 */
export const MOVES_BY_WORD: Record<PaymentStatus, readonly PaymentStatus[]> = {
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

/** @returns whether the shopper left PayKKa's page while it could still be paid: it holds nothing up, and is asked about */
export function isLeftBehind({ left_at, status }: Pick<PaymentRow, 'left_at' | 'status'>): boolean {
  return Boolean(left_at) && !isLive(status) && !isPaid(status)
}

/** What one answer makes of a payment. `status` may equal the current one: then only facts change. */
export type Verdict = {
  status: PaymentStatus
  facts: GatewayFacts
  cause: string
  /** Both versions of what contradicts itself, for the person who reviews it. */
  detail?: string
  actionUrl?: string
  decline?: { code: string; retry: string }
  failure?: string
  /** True when nothing can come any more from a page that was left behind. */
  pageOver?: true
}

/** The cause of an attempt that ended by the shopper's own word. */
export const LEFT_BY_SHOPPER = 'left by the shopper'

/** A purchase that PayKKa does not know ten minutes after it was last sent was never executed: its clock window is five. */
export const NOT_FOUND_IS_FINAL_MS = 10 * 60_000

/** @returns from when on "not found" is an answer; it counts by the moment of the question, not of the reading */
export function notFoundIsFinalAt(payment: Pick<PaymentRow, 'send_deadline' | 'payable_until'>): number {
  return Math.max(payment.send_deadline + NOT_FOUND_IS_FINAL_MS, pageIsOverAt(payment))
}

/** After a day without an answer a person has to look. */
export const REVIEW_AFTER_MS = 24 * 60 * 60_000

/** A page of PayKKa's may be open for a day itself: it has an hour more. */
function isOverdue(payment: PaymentRow, now: number): boolean {
  const pageOver = pageIsOverAt(payment)
  return now >= Math.max(payment.created_at + REVIEW_AFTER_MS, pageOver && pageOver + 60 * 60_000)
}

/**
 * What was asked, and when: an answer says how things stood then. `provenAt` is the same moment, 0 when PayKKa had not
 * confirmed the time by then. `fence` is the lease under which it was asked.
 */
export type Asked = { what: 'purchase' | 'query'; at: number; provenAt: number; fence?: number }

/**
 * @param now Unix milliseconds; 0 while PayKKa has not confirmed the time, so that nothing is given up by a wrong clock
 * @returns what becomes of the payment; null when the answer proves nothing new
 */
export function judge(payment: PaymentRow, answer: GatewayAnswer, asked: Asked, now: number): Verdict | null {
  const verdict = judgeKind(payment, answer, asked, now)
  const told = answer.kind === 'refused' || answer.kind === 'unknown' ? answer.gatewayMessage : undefined
  return verdict && told !== undefined
    ? { ...verdict, facts: { ...verdict.facts, gatewayMessage: told } }
    : verdict
}

function judgeKind(payment: PaymentRow, answer: GatewayAnswer, asked: Asked, now: number): Verdict | null {
  switch (answer.kind) {
    case 'state':
      if (isOutdated(payment, asked, now)) return null
      if (isLeftBehind(payment)) return fromPageLeftBehind(payment, answer)
      if (isStillAway(payment, answer)) return stayAway(payment, answer, now)
      return reviewWhenOld(payment, fromState(payment, answer), now)
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

/**
 * A slow answer to an old question says how things were before a newer answer that is already settled. A moment in the future
 * was written by a clock that was wrong, and says nothing; while nobody knows what is the future, it counts.
 */
function isOutdated(payment: PaymentRow, asked: Asked, now: number): boolean {
  const { status, updated_at, balances_asked_at } = payment
  if (isLive(status)) return false
  const takenBackAt = TAKEN_BACK.has(status) && !isLeftBehind(payment) ? updated_at : 0
  const settledAt = [takenBackAt, balances_asked_at ?? 0].filter((at) => now === 0 || at <= now + STEP_MS)
  return settledAt.some((at) => asked.at < at)
}

/** A query does not tell the address of PayKKa’s own page again, where the shopper still is. */
function isStillAway(
  { method, status }: PaymentRow,
  { state }: Extract<GatewayAnswer, { kind: 'state' }>,
): boolean {
  return method === 'hosted' && status === 'action_required' && state.status === 'processing'
}

/** The order is kept in mind: once PayKKa knows it, "not found" proves nothing any more. */
function stayAway(payment: PaymentRow, { facts, state }: StateAnswer, now: number): Verdict | null {
  const isNew = facts.orderId !== undefined && facts.orderId !== payment.gateway_order_id
  if (!isNew || !payment.action_url) return stillUnknown(payment, state.status, now)
  return { status: payment.status, facts, cause: 'gateway', actionUrl: payment.action_url }
}

/** Only money changes the status of an attempt that the shopper ended. */
function fromPageLeftBehind(payment: PaymentRow, answer: StateAnswer): Verdict {
  const verdict = fromState(payment, answer)
  const isOver = verdict.status === payment.status && !isLive(answer.state.status)
  return isOver ? { ...verdict, pageOver: true } : verdict
}

function fromState(payment: PaymentRow, answer: StateAnswer): Verdict {
  const { state, facts } = answer
  const sums = facts.balances
  const clash = sums && contradiction(state.status, sums, balancesOf(payment))
  if (clash) return contradicting(payment, answer, clash)
  const status = nextStatus(payment.status, state.status, sums)
  const verdict: Verdict = { status, facts, cause: 'gateway' }
  if (state.status !== status) return verdict
  if (state.status === 'action_required') return { ...verdict, actionUrl: state.url }
  if (state.status === 'declined') return { ...verdict, decline: { code: state.code, retry: state.retry } }
  return verdict
}

type StateAnswer = Extract<GatewayAnswer, { kind: 'state' }>

/**
 * Sums decide as soon as the payment was ever paid or the word says that it is: until then they may be announcements, as
 * in PayKKa's own example of a payment that is PROCESSING with everything captured.
 * @returns the status that the answer proves; the present one when it proves no other
 */
export function nextStatus(
  present: PaymentStatus,
  word: GatewayState['status'],
  sums: Balances | undefined,
): PaymentStatus {
  const settled = isPaid(present) || (!isLive(word) && word !== 'declined')
  const proven = settled && sums ? statusFromSums(sums) : null
  if (proven) return proven
  return MOVES_BY_WORD[present].includes(word) ? word : present
}

/** The sums known so far stay. The answer's version goes into the history beside them. */
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

/** Still under way after a day: no shopper is at the bank’s page any more, and only a final state ends it. */
function reviewWhenOld(payment: PaymentRow, verdict: Verdict, now: number): Verdict {
  return isOverdue(payment, now) && isLive(verdict.status) && verdict.status !== 'needs_review'
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
  // Asked before PayKKa confirmed the time, it comes again at once: that answer may be conclusive.
  const reviewAt = asked.provenAt === 0 ? 0 : now
  // An order that PayKKa once confirmed cannot become unknown to it: then something else is wrong.
  if (asked.what !== 'query' || payment.gateway_order_id !== null)
    return stillUnknown(payment, 'not_found', reviewAt)
  if (asked.provenAt >= notFoundIsFinalAt(payment)) return fromAbsence(payment)
  // Nobody has begun to pay on the page, and the shopper says that they will not.
  const left = isLive(payment.status) && payment.left_at && asked.at >= payment.left_at
  if (left) return { status: 'canceled', facts: {}, cause: LEFT_BY_SHOPPER }
  return stillUnknown(payment, 'not_found', reviewAt)
}

/** Nothing was executed, and nothing can be any more. */
function fromAbsence(payment: PaymentRow): Verdict | null {
  const nothing = { facts: {}, cause: 'not_found' }
  if (isLeftBehind(payment)) return { ...nothing, status: payment.status, pageOver: true }
  if (!isLive(payment.status)) return null
  return payment.payable_until ? { ...nothing, status: 'expired' } : failed('not_executed', 'not_found')
}

/** Nothing proven. Only a payment that is being sent changes, and one that has waited a day. */
function stillUnknown(payment: PaymentRow, cause: string, now: number): Verdict | null {
  if (payment.status === 'sending') return { status: 'unknown', facts: {}, cause }
  return isOverdue(payment, now) && isLive(payment.status) && payment.status !== 'needs_review'
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
