/** Leases on payments: no two owners of one row, expiry, and the fence that a sleeper runs into. */
import { describe, expect, it } from 'vitest'
import type { Lease } from '../../../src/database/payment-rows.ts'
import {
  claimDuePayments,
  claimOldestWaiting,
  findPayment,
  updatePayment,
  wakeWaitingPayments,
} from '../../../src/database/payment-rows.ts'
import type { Use } from '../conformance.ts'
import { addPayment, LEASE_MS, NOW } from '../rows.ts'

const lease = (changes: Partial<Lease> = {}): Lease => ({
  owner: 'bff_1',
  now: NOW,
  leaseMs: LEASE_MS,
  limit: 20,
  ...changes,
})

export function leaseCases(use: Use): void {
  const addMany = async (count: number) => {
    for (let index = 0; index < count; index++)
      await addPayment(use().db, `n${index}`, { next_query_at: NOW - index })
  }
  const ids = (rows: { id: string }[]) => rows.map((row) => row.id).sort()

  describe('leases on payments', () => {
    it('hands no payment to two owners', async () => {
      await addMany(60)
      const { databases, database } = use()
      const claims = Array.from({ length: 12 }, (_, index) =>
        claimDuePayments(
          databases[index % databases.length] ?? database,
          lease({ owner: `bff_${index}`, limit: 10 }),
        ),
      )
      const claimed = (await Promise.all(claims)).flat()
      expect(new Set(ids(claimed)).size).toBe(claimed.length)
      const rest = await claimDuePayments(database, lease({ limit: 100 }))
      expect(claimed.length + rest.length).toBe(60)
    })

    it('takes those first that have waited longest, and no more than asked for', async () => {
      await addMany(5)
      const claimed = await claimDuePayments(use().database, lease({ limit: 2 }))
      expect(ids(claimed)).toEqual(['pay_n3', 'pay_n4'])
    })

    it('leaves alone what is not due or has nothing to ask', async () => {
      await addPayment(use().db, 'later', { next_query_at: NOW + 1 })
      await addPayment(use().db, 'over', { next_query_at: null, status: 'succeeded', live: 0 })
      expect(await claimDuePayments(use().database, lease())).toEqual([])
    })

    it('leaves a leased payment alone until the lease is over', async () => {
      await addPayment(use().db, '1')
      await claimDuePayments(use().database, lease())
      expect(await claimDuePayments(use().database, lease({ now: NOW + LEASE_MS - 1 }))).toEqual([])
      expect(await claimDuePayments(use().database, lease({ now: NOW + LEASE_MS }))).toHaveLength(1)
    })

    it('writes down the owner and raises the fence with every lease', async () => {
      await addPayment(use().db, '1')
      const [first] = await claimDuePayments(use().database, lease())
      const [second] = await claimDuePayments(use().database, lease({ owner: 'bff_2', now: NOW + LEASE_MS }))
      expect([first?.lease_owner, first?.lease_fence]).toEqual(['bff_1', 1])
      expect([second?.lease_owner, second?.lease_fence]).toEqual(['bff_2', 2])
      expect((await findPayment(use().db, 'pay_1'))?.lease_until).toBe(NOW + 2 * LEASE_MS)
    })

    it('gives a payment free with its lease', async () => {
      await addPayment(use().db, '1')
      await claimDuePayments(use().database, lease())
      await updatePayment(use().db, 'pay_1', { lease_until: 0 })
      expect(await claimDuePayments(use().database, lease())).toHaveLength(1)
    })

    it('probes with the payment that has waited longest, due or not', async () => {
      await addPayment(use().db, '1', { status: 'unknown', next_query_at: NOW + 9000 })
      await addPayment(use().db, '2', { status: 'unknown', next_query_at: NOW + 8000 })
      expect(ids(await claimOldestWaiting(use().database, lease({ limit: 1 })))).toEqual(['pay_2'])
    })

    it('never probes with a payment whose purchase may still be under way', async () => {
      await addPayment(use().db, '1', { status: 'sending', send_deadline: NOW + 1 })
      expect(await claimOldestWaiting(use().database, lease())).toEqual([])
      expect(await claimOldestWaiting(use().database, lease({ now: NOW + 1 }))).toHaveLength(1)
    })

    it('wakes who waits for an answer, not who is being sent or at the bank', async () => {
      const later = { next_query_at: NOW + 9000 }
      await addPayment(use().db, '1', { ...later, status: 'unknown' })
      await addPayment(use().db, '2', { ...later, status: 'processing' })
      await addPayment(use().db, '3', { ...later, status: 'needs_review' })
      await addPayment(use().db, '4', { ...later, status: 'sending' })
      await addPayment(use().db, '5', { ...later, status: 'action_required' })
      await wakeWaitingPayments(use().db, NOW)
      expect(ids(await claimDuePayments(use().database, lease()))).toEqual(['pay_1', 'pay_2', 'pay_3'])
    })
  })
}
