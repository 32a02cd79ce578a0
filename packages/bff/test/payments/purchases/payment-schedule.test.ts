/** When the resolver asks next. */
import type { PaymentStatus } from '@paykka-checkout/shared-types'
import { PAYMENT_STATUSES } from '@paykka-checkout/shared-types'
import { describe, expect, it } from 'vitest'
import { NOT_FOUND_IS_FINAL_MS } from '../../../src/payments/engine/undone.ts'
import { nextQueryAt } from '../../../src/payments/purchases/payment-schedule.ts'
import { isActive } from '../../../src/payments/states.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** A payment whose "not found" is an answer already, so that only its state counts. */
const waiting = (status: PaymentStatus, queries: number, send_deadline = -HOUR) => ({
  status,
  queries,
  send_deadline,
  created_at: Number.NEGATIVE_INFINITY,
  method: 'card' as const,
  payable_until: null,
  left_at: null,
  return_used_at: null,
})

describe('nextQueryAt', () => {
  it.each(PAYMENT_STATUSES)('has something to ask about %s only while it may change by itself', (status) => {
    expect(nextQueryAt(waiting(status, 0), 0, 0.5) !== null).toBe(isActive(status) || status === 'authorized')
  })

  const delays: [
    'unknown' | 'processing' | 'action_required' | 'needs_review' | 'authorized',
    number,
    number,
  ][] = [
    ['unknown', 0, 0],
    ['unknown', 1, SECOND],
    ['unknown', 2, 2 * SECOND],
    ['unknown', 5, 15 * SECOND],
    ['unknown', 7, MINUTE],
    ['unknown', 8, 2 * MINUTE],
    ['unknown', 11, 30 * MINUTE],
    ['unknown', 12, HOUR],
    ['unknown', 10_000, HOUR],
    ['processing', 1, SECOND],
    ['action_required', 0, 30 * SECOND],
    ['action_required', 4, 10 * MINUTE],
    ['action_required', 99, 10 * MINUTE],
    ['needs_review', 0, MINUTE],
    ['needs_review', 1, 5 * MINUTE],
    ['needs_review', 2, HOUR],
    ['needs_review', 23, HOUR],
    ['needs_review', 24, 24 * HOUR],
    ['authorized', 0, 24 * HOUR],
    ['authorized', 99, 24 * HOUR],
  ]
  it.each(delays)('%s, asked %i times: in %i ms', (status, queries, delay) => {
    expect(nextQueryAt(waiting(status, queries), 1_000_000, 0.5)).toBe(1_000_000 + delay)
  })

  it('spreads by a fifth to both sides', () => {
    const spread = [0, 0.5, 1].map((random) => nextQueryAt(waiting('needs_review', 2), 0, random))
    expect(spread).toEqual([0.8 * HOUR, HOUR, 1.2 * HOUR])
  })

  it('does not step over the moment "not found" becomes an answer', () => {
    const final = NOT_FOUND_IS_FINAL_MS
    expect(nextQueryAt(waiting('unknown', 10, 0), final - 1, 0.5)).toBe(final)
    expect(nextQueryAt(waiting('unknown', 1, 0), 0, 0.5)).toBe(SECOND)
    expect(nextQueryAt(waiting('unknown', 12, 0), final, 0.5)).toBe(final + HOUR)
    expect(nextQueryAt(waiting('processing', 12, 0), 0, 0.5)).toBe(HOUR)
  })

  it('never waits longer than the payment exists, however often it was asked out of turn', () => {
    const young = { ...waiting('unknown', 12), created_at: 0 }
    expect(nextQueryAt(young, 5 * SECOND, 0.5)).toBe(10 * SECOND)
    expect(nextQueryAt(young, 0, 0.5)).toBe(SECOND)
  })

  it('waits ever longer', () => {
    const moments = Array.from(
      { length: 13 },
      (_, queries) => nextQueryAt(waiting('unknown', queries), 0, 0.5) ?? 0,
    )
    expect(moments).toEqual(moments.toSorted((a, b) => a - b))
  })
})
