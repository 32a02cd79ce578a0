/** What the checkouts of an order leave to another one. */
import { describe, expect, it } from 'vitest'
import { isUnderWay, judgeOrder } from '../../src/checkouts/order-rule.ts'
import type { OrderMember } from '../../src/database/order-rows.ts'
import { checkoutRow, NOW } from '../database/rows.ts'

const member = (id: string, changes: Partial<OrderMember> = {}): OrderMember => ({
  ...checkoutRow(id),
  order_claim: 'sole',
  ...changes,
})
const paid = (id: string, status: 'authorized' | 'succeeded' = 'succeeded') =>
  member(id, { status, paid_payment_id: `pay_${id}` })
const judge = (members: OrderMember[], paying: string[] = []) => judgeOrder(members, new Set(paying), NOW)

describe('the checkouts of an order', () => {
  it.each([
    ['none', [], [], [], []],
    ['one that is open', [member('a')], [], ['a'], []],
    ['one that was declined', [member('a', { attempts: 3 })], [], ['a'], []],
    ['one that has expired', [member('a', { expires_at: NOW })], [], [], ['a']],
    ['one that was canceled', [member('a', { status: 'canceled' })], [], [], ['a']],
    ['one whose money was given back', [paid('a')], [], [], ['a']],
    ['one from before the rule', [member('a', { order_claim: 'none' })], [], ['a'], []],
    ['one beside others', [member('a', { order_claim: 'repeat' })], [], ['a'], []],
    [
      'one that has lost the order and expired',
      [member('a', { order_claim: 'none', expires_at: 0 })],
      [],
      [],
      ['a'],
    ],
    ['one that was released before', [member('a', { order_claim: 'released', expires_at: 0 })], [], [], []],
    ['several', [member('a'), member('b', { expires_at: 0 }), member('c')], [], ['a', 'c'], ['b']],
    ['a charge that was declined', [member('a', { agreement_id: 'agr_1', attempts: 1 })], [], ['a'], []],
    ['a charge that never began', [member('a', { agreement_id: 'agr_1', expires_at: NOW })], [], [], ['a']],
  ])('leave it free: %s', (_name, members, paying, supersede, release) => {
    expect(judge(members, paying)).toEqual({ kind: 'free', supersede, release })
  })

  it.each(['processing', 'action_required', 'unknown'] as const)(
    'are in the way while one is %s',
    (status) => {
      const busy = member('b', { status, live_payment_id: 'pay_b' })
      expect(judge([member('a'), busy])).toEqual({ kind: 'in_progress', by: busy })
      // Also past its time, since money may be moving.
      expect(isUnderWay({ ...busy, expires_at: 0 }, NOW)).toBe(true)
    },
  )

  it('are in the way while an agreement is about to be charged', () => {
    const charge = member('a', { agreement_id: 'agr_1' })
    expect(judge([charge])).toEqual({ kind: 'in_progress', by: charge })
  })

  it.each(['authorized', 'succeeded'] as const)(
    'are in the way when one is %s, whatever else there is',
    (status) => {
      const busy = member('a', { status: 'unknown', live_payment_id: 'pay_a' })
      const one = paid('b', status)
      expect(judge([busy, one], ['b'])).toEqual({ kind: 'paid', by: one })
    },
  )
})
