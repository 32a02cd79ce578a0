/** Which success of a checkout is kept, and how the others are given back exactly once. */
import type { PaymentStatus } from '@paykka-checkout/shared-types'
import { describe, expect, it } from 'vitest'
import type { ModificationRow, PaymentRow } from '../../src/database/tables.ts'
import {
  compareSuccesses,
  GIVE_BACK_DELAYS_MS,
  isDuplicate,
  LOOK_AGAIN_MS,
  planGiveBack,
  toSuccess,
} from '../../src/payments/duplicates/surplus.ts'
import { NOW, paymentRow } from '../database/rows.ts'

const success = (id: string, status: PaymentStatus, late = false, surplus_of: string | null = null) => ({
  id,
  status,
  late,
  surplus_of,
  first: false,
})

describe('isDuplicate', () => {
  const sole = { paid_payment_id: null, paid_before: 0, order_claim: 'sole' as const }
  const paid = { id: 'pay_1', status: 'succeeded' as const, surplus_of: null }
  const rows: [string, Partial<PaymentRow>, object, boolean][] = [
    ['the first success', {}, {}, false],
    ['the payment that pays the checkout', {}, { paid_payment_id: 'pay_1' }, false],
    ['a second success', {}, { paid_payment_id: 'pay_2' }, true],
    ['a second success, refunded', { status: 'refunded' }, { paid_payment_id: 'pay_2' }, true],
    ['an attempt that took no money', { status: 'declined' }, { paid_payment_id: 'pay_2' }, false],
    ['a success of an order paid elsewhere', {}, { paid_before: 1 }, true],
    ['a part of an order', {}, { paid_before: 1, order_claim: 'repeat' }, false],
    ['one that is given back', { surplus_of: 'pay_2' }, {}, true],
    ['one that was voided since', { status: 'canceled', surplus_of: 'pay_2' }, {}, true],
  ]
  it.each(rows)('%s', (_what, payment, checkout, expected) => {
    expect(isDuplicate({ ...paid, ...payment }, { ...sole, ...checkout })).toBe(expected)
  })
})

describe('compareSuccesses', () => {
  type Cell = [string, ReturnType<typeof success>[], string | null, string | null | 'wait', string[]]
  const cells: Cell[] = [
    ['one success', [success('a', 'succeeded')], 'a', 'a', []],
    ['one late success', [success('a', 'succeeded', true)], 'a', 'a', []],
    ['none', [success('a', 'canceled'), success('b', 'declined')], null, null, []],
    ['a late one first', [success('a', 'succeeded', true), success('b', 'succeeded')], 'a', 'b', ['a']],
    ['a late one second', [success('a', 'succeeded', true), success('b', 'succeeded')], 'b', 'b', ['a']],
    ['two late ones', [success('a', 'succeeded', true), success('b', 'succeeded', true)], 'b', 'b', ['a']],
    ['two in time', [success('a', 'succeeded'), success('b', 'succeeded')], 'a', 'a', []],
    ['one under way', [success('a', 'succeeded', true), success('b', 'unknown')], 'a', 'wait', []],
    ['one under review', [success('a', 'succeeded', true), success('b', 'needs_review')], 'a', 'wait', []],
    ['held funds', [success('a', 'authorized', true), success('b', 'authorized')], 'a', 'b', ['a']],
    [
      'an order that was refunded',
      [success('a', 'succeeded', true), success('b', 'refunded')],
      'b',
      'b',
      ['a'],
    ],
    [
      'one being given back',
      [success('a', 'succeeded', true, 'b'), success('b', 'succeeded')],
      'b',
      'b',
      ['a'],
    ],
    [
      'the kept one voided since',
      [success('a', 'succeeded', true, 'b'), success('b', 'canceled')],
      null,
      null,
      ['a'],
    ],
  ]
  it.each(cells)('%s', (_name, payments, first, kept, surplus) => {
    const compared = compareSuccesses(payments.map((one) => ({ ...one, first: one.id === first })))
    if (kept === 'wait') expect(compared).toBe('wait')
    else expect(compared).toMatchObject({ kept, surplus })
  })
})

describe('toSuccess', () => {
  const moves: [PaymentRow['method'], PaymentStatus[], boolean][] = [
    ['hosted', ['sending', 'action_required', 'succeeded'], false],
    ['hosted', ['sending', 'action_required', 'canceled', 'succeeded'], true],
    ['hosted', ['sending', 'action_required', 'expired', 'authorized', 'succeeded'], true],
    ['hosted', ['sending', 'action_required', 'canceled', 'needs_review', 'succeeded'], true],
    ['hosted', ['sending', 'authorized', 'canceled', 'succeeded'], false],
    ['hosted', ['sending', 'action_required', 'canceled'], false],
    ['card', ['sending', 'unknown', 'failed', 'succeeded'], false],
  ]
  it.each(moves)('of %s through %j is late: %j', (method, statuses, late) => {
    const steps = statuses.map((to_status, index) => ({
      from_status: statuses[index - 1] ?? null,
      to_status,
    }))
    const payment = { ...paymentRow('a', 'chk', { method }), paid_payment_id: 'a', paid_before: 0 }
    expect(toSuccess(payment, steps)).toMatchObject({ late, first: true })
  })

  it.each([
    ['b', 0],
    ['a', 1],
  ])(
    'is not the first of its order when %j counts for the checkout, paid before: %i',
    (paid_payment_id, paid_before) => {
      const payment = { ...paymentRow('a', 'chk'), paid_payment_id, paid_before }
      expect(toSuccess(payment, []).first).toBe(false)
    },
  )
})

const sums = (changes: object) =>
  JSON.stringify({
    authorized: 1099,
    captured: 0,
    capturable: 0,
    voided: 0,
    voidable: 0,
    refunded: 0,
    refundable: 0,
    ...changes,
  })
const CAPTURED = sums({ captured: 1099, refundable: 1099 })
const HELD = sums({ capturable: 1099, voidable: 1099 })

function operation(changes: Partial<ModificationRow>): ModificationRow {
  const key = `surplus ${changes.seq ?? 1}`
  return {
    seq: 1,
    type: 'refund',
    amount: 1099,
    open: 0,
    updated_at: NOW,
    idempotency_key: key,
    ...changes,
  } as ModificationRow
}
const failed = (seq: number) => operation({ seq, status: 'failed' })

describe('planGiveBack', () => {
  const paid = (changes: Partial<PaymentRow> = {}) =>
    paymentRow('a', 'chk', { status: 'succeeded', balances: CAPTURED, ...changes })
  const first = GIVE_BACK_DELAYS_MS[0] ?? 0
  const cells: [string, PaymentRow, ModificationRow[], number, object][] = [
    ['captured', paid(), [], 0, { do: 'refund', key: 'surplus 1' }],
    ['held', paid({ status: 'authorized', balances: HELD }), [], 0, { do: 'void', key: 'surplus 1' }],
    ['without sums', paid({ balances: null }), [], 0, { do: 'refund', key: 'surplus 1' }],
    [
      'held without sums',
      paid({ status: 'authorized', balances: null }),
      [],
      0,
      { do: 'void', key: 'surplus 1' },
    ],
    [
      'refunded',
      paid({ status: 'refunded', balances: sums({ captured: 1099, refunded: 1099 }) }),
      [],
      0,
      { do: 'nothing' },
    ],
    ['refunded without sums', paid({ status: 'refunded', balances: null }), [], 0, { do: 'nothing' }],
    ['voided', paid({ status: 'canceled' }), [], 0, { do: 'nothing' }],
    [
      'being refunded',
      paid(),
      [operation({ status: 'unknown', open: 1 })],
      0,
      { do: 'look_again', at: NOW + LOOK_AGAIN_MS },
    ],
    [
      'refunded here, not yet in the sums',
      paid(),
      [operation({ status: 'succeeded' })],
      0,
      { do: 'nothing' },
    ],
    ['refused a moment ago', paid(), [failed(1)], first - 1, { do: 'look_again', at: NOW + first }],
    ['refused', paid(), [failed(1)], first, { do: 'refund', key: 'surplus 2' }],
    [
      'refunded in part by the shop',
      paid({ balances: sums({ captured: 1099, refunded: 99 }) }),
      [],
      0,
      { do: 'refund', key: 'surplus 1' },
    ],
    [
      'being refunded by the shop',
      paid(),
      [operation({ status: 'processing', open: 1, idempotency_key: 'k' })],
      0,
      { do: 'look_again', at: NOW + LOOK_AGAIN_MS },
    ],
    [
      'refused again and again',
      paid(),
      GIVE_BACK_DELAYS_MS.map((_, index) => failed(index + 1)).concat(failed(8)),
      0,
      { do: 'give_up' },
    ],
  ]
  it.each(cells)('%s', (_name, payment, operations, ms, step) => {
    expect(planGiveBack(payment, operations, NOW + ms)).toEqual(step)
  })
})
