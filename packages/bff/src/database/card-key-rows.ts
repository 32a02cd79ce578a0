/** Queries on the keys that encrypt cards. */
import type { Queries } from './database.ts'
import type { CardKeyRow } from './tables.ts'

/** @returns the newest key made after `since` and before `until` (Unix milliseconds) */
export function findNewestCardKey(
  db: Queries,
  since: number,
  until: number,
): Promise<CardKeyRow | undefined> {
  return db
    .selectFrom('card_keys')
    .selectAll()
    .where('created_at', '>', since)
    .where('created_at', '<', until)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export function findCardKey(db: Queries, kid: string): Promise<CardKeyRow | undefined> {
  return db.selectFrom('card_keys').selectAll().where('kid', '=', kid).executeTakeFirst()
}

/** @returns every stored key: only a few, since a key lives for two days */
export function listCardKeys(db: Queries): Promise<CardKeyRow[]> {
  return db.selectFrom('card_keys').selectAll().orderBy('created_at', 'desc').limit(20).execute()
}

export async function insertCardKey(db: Queries, row: CardKeyRow): Promise<void> {
  await db.insertInto('card_keys').values(row).execute()
}

export async function deleteCardKeysBefore(db: Queries, moment: number): Promise<void> {
  await db.deleteFrom('card_keys').where('created_at', '<', moment).execute()
}
