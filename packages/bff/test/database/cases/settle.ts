/** Settling under the lock: two answers at once apply once, all that belongs together changes together. */

import type { CompiledQuery } from 'kysely'
import { describe, expect, it } from 'vitest'
import { Vault } from '../../../src/cards/vault.ts'
import { findCheckout } from '../../../src/database/checkout-rows.ts'
import type { Database } from '../../../src/database/database.ts'
import { listShopEvents } from '../../../src/database/event-rows.ts'
import { claimKey, findKey } from '../../../src/database/idempotency-rows.ts'
import { claimDuePayments, findPayment, listSteps } from '../../../src/database/payment-rows.ts'
import type { SettleParts } from '../../../src/payments/engine/engine-parts.ts'
import type { GatewayAnswer } from '../../../src/payments/gateway.ts'
import { settlePayment } from '../../../src/payments/purchases/settle-payment.ts'
import type { Use } from '../conformance.ts'
import { addPayment, keyRow, LEASE_MS, NOW } from '../rows.ts'

const PAID: GatewayAnswer = { kind: 'state', state: { status: 'succeeded' }, facts: { orderId: 'GW1' } }
const DECLINED: GatewayAnswer = {
  kind: 'state',
  state: { status: 'declined', code: 'do_not_honor', retry: 'other-card' },
  facts: {},
}
const ASKED = { what: 'query', at: NOW, provenAt: NOW } as const

const parts = (database: Database): SettleParts => ({
  database,
  now: () => NOW,
  provenNow: () => NOW,
  random: () => 0.5,
  vault: new Vault(new Uint8Array(32)),
  log: { info: () => {}, warn: () => {}, error: () => {} },
})

export function settleCases(use: Use): void {
  const pick = (index: number) => parts(use().databases[index % use().databases.length] ?? use().database)
  const add = async () => {
    await addPayment(use().db, '1')
    await claimKey(use().db, keyRow('key-of-pay_1', { scope: 'pay:chk_1', payment_id: 'pay_1' }))
  }
  const stepsTo = async () => (await listSteps(use().db, ['pay_1'])).map((row) => row.to_status)

  describe('settling', () => {
    it('moves payment, step, checkout, event and stored answer together', async () => {
      await add()
      await settlePayment(parts(use().database), 'pay_1', PAID, ASKED)
      expect(await findPayment(use().db, 'pay_1')).toMatchObject({
        status: 'succeeded',
        live: 0,
        next_query_at: null,
      })
      expect(await stepsTo()).toEqual(['succeeded'])
      expect(await findCheckout(use().db, 'chk_1')).toMatchObject({
        status: 'succeeded',
        live_payment_id: null,
        paid_payment_id: 'pay_1',
      })
      expect(await listShopEvents(use().db, { state: 'pending' }, 9)).toHaveLength(1)
      expect((await findKey(use().db, 'pay:chk_1', 'key-of-pay_1'))?.response_status).toBe(200)
    })

    it('applies the same answer once, however many bring it', async () => {
      await add()
      await Promise.all(
        Array.from({ length: 12 }, (_, index) => settlePayment(pick(index), 'pay_1', PAID, ASKED)),
      )
      expect(await stepsTo()).toEqual(['succeeded'])
      expect(await listShopEvents(use().db, {}, 9)).toHaveLength(1)
    })

    it('ends paid when a decline and a success come at once', async () => {
      await add()
      await Promise.all([
        settlePayment(pick(0), 'pay_1', DECLINED, ASKED),
        settlePayment(pick(1), 'pay_1', PAID, ASKED),
      ])
      expect((await findPayment(use().db, 'pay_1'))?.status).toBe('succeeded')
      expect((await findCheckout(use().db, 'chk_1'))?.paid_payment_id).toBe('pay_1')
    })

    it('drops what an instance learned under a lease it has lost', async () => {
      await add()
      const claim = (owner: string, now: number) =>
        claimDuePayments(use().database, { owner, now, leaseMs: LEASE_MS, limit: 1 })
      const [sleeper] = await claim('bff_1', NOW)
      const [heir] = await claim('bff_2', NOW + LEASE_MS)
      await settlePayment(pick(0), 'pay_1', DECLINED, { ...ASKED, fence: sleeper?.lease_fence ?? -1 })
      expect((await findPayment(use().db, 'pay_1'))?.status).toBe('sending')
      await settlePayment(pick(1), 'pay_1', PAID, { ...ASKED, fence: heir?.lease_fence ?? -1 })
      expect(await stepsTo()).toEqual(['succeeded'])
    })

    it('changes nothing at all when the last write fails', async () => {
      await add()
      await use().db.deleteFrom('checkout_versions').execute()
      await use().db.updateTable('payments').set({ checkout_id: 'chk_1' }).where('id', '=', 'pay_1').execute()
      const broken = parts(failAt(use().database, 'idempotency_keys'))
      await expect(settlePayment(broken, 'pay_1', PAID, ASKED)).rejects.toThrow('on purpose')
      expect((await findPayment(use().db, 'pay_1'))?.status).toBe('sending')
      expect(await stepsTo()).toEqual([])
      expect((await findCheckout(use().db, 'chk_1'))?.status).toBe('open')
      expect(await listShopEvents(use().db, {}, 9)).toEqual([])
    })

    it('brings a given-up payment back to paid when the gateway proves it', async () => {
      await add()
      await settlePayment(
        parts(use().database),
        'pay_1',
        { kind: 'not_sent', reason: 'x' },
        { what: 'order', at: NOW, provenAt: NOW },
      )
      await settlePayment(parts(use().database), 'pay_1', PAID, ASKED)
      expect(await stepsTo()).toEqual(['failed', 'succeeded'])
      expect((await findCheckout(use().db, 'chk_1'))?.status).toBe('succeeded')
    })
  })
}

/** A database whose transactions fail on the first update of that table. */
function failAt(database: Database, table: string): Database {
  return {
    ...database,
    transaction: (work) =>
      database.transaction((tx) =>
        work(
          new Proxy(tx, {
            get: (target, name) => {
              const value: unknown = Reflect.get(target, name)
              if (typeof value !== 'function') return value
              return (...args: unknown[]) => {
                const [query] = args as [CompiledQuery]
                if (name === 'executeQuery' && query.sql.startsWith(`update "${table}"`))
                  throw new Error('on purpose')
                return Reflect.apply(value, target, args)
              }
            },
          }),
        ),
      ),
  }
}
