/** Queries on checkouts and their versions. */
import type { Updateable } from 'kysely'
import { sql } from 'kysely'
import type { Database, DatabaseKind, Queries } from './database.ts'
import { forUpdate, skipLocked } from './database.ts'
import { prepared } from './prepared.ts'
import type { CheckoutRow, CheckoutTable, CheckoutVersionRow } from './tables.ts'

/**
 * Inserts a checkout with its first version.
 * @returns false, without an insert, when another checkout holds the order
 */
export async function insertCheckout(db: Queries, row: CheckoutRow): Promise<boolean> {
  const { numAffectedRows } = await insertRow(db, { row })
  if (!numAffectedRows) return false
  await insertVersion(db, row)
  return true
}

const insertRow = prepared((db, { row }: { row: CheckoutRow }) =>
  db
    .insertInto('checkouts')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .column('order_reference')
        .where('order_claim', '=', sql.lit('sole' as const))
        .doNothing(),
    ),
)

/** Stores the amount of the checkout's current version. */
export async function insertVersion(
  db: Queries,
  row: Pick<CheckoutRow, 'id' | 'version' | 'amount' | 'updated_at'>,
): Promise<void> {
  const { id, version, amount, updated_at } = row
  await insertVersionRow(db, { row: { checkout_id: id, version, amount, created_at: updated_at } })
}

const insertVersionRow = prepared((db, { row }: { row: CheckoutVersionRow }) =>
  db.insertInto('checkout_versions').values(row),
)

/** @returns that version's amount in minor units; undefined when the version never existed */
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

export async function findCheckout(db: Queries, id: string): Promise<CheckoutRow | undefined> {
  return (await findById(db, { id })).rows[0]
}

const findById = prepared((db, { id }: { id: string }) =>
  db.selectFrom('checkouts').selectAll().where('id', '=', id),
)

/** Locks the row until the transaction ends. Always lock the payment first, so that two transactions never deadlock. */
export async function lockCheckout(
  kind: DatabaseKind,
  db: Queries,
  id: string,
): Promise<CheckoutRow | undefined> {
  return (await lockById[kind](db, { id })).rows[0]
}

const lockOn = (kind: DatabaseKind) =>
  prepared((db, { id }: { id: string }) =>
    forUpdate(kind, db.selectFrom('checkouts').selectAll().where('id', '=', id)),
  )
const lockById = { sqlite: lockOn('sqlite'), postgres: lockOn('postgres') }

export async function findCheckoutBySecret(
  db: Queries,
  secretHash: string,
): Promise<CheckoutRow | undefined> {
  return (await findBySecret(db, { secretHash })).rows[0]
}

const findBySecret = prepared((db, { secretHash }: { secretHash: string }) =>
  db.selectFrom('checkouts').selectAll().where('secret_hash', '=', secretHash),
)

export async function updateCheckout(
  db: Queries,
  id: string,
  changes: Updateable<CheckoutTable>,
): Promise<void> {
  await updateById(db, { id, changes })
}

const updateById = prepared((db, { id, changes }: { id: string; changes: Updateable<CheckoutTable> }) =>
  db.updateTable('checkouts').set(changes).where('id', '=', id),
)

/** The time of a change, and the time for expiry; both in Unix milliseconds. */
export type Moment = { now: number; provenNow: number }

/**
 * Changes a checkout only while it is open and no payment is in progress: one statement, so that no other request can
 * interfere.
 * @returns the changed row; undefined when it was no longer open
 */
export function updateOpenCheckout(
  db: Queries,
  id: string,
  { now, provenNow }: Moment,
  changes: Updateable<CheckoutTable>,
): Promise<CheckoutRow | undefined> {
  return db
    .updateTable('checkouts')
    .set({ ...changes, updated_at: now })
    .where('id', '=', id)
    .where('status', '=', 'open')
    .where('live_payment_id', 'is', null)
    .where('expires_at', '>', provenNow)
    .returningAll()
    .executeTakeFirst()
}

/**
 * Makes `paymentId` the checkout's only active attempt and counts it.
 * @returns the changed row; undefined when the checkout is closed, being paid, or of another version
 */
export async function startAttempt(
  db: Queries,
  id: string,
  version: number,
  paymentId: string,
  moment: Moment,
): Promise<CheckoutRow | undefined> {
  return (await startOpen(db, { id, version, paymentId, ...moment })).rows[0]
}

type Start = Moment & { id: string; version: number; paymentId: string }

const startOpen = prepared((db, { id, version, paymentId, now, provenNow }: Start) =>
  db
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
    .where('expires_at', '>', provenNow)
    .where('order_claim', '!=', 'released')
    .returningAll(),
)

/** @returns the checkouts created since then, or with payments created since then; oldest first */
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

/** @returns the checkouts without a payment in progress that could be paid after that moment, oldest first */
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
 * Like `startAttempt`, for an earlier attempt that only the gateway knows: for any version, and even if the checkout has
 * expired since.
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

/**
 * Leases the checkouts whose successful payments are due for comparison, by postponing their due time.
 * @returns the checkouts, with the end of the lease
 */
export function claimDueSurplus(
  database: Database,
  now: number,
  leaseMs: number,
  limit: number,
): Promise<CheckoutRow[]> {
  return database.transaction(async (tx) => {
    const due = tx.selectFrom('checkouts').select('id').where('surplus_due_at', '<=', now).limit(limit)
    const ids = (await skipLocked(database.kind, due).execute()).map((row) => row.id)
    if (ids.length === 0) return []
    const leased = tx.updateTable('checkouts').set({ surplus_due_at: now + leaseMs })
    return leased.where('id', 'in', ids).returningAll().execute()
  })
}

/** @returns whether the successful payments of this order are still to be compared, or one of them is being given back */
export async function isSurplusDue(db: Queries, orderReference: string): Promise<boolean> {
  const row = await db
    .selectFrom('checkouts')
    .select('id')
    .where('order_reference', '=', orderReference)
    .where('surplus_due_at', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Sets the time of the next comparison, unless another payment has succeeded meanwhile. */
export async function finishSurplus(
  db: Queries,
  { id, surplus_due_at }: CheckoutRow,
  nextAt: number | null,
): Promise<void> {
  await db
    .updateTable('checkouts')
    .set({ surplus_due_at: nextAt })
    .where('id', '=', id)
    .where('surplus_due_at', '=', surplus_due_at)
    .execute()
}
