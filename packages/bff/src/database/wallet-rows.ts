/** Queries for wallets. Each limit is one statement, so that two instances cannot both pass it. */
import type { Queries } from './database.ts'
import type { WalletTokenRow } from './tables.ts'

/**
 * Counts one more Apple Pay sheet of a checkout.
 * @returns false when the checkout has reached `limit`
 */
export async function countApplePaySheet(db: Queries, checkoutId: string, limit: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('checkouts')
    .set((eb) => ({ apple_pay_sheets: eb('apple_pay_sheets', '+', 1) }))
    .where('id', '=', checkoutId)
    .where('apple_pay_sheets', '<', limit)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Subtracts a sheet for which PayKKa gave no session. */
export async function uncountApplePaySheet(db: Queries, checkoutId: string): Promise<void> {
  await db
    .updateTable('checkouts')
    .set((eb) => ({ apple_pay_sheets: eb('apple_pay_sheets', '-', 1) }))
    .where('id', '=', checkoutId)
    .where('apple_pay_sheets', '>', 0)
    .execute()
}

/**
 * Claims a token for one version of one checkout.
 * @returns false when it was used for another one before
 */
export async function claimWalletToken(db: Queries, row: WalletTokenRow): Promise<boolean> {
  await db
    .insertInto('wallet_tokens')
    .values(row)
    .onConflict((conflict) => conflict.column('mark').doNothing())
    .execute()
  const first = await db
    .selectFrom('wallet_tokens')
    .select(['checkout_id', 'version'])
    .where('mark', '=', row.mark)
    .executeTakeFirstOrThrow()
  return first.checkout_id === row.checkout_id && first.version === row.version
}
