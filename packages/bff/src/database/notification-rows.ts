/** The inbox: queries on PayKKa's notifications. */
import { sql } from 'kysely'
import type { Database, Queries } from './database.ts'
import { skipLocked } from './database.ts'
import { isFree } from './far-ahead-rows.ts'
import type { NotificationRow } from './tables.ts'

/** A repeated notification triggers a new query, but not more often than this. */
const ASK_AGAIN_MS = 5000

/**
 * Stores a notification, or counts a repetition. PayKKa repeats what it considers unfinished, so a processed notification
 * becomes due again; a flood of copies does not cause one query each. Durable when it returns.
 */
export async function receiveNotification(database: Database, row: NotificationRow): Promise<void> {
  const now = row.last_received_at
  const over = sql<boolean>`notices.state in ('done', 'expired')`
  const earliest = sql<number>`case when notices.processed_at + ${ASK_AGAIN_MS} > ${now} then notices.processed_at + ${ASK_AGAIN_MS} else ${now} end`
  await database.write((db) =>
    db
      .insertInto('notices')
      .values(row)
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((eb) => ({
          receipts: eb('notices.receipts', '+', 1),
          last_received_at: now,
          state: sql<NotificationRow['state']>`case when ${over} then 'pending' else notices.state end`,
          attempts: sql<number>`case when ${over} then 0 else notices.attempts end`,
          next_at: sql<number>`case when ${over} then ${earliest} else notices.next_at end`,
        })),
      )
      .execute(),
  )
}

/** Leases the notifications that are due. Signed ones first: only PayKKa can send those. */
export function claimDueNotifications(
  database: Database,
  now: number,
  leaseMs: number,
  limit: number,
): Promise<NotificationRow[]> {
  return database.transaction(async (tx) => {
    const signed = await claim(database, tx, 1, { now, leaseMs, limit })
    if (signed.length === limit) return signed
    return [...signed, ...(await claim(database, tx, 0, { now, leaseMs, limit: limit - signed.length }))]
  })
}

async function claim(
  database: Database,
  tx: Queries,
  verified: NotificationRow['verified'],
  { now, leaseMs, limit }: { now: number; leaseMs: number; limit: number },
): Promise<NotificationRow[]> {
  const due = tx
    .selectFrom('notices')
    .select('id')
    .where('state', '=', 'pending')
    .where('verified', '=', verified)
    .where('next_at', '<=', now)
    .where(isFree(now, leaseMs))
    .orderBy('next_at')
    .limit(limit)
  const ids = (await skipLocked(database.kind, due).execute()).map((row) => row.id)
  if (ids.length === 0) return []
  const leased = tx.updateTable('notices').set({ lease_until: now + leaseMs })
  return leased.where('id', 'in', ids).returningAll().execute()
}

export async function finishNotification(
  database: Database,
  id: string,
  state: Exclude<NotificationRow['state'], 'pending'>,
  note: string,
  now: number,
): Promise<void> {
  const changes = { state, note, processed_at: now, lease_until: 0 }
  await database.write((db) => db.updateTable('notices').set(changes).where('id', '=', id).execute())
}

/** Postpones notifications with the same number of attempts. */
export async function postponeNotifications(
  database: Database,
  ids: string[],
  { attempts, nextAt, note }: { attempts: number; nextAt: number; note: string },
): Promise<void> {
  const changes = { attempts, next_at: nextAt, lease_until: 0, note }
  await database.write((db) => db.updateTable('notices').set(changes).where('id', 'in', ids).execute())
}

/** @returns the newest notifications, newest first */
export function listNotificationRows(
  db: Queries,
  state: NotificationRow['state'] | undefined,
  limit: number,
): Promise<NotificationRow[]> {
  const all = db.selectFrom('notices').selectAll().orderBy('last_received_at', 'desc').limit(limit)
  return (state ? all.where('state', '=', state) : all).execute()
}

/** Makes notifications due again. @returns their number */
export async function requeueNotifications(db: Queries, ids: string[], now: number): Promise<number> {
  if (ids.length === 0) return 0
  const { numUpdatedRows } = await db
    .updateTable('notices')
    .set({ state: 'pending', next_at: now, lease_until: 0, attempts: 0 })
    .where('id', 'in', ids)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}
