/** How much may be captured, voided or refunded: the smaller of what database and gateway leave. */
import type { Balances, OperationType } from '@paykka-checkout/shared-types'
import { describe, expect, it } from 'vitest'
import type { ModificationRow, PaymentRow } from '../../../src/database/tables.ts'
import { amountLeft, decideAmount } from '../../../src/payments/modifications/modification-rules.ts'
import { VERBS } from '../../../src/payments/modifications/verbs.ts'

const HELD: Balances = {
  authorized: 1000,
  captured: 0,
  capturable: 1000,
  voided: 0,
  voidable: 1000,
  refunded: 0,
  refundable: 0,
}
const TAKEN: Balances = { ...HELD, captured: 1000, capturable: 0, voidable: 0, refundable: 1000 }
const payment = { status: 'authorized', currency: 'EUR' } as PaymentRow

const done = (type: OperationType, amount: number, status = 'succeeded', open = 0) =>
  ({ type, amount, status, open }) as ModificationRow

describe('amountLeft', () => {
  const cases: [string, OperationType, Balances, ModificationRow[], number][] = [
    ['all that is held', 'capture', HELD, [], 1000],
    ['what our captures left', 'capture', HELD, [done('capture', 300), done('capture', 200)], 500],
    ['what a void of ours left', 'capture', HELD, [done('void', 300)], 700],
    ['failed ones moved nothing', 'capture', HELD, [done('capture', 300, 'failed')], 1000],
    ['one under way may move', 'capture', HELD, [done('capture', 300, 'sending', 1)], 700],
    ['a refund takes nothing held', 'capture', HELD, [done('refund', 300)], 1000],
    ['captured at the gateway by hand', 'capture', { ...HELD, captured: 400 }, [], 600],
    ['voided at the gateway by hand', 'capture', { ...HELD, voided: 400 }, [], 600],
    ['both tell of the same capture', 'capture', { ...HELD, captured: 400 }, [done('capture', 400)], 600],
    ["less by the gateway's word", 'capture', { ...HELD, capturable: 250 }, [], 250],
    ['less to void by its word', 'void', { ...HELD, voidable: 100, capturable: 900 }, [], 100],
    ['never less than nothing', 'capture', HELD, [done('capture', 1200)], 0],
    ['nothing to give back yet', 'refund', HELD, [], 0],
    ['everything taken', 'refund', TAKEN, [], 1000],
    ['what our refunds left', 'refund', TAKEN, [done('refund', 250)], 750],
    ['refunded at the gateway by hand', 'refund', { ...TAKEN, refunded: 400 }, [done('refund', 250)], 600],
    ['never less than nothing back', 'refund', { ...TAKEN, refunded: 1400 }, [], 0],
  ]
  it.each(cases)('%s', (_name, type, balances, operations, left) => {
    expect(amountLeft(type, balances, operations)).toBe(left)
  })
})

describe('moved', () => {
  it.each([
    ['capture', 1],
    ['void', 2],
    ['refund', 3],
  ] as const)('of a %s', (type, sum) => {
    expect(VERBS[type].moved({ ...HELD, captured: 1, voided: 2, refunded: 3 })).toBe(sum)
  })
})

describe('decideAmount', () => {
  const decide = (
    type: OperationType,
    amount: number | undefined,
    balances: Balances | null,
    operations: ModificationRow[] = [],
  ) => decideAmount({ type, amount }, payment, balances, operations)

  it('is what was asked for, up to all that is left', () => {
    expect(decide('capture', undefined, HELD)).toBe(1000)
    expect(decide('capture', 1, HELD)).toBe(1)
    expect(decide('capture', 1000, HELD)).toBe(1000)
  })

  it('names the most there is when it is too much', () => {
    expect(() => decide('capture', 701, HELD, [done('void', 300)])).toThrow(
      expect.objectContaining({
        code: 'amount_too_high',
        extras: { errors: [{ field: '/amount/value', message: 'at most 700 EUR in minor units is left' }] },
      }),
    )
  })

  const refused: [string, OperationType, Balances | null, string][] = [
    ['no balances', 'capture', null, 'PayKKa has reported no balances of this payment; it is authorized.'],
    ['nothing left', 'refund', HELD, 'Nothing is left to refund; the payment is authorized.'],
  ]
  it.each(refused)('is not possible with %s, and says so', (_name, type, balances, detail) => {
    expect(() => decide(type, undefined, balances)).toThrow(
      expect.objectContaining({ code: 'operation_not_possible', extras: { detail } }),
    )
  })

  it.each(['capture', 'void'] as const)('makes a %s wait for a capture or void that is not over', (type) => {
    for (const other of ['capture', 'void'] as const)
      expect(() => decide(type, 1, HELD, [{ ...done(other, 1, 'unknown', 1), id: 'first' }])).toThrow(
        expect.objectContaining({
          code: 'operation_in_progress',
          extras: { operation: { id: 'first', type: other, status: 'unknown' }, retryAfter: 1 },
        }),
      )
    expect(decide(type, 1, HELD, [done('capture', 1), done('refund', 1, 'unknown', 1)])).toBe(1)
  })

  it('lets a refund go beside anything: its own id names it', () => {
    expect(
      decide('refund', 1, TAKEN, [done('capture', 1, 'unknown', 1), done('refund', 1, 'unknown', 1)]),
    ).toBe(1)
  })
})
