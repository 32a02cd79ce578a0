/** Payments: one live attempt per checkout by the database's own word, steps in order, references used once. */
import { describe, expect, it } from 'vitest'
import {
  addStep,
  findLastPayment,
  findPayment,
  findPaymentByGateway,
  findPaymentByReturn,
  findPaymentsByGateway,
  insertPayment,
  listPayments,
  listPaymentsSince,
  listSteps,
  recordLeaving,
  recordReturn,
  recordVisit,
  updatePayment,
} from '../../../src/database/payment-rows.ts'
import type { Use } from '../conformance.ts'
import { addPayment, NOW, paymentRow } from '../rows.ts'

const step = {
  payment_id: 'pay_1',
  at: NOW,
  from_status: null,
  to_status: 'sending',
  cause: 'x',
  detail: null,
} as const

export function paymentCases(use: Use): void {
  const second = (changes = {}) => paymentRow('pay_2', 'chk_1', { attempt: 2, ...changes })

  describe('payments', () => {
    it('reads back every column', async () => {
      const row = await addPayment(use().db, '1')
      expect(await findPayment(use().db, 'pay_1')).toEqual(row)
    })

    it('refuses a second live payment of one checkout', async () => {
      await addPayment(use().db, '1')
      await expect(insertPayment(use().db, second())).rejects.toThrow()
      expect(await listPayments(use().db, 'chk_1')).toHaveLength(1)
    })

    it('refuses to bring a second payment to life', async () => {
      await addPayment(use().db, '1')
      await insertPayment(use().db, second({ live: 0, status: 'failed' }))
      await expect(updatePayment(use().db, 'pay_2', { live: 1 })).rejects.toThrow()
    })

    it('takes the next attempt once the last is over', async () => {
      await addPayment(use().db, '1', { live: 0, status: 'declined' })
      await insertPayment(use().db, second())
      expect((await listPayments(use().db, 'chk_1')).map((row) => row.attempt)).toEqual([1, 2])
      expect((await findLastPayment(use().db, 'chk_1'))?.id).toBe('pay_2')
    })

    it.each([
      ['attempt number', { attempt: 1 }],
      ['trans_id', { trans_id: 'T-pay_1' }],
      ['return reference', { return_hash: 'return of pay_1' }],
    ])('refuses the same %s twice', async (_name, changes) => {
      await addPayment(use().db, '1', { live: 0, status: 'declined' })
      await expect(insertPayment(use().db, second(changes))).rejects.toThrow()
    })

    it('refuses a payment without a checkout', async () => {
      await expect(insertPayment(use().db, paymentRow('pay_1', 'chk_none'))).rejects.toThrow()
    })

    it('lets one of ten inserts of a live payment win', async () => {
      await addPayment(use().db, '1', { live: 0, status: 'declined' })
      const { databases, database } = use()
      const inserts = Array.from({ length: 10 }, (_, index) => {
        const row = paymentRow(`pay_n${index}`, 'chk_1', { attempt: index + 2 })
        return insertPayment((databases[index % databases.length] ?? database).db, row)
      })
      const done = (await Promise.allSettled(inserts)).filter((result) => result.status === 'fulfilled')
      expect(done).toHaveLength(1)
    })

    it('numbers the steps from one, without a gap', async () => {
      await addPayment(use().db, '1')
      for (const to of ['sending', 'unknown', 'succeeded'] as const)
        await addStep(use().db, { ...step, to_status: to })
      const steps = await listSteps(use().db, ['pay_1'])
      expect(steps.map((row) => [row.seq, row.to_status])).toEqual([
        [1, 'sending'],
        [2, 'unknown'],
        [3, 'succeeded'],
      ])
    })

    it('never writes one step number twice', async () => {
      await addPayment(use().db, '1')
      const { databases, database } = use()
      const adding = Array.from({ length: 10 }, (_, index) =>
        addStep((databases[index % databases.length] ?? database).db, step),
      )
      await Promise.allSettled(adding)
      const numbers = (await listSteps(use().db, ['pay_1'])).map((row) => row.seq)
      expect(numbers).toEqual(numbers.map((_, index) => index + 1))
    })

    it('lists no steps for no payments', async () => {
      expect(await listSteps(use().db, [])).toEqual([])
    })

    it("finds a payment by our id first, then by the gateway's", async () => {
      await addPayment(use().db, '1', { gateway_order_id: 'GW1' })
      await addPayment(use().db, '2', { gateway_order_id: 'GW2' })
      const find = (ours: string | null, theirs: string | null) =>
        findPaymentByGateway(use().db, ours, theirs).then((row) => row?.id)
      expect(await find('T-pay_1', 'GW2')).toBe('pay_1')
      expect(await find('T-none', 'GW2')).toBe('pay_2')
      expect(await find(null, 'GW2')).toBe('pay_2')
      expect(await find('T-none', null)).toBeUndefined()
    })

    it('finds all payments that notifications name, by either id, and none for none', async () => {
      await addPayment(use().db, '1', { gateway_order_id: 'GW1' })
      await addPayment(use().db, '2', { gateway_order_id: 'GW2', created_at: NOW + 1 })
      await addPayment(use().db, '3')
      const find = async (...named: [string | null, string | null][]) => {
        const notices = named.map(([trans_id, gateway_order_id]) => ({ trans_id, gateway_order_id }))
        return (await findPaymentsByGateway(use().db, notices)).map((row) => row.id)
      }
      expect(await find(['T-pay_1', null], [null, 'GW2'], ['T-none', 'GW-none'])).toEqual(['pay_1', 'pay_2'])
      expect(await find(['T-pay_3', null])).toEqual(['pay_3'])
      expect(await find([null, 'GW1'])).toEqual(['pay_1'])
      expect([await find([null, null]), await find()]).toEqual([[], []])
    })

    it('finds a payment by its return reference', async () => {
      await addPayment(use().db, '1')
      expect((await findPaymentByReturn(use().db, 'return of pay_1'))?.id).toBe('pay_1')
    })

    it('notes when a shopper came back last', async () => {
      await addPayment(use().db, '1')
      await recordReturn(use().db, 'pay_1', NOW)
      await recordReturn(use().db, 'pay_1', NOW + 1)
      expect((await findPayment(use().db, 'pay_1'))?.return_used_at).toBe(NOW + 1)
    })

    it('notes that a shopper leaves a page, or goes there again, only while the attempt may succeed', async () => {
      await addPayment(use().db, '1')
      await addPayment(use().db, '2', { live: 0, status: 'canceled' })
      for (const id of ['pay_1', 'pay_2']) await recordLeaving(use().db, id, NOW)
      const leftAt = async (id: string) => (await findPayment(use().db, id))?.left_at
      expect([await leftAt('pay_1'), await leftAt('pay_2')]).toEqual([NOW, null])
      await recordVisit(use().db, 'pay_1', '{}')
      expect(await findPayment(use().db, 'pay_1')).toMatchObject({ left_at: null, hosted_page: '{}' })
    })

    it('lists payments since a moment, oldest first', async () => {
      await addPayment(use().db, '1', { created_at: NOW + 2 })
      await addPayment(use().db, '2', { created_at: NOW + 1 })
      await addPayment(use().db, '3', { created_at: NOW - 1 })
      expect((await listPaymentsSince(use().db, NOW)).map((row) => row.id)).toEqual(['pay_2', 'pay_1'])
    })
  })
}
