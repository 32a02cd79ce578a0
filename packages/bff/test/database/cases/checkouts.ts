/** Checkouts: one live attempt, no change while one is being paid, no price that was not shown. */
import { describe, expect, it } from 'vitest'
import {
  findCheckout,
  findCheckoutBySecret,
  findVersionAmount,
  insertCheckout,
  insertVersion,
  listCheckoutsSince,
  startAttempt,
  updateOpenCheckout,
} from '../../../src/database/checkout-rows.ts'
import type { Database } from '../../../src/database/database.ts'
import type { Use } from '../conformance.ts'
import { addPayment, checkoutRow, NOW } from '../rows.ts'

/** A moment that PayKKa has confirmed. */
const AT = { now: NOW, provenNow: NOW }

export function checkoutCases(use: Use): void {
  const add = (changes = {}) => insertCheckout(use().db, checkoutRow('chk_1', changes))
  const pick = (index: number): Database => {
    const { databases, database } = use()
    return databases[index % databases.length] ?? database
  }
  const start = (index = 0, version = 1, now = NOW) =>
    startAttempt(pick(index).db, 'chk_1', version, `pay_${index}`, { now, provenNow: now })

  describe('checkouts', () => {
    it('reads back what was written, by id and by secret', async () => {
      await add()
      expect(await findCheckout(use().db, 'chk_1')).toEqual(checkoutRow('chk_1'))
      expect((await findCheckoutBySecret(use().db, 'hash of chk_1'))?.id).toBe('chk_1')
      expect(await findCheckoutBySecret(use().db, 'another hash')).toBeUndefined()
    })

    it('refuses a second checkout with the same id or secret', async () => {
      await add()
      await expect(add()).rejects.toThrow()
      const twin = checkoutRow('chk_2', { secret_hash: 'hash of chk_1' })
      await expect(insertCheckout(use().db, twin)).rejects.toThrow()
    })

    it('remembers what every version cost', async () => {
      await add()
      await insertVersion(use().db, { id: 'chk_1', version: 2, amount: 2500, updated_at: NOW })
      expect(await findVersionAmount(use().db, 'chk_1', 1)).toBe(1099)
      expect(await findVersionAmount(use().db, 'chk_1', 2)).toBe(2500)
      expect(await findVersionAmount(use().db, 'chk_1', 3)).toBeUndefined()
    })

    it('starts no attempt once its order was released, whatever the time is', async () => {
      await add({ order_claim: 'released' })
      expect(await start(0, 1, 0)).toBeUndefined()
    })

    it('starts exactly one of 50 attempts at once', async () => {
      await add()
      const started = await Promise.all(Array.from({ length: 50 }, (_, index) => start(index)))
      const winners = started.filter((row) => row !== undefined)
      expect(winners).toHaveLength(1)
      const row = await findCheckout(use().db, 'chk_1')
      expect(row).toMatchObject({
        attempts: 1,
        status: 'processing',
        live_payment_id: winners[0]?.live_payment_id,
      })
    })

    it.each([
      ['being paid', { live_payment_id: 'pay_9', status: 'processing' }],
      ['paid', { status: 'succeeded', paid_payment_id: 'pay_9' }],
      ['canceled', { status: 'canceled' }],
      ['expired', { expires_at: NOW }],
      ['of another version', { version: 2 }],
    ])('starts no attempt on a checkout that is %s', async (_name, changes) => {
      await add(changes)
      expect(await start()).toBeUndefined()
      expect((await findCheckout(use().db, 'chk_1'))?.attempts).toBe(0)
    })

    it('lets either the change of price or the payment win, never both', async () => {
      for (let round = 0; round < 10; round++) {
        const id = `chk_race_${round}`
        await insertCheckout(use().db, checkoutRow(id))
        const [changed, started] = await Promise.all([
          updateOpenCheckout(pick(0).db, id, AT, { amount: 5, version: 2 }),
          startAttempt(pick(1).db, id, 1, `pay_${round}`, AT),
        ])
        expect([changed, started].filter((row) => row !== undefined)).toHaveLength(1)
      }
    })

    it('lets either the cancel or the payment win, never both', async () => {
      await add()
      const [canceled, started] = await Promise.all([
        updateOpenCheckout(pick(0).db, 'chk_1', AT, { status: 'canceled' }),
        start(1),
      ])
      expect([canceled, started].filter((row) => row !== undefined)).toHaveLength(1)
    })

    it('changes nothing while a payment is live', async () => {
      await add({ live_payment_id: 'pay_1', status: 'processing' })
      expect(await updateOpenCheckout(use().db, 'chk_1', AT, { amount: 1 })).toBeUndefined()
      expect((await findCheckout(use().db, 'chk_1'))?.amount).toBe(1099)
    })

    it('lists checkouts by their own age and by that of their payments', async () => {
      await insertCheckout(use().db, checkoutRow('chk_old', { created_at: NOW - 10 }))
      await insertCheckout(use().db, checkoutRow('chk_new'))
      await addPayment(use().db, 'paid')
      await use()
        .db.updateTable('checkouts')
        .set({ created_at: NOW - 10 })
        .where('id', '=', 'chk_paid')
        .execute()
      const ids = (await listCheckoutsSince(use().db, NOW)).map((row) => row.id)
      expect(ids.sort()).toEqual(['chk_new', 'chk_paid'])
    })
  })
}
