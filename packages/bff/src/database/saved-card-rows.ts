/** Queries on saved cards, agreements, consents and shoppers' secrets. */
import type { Insertable, Updateable } from 'kysely'
import type { Queries } from './database.ts'
import { prepared } from './prepared.ts'
import type { ConsentRow, SavedCardRow, SavedCardTable, ShopperSecretRow } from './tables.ts'

/** Stores a payment's card or agreement once: PayKKa repeats it in every answer. */
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

/** @returns the cards and agreements of these payments, including ended ones */
export async function listKept(db: Queries, paymentIds: string[]): Promise<SavedCardRow[]> {
  return paymentIds.length === 0 ? [] : (await listKeptOf(db, { paymentIds })).rows
}

const listKeptOf = prepared((db, { paymentIds }: { paymentIds: string[] }) =>
  db.selectFrom('saved_cards').selectAll().where('payment_id', 'in', paymentIds),
)

/** @returns a shopper's active cards and agreements, newest first */
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

/** @returns the encrypted tokens of the oldest and the newest active card; none without cards */
export async function listSealedSamples(db: Queries): Promise<string[]> {
  const active = db.selectFrom('saved_cards').select('sealed_token').where('status', '=', 'active').limit(1)
  const rows = [
    await active.orderBy('created_at').executeTakeFirst(),
    await active.orderBy('created_at', 'desc').executeTakeFirst(),
  ]
  return rows.flatMap((row) => row?.sealed_token ?? [])
}

type MatchableCard = SavedCardRow & { bin: string | null }

/** @returns a shopper's active cards with their first six digits, newest first */
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

/** @returns the rows with a card's other tokens */
export function listReplaced(db: Queries, ids: string[]): Promise<SavedCardRow[]> {
  if (ids.length === 0) return Promise.resolve([])
  const replaced = db.selectFrom('saved_cards').selectAll().where('status', '=', 'replaced')
  return replaced.where('replaced_by', 'in', ids).execute()
}

/** From now on shows these cards under the id of another one. */
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

/** @returns unreported agreements whose card expires by then, at most `limit` */
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

/** @returns rows of replaced agreements that are not canceled at PayKKa yet */
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

/** @returns whether a charge of the agreement was declined permanently since that moment */
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
 * Ends a card and the rows with its other tokens.
 * @returns false when all had ended before
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

/** @returns the shopper of a valid secret */
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
