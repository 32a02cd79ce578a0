/**
 * What PayKKa's sums prove about a payment. The sums of a verified answer are facts, whatever its status word says. Pure.
 * Source: the members of `balances` and the list of statuses in PayKKa's API reference v3.
 */
import type { Balances, PaymentStatus } from '@paykka-checkout/shared-types'
import type { PaymentRow } from '../database/tables.ts'
import type { GatewayState } from './gateway.ts'

/** @returns the payment's latest balances from PayKKa in minor units; null before the first ones */
export function balancesOf(payment: Pick<PaymentRow, 'balances'>): Balances | null {
  return payment.balances ? (JSON.parse(payment.balances) as Balances) : null
}

/**
 * The order of the checks matters: money returned to the shopper counts before money taken.
 * @returns the status the sums prove; null when they show no more than an authorization
 */
export function statusFromSums(sums: Balances): PaymentStatus | null {
  const { authorized, captured, capturable, voided, refunded } = sums
  if (refunded > 0) return refunded < captured || capturable > 0 ? 'partially_refunded' : 'refunded'
  if (voided > 0) {
    // Some methods void a captured amount: then both sums hold the whole amount.
    const whole = capturable === 0 && (captured === 0 || voided >= Math.max(authorized, captured))
    return whole ? 'canceled' : 'partially_reversed'
  }
  if (captured > 0) return capturable > 0 ? 'authorized' : 'succeeded'
  return null
}

/** Status words about the money, and the sums that each of them requires. */
const NEEDS: Partial<Record<GatewayState['status'], (sums: Balances) => boolean>> = {
  refunded: ({ refunded }) => refunded > 0,
  partially_refunded: ({ refunded }) => refunded > 0,
  canceled: ({ captured, voided, refunded }) => captured === 0 || voided > 0 || refunded > 0,
  declined: ({ captured, refunded }) => captured === 0 && refunded === 0,
}

/**
 * @param before the sums known so far; null when there are none
 * @returns why the answer cannot be true as a whole; null when it can
 */
export function contradiction(
  word: GatewayState['status'],
  sums: Balances,
  before: Balances | null,
): string | null {
  const { authorized, captured, voided, refunded } = sums
  if (authorized > 0 && Math.max(captured, voided) > authorized) return 'more moved than was authorized'
  if (refunded > captured) return 'more refunded than was captured'
  // A refund that fails later lowers the refunded sum. Captured and voided sums never fall.
  if (before && (captured < before.captured || voided < before.voided)) return 'a sum went down'
  return NEEDS[word]?.(sums) === false ? `the sums do not fit the word ${word}` : null
}
