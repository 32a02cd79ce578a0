/** Queries for times further in the future than any of our pauses: a wrong clock has written them. */
import type { RawBuilder } from 'kysely'
import { sql } from 'kysely'
import type { Queries } from './database.ts'
import type { ModificationRow, NotificationRow, PaymentRow, ShopEventRow } from './tables.ts'

/** Allowed difference between the clocks of two instances. */
export const SLACK_MS = 2 * 60_000

/** Many more rows than ever wait long at one time. The furthest in the future come first. */
const LIMIT = 500

/**
 * @returns the condition that a row is not leased: no lease, an expired one, or one that ends further in the future than a
 * lease lasts
 */
export function isFree(now: number, leaseMs: number): RawBuilder<boolean> {
  return sql<boolean>`(lease_until <= ${now} or lease_until > ${now + leaseMs + SLACK_MS})`
}

type WaitingPayment = Pick<
  PaymentRow,
  'id' | 'status' | 'queries' | 'left_at' | 'next_query_at' | 'send_deadline'
>

/** @returns the open payments with a time after that moment */
export function listPaymentsAfter(db: Queries, moment: number): Promise<WaitingPayment[]> {
  return db
    .selectFrom('payments')
    .select(['id', 'status', 'queries', 'left_at', 'next_query_at', 'send_deadline'])
    .where('live', '=', sql.lit(1))
    .where((eb) => eb.or([eb('next_query_at', '>', moment), eb('send_deadline', '>', moment)]))
    .orderBy('next_query_at', 'desc')
    .limit(LIMIT)
    .execute()
}

/** Makes payments due. A deadline after `latest` becomes `latest`: no request can be in flight for longer. */
export async function bringPaymentsBack(
  db: Queries,
  ids: string[],
  now: number,
  latest: number,
): Promise<void> {
  await db
    .updateTable('payments')
    .set({ next_query_at: dueAt(now, latest), send_deadline: noLaterThan(latest) })
    .where('id', 'in', ids)
    .where('live', '=', 1)
    .execute()
}

const noLaterThan = (latest: number) =>
  sql<number>`case when send_deadline > ${latest} then cast(${latest} as bigint) else send_deadline end`

/** Queries a payment that may still be in flight only after its deadline. */
const dueAt = (now: number, latest: number) =>
  sql<number>`case when status = 'sending' then cast(${latest} as bigint) else cast(${now} as bigint) end`

/** Makes every payment due whose next query is after that moment, in any status. @returns their number */
export async function bringQuestionsBack(db: Queries, moment: number, now: number): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('payments')
    .set({ next_query_at: now })
    .where('next_query_at', '>', moment)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

type WaitingModification = Pick<
  ModificationRow,
  'id' | 'status' | 'queries' | 'next_query_at' | 'send_deadline'
>

/** @returns the open captures, voids and refunds with a time after that moment */
export function listModificationsAfter(db: Queries, moment: number): Promise<WaitingModification[]> {
  return db
    .selectFrom('operations')
    .select(['id', 'status', 'queries', 'next_query_at', 'send_deadline'])
    .where('open', '=', sql.lit(1))
    .where((eb) => eb.or([eb('next_query_at', '>', moment), eb('send_deadline', '>', moment)]))
    .orderBy('next_query_at', 'desc')
    .limit(LIMIT)
    .execute()
}

/** Like `bringPaymentsBack`. */
export async function bringModificationsBack(
  db: Queries,
  ids: string[],
  now: number,
  latest: number,
): Promise<void> {
  await db
    .updateTable('operations')
    .set({ next_query_at: dueAt(now, latest), send_deadline: noLaterThan(latest) })
    .where('id', 'in', ids)
    .where('open', '=', 1)
    .execute()
}

type WaitingNotification = Pick<NotificationRow, 'id' | 'attempts' | 'next_at'>

/** @returns the notifications due after that moment; signed and unsigned separately, like the index */
export async function listNotificationsAfter(db: Queries, moment: number): Promise<WaitingNotification[]> {
  const list = (verified: NotificationRow['verified']) =>
    db
      .selectFrom('notices')
      .select(['id', 'attempts', 'next_at'])
      .where('state', '=', sql.lit('pending' as const))
      .where('verified', '=', verified)
      .where('next_at', '>', moment)
      .orderBy('next_at', 'desc')
      .limit(LIMIT)
      .execute()
  return [...(await list(1)), ...(await list(0))]
}

type WaitingEvent = Pick<ShopEventRow, 'id' | 'attempts' | 'next_at'>

/** @returns the events to deliver after that moment */
export function listEventsAfter(db: Queries, moment: number): Promise<WaitingEvent[]> {
  return db
    .selectFrom('shop_events')
    .select(['id', 'attempts', 'next_at'])
    .where('state', '=', sql.lit('pending' as const))
    .where('next_at', '>', moment)
    .orderBy('next_at', 'desc')
    .limit(LIMIT)
    .execute()
}

/** Makes notifications or events due. */
export async function makeDue(
  db: Queries,
  table: 'notices' | 'shop_events',
  ids: string[],
  now: number,
): Promise<void> {
  await db.updateTable(table).set({ next_at: now }).where('id', 'in', ids).execute()
}

/** Makes checkouts due whose comparison is after that moment. @returns their number */
export async function bringComparisonsBack(db: Queries, moment: number, now: number): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('checkouts')
    .set({ surplus_due_at: now })
    .where('surplus_due_at', '>', moment)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}
