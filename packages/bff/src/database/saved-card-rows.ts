/** Queries on saved cards, agreements, consents and shoppers' secrets. */
import type { Insertable, Updateable } from 'kysely'
import type { Queries } from './database.ts'
import { prepared } from './prepared.ts'
import type { ConsentRow, SavedCardRow, SavedCardTable, ShopperSecretRow } from './tables.ts'

/** Keeps what a payment stored, once: PayKKa tells it again in every answer. */
export async function insertSavedCard(db: Queries, row: Insertable<SavedCardTable>): Promise<void> {
  await db
    .insertInto('saved_cards')
    .values(row)
    .onConflict((conflict) => conflict.column('payment_id').doNothing())
    .execute()
}

export function findSavedCard(db: Queries, id: string): Promise<SavedCardRow | undefined> {
  return db.selectFrom('saved_cards').selectAll().where('id', '=', id).executeTakeFirst()
}

export function findAgreement(db: Queries, agreementId: string): Promise<SavedCardRow | undefined> {
  return db.selectFrom('saved_cards').selectAll().where('agreement_id', '=', agreementId).executeTakeFirst()
}

export function findKept(db: Queries, paymentId: string): Promise<SavedCardRow | undefined> {
  return db.selectFrom('saved_cards').selectAll().where('payment_id', '=', paymentId).executeTakeFirst()
}

/** @returns what these payments stored, ended or not */
export async function listKept(db: Queries, paymentIds: string[]): Promise<SavedCardRow[]> {
  return paymentIds.length === 0 ? [] : (await listKeptOf(db, { paymentIds })).rows
}

const listKeptOf = prepared((db, { paymentIds }: { paymentIds: string[] }) =>
  db.selectFrom('saved_cards').selectAll().where('payment_id', 'in', paymentIds),
)

/** @returns what a shopper has saved and not ended, newest first */
export function listSavedCards(db: Queries, shopperReference: string): Promise<SavedCardRow[]> {
  return db
    .selectFrom('saved_cards')
    .selectAll()
    .where('shopper_reference', '=', shopperReference)
    .where('status', '=', 'active')
    .orderBy('created_at', 'desc')
    .limit(100)
    .execute()
}

/** @returns the sealed tokens of the oldest and the newest card that are active; none when there are no cards */
export async function listSealedSamples(db: Queries): Promise<string[]> {
  const active = db.selectFrom('saved_cards').select('sealed_token').where('status', '=', 'active').limit(1)
  const rows = [
    await active.orderBy('created_at').executeTakeFirst(),
    await active.orderBy('created_at', 'desc').executeTakeFirst(),
  ]
  return rows.flatMap((row) => row?.sealed_token ?? [])
}

type MatchableCard = SavedCardRow & { bin: string | null }

/** @returns the cards a shopper has saved and not ended, each with its first six digits, newest first */
export function listMatchableCards(db: Queries, shopperReference: string): Promise<MatchableCard[]> {
  return db
    .selectFrom('saved_cards')
    .innerJoin('payments', 'payments.id', 'saved_cards.payment_id')
    .selectAll('saved_cards')
    .select('payments.card_bin as bin')
    .where('saved_cards.shopper_reference', '=', shopperReference)
    .where('saved_cards.purpose', '=', 'saved_card')
    .where('saved_cards.status', '=', 'active')
    .orderBy('saved_cards.created_at', 'desc')
    .execute()
}

/** @returns the rows that keep a card's other tokens */
export function listReplaced(db: Queries, ids: string[]): Promise<SavedCardRow[]> {
  if (ids.length === 0) return Promise.resolve([])
  const replaced = db.selectFrom('saved_cards').selectAll().where('status', '=', 'replaced')
  return replaced.where('replaced_by', 'in', ids).execute()
}

/** Shows these cards under the id of another one from now on. */
export async function replaceCards(db: Queries, ids: string[], by: string): Promise<void> {
  if (ids.length === 0) return
  await db
    .updateTable('saved_cards')
    .set({ status: 'replaced', replaced_by: by })
    .where((eb) => eb.or([eb('id', 'in', ids), eb('replaced_by', 'in', ids)]))
    .execute()
}

export async function updateSavedCard(
  db: Queries,
  id: string,
  changes: Updateable<SavedCardTable>,
): Promise<void> {
  await db.updateTable('saved_cards').set(changes).where('id', '=', id).execute()
}

/** @returns agreements whose card's last month ends by then and whose shop was not told, at most `limit` */
export function listExpiring(db: Queries, by: number, limit: number): Promise<SavedCardRow[]> {
  const [year = '', month = ''] = new Date(by).toISOString().split('-')
  return db
    .selectFrom('saved_cards')
    .selectAll()
    .where('status', '=', 'active')
    .where('agreement_id', 'is not', null)
    .where('expiry_told_at', 'is', null)
    .where((eb) =>
      eb.or([eb('exp_year', '<', year), eb.and([eb('exp_year', '=', year), eb('exp_month', '<', month)])]),
    )
    .limit(limit)
    .execute()
}

/** @returns rows that keep an agreement which PayKKa has not canceled yet */
export function listReplacedAgreements(db: Queries, limit: number): Promise<SavedCardRow[]> {
  return db
    .selectFrom('saved_cards')
    .selectAll()
    .where('renews', 'is not', null)
    .where('status', '=', 'replaced')
    .orderBy('created_at')
    .limit(limit)
    .execute()
}

/** @returns whether a charge of the agreement was declined for good since that moment */
export async function isForbidden(db: Queries, agreementId: string, since: number): Promise<boolean> {
  const row = await db
    .selectFrom('payments')
    .innerJoin('checkouts', 'checkouts.id', 'payments.checkout_id')
    .select('payments.id')
    .where('checkouts.agreement_id', '=', agreementId)
    .where('payments.status', '=', 'declined')
    .where((eb) =>
      eb.or([eb('payments.decline_retry', '=', 'never'), eb('payments.decline_code', '=', 'lost_or_stolen')]),
    )
    .where('payments.created_at', '>', since)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Ends a card, and with it the rows that keep its other tokens.
 * @returns false when all of them had ended before
 */
export async function endSavedCard(db: Queries, id: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('saved_cards')
    .set({ status: 'ended' })
    .where((eb) => eb.or([eb('id', '=', id), eb('replaced_by', '=', id)]))
    .where('status', '!=', 'ended')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function insertConsent(db: Queries, row: ConsentRow): Promise<void> {
  await db.insertInto('consents').values(row).execute()
}

export async function listConsents(db: Queries, paymentIds: string[]): Promise<ConsentRow[]> {
  return paymentIds.length === 0 ? [] : (await listConsentsOf(db, { paymentIds })).rows
}

const listConsentsOf = prepared((db, { paymentIds }: { paymentIds: string[] }) =>
  db.selectFrom('consents').selectAll().where('payment_id', 'in', paymentIds),
)

export async function insertShopperSecret(db: Queries, row: ShopperSecretRow): Promise<void> {
  await db.insertInto('shopper_secrets').values(row).execute()
}

/** @returns whose secret it is, while it is good */
export async function findShopperBySecret(
  db: Queries,
  hash: string,
  now: number,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('shopper_secrets')
    .selectAll()
    .where('hash', '=', hash)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row?.shopper_reference
}
