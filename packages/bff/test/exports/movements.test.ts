/** Compares movements with the sums they must add up to. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ListedRow } from '../../src/database/payment-list-rows.ts'
import { movementsOf } from '../../src/exports/movements.ts'
import { NOW, operationRow, paymentRow } from '../database/rows.ts'

const amount = fc.integer({ min: 0, max: 1_000_000 })
const operation = fc.record({
  type: fc.constantFrom('capture' as const, 'refund' as const, 'void' as const),
  status: fc.constantFrom('succeeded' as const, 'failed' as const, 'unknown' as const, 'processing' as const),
  amount,
})

it('add up to what was captured less what was refunded, whatever operations are known here', () => {
  const property = fc.property(
    amount,
    amount,
    fc.array(operation, { maxLength: 8 }),
    (captured, refunded, known) => {
      const balances = {
        authorized: captured,
        captured,
        capturable: 0,
        voided: 0,
        voidable: 0,
        refunded,
        refundable: 0,
      }
      const row = {
        ...paymentRow('pay_1', 'chk_1', { live: 0, status: 'succeeded', balances: JSON.stringify(balances) }),
        order_reference: 'order-1',
        shopper_reference: null,
      } as ListedRow
      const operations = known.map((each, index) =>
        operationRow(`op_${index}`, 'pay_1', { ...each, seq: index + 1, updated_at: NOW + index }),
      )
      const movements = movementsOf({ row, operations, disputes: [], steps: [] })
      expect(movements.reduce((sum, { signed }) => sum + signed, 0)).toBe(captured - refunded)
      // What did not happen is no movement.
      const done = known.filter(({ status }) => status === 'succeeded').length
      expect(movements.filter(({ operation: one }) => one !== null)).toHaveLength(done)
      expect(new Set(movements.map(({ id }) => id)).size).toBe(movements.length)
    },
  )
  fc.assert(property, { numRuns: 1000 })
})

it('are none for a payment without sums of PayKKa', () => {
  const row = {
    ...paymentRow('pay_1', 'chk_1'),
    order_reference: 'order-1',
    shopper_reference: null,
  } as ListedRow
  expect(movementsOf({ row, operations: [], disputes: [], steps: [] })).toEqual([])
})
