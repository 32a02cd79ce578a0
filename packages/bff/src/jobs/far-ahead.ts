/** Repairs times that a wrong clock has written: work that is due later than its longest pause becomes due now. */

import type { Database, Queries } from '../database/database.ts'
import {
  bringComparisonsBack,
  bringModificationsBack,
  bringPaymentsBack,
  bringQuestionsBack,
  listEventsAfter,
  listModificationsAfter,
  listNotificationsAfter,
  listPaymentsAfter,
  makeDue,
  SLACK_MS,
} from '../database/far-ahead-rows.ts'
import { LONGEST_LOOK_MS } from '../payments/duplicates/surplus.ts'
import { longestModificationPause } from '../payments/modifications/modification-schedule.ts'
import { longestNotificationPause } from '../payments/notifications/notification.ts'
import { LONGEST_QUERY_PAUSE_MS, longestPause } from '../payments/purchases/payment-schedule.ts'
import type { Logger } from '../process/logging.ts'
import { longestDeliveryPause } from './deliver-events.ts'

type FarAheadParts = {
  database: Database
  /** Unix milliseconds; 0 until PayKKa has confirmed the time: then nothing is changed. */
  provenNow: () => number
  /** Milliseconds after which a purchase can no longer be answered. */
  sendWindowMs: number
  log: Pick<Logger, 'warn'>
}

/** @returns the number of repaired rows */
export async function bringFarAheadBack(parts: FarAheadParts): Promise<number> {
  const now = parts.provenNow()
  if (now === 0) return 0
  const { db } = parts.database
  const found = {
    payments: await payments(db, now, parts.sendWindowMs),
    operations: await operations(db, now, parts.sendWindowMs),
    surplus: await bringComparisonsBack(db, now + LONGEST_LOOK_MS + SLACK_MS, now),
    notices: await queue(
      db,
      'notices',
      await listNotificationsAfter(db, now + SLACK_MS),
      longestNotificationPause,
      now,
    ),
    events: await queue(
      db,
      'shop_events',
      await listEventsAfter(db, now + SLACK_MS),
      longestDeliveryPause,
      now,
    ),
  }
  const sum = Object.values(found).reduce((all, count) => all + count, 0)
  if (sum > 0) parts.log.warn(found, 'the clock was wrong for a while: what it had put off is due now')
  return sum
}

async function payments(db: Queries, now: number, sendWindowMs: number): Promise<number> {
  const open = await listPaymentsAfter(db, now + SLACK_MS)
  const far = open.filter((row) => isFar(row, now, sendWindowMs, longestPause(row, sendWindowMs)))
  if (far.length > 0) await bringPaymentsBack(db, idsOf(far), now, now + sendWindowMs)
  return far.length + (await bringQuestionsBack(db, now + LONGEST_QUERY_PAUSE_MS + SLACK_MS, now))
}

async function operations(db: Queries, now: number, sendWindowMs: number): Promise<number> {
  const open = await listModificationsAfter(db, now + SLACK_MS)
  const far = open.filter((row) => isFar(row, now, sendWindowMs, longestModificationPause(row, sendWindowMs)))
  if (far.length > 0) await bringModificationsBack(db, idsOf(far), now, now + sendWindowMs)
  return far.length
}

type Sent = { next_query_at: number | null; send_deadline: number }

function isFar(row: Sent, now: number, sendWindowMs: number, pause: number): boolean {
  const ahead = (row.next_query_at ?? now) - now
  return ahead > pause + SLACK_MS || row.send_deadline - now > sendWindowMs + SLACK_MS
}

type Queued = { id: string; attempts: number; next_at: number }

async function queue(
  db: Queries,
  table: 'notices' | 'shop_events',
  waiting: Queued[],
  longest: (attempts: number) => number,
  now: number,
): Promise<number> {
  const far = waiting.filter((row) => row.next_at - now > longest(row.attempts) + SLACK_MS)
  if (far.length > 0) await makeDue(db, table, idsOf(far), now)
  return far.length
}

const idsOf = (rows: { id: string }[]) => rows.map((row) => row.id)
