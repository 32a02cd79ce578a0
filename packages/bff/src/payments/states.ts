/** The statuses of a payment: which ones are open, which ones are paid, and where each may lead. Pure. */
import type { Balances, CheckoutStatus, PaymentStatus } from '@paykka-checkout/shared-types'
import type { PaymentRow } from '../database/tables.ts'
import type { GatewayState } from './gateway.ts'
import { balancesOf, statusFromSums } from './sums.ts'

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
export function isActive(status: PaymentStatus): boolean {
  return LIVE.has(status)
}

/** @returns whether the shopper's money was taken or is held */
export function isPaid(status: PaymentStatus): boolean {
  return PAID.has(status)
}

/** @returns whether the shopper left PayKKa's page while it could still be paid: it holds nothing up, and is asked about */
export function isLeftBehind({ left_at, status }: Pick<PaymentRow, 'left_at' | 'status'>): boolean {
  return Boolean(left_at) && !isActive(status) && !isPaid(status)
}

/** @returns whether the shopper's money was ever taken or held, also where a contradiction put the payment under review since */
export function wasPaid(payment: Pick<PaymentRow, 'status' | 'live' | 'balances'>): boolean {
  if (isPaid(payment.status)) return true
  // Only what was paid or given up before is under review without being the checkout's live attempt.
  const sums = payment.status === 'needs_review' && payment.live === 0 ? balancesOf(payment) : null
  return sums !== null && Math.max(sums.authorized, sums.captured) > 0
}

/**
 * Sums decide as soon as the payment was ever paid or the word says that it is: until then they may be announcements, as
 * in PayKKa's own example of a payment that is PROCESSING with everything captured.
 * @returns the status that the answer proves; the present one when it proves no other
 */
export function nextStatus(
  payment: Pick<PaymentRow, 'status' | 'live' | 'balances'>,
  word: GatewayState['status'],
  sums: Balances | undefined,
): PaymentStatus {
  const present = payment.status
  const paid = wasPaid(payment)
  const settled = paid || (!isActive(word) && word !== 'declined')
  const proven = settled && sums ? statusFromSums(sums) : null
  if (proven) return proven
  if (MOVES_BY_WORD[present].includes(word)) return word
  // Sums without a word that says what became of the money: it is held as it was before the review.
  return present === 'needs_review' && paid && sums ? 'authorized' : present
}

/**
 * @param before what the payment was: one that is voided after the funds were held ends the order, it does not reopen it
 * @returns the checkout's state while (or after) its newest payment is in `status`
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
