/** Transactions: all or nothing, one after the other where it matters. */
import { describe, expect, it } from 'vitest'
import { insertCheckout } from '../../../src/database/checkout-rows.ts'
import { isDatabaseError } from '../../../src/database/database.ts'
import { addShopEvent, listShopEvents } from '../../../src/database/event-rows.ts'
import { claimKey, findKey } from '../../../src/database/idempotency-rows.ts'
import { findPayment, insertPayment, lockPayment, updatePayment } from '../../../src/database/payment-rows.ts'
import type { Use } from '../conformance.ts'
import { addPayment, checkoutRow, eventRow, keyRow, paymentRow } from '../rows.ts'

export function transactionCases(use: Use): void {
  const pick = (index: number) => use().databases[index % use().databases.length] ?? use().database

  describe('transactions', () => {
    it('returns what the work returns', async () => {
      expect(await use().database.transaction(async () => 'done')).toBe('done')
    })

    it('leaves nothing behind when the work throws', async () => {
      const work = use().database.transaction(async (tx) => {
        await claimKey(tx, keyRow('key'))
        await insertCheckout(tx, checkoutRow('chk_1'))
        await insertPayment(tx, paymentRow('pay_1', 'chk_1'))
        await addShopEvent(tx, eventRow('e1', 'pay_1'))
        throw new Error('on purpose')
      })
      await expect(work).rejects.toThrow('on purpose')
      expect(await findKey(use().db, 'pay:chk_1', 'key')).toBeUndefined()
      expect(await findPayment(use().db, 'pay_1')).toBeUndefined()
      expect(await listShopEvents(use().db, {}, 9)).toEqual([])
    })

    it('leaves nothing behind when a statement fails', async () => {
      await addPayment(use().db, '1')
      const work = use().database.transaction(async (tx) => {
        await claimKey(tx, keyRow('key'))
        await insertPayment(tx, paymentRow('pay_2', 'chk_1', { attempt: 2 }))
      })
      await expect(work).rejects.toSatisfy(isDatabaseError)
      expect(await findKey(use().db, 'pay:chk_1', 'key')).toBeUndefined()
    })

    it('commits nothing when a failed statement is swallowed and the work goes on', async () => {
      await addPayment(use().db, '1')
      const work = use().database.transaction(async (tx) => {
        await claimKey(tx, keyRow('key'))
        await insertPayment(tx, paymentRow('pay_2', 'chk_1', { attempt: 2 })).catch(() => {})
        throw new Error('given up')
      })
      await expect(work).rejects.toThrow()
      expect(await findKey(use().db, 'pay:chk_1', 'key')).toBeUndefined()
    })

    it('is usable again after a failure', async () => {
      await expect(use().database.transaction(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
      await use().database.transaction((tx) => insertCheckout(tx, checkoutRow('chk_1')))
    })

    it('does not show unfinished work to others', async () => {
      if (use().databases.length === 1) return
      await use().database.transaction(async (tx) => {
        await claimKey(tx, keyRow('key'))
        expect(await findKey(pick(1).db, 'pay:chk_1', 'key')).toBeUndefined()
      })
      expect(await findKey(pick(1).db, 'pay:chk_1', 'key')).toBeDefined()
    })

    it('loses none of 30 changes that each read first', async () => {
      await addPayment(use().db, '1')
      const raise = (index: number) =>
        pick(index).transaction(async (tx) => {
          const row = await lockPayment(pick(index).kind, tx, 'pay_1')
          await updatePayment(tx, 'pay_1', { queries: (row?.queries ?? 0) + 1 })
        })
      await Promise.all(Array.from({ length: 30 }, (_, index) => raise(index)))
      expect((await findPayment(use().db, 'pay_1'))?.queries).toBe(30)
    })

    it('distinguishes its own failures from errors of our rules', async () => {
      await addPayment(use().db, '1')
      const failure = await insertPayment(use().db, paymentRow('pay_1', 'chk_1')).catch(
        (error: unknown) => error,
      )
      expect(isDatabaseError(failure)).toBe(true)
      expect(isDatabaseError(new Error('checkout is closed'))).toBe(false)
    })
  })
}
