/** What goes in comes out: big numbers, odd text, nulls. */
import { describe, expect, it } from 'vitest'
import {
  deleteCardKeysBefore,
  findCardKey,
  findNewestCardKey,
  insertCardKey,
} from '../../../src/database/card-key-rows.ts'
import { findCheckout, insertCheckout } from '../../../src/database/checkout-rows.ts'
import { isDatabaseError } from '../../../src/database/database.ts'
import { findPayment } from '../../../src/database/payment-rows.ts'
import type { Use } from '../conformance.ts'
import { addPayment, checkoutRow, NOW } from '../rows.ts'

const TEXTS = [
  ['emoji and surrogate pairs', '👩‍👩‍👧 𝒳 🇪🇺'],
  ['right-to-left and combining marks', 'שלום مرحبا é'],
  ['quotes and SQL', `'; drop table payments; -- " \\ $1 ?`],
  ['line breaks and controls', 'a\r\n\t\u0001\u2028b'],
  ['20,000 characters', 'ß'.repeat(20_000)],
  ['the empty text', ''],
] as const

export function valueCases(use: Use): void {
  describe('values', () => {
    it.each([0, 1, 999_999_999_999, 2 ** 31, Number.MAX_SAFE_INTEGER])(
      'keeps the amount %d',
      async (amount) => {
        await insertCheckout(use().db, checkoutRow('chk_1', { amount }))
        expect((await findCheckout(use().db, 'chk_1'))?.amount).toBe(amount)
      },
    )

    it('keeps times to the millisecond', async () => {
      const moment = Date.UTC(2100, 0, 1) + 123
      const row = await addPayment(use().db, '1', {
        created_at: moment,
        next_query_at: moment,
        lease_until: moment,
      })
      expect(await findPayment(use().db, 'pay_1')).toEqual(row)
    })

    it('adds up and counts to numbers, not to text', async () => {
      await addPayment(use().db, '1', { amount: 999_999_999_999 })
      const { count } = await use()
        .db.selectFrom('payments')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      expect(count).toBe(1)
    })

    it.each(TEXTS)('keeps %s', async (_name, text) => {
      await insertCheckout(use().db, checkoutRow('chk_1', { order_reference: text, details: text }))
      const row = await findCheckout(use().db, 'chk_1')
      expect([row?.order_reference, row?.details]).toEqual([text, text])
    })

    it('keeps NUL inside JSON text, where it is escaped', async () => {
      const details = JSON.stringify({ note: 'a\u0000b' })
      await insertCheckout(use().db, checkoutRow('chk_1', { details }))
      expect(JSON.parse((await findCheckout(use().db, 'chk_1'))?.details ?? '')).toEqual({ note: 'a\u0000b' })
    })

    it('takes a bare NUL whole or refuses it as a database error, never cut off', async () => {
      const text = 'a\u0000b'
      const [result] = await Promise.allSettled([
        insertCheckout(use().db, checkoutRow('chk_1', { order_reference: text })),
      ])
      const row = await findCheckout(use().db, 'chk_1')
      if (result?.status === 'rejected') {
        expect([isDatabaseError(result.reason), row]).toEqual([true, undefined])
      } else {
        expect(row?.order_reference).toBe(text)
      }
    })

    it('distinguishes null from the empty text and from zero', async () => {
      await addPayment(use().db, '1', { card_bin: '', return_used_at: 0, failure: null })
      expect(await findPayment(use().db, 'pay_1')).toMatchObject({
        card_bin: '',
        return_used_at: 0,
        failure: null,
      })
    })

    it('finds the newest card key, and forgets old ones', async () => {
      const key = (kid: string, at: number) => ({
        kid,
        public_jwk: '{}',
        sealed_private: 'x',
        created_at: at,
      })
      await insertCardKey(use().db, key('old', NOW - 10))
      await insertCardKey(use().db, key('new', NOW))
      expect((await findNewestCardKey(use().db, NOW - 5, NOW + 5))?.kid).toBe('new')
      expect(await findNewestCardKey(use().db, NOW, NOW + 5)).toBeUndefined()
      await deleteCardKeysBefore(use().db, NOW)
      expect(await findCardKey(use().db, 'old')).toBeUndefined()
      expect((await findCardKey(use().db, 'new'))?.created_at).toBe(NOW)
    })
  })
}
