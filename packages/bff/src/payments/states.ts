/** The statuses of a payment: which are open, which are paid, and the transitions between them. Pure. */
import type { Balances, CheckoutStatus, PaymentStatus } from '@paykka-checkout/shared-types'
import type { PaymentRow } from '../database/tables.ts'
import type { GatewayState } from './gateway.ts'
import { balancesOf, statusFromSums } from './sums.ts'

const RESULTS = ['authorized', 'succeeded', 'declined', 'failed', 'canceled', 'expired'] as const
const AFTER_SUCCESS = ['partially_refunded', 'refunded', 'partially_reversed'] as const

/**
 * The transitions that a status word alone allows. Another word does not change the status, but the answer's sums and other
 * facts are still stored. Sums may prove a status that no word allows.
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
  // A late success is recorded, never dropped; part of it may be refunded by then.
  declined: ['succeeded', 'authorized', ...AFTER_SUCCESS],
  failed: ['succeeded', 'authorized', ...AFTER_SUCCESS],
  canceled: ['succeeded', 'authorized', ...AFTER_SUCCESS],
  expired: ['succeeded', 'authorized', ...AFTER_SUCCESS],
}

const LIVE = new Set<PaymentStatus>(['sending', 'action_required', 'processing', 'unknown', 'needs_review'])
const PAID = new Set<PaymentStatus>(['authorized', 'succeeded', ...AFTER_SUCCESS])

/** @returns whether the payment may still succeed, so that no other attempt may start */
export function isActive(status: PaymentStatus): boolean {
  return LIVE.has(status)
}

/** @returns whether the shopper's money was taken or is held */
export function isPaid(status: PaymentStatus): boolean {
  return PAID.has(status)
}

/**
 * @returns whether the shopper left PayKKa's page while it could still be paid: it blocks nothing, but the resolver queries
 * it
 */
export function isLeftBehind({ left_at, status }: Pick<PaymentRow, 'left_at' | 'status'>): boolean {
  return Boolean(left_at) && !isActive(status) && !isPaid(status)
}

/** @returns whether the shopper's money was ever taken or held, even if a contradiction later put the payment under review */
export function wasPaid(payment: Pick<PaymentRow, 'status' | 'live' | 'balances'>): boolean {
  if (isPaid(payment.status)) return true
  // A payment under review that is not the checkout's active attempt was paid or given up before.
  const sums = payment.status === 'needs_review' && payment.live === 0 ? balancesOf(payment) : null
  return sums !== null && Math.max(sums.authorized, sums.captured) > 0
}

/**
 * Sums decide once the payment was ever paid, or the status word says so. Before that they may be announcements, as in
 * PayKKa's example of a payment that is PROCESSING with everything captured.
 * @returns the status that the answer proves; otherwise the present one
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
  // Sums without a word about the money: the funds are held as before the review.
  return present === 'needs_review' && paid && sums ? 'authorized' : present
}

/**
 * @param before the payment's previous status: a void of authorized funds ends the order and does not reopen the checkout
 * @returns the checkout's status for its newest payment's `status`
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
