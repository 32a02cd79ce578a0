/** The inbox: queries on PayKKa’s notices. */
import { sql } from 'kysely'
import type { Queries, Store } from './database.ts'
import { skipLocked } from './database.ts'
import type { NoticeRow } from './tables.ts'

/** A notice that was worked off and comes again asks anew, but no more often than this. */
const ASK_AGAIN_MS = 5000

/** Stores a notice, or counts it once more. Durable when it returns. */
export async function receiveNotice(db: Queries, row: NoticeRow): Promise<void> {
  await db
    .insertInto('notices')
    .values(row)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((eb) => ({
        receipts: eb('notices.receipts', '+', 1),
        last_received_at: row.last_received_at,
      })),
    )
    .execute()
  await reopen(db, row)
}

/** PayKKa sends again what it holds unfinished, so one more question is due; a flood of copies is not one each. */
async function reopen(db: Queries, row: NoticeRow): Promise<void> {
  const now = row.last_received_at
  const earliest = sql<number>`case when processed_at + ${ASK_AGAIN_MS} > ${now} then processed_at + ${ASK_AGAIN_MS} else ${now} end`
  await db
    .updateTable('notices')
    .set({ state: 'pending', attempts: 0, next_at: earliest })
    .where('id', '=', row.id)
    .where('state', 'in', ['done', 'expired'])
    .execute()
}

/** Takes a lease on the notices that are due. */
export function claimDueNotices(
  store: Store,
  now: number,
  leaseMs: number,
  limit: number,
): Promise<NoticeRow[]> {
  return store.transaction(async (tx) => {
    const due = tx
      .selectFrom('notices')
      .select('id')
      .where('state', '=', 'pending')
      .where('next_at', '<=', now)
      .where('lease_until', '<=', now)
      // Signed ones first: nobody else can send those.
      .orderBy('verified', 'desc')
      .orderBy('next_at')
      .limit(limit)
    const ids = await skipLocked(store.kind, due).execute()
    if (ids.length === 0) return []
    return tx
      .updateTable('notices')
      .set({ lease_until: now + leaseMs })
      .where(
        'id',
        'in',
        ids.map((row) => row.id),
      )
      .returningAll()
      .execute()
  })
}

export async function finishNotice(
  db: Queries,
  id: string,
  state: Exclude<NoticeRow['state'], 'pending'>,
  note: string,
  now: number,
): Promise<void> {
  await db
    .updateTable('notices')
    .set({ state, note, processed_at: now, lease_until: 0 })
    .where('id', '=', id)
    .execute()
}

/** Puts a notice off. */
export async function postponeNotice(
  db: Queries,
  row: NoticeRow,
  nextAt: number,
  note: string,
): Promise<void> {
  await db
    .updateTable('notices')
    .set({ attempts: row.attempts + 1, next_at: nextAt, lease_until: 0, note })
    .where('id', '=', row.id)
    .execute()
}

/** @returns the newest notices, newest first */
export function listNotices(
  db: Queries,
  state: NoticeRow['state'] | undefined,
  limit: number,
): Promise<NoticeRow[]> {
  const all = db.selectFrom('notices').selectAll().orderBy('last_received_at', 'desc').limit(limit)
  return (state ? all.where('state', '=', state) : all).execute()
}

/** Makes notices due again. @returns how many */
export async function replayNotices(db: Queries, ids: string[], now: number): Promise<number> {
  if (ids.length === 0) return 0
  const { numUpdatedRows } = await db
    .updateTable('notices')
    .set({ state: 'pending', next_at: now, lease_until: 0, attempts: 0 })
    .where('id', 'in', ids)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}
