/** Queries on erasures, and on the data stored under a shopper's reference. */
import type { Updateable } from 'kysely'
import type { Queries } from './database.ts'
import type { CheckoutRow, ErasureRow, ErasureTable, SavedCardRow } from './tables.ts'

export async function insertErasure(db: Queries, row: ErasureRow): Promise<void> {
  await db.insertInto('erasures').values(row).execute()
}

export function findErasure(db: Queries, id: string): Promise<ErasureRow | undefined> {
  return db.selectFrom('erasures').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function updateErasure(
  db: Queries,
  id: string,
  changes: Updateable<ErasureTable>,
): Promise<void> {
  await db.updateTable('erasures').set(changes).where('id', '=', id).execute()
}

/** @returns the erasures of one shopper, oldest first */
export function listErasuresOf(db: Queries, shopperHash: string): Promise<ErasureRow[]> {
  return db.selectFrom('erasures').selectAll().where('shopper_hash', '=', shopperHash).orderBy('at').execute()
}

/** @returns every erasure, oldest first */
export function listErasures(db: Queries): Promise<Pick<ErasureRow, 'id' | 'at' | 'shopper_hash'>[]> {
  return db.selectFrom('erasures').select(['id', 'at', 'shopper_hash']).orderBy('at').execute()
}

/** @returns the erasures with tokens left to remove at PayKKa that were not tried since that moment */
export function listUnfinished(db: Queries, before: number): Promise<ErasureRow[]> {
  return db
    .selectFrom('erasures')
    .selectAll()
    .where('sealed_work', 'is not', null)
    .where('updated_at', '<=', before)
    .orderBy('updated_at')
    .limit(100)
    .execute()
}

/** @returns the shopper's checkouts created until that moment, oldest first */
export function listCheckoutsOf(db: Queries, reference: string, until: number): Promise<CheckoutRow[]> {
  return db
    .selectFrom('checkouts')
    .selectAll()
    .where('shopper_reference', '=', reference)
    .where('created_at', '<=', until)
    .orderBy('created_at')
    .execute()
}

/** @returns all cards and agreements that the shopper saved until that moment, in any status */
export function listCardsOf(db: Queries, reference: string, until: number): Promise<SavedCardRow[]> {
  return db
    .selectFrom('saved_cards')
    .selectAll()
    .where('shopper_reference', '=', reference)
    .where('created_at', '<=', until)
    .execute()
}

/** Removes all data of these cards except the fact that they existed. */
export async function emptyCards(db: Queries, ids: string[], pseudonym: string): Promise<void> {
  if (ids.length === 0) return
  const nothing = { sealed_token: '', sealed_agreement: null, last4: null, exp_month: null, exp_year: null }
  await db
    .updateTable('saved_cards')
    .set({ status: 'ended', shopper_reference: pseudonym, ...nothing })
    .where('id', 'in', ids)
    .execute()
}

/** Removes the other data under that reference. @returns the numbers of consents and secrets */
export async function emptyReference(
  db: Queries,
  reference: string,
  pseudonym: string,
  until: number,
): Promise<{ consents: number; secrets: number }> {
  const consents = await db
    .updateTable('consents')
    .set({ shopper_reference: pseudonym, text: null, locale: null, exp_month: null, exp_year: null })
    .where('shopper_reference', '=', reference)
    .where('at', '<=', until)
    .executeTakeFirst()
  const secrets = await db
    .deleteFrom('shopper_secrets')
    .where('shopper_reference', '=', reference)
    .executeTakeFirst()
  return { consents: Number(consents.numUpdatedRows), secrets: Number(secrets.numDeletedRows) }
}

const PAGE = 1000

/** @returns every stored reference, each at least once, in pages, so that other work continues in between */
export async function* eachReference(db: Queries): AsyncGenerator<string> {
  for (const table of ['checkouts', 'saved_cards', 'consents', 'shopper_secrets'] as const) {
    let last = ''
    for (;;) {
      const rows = await db
        .selectFrom(table)
        .select('shopper_reference as reference')
        .distinct()
        .where('shopper_reference', '>', last)
        .orderBy('shopper_reference')
        .limit(PAGE)
        .execute()
      for (const { reference } of rows) if (reference !== null) yield reference
      if (rows.length < PAGE) break
      last = rows.at(-1)?.reference ?? ''
    }
  }
}
