/** Idempotency keys: one winner per key, answers stored once, nothing open forgotten. */
import { describe, expect, it } from 'vitest'
import { claimKey, findKey, storeAnswer } from '../../../src/database/idempotency-rows.ts'
import { KEEP_MS, pruneShortLived } from '../../../src/retention/short-lived.ts'
import type { Use } from '../conformance.ts'
import { addPayment, keyRow, NOW } from '../rows.ts'

const SCOPE = 'pay:chk_1'

export function keyCases(use: Use): void {
  describe('idempotency keys', () => {
    it('lets exactly one of 200 parallel claims win', async () => {
      const { databases } = use()
      const claims = Array.from({ length: 200 }, (_, index) =>
        claimKey((databases[index % databases.length] ?? use().database).db, keyRow('the-same-key')),
      )
      expect((await Promise.all(claims)).filter(Boolean)).toHaveLength(1)
      expect(await use().db.selectFrom('idempotency_keys').selectAll().execute()).toHaveLength(1)
    })

    it('lets every one of 200 different keys win', async () => {
      const claims = Array.from({ length: 200 }, (_, index) => claimKey(use().db, keyRow(`key-${index}`)))
      expect((await Promise.all(claims)).filter(Boolean)).toHaveLength(200)
    })

    it("keeps the first claim's row when a second comes", async () => {
      await claimKey(use().db, keyRow('key', { fingerprint: 'first' }))
      expect(await claimKey(use().db, keyRow('key', { fingerprint: 'second' }))).toBe(false)
      expect((await findKey(use().db, SCOPE, 'key'))?.fingerprint).toBe('first')
    })

    it('knows the same key in another scope as another key', async () => {
      expect(await claimKey(use().db, keyRow('key'))).toBe(true)
      expect(await claimKey(use().db, keyRow('key', { scope: 'pay:chk_2' }))).toBe(true)
    })

    it('does not know a key that was never claimed', async () => {
      expect(await findKey(use().db, SCOPE, 'key')).toBeUndefined()
    })

    it('stores the first answer and never replaces it', async () => {
      await claimKey(use().db, keyRow('key'))
      await storeAnswer(use().db, SCOPE, 'key', { status: 200, body: { ok: 1 } })
      await storeAnswer(use().db, SCOPE, 'key', { status: 502, body: { ok: 2 } })
      const row = await findKey(use().db, SCOPE, 'key')
      expect([row?.response_status, row?.response_body]).toEqual([200, '{"ok":1}'])
    })

    it('keeps one of two answers stored at the same time', async () => {
      await claimKey(use().db, keyRow('key'))
      const { databases } = use()
      const writes = Array.from({ length: 20 }, (_, index) =>
        storeAnswer((databases[index % databases.length] ?? use().database).db, SCOPE, 'key', {
          status: 200 + index,
          body: index,
        }),
      )
      await Promise.all(writes)
      const row = await findKey(use().db, SCOPE, 'key')
      expect(row?.response_body).toBe(String(Number(row?.response_status) - 200))
    })

    it('forgets a key after 31 days, not before', async () => {
      await claimKey(use().db, keyRow('old'))
      expect(await pruneShortLived(use().db, NOW + KEEP_MS)).toBe(0)
      expect(await pruneShortLived(use().db, NOW + KEEP_MS + 1)).toBe(1)
      expect(await findKey(use().db, SCOPE, 'old')).toBeUndefined()
    })

    it('never forgets the key of a payment that is still open', async () => {
      await addPayment(use().db, 'open', { status: 'unknown' })
      await addPayment(use().db, 'over', { status: 'failed', live: 0 })
      await claimKey(use().db, keyRow('open', { payment_id: 'pay_open' }))
      await claimKey(use().db, keyRow('over', { payment_id: 'pay_over' }))
      await pruneShortLived(use().db, NOW + 2 * KEEP_MS)
      expect(await findKey(use().db, SCOPE, 'open')).toBeDefined()
      expect(await findKey(use().db, SCOPE, 'over')).toBeUndefined()
    })
  })
}
