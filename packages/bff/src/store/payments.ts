/** Queries on payments and their steps. */
import type { Updateable } from 'kysely'
import type { Queries, Store, StoreKind } from './database.ts'
import type { PaymentRow, PaymentStepRow, PaymentTable } from './tables.ts'

export async function insertPayment(db: Queries, row: PaymentRow): Promise<void> {
  await db.insertInto('payments').values(row).execute()
}

export function findPayment(db: Queries, id: string): Promise<PaymentRow | undefined> {
  return db.selectFrom('payments').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Holds the row until the transaction ends, so that two answers about one payment apply one after the other. */
export function lockPayment(kind: StoreKind, db: Queries, id: string): Promise<PaymentRow | undefined> {
  const query = db.selectFrom('payments').selectAll().where('id', '=', id)
  return (kind === 'postgres' ? query.forUpdate() : query).executeTakeFirst()
}

export function findPaymentByReturn(db: Queries, returnHash: string): Promise<PaymentRow | undefined> {
  return db.selectFrom('payments').selectAll().where('return_hash', '=', returnHash).executeTakeFirst()
}

/** @returns the checkout’s payments, first attempt first */
export function listPayments(db: Queries, checkoutId: string): Promise<PaymentRow[]> {
  return db
    .selectFrom('payments')
    .selectAll()
    .where('checkout_id', '=', checkoutId)
    .orderBy('attempt')
    .execute()
}

export function findLastPayment(db: Queries, checkoutId: string): Promise<PaymentRow | undefined> {
  return db
    .selectFrom('payments')
    .selectAll()
    .where('checkout_id', '=', checkoutId)
    .orderBy('attempt', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export async function updatePayment(
  db: Queries,
  id: string,
  changes: Updateable<PaymentTable>,
): Promise<void> {
  await db.updateTable('payments').set(changes).where('id', '=', id).execute()
}

/** Marks the return reference as used. @returns false when it was used before */
export async function useReturnReference(db: Queries, id: string, now: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('payments')
    .set({ return_used_at: now })
    .where('id', '=', id)
    .where('return_used_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function addStep(db: Queries, step: Omit<PaymentStepRow, 'seq'>): Promise<void> {
  const { count } = await db
    .selectFrom('payment_steps')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('payment_id', '=', step.payment_id)
    .executeTakeFirstOrThrow()
  await db
    .insertInto('payment_steps')
    .values({ ...step, seq: Number(count) + 1 })
    .execute()
}

/** @returns every step, oldest first */
export function listSteps(db: Queries, paymentIds: string[]): Promise<PaymentStepRow[]> {
  if (paymentIds.length === 0) return Promise.resolve([])
  return db
    .selectFrom('payment_steps')
    .selectAll()
    .where('payment_id', 'in', paymentIds)
    .orderBy('seq')
    .execute()
}

/**
 * Takes a lease on the payments that are due, so that no two instances ask about the same one.
 * @param owner names this instance
 * @param now Unix milliseconds
 */
export async function claimDuePayments(
  store: Store,
  owner: string,
  now: number,
  leaseMs: number,
  limit: number,
): Promise<PaymentRow[]> {
  return store.transaction(async (tx) => {
    const due = tx
      .selectFrom('payments')
      .select('id')
      .where('next_query_at', '<=', now)
      .where('lease_until', '<=', now)
      .orderBy('next_query_at')
      .limit(limit)
    const ids = await (store.kind === 'postgres' ? due.forUpdate().skipLocked() : due).execute()
    if (ids.length === 0) return []
    return tx
      .updateTable('payments')
      .set({ lease_owner: owner, lease_until: now + leaseMs })
      .where(
        'id',
        'in',
        ids.map((row) => row.id),
      )
      .returningAll()
      .execute()
  })
}

/** Takes one payment’s lease, for a question that should not wait for the schedule. */
export async function claimPayment(
  db: Queries,
  id: string,
  owner: string,
  now: number,
  leaseMs: number,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('payments')
    .set({ lease_owner: owner, lease_until: now + leaseMs })
    .where('id', '=', id)
    .where('lease_until', '<=', now)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** @returns when the next payment is due, null when none is */
export async function nextDueAt(db: Queries): Promise<number | null> {
  const row = await db
    .selectFrom('payments')
    .select((eb) => eb.fn.min('next_query_at').as('at'))
    .where('next_query_at', 'is not', null)
    .executeTakeFirst()
  return row?.at == null ? null : Number(row.at)
}
