/** The inbox, the outbox and the shared jobs: stored once, leased to one, forgotten only when done. */
import { describe, expect, it } from 'vitest'
import {
  addShopEvent,
  claimDueEvents,
  listShopEvents,
  markDelivered,
  markUndelivered,
  redeliverShopEvents,
} from '../../../src/database/event-rows.ts'
import { claimJob, finishJob } from '../../../src/database/job-rows.ts'
import {
  claimDueNotifications,
  finishNotification,
  listNotificationRows,
  postponeNotifications,
  receiveNotification,
  requeueNotifications,
} from '../../../src/database/notification-rows.ts'
import { KEEP_MS, pruneShortLived } from '../../../src/retention/short-lived.ts'
import type { Use } from '../conformance.ts'
import { addPayment, eventRow, LEASE_MS, NOW, notificationRow } from '../rows.ts'

export function queueCases(use: Use): void {
  const pick = (index: number) => use().databases[index % use().databases.length] ?? use().database
  inboxCases(use, pick)
  outboxCases(use, pick)

  describe('jobs', () => {
    it('lets one of 20 instances run a job', async () => {
      const claims = Array.from({ length: 20 }, (_, index) =>
        claimJob(pick(index).db, 'daily', NOW, 1000, LEASE_MS),
      )
      expect((await Promise.all(claims)).filter(Boolean)).toHaveLength(1)
    })

    it('runs a job again when its time has come, and after a crash when the lease is over', async () => {
      const claim = (now: number) => claimJob(use().db, 'daily', now, 1000, LEASE_MS)
      expect(await claim(NOW)).toBe(true)
      expect(await claim(NOW + LEASE_MS)).toBe(true)
      await finishJob(use().db, 'daily', NOW + LEASE_MS)
      expect(await claim(NOW + LEASE_MS + 999)).toBe(false)
      expect(await claim(NOW + LEASE_MS + 1000)).toBe(true)
    })
  })
}

function inboxCases(use: Use, pick: (index: number) => ReturnType<Use>['database']): void {
  describe('the inbox', () => {
    it('stores a notification once and counts its repetitions', async () => {
      const copies = Array.from({ length: 30 }, (_, index) =>
        receiveNotification(pick(index), notificationRow('n1')),
      )
      await Promise.all(copies)
      const rows = await listNotificationRows(use().db, undefined, 10)
      expect(rows.map((row) => [row.id, row.receipts])).toEqual([['n1', 30]])
    })

    it('leases no notification to two instances', async () => {
      for (let index = 0; index < 40; index++)
        await receiveNotification(use().database, notificationRow(`n${index}`))
      const claims = Array.from({ length: 8 }, (_, index) =>
        claimDueNotifications(pick(index), NOW, LEASE_MS, 10),
      )
      const ids = (await Promise.all(claims)).flat().map((row) => row.id)
      expect(new Set(ids).size).toBe(ids.length)
      const rest = await claimDueNotifications(use().database, NOW, LEASE_MS, 100)
      expect(ids.length + rest.length).toBe(40)
    })

    it('leases a notification again when its lease has expired', async () => {
      await receiveNotification(use().database, notificationRow('n1'))
      expect(await claimDueNotifications(use().database, NOW, LEASE_MS, 9)).toHaveLength(1)
      expect(await claimDueNotifications(use().database, NOW + LEASE_MS - 1, LEASE_MS, 9)).toEqual([])
      expect(await claimDueNotifications(use().database, NOW + LEASE_MS, LEASE_MS, 9)).toHaveLength(1)
    })

    it('postpones a notification, and then it is due again', async () => {
      await receiveNotification(use().database, notificationRow('n1'))
      const [row] = await claimDueNotifications(use().database, NOW, LEASE_MS, 9)
      const later = { attempts: (row?.attempts ?? 0) + 1, nextAt: NOW + 5000, note: 'later' }
      await postponeNotifications(use().database, ['n1'], later)
      expect(await claimDueNotifications(use().database, NOW + 4999, LEASE_MS, 9)).toEqual([])
      expect(await claimDueNotifications(use().database, NOW + 5000, LEASE_MS, 9)).toMatchObject([
        { attempts: 1 },
      ])
    })

    it.each(['done', 'expired'] as const)(
      'queries again about a repeated notification that is %s, at most every five seconds',
      async (state) => {
        await receiveNotification(use().database, notificationRow('n1'))
        await finishNotification(use().database, 'n1', state, 'asked', NOW)
        await receiveNotification(use().database, notificationRow('n1', { last_received_at: NOW + 1 }))
        expect(await claimDueNotifications(use().database, NOW + 4999, LEASE_MS, 9)).toEqual([])
        expect(await claimDueNotifications(use().database, NOW + 5000, LEASE_MS, 9)).toMatchObject([
          { id: 'n1' },
        ])
      },
    )

    it('ignores a notification of another merchant, however often it is sent', async () => {
      await receiveNotification(use().database, notificationRow('n1', { state: 'ignored' }))
      await receiveNotification(
        use().database,
        notificationRow('n1', { state: 'ignored', last_received_at: NOW + 60_000 }),
      )
      expect(await claimDueNotifications(use().database, NOW + 120_000, LEASE_MS, 9)).toEqual([])
    })

    it('processes signed notifications before unsigned hints', async () => {
      await receiveNotification(use().database, notificationRow('hint', { verified: 0, next_at: NOW - 1 }))
      await receiveNotification(use().database, notificationRow('signed'))
      expect(await claimDueNotifications(use().database, NOW, LEASE_MS, 1)).toMatchObject([{ id: 'signed' }])
    })

    it('replays by id, and nothing for no ids', async () => {
      await receiveNotification(use().database, notificationRow('n1'))
      await finishNotification(use().database, 'n1', 'expired', 'old', NOW)
      expect(await requeueNotifications(use().db, [], NOW)).toBe(0)
      expect(await requeueNotifications(use().db, ['n1', 'n2'], NOW)).toBe(1)
      expect(await claimDueNotifications(use().database, NOW, LEASE_MS, 9)).toHaveLength(1)
    })

    it('deletes old processed notifications, never a pending one', async () => {
      await receiveNotification(use().database, notificationRow('done'))
      await receiveNotification(use().database, notificationRow('waits'))
      await finishNotification(use().database, 'done', 'done', 'asked', NOW)
      await pruneShortLived(use().db, NOW + 2 * KEEP_MS)
      expect((await listNotificationRows(use().db, undefined, 9)).map((row) => row.id)).toEqual(['waits'])
    })
  })
}

function outboxCases(use: Use, pick: (index: number) => ReturnType<Use>['database']): void {
  const add = async (...names: string[]) => {
    await addPayment(use().db, '1')
    for (const name of names) await addShopEvent(use().db, eventRow(name, 'pay_1'))
  }

  describe('the outbox', () => {
    it('keeps one event per id', async () => {
      await add('e1', 'e1')
      expect(await listShopEvents(use().db, {}, 9)).toHaveLength(1)
    })

    it('hands no event to two instances', async () => {
      await add(...Array.from({ length: 40 }, (_, index) => `e${index}`))
      const claims = Array.from({ length: 8 }, (_, index) => claimDueEvents(pick(index), NOW, LEASE_MS, 10))
      const ids = (await Promise.all(claims)).flat().map((row) => row.id)
      expect(new Set(ids).size).toBe(ids.length)
      expect(ids.length + (await claimDueEvents(use().database, NOW, LEASE_MS, 100)).length).toBe(40)
    })

    it('hands an event out again after a crash, when the lease is over', async () => {
      await add('e1')
      await claimDueEvents(use().database, NOW, LEASE_MS, 9)
      expect(await claimDueEvents(use().database, NOW + LEASE_MS - 1, LEASE_MS, 9)).toEqual([])
      expect(await claimDueEvents(use().database, NOW + LEASE_MS, LEASE_MS, 9)).toHaveLength(1)
    })

    it('retries what was not accepted, and gives up at the end', async () => {
      await add('e1')
      const [row] = await claimDueEvents(use().database, NOW, LEASE_MS, 9)
      if (!row) throw new Error('nothing was due')
      await markUndelivered(use().database, row, '', NOW + 10, 'http_500')
      expect(await claimDueEvents(use().database, NOW + 10, LEASE_MS, 9)).toMatchObject([{ attempts: 1 }])
      await markUndelivered(use().database, row, '', null, 'http_500')
      expect(await listShopEvents(use().db, { state: 'failed' }, 9)).toHaveLength(1)
    })

    it('sends a delivered event once more when asked to', async () => {
      await add('e1')
      await markDelivered(use().database, eventRow('e1', 'pay_1'), 'shop', NOW)
      expect(await claimDueEvents(use().database, NOW, LEASE_MS, 9)).toEqual([])
      expect(await redeliverShopEvents(use().db, ['e1'], NOW)).toBe(1)
      expect(await claimDueEvents(use().database, NOW, LEASE_MS, 9)).toHaveLength(1)
    })

    it('forgets events after 31 days, not before, and none that the shop has not taken', async () => {
      await add('sent', 'waits')
      await markDelivered(use().database, eventRow('sent', 'pay_1'), 'shop', NOW)
      expect(await pruneShortLived(use().db, NOW + KEEP_MS)).toBe(0)
      expect(await pruneShortLived(use().db, NOW + KEEP_MS + 1)).toBe(1)
      expect(await listShopEvents(use().db, {}, 9)).toMatchObject([{ id: 'waits' }])
    })
  })
}
