/** Queries on the keys that seal cards. */
import type { Queries } from './database.ts'
import type { CardKeyRow } from './tables.ts'

/** @returns the newest key made after `since` (Unix milliseconds) */
export function findNewestCardKey(db: Queries, since: number): Promise<CardKeyRow | undefined> {
  return db
    .selectFrom('card_keys')
    .selectAll()
    .where('created_at', '>', since)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export function findCardKey(db: Queries, kid: string): Promise<CardKeyRow | undefined> {
  return db.selectFrom('card_keys').selectAll().where('kid', '=', kid).executeTakeFirst()
}

export async function insertCardKey(db: Queries, row: CardKeyRow): Promise<void> {
  await db.insertInto('card_keys').values(row).execute()
}

export async function deleteCardKeysBefore(db: Queries, moment: number): Promise<void> {
  await db.deleteFrom('card_keys').where('created_at', '<', moment).execute()
}
