/** Forgets what is no longer needed. Payments and checkouts stay; their keys and queues go after 31 days. */
import type { Queries } from './database.ts'

/** Longer than any client keeps retrying. */
export const KEEP_MS = 31 * 24 * 60 * 60_000

/** Much longer than a sealed card is good for. */
const SEAL_MS = 24 * 60 * 60_000

/** Never touches a key whose payment is still open. @returns how many rows went */
export async function prune(db: Queries, now: number): Promise<number> {
  const before = now - KEEP_MS
  const keys = await db
    .deleteFrom('idempotency_keys')
    .where('created_at', '<', before)
    .where((eb) =>
      eb.or([
        eb('payment_id', 'is', null),
        eb('payment_id', 'not in', eb.selectFrom('payments').select('id').where('live', '=', 1)),
      ]),
    )
    .executeTakeFirst()
  const notices = await db
    .deleteFrom('notices')
    .where('state', '!=', 'pending')
    .where('last_received_at', '<', before)
    .executeTakeFirst()
  const events = await db.deleteFrom('shop_events').where('created_at', '<', before).executeTakeFirst()
  await db
    .deleteFrom('used_seals')
    .where('used_at', '<', now - SEAL_MS)
    .execute()
  await db.deleteFrom('shopper_secrets').where('expires_at', '<', now).execute()
  await db.deleteFrom('instances').where('seen_at', '<', before).execute()
  const tokens = await db.deleteFrom('wallet_tokens').where('created_at', '<', before).executeTakeFirst()
  return Number(keys.numDeletedRows + notices.numDeletedRows + events.numDeletedRows + tokens.numDeletedRows)
}
