/** What is forgotten, and what never is: each pruned table with a row that is over and one that is not, a year later. */
import { describe, expect, it } from 'vitest'
import { addShopEvent } from '../../../src/database/event-rows.ts'
import { claimKey } from '../../../src/database/idempotency-rows.ts'
import { receiveNotification } from '../../../src/database/notification-rows.ts'
import { insertShopperSecret } from '../../../src/database/saved-card-rows.ts'
import { useSeal } from '../../../src/database/used-seal-rows.ts'
import { claimWalletToken } from '../../../src/database/wallet-rows.ts'
import { pruneShortLived } from '../../../src/retention/short-lived.ts'
import type { Use } from '../conformance.ts'
import { addPayment, eventRow, keyRow, NOW, notificationRow } from '../rows.ts'

const HOUR = 60 * 60_000
const YEAR = 365 * 24 * HOUR
const NEXT_YEAR = NOW + YEAR

type Table =
  | 'idempotency_keys'
  | 'notices'
  | 'shop_events'
  | 'wallet_tokens'
  | 'used_seals'
  | 'shopper_secrets'

type Row = { table: Table; named: 'key' | 'id' | 'mark' | 'hash'; over: string[]; kept: string[] }

/** `kept`: still to be done, or still good. */
const ROWS: Row[] = [
  { table: 'idempotency_keys', named: 'key', over: ['over', 'create'], kept: ['open', 'refund'] },
  { table: 'notices', named: 'id', over: ['done', 'expired', 'ignored'], kept: ['pending'] },
  { table: 'shop_events', named: 'id', over: ['delivered'], kept: ['failed', 'just delivered', 'pending'] },
  { table: 'wallet_tokens', named: 'mark', over: ['over'], kept: ['open'] },
  { table: 'used_seals', named: 'mark', over: ['old'], kept: ['fresh'] },
  { table: 'shopper_secrets', named: 'hash', over: ['old'], kept: ['fresh'] },
]

export function pruneCases(use: Use): void {
  const fill = async () => {
    const { db, database } = use()
    await addPayment(db, 'open', { status: 'unknown' })
    await addPayment(db, 'over', { status: 'failed', live: 0 })
    for (const name of ['open', 'over']) {
      await claimKey(db, keyRow(name, { payment_id: `pay_${name}` }))
      await claimWalletToken(db, { mark: name, checkout_id: `chk_${name}`, version: 1, created_at: NOW })
    }
    await claimKey(db, keyRow('refund', { scope: 'modify:pay_over', payment_id: 'pay_over' }))
    await claimKey(db, keyRow('create', { scope: 'create', response_status: 201 }))
    for (const state of ['pending', 'done', 'expired', 'ignored'] as const)
      await receiveNotification(database, notificationRow(state, { state }))
    for (const state of ['pending', 'failed', 'delivered'] as const)
      await addShopEvent(db, eventRow(state, 'pay_over', { state, delivered_at: NOW }))
    await addShopEvent(
      db,
      eventRow('just delivered', 'pay_over', { state: 'delivered', delivered_at: NEXT_YEAR - HOUR }),
    )
    await useSeal(db, 'old', NOW)
    await useSeal(db, 'fresh', NEXT_YEAR - HOUR)
    await insertShopperSecret(db, { hash: 'old', shopper_reference: 's', expires_at: NOW })
    await insertShopperSecret(db, { hash: 'fresh', shopper_reference: 's', expires_at: NEXT_YEAR + HOUR })
  }
  const left = async ({ table, named }: Row): Promise<string[]> => {
    const rows = (await use().db.selectFrom(table).selectAll().execute()) as Record<string, unknown>[]
    return rows.map((row) => String(row[named])).toSorted()
  }

  describe('pruning', () => {
    it.each(ROWS)('forgets what is over in $table, and nothing else', async (row) => {
      await fill()
      await pruneShortLived(use().db, NEXT_YEAR)
      expect(await left(row)).toEqual(row.kept.toSorted())
    })

    it.each(ROWS)('forgets nothing of $table while PayKKa has not confirmed the time', async (row) => {
      await fill()
      expect(await pruneShortLived(use().db, 0)).toBe(0)
      expect(await left(row)).toEqual([...row.over, ...row.kept].toSorted())
    })

    it('forgets processes by how long before the newest they were seen, whatever the time is', async () => {
      const row = { state: 'left', settings: 's', fingerprints: null } as const
      const seen = { old: NOW - YEAR, before: NOW - HOUR, newest: NOW }
      for (const [id, at] of Object.entries(seen))
        await use()
          .db.insertInto('instances')
          .values({ ...row, id, started_at: at, seen_at: at })
          .execute()
      await pruneShortLived(use().db, NEXT_YEAR)
      const ids = await use().db.selectFrom('instances').select('id').orderBy('seen_at').execute()
      expect(ids.map(({ id }) => id)).toEqual(['before', 'newest'])
    })
  })
}
