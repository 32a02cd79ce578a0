/** Wallets: a token serves one version of one checkout, and Apple's sheet opens a limited number of times, even for concurrent requests. */
import { beforeEach, describe, expect, it } from 'vitest'
import { insertCheckout } from '../../../src/database/checkout-rows.ts'
import {
  claimWalletToken,
  countApplePaySheet,
  uncountApplePaySheet,
} from '../../../src/database/wallet-rows.ts'
import { KEEP_MS, pruneShortLived } from '../../../src/retention/short-lived.ts'
import type { Use } from '../conformance.ts'
import { checkoutRow, NOW } from '../rows.ts'

export function walletCases(use: Use): void {
  describe('wallets', () => {
    beforeEach(async () => {
      for (const id of ['chk_1', 'chk_2'])
        await insertCheckout(use().db, checkoutRow(id, { created_at: NOW }))
    })
    const claim = (checkout_id: string, version = 1, mark = 'mark') =>
      use().database.transaction((tx) =>
        claimWalletToken(tx, { mark, checkout_id, version, created_at: NOW }),
      )

    it('gives a token to the first checkout, again and again, and to no other', async () => {
      expect(await claim('chk_1')).toBe(true)
      expect(await claim('chk_1')).toBe(true)
      expect(await claim('chk_2')).toBe(false)
      expect(await claim('chk_1', 2)).toBe(false)
      expect(await claim('chk_2', 1, 'another')).toBe(true)
    })

    it('gives a token to one of two checkouts that ask at once', async () => {
      const { databases } = use()
      const asked = Array.from({ length: 20 }, (_, index) =>
        (databases[index % databases.length] ?? use().database).transaction((tx) =>
          claimWalletToken(tx, {
            mark: 'mark',
            checkout_id: index % 2 === 0 ? 'chk_1' : 'chk_2',
            version: 1,
            created_at: NOW,
          }),
        ),
      )
      expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(10)
    })

    it('does not keep a token whose attempt was taken back', async () => {
      const attempt = use().database.transaction(async (tx) => {
        await claimWalletToken(tx, { mark: 'mark', checkout_id: 'chk_1', version: 1, created_at: NOW })
        throw new Error('taken back')
      })
      await expect(attempt).rejects.toThrow('taken back')
      expect(await claim('chk_2')).toBe(true)
    })

    it('opens the sheet as often as allowed, also when all ask at once', async () => {
      const { databases } = use()
      const asked = Array.from({ length: 20 }, (_, index) =>
        countApplePaySheet((databases[index % databases.length] ?? use().database).db, 'chk_1', 5),
      )
      expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(5)
      expect(await countApplePaySheet(use().db, 'chk_2', 5)).toBe(true)
      await uncountApplePaySheet(use().db, 'chk_1')
      expect(await countApplePaySheet(use().db, 'chk_1', 5)).toBe(true)
      expect(await countApplePaySheet(use().db, 'chk_1', 5)).toBe(false)
    })

    it("forgets a token when no wallet's could be good any more", async () => {
      await claim('chk_1')
      await pruneShortLived(use().db, NOW + KEEP_MS + 1)
      expect(await claim('chk_2')).toBe(true)
    })
  })
}
