/** Times that a clock which was wrong for a moment has written: nothing may wait for them. */
import { describe, expect, it } from 'vitest'
import { addShopEvent, claimDueEvents } from '../../../src/database/event-rows.ts'
import { claimJob } from '../../../src/database/job-rows.ts'
import { claimDueModifications, insertModification } from '../../../src/database/modification-rows.ts'
import { claimDueNotifications, receiveNotification } from '../../../src/database/notification-rows.ts'
import { claimDuePayments, findPayment } from '../../../src/database/payment-rows.ts'
import type { ModificationRow, PaymentRow } from '../../../src/database/tables.ts'
import { bringFarAheadBack } from '../../../src/jobs/far-ahead.ts'
import type { Use } from '../conformance.ts'
import { addPayment, eventRow, LEASE_MS, NOW, notificationRow, operationRow } from '../rows.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const YEAR = 365 * DAY
const SEND_WINDOW_MS = 45_000
const LEASE = { owner: 'bff_1', leaseMs: LEASE_MS, limit: 99 }

export function farAheadCases(use: Use): void {
  const reported: unknown[] = []
  const log = { warn: (facts: Record<string, unknown>) => void reported.push(facts) }
  const bringBack = (provenNow = NOW) =>
    bringFarAheadBack({
      database: use().database,
      provenNow: () => provenNow,
      sendWindowMs: SEND_WINDOW_MS,
      log,
    })
  const duePayments = async (now = NOW) =>
    (await claimDuePayments(use().database, { ...LEASE, now })).map((row) => row.id)

  describe('a time that a wrong clock has written', () => {
    const far: [string, Partial<PaymentRow>][] = [
      ['an unknown payment, by an hour', { status: 'unknown', queries: 1, next_query_at: NOW + HOUR }],
      ['a payment at its bank', { status: 'action_required', queries: 0, next_query_at: NOW + HOUR }],
      ['a payment in review', { status: 'needs_review', queries: 30, next_query_at: NOW + YEAR }],
      ['held funds', { status: 'authorized', live: 0, next_query_at: NOW + YEAR }],
    ]
    it.each(far)('does not keep %s waiting', async (_name, changes) => {
      await addPayment(use().db, '1', { send_deadline: NOW, ...changes })
      expect(await duePayments()).toEqual([])
      expect(await bringBack()).toBe(1)
      expect(await duePayments()).toEqual(['pay_1'])
    })

    const usual: [string, Partial<PaymentRow>][] = [
      [
        'a payment that has been asked for often',
        { status: 'unknown', queries: 12, next_query_at: NOW + HOUR },
      ],
      ['held funds', { status: 'authorized', live: 0, next_query_at: NOW + DAY }],
      ['a payment that is being sent', { status: 'sending', next_query_at: NOW + SEND_WINDOW_MS }],
      ['one whose process has a clock a minute ahead', { status: 'unknown', next_query_at: NOW + MINUTE }],
    ]
    it.each(usual)('is not that of %s', async (_name, changes) => {
      await addPayment(use().db, '1', changes)
      expect(await bringBack()).toBe(0)
    })

    it('does not keep a payment from ever being given up', async () => {
      await addPayment(use().db, '1', { status: 'unknown', next_query_at: NOW, send_deadline: NOW + YEAR })
      await bringBack()
      expect((await findPayment(use().db, 'pay_1'))?.send_deadline).toBe(NOW + SEND_WINDOW_MS)
    })

    it('does not make a purchase due that may be on its way', async () => {
      await addPayment(use().db, '1', { next_query_at: NOW + YEAR, send_deadline: NOW + YEAR })
      await bringBack()
      expect(await duePayments()).toEqual([])
      expect(await duePayments(NOW + SEND_WINDOW_MS)).toEqual(['pay_1'])
    })

    it('does not delay a refund, a notification or an event', async () => {
      const { db, database } = use()
      await addPayment(db, '1', { status: 'succeeded', live: 0, next_query_at: null })
      await insertModification(db, openRefund())
      await receiveNotification(database, notificationRow('n1', { attempts: 1, next_at: NOW + HOUR }))
      await addShopEvent(db, eventRow('e1', 'pay_1', { attempts: 2, next_at: NOW + HOUR }))
      const due = async () => [
        ...(await claimDueModifications(database, NOW, LEASE_MS, 9)),
        ...(await claimDueNotifications(database, NOW, LEASE_MS, 9)),
        ...(await claimDueEvents(database, NOW, LEASE_MS, 9)),
      ]
      expect(await due()).toEqual([])
      expect(await bringBack()).toBe(3)
      expect(reported.at(-1)).toEqual({ payments: 0, operations: 1, surplus: 0, notices: 1, events: 1 })
      expect((await due()).map((row) => row.id).toSorted()).toEqual(['e1', 'n1', 'ref_1'])
    })

    it('does not keep what was paid twice from being given back', async () => {
      const { db } = use()
      await addPayment(db, '1')
      const dueAt = async () =>
        (await db.selectFrom('checkouts').select('surplus_due_at').executeTakeFirst())?.surplus_due_at
      await db
        .updateTable('checkouts')
        .set({ surplus_due_at: NOW + 12 * HOUR })
        .execute()
      expect([await bringBack(), await dueAt()]).toEqual([0, NOW + 12 * HOUR])
      await db
        .updateTable('checkouts')
        .set({ surplus_due_at: NOW + YEAR })
        .execute()
      expect([await bringBack(), await dueAt()]).toEqual([1, NOW])
    })

    it('is left alone while PayKKa has not confirmed ours', async () => {
      await addPayment(use().db, '1', { status: 'unknown', next_query_at: NOW + YEAR })
      expect(await bringBack(0)).toBe(0)
    })
  })

  describe('a lease that ends further ahead than it lasts', () => {
    const farLease = NOW + LEASE_MS + HOUR

    it('is over', async () => {
      const { db, database } = use()
      await addPayment(db, '1', { lease_until: farLease })
      await insertModification(db, openRefund({ next_query_at: NOW, lease_until: farLease }))
      await receiveNotification(database, notificationRow('n1', { lease_until: farLease }))
      await addShopEvent(db, eventRow('e1', 'pay_1', { lease_until: farLease }))
      expect(await duePayments()).toHaveLength(1)
      expect(await claimDueModifications(database, NOW, LEASE_MS, 9)).toHaveLength(1)
      expect(await claimDueNotifications(database, NOW, LEASE_MS, 9)).toHaveLength(1)
      expect(await claimDueEvents(database, NOW, LEASE_MS, 9)).toHaveLength(1)
    })

    it('does not stop a job, nor does a last run in the future', async () => {
      const { db } = use()
      const job = { name: 'daily', lease_until: NOW + YEAR, last_run_at: NOW + YEAR }
      await db.insertInto('jobs').values(job).execute()
      expect(await claimJob(db, 'daily', NOW, DAY, LEASE_MS)).toBe(true)
      expect(await claimJob(db, 'daily', NOW, DAY, LEASE_MS)).toBe(false)
    })
  })
}

/** A refund whose outcome is asked for far ahead. */
function openRefund(changes: Partial<ModificationRow> = {}): ModificationRow {
  const waits = { status: 'unknown', open: 1, next_query_at: NOW + HOUR } as const
  return operationRow('ref_1', 'pay_1', { ...waits, ...changes })
}
