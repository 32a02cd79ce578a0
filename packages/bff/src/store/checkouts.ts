/** Queries on checkouts and their versions. */
import type { Updateable } from 'kysely'
import type { Queries, StoreKind } from './database.ts'
import { forUpdate } from './database.ts'
import type { CheckoutRow, CheckoutTable } from './tables.ts'

/** Adds a checkout with its first version. */
export async function insertCheckout(db: Queries, row: CheckoutRow): Promise<void> {
  await db.insertInto('checkouts').values(row).execute()
  await insertVersion(db, row)
}

/** Remembers what the checkout’s current version costs. */
export async function insertVersion(
  db: Queries,
  row: Pick<CheckoutRow, 'id' | 'version' | 'amount' | 'updated_at'>,
): Promise<void> {
  await db
    .insertInto('checkout_versions')
    .values({ checkout_id: row.id, version: row.version, amount: row.amount, created_at: row.updated_at })
    .execute()
}

/** @returns what that version cost in minor units, undefined when there never was one */
export async function findVersionAmount(
  db: Queries,
  checkoutId: string,
  version: number,
): Promise<number | undefined> {
  const row = await db
    .selectFrom('checkout_versions')
    .select('amount')
    .where('checkout_id', '=', checkoutId)
    .where('version', '=', version)
    .executeTakeFirst()
  return row?.amount
}

export function findCheckout(db: Queries, id: string): Promise<CheckoutRow | undefined> {
  return db.selectFrom('checkouts').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Holds the row until the transaction ends. Always after the payment’s, so that two transactions never wait for each other. */
export function lockCheckout(kind: StoreKind, db: Queries, id: string): Promise<CheckoutRow | undefined> {
  const query = db.selectFrom('checkouts').selectAll().where('id', '=', id)
  return forUpdate(kind, query).executeTakeFirst()
}

export function findCheckoutBySecret(db: Queries, secretHash: string): Promise<CheckoutRow | undefined> {
  return db.selectFrom('checkouts').selectAll().where('secret_hash', '=', secretHash).executeTakeFirst()
}

export async function updateCheckout(
  db: Queries,
  id: string,
  changes: Updateable<CheckoutTable>,
): Promise<void> {
  await db.updateTable('checkouts').set(changes).where('id', '=', id).execute()
}

/**
 * Changes a checkout only while it is open and nobody pays it: one statement, so no other request can come between.
 * @returns the changed row, undefined when it was not open any more
 */
export function updateOpenCheckout(
  db: Queries,
  id: string,
  now: number,
  changes: Updateable<CheckoutTable>,
): Promise<CheckoutRow | undefined> {
  return db
    .updateTable('checkouts')
    .set({ ...changes, updated_at: now })
    .where('id', '=', id)
    .where('status', '=', 'open')
    .where('live_payment_id', 'is', null)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst()
}

/**
 * Makes `paymentId` the checkout’s one live attempt and counts it.
 * @returns the changed row; undefined when the checkout is closed, being paid, or of another version
 */
export function startAttempt(
  db: Queries,
  id: string,
  version: number,
  paymentId: string,
  now: number,
): Promise<CheckoutRow | undefined> {
  return db
    .updateTable('checkouts')
    .set((eb) => ({
      status: 'processing' as const,
      live_payment_id: paymentId,
      attempts: eb('attempts', '+', 1),
      updated_at: now,
    }))
    .where('id', '=', id)
    .where('status', '=', 'open')
    .where('version', '=', version)
    .where('live_payment_id', 'is', null)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst()
}

/** @returns the checkouts that were created, or whose payments were, since; oldest first */
export function listCheckoutsSince(db: Queries, from: number): Promise<CheckoutRow[]> {
  return db
    .selectFrom('checkouts')
    .selectAll()
    .where((eb) =>
      eb.or([
        eb('created_at', '>=', from),
        eb(
          'id',
          'in',
          eb.selectFrom('payments').select('checkout_id').where('payments.created_at', '>=', from),
        ),
      ]),
    )
    .orderBy('created_at')
    .execute()
}

/** @returns the checkouts that nobody is paying and that could be paid after that moment, oldest first */
export function listPayableAfter(db: Queries, moment: number): Promise<CheckoutRow[]> {
  return db
    .selectFrom('checkouts')
    .selectAll()
    .where('status', '=', 'open')
    .where('live_payment_id', 'is', null)
    .where('expires_at', '>', moment)
    .orderBy('created_at')
    .execute()
}

/**
 * Like `startAttempt`, for an attempt that was sent before and is known to the gateway alone: whatever version it paid,
 * and although the checkout may have expired since.
 */
export function adoptAttempt(
  db: Queries,
  id: string,
  paymentId: string,
  now: number,
): Promise<CheckoutRow | undefined> {
  return db
    .updateTable('checkouts')
    .set((eb) => ({
      status: 'unknown' as const,
      live_payment_id: paymentId,
      attempts: eb('attempts', '+', 1),
      updated_at: now,
    }))
    .where('id', '=', id)
    .where('status', '=', 'open')
    .where('live_payment_id', 'is', null)
    .returningAll()
    .executeTakeFirst()
}
