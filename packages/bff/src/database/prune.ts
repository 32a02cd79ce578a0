/** Forgets what is over and no longer needed. Payments, checkouts and whatever is still to be done stay. */
import type { Queries } from './database.ts'
import { MODIFY_SCOPE } from './idempotency-rows.ts'

/** Longer than any client keeps retrying. */
export const KEEP_MS = 31 * 24 * 60 * 60_000

/** Much longer than a sealed card is good for. */
const SEAL_MS = 24 * 60 * 60_000

/**
 * Never touches what is not over: a key or a wallet token of an open payment, a notice to work off, an event that the shop
 * has not taken.
 * @param provenNow Unix milliseconds that PayKKa has confirmed; by 0 nothing is old
 * @returns how many rows went
 */
export async function prune(db: Queries, provenNow: number): Promise<number> {
  const before = provenNow - KEEP_MS
  const gone = [
    await pruneKeys(db, before),
    await pruneNotices(db, before),
    await pruneEvents(db, before),
    await pruneWalletTokens(db, before),
  ]
  await db
    .deleteFrom('used_seals')
    .where('used_at', '<', provenNow - SEAL_MS)
    .execute()
  await db.deleteFrom('shopper_secrets').where('expires_at', '<', provenNow).execute()
  await pruneInstances(db)
  return gone.reduce((sum, { numDeletedRows }) => sum + Number(numDeletedRows), 0)
}

/** A key of a capture, void or refund is kept as long as its payment: used again, it must never move money a second time. */
function pruneKeys(db: Queries, before: number) {
  return db
    .deleteFrom('idempotency_keys')
    .where('created_at', '<', before)
    .where('scope', 'not like', `${MODIFY_SCOPE}%`)
    .where((eb) =>
      eb.or([
        eb('payment_id', 'is', null),
        eb('payment_id', 'not in', eb.selectFrom('payments').select('id').where('live', '=', 1)),
      ]),
    )
    .executeTakeFirst()
}

function pruneNotices(db: Queries, before: number) {
  return db
    .deleteFrom('notices')
    .where('state', '!=', 'pending')
    .where('last_received_at', '<', before)
    .executeTakeFirst()
}

/** One that was given up stays too: a person may send it again. */
function pruneEvents(db: Queries, before: number) {
  return db
    .deleteFrom('shop_events')
    .where('state', '=', 'delivered')
    .where('created_at', '<', before)
    .where('delivered_at', '<', before)
    .executeTakeFirst()
}

function pruneWalletTokens(db: Queries, before: number) {
  return db
    .deleteFrom('wallet_tokens')
    .where('created_at', '<', before)
    .where('checkout_id', 'not in', (eb) =>
      eb.selectFrom('payments').select('checkout_id').where('live', '=', 1),
    )
    .executeTakeFirst()
}

/** Their times are of the database's clock, so they are compared with each other only. */
async function pruneInstances(db: Queries): Promise<void> {
  const newest = await db
    .selectFrom('instances')
    .select((eb) => eb.fn.max('seen_at').as('seen_at'))
    .executeTakeFirst()
  await db
    .deleteFrom('instances')
    .where('seen_at', '<', (newest?.seen_at ?? 0) - KEEP_MS)
    .execute()
}
