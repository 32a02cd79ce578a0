/** Queries that remove personal data from checkouts, and whole checkouts from the database. */
import type { Updateable } from 'kysely'
import { sql } from 'kysely'
import type { Queries } from './database.ts'
import type { CheckoutRow, ConsentTable, IdempotencyRow } from './tables.ts'

/** The payments of these checkouts as a subquery, which also works for an empty list. */
const paymentsOf = (db: Queries, ids: string[]) =>
  db.selectFrom('payments').select('id').where('checkout_id', 'in', ids)

/** @returns the checkouts with these ids */
export async function listCheckouts(db: Queries, ids: string[]): Promise<CheckoutRow[]> {
  return ids.length === 0 ? [] : db.selectFrom('checkouts').selectAll().where('id', 'in', ids).execute()
}

/** Removes personal data from the attempts of a checkout: card digits, and free texts. */
export async function emptyAttempts(db: Queries, checkoutId: string): Promise<void> {
  const ids = [checkoutId]
  const noWords = { gateway_message: null }
  await db
    .updateTable('payments')
    .set({ ...noWords, card_last4: null, card_bin: null, action_url: null })
    .where('checkout_id', '=', checkoutId)
    .execute()
  await db.updateTable('payment_steps').set(noWords).where('payment_id', 'in', paymentsOf(db, ids)).execute()
  await db.updateTable('operations').set(noWords).where('payment_id', 'in', paymentsOf(db, ids)).execute()
  await db
    .updateTable('operations')
    .set({ reason: null })
    .where('type', '=', 'void')
    .where('payment_id', 'in', paymentsOf(db, ids))
    .execute()
  // A guessed pair could be confirmed by its hash.
  await db.deleteFrom('payment_metadata').where('payment_id', 'in', paymentsOf(db, ids)).execute()
  const disputes = db.selectFrom('disputes').select('id').where('payment_id', 'in', paymentsOf(db, ids))
  await db.updateTable('dispute_notes').set({ text: '' }).where('dispute', 'in', disputes).execute()
}

/** Keeps only the hash and time of a consent; a card that is still saved needs the text as proof. */
export async function emptyConsents(
  db: Queries,
  checkoutId: string,
  changes: Updateable<ConsentTable>,
): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('consents')
    .set({ ...changes, text: null, locale: null, exp_month: null, exp_year: null })
    .where('payment_id', 'in', paymentsOf(db, [checkoutId]))
    .where(
      'payment_id',
      'not in',
      db.selectFrom('saved_cards').select('payment_id').where('status', '=', 'active'),
    )
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

type StoredJson = { text: string; save(changed: string): Promise<unknown> }

/** Maximum age difference between a checkout and its idempotency key, which one transaction writes. */
const NEAR_MS = 5 * 60_000

/** @returns the events of a checkout and its stored answers, each with a function that rewrites it */
export async function listStoredJson(
  db: Queries,
  { id, created_at }: Pick<CheckoutRow, 'id' | 'created_at'>,
): Promise<StoredJson[]> {
  const events = await db
    .selectFrom('shop_events')
    .select(['id', 'payload'])
    .where('payment_id', 'in', paymentsOf(db, [id]))
    .execute()
  const answers = [...(await paidAnswers(db, id)), ...(await createdAnswer(db, id, created_at))]
  return [
    ...events.map((event) => ({
      text: event.payload,
      save: (payload: string) =>
        db.updateTable('shop_events').set({ payload }).where('id', '=', event.id).execute(),
    })),
    ...answers.map(({ scope, key, response_body: text }) => ({
      text: text ?? 'null',
      save: (response_body: string) =>
        db
          .updateTable('idempotency_keys')
          .set({ response_body })
          .where('scope', '=', scope)
          .where('key', '=', key)
          .execute(),
    })),
  ]
}

type Answer = Pick<IdempotencyRow, 'scope' | 'key' | 'response_body'>

function paidAnswers(db: Queries, checkoutId: string): Promise<Answer[]> {
  return db
    .selectFrom('idempotency_keys')
    .select(['scope', 'key', 'response_body'])
    .where('scope', '=', `pay:${checkoutId}`)
    .where('response_body', 'is not', null)
    .execute()
}

function createdAnswer(db: Queries, checkoutId: string, createdAt: number): Promise<Answer[]> {
  const beginning = `{"id":"${checkoutId}"`
  return db
    .selectFrom('idempotency_keys')
    .select(['scope', 'key', 'response_body'])
    .where('scope', '=', 'create')
    .where('created_at', '>=', createdAt - NEAR_MS)
    .where('created_at', '<=', createdAt + NEAR_MS)
    .where(sql<string>`substr(response_body, 1, ${beginning.length})`, '=', beginning)
    .execute()
}
