/** Queries on payments and their steps. */
import type { SelectQueryBuilder, Updateable } from 'kysely'
import type { Database, DatabaseKind, Queries } from './database.ts'
import { forUpdate, skipLocked } from './database.ts'
import { isFree } from './far-ahead-rows.ts'
import { prepared } from './prepared.ts'
import type { PaymentMetadataTable, PaymentRow, PaymentStepRow, PaymentTable, Tables } from './tables.ts'

export async function insertPayment(db: Queries, row: PaymentRow): Promise<void> {
  await insertRow(db, { row })
}

const insertRow = prepared((db, { row }: { row: PaymentRow }) => db.insertInto('payments').values(row))

/** Inserts the searchable metadata pairs of a payment. */
export async function addPaymentMetadata(db: Queries, rows: PaymentMetadataTable[]): Promise<void> {
  if (rows.length > 0) await db.insertInto('payment_metadata').values(rows).execute()
}

export async function findPayment(db: Queries, id: string): Promise<PaymentRow | undefined> {
  return (await findById(db, { id })).rows[0]
}

const findById = prepared((db, { id }: { id: string }) =>
  db.selectFrom('payments').selectAll().where('id', '=', id),
)

/** Locks the row until the transaction ends, so that two answers about one payment are applied one after the other. */
export async function lockPayment(
  kind: DatabaseKind,
  db: Queries,
  id: string,
): Promise<PaymentRow | undefined> {
  return (await lockById[kind](db, { id })).rows[0]
}

const lockOn = (kind: DatabaseKind) =>
  prepared((db, { id }: { id: string }) =>
    forUpdate(kind, db.selectFrom('payments').selectAll().where('id', '=', id)),
  )
const lockById = { sqlite: lockOn('sqlite'), postgres: lockOn('postgres') }

export function findPaymentByReturn(db: Queries, returnHash: string): Promise<PaymentRow | undefined> {
  return db.selectFrom('payments').selectAll().where('return_hash', '=', returnHash).executeTakeFirst()
}

/** @returns the payment of a notification, by our id or the gateway's */
export async function findPaymentByGateway(
  db: Queries,
  transId: string | null,
  gatewayOrderId: string | null,
): Promise<PaymentRow | undefined> {
  const all = db.selectFrom('payments').selectAll()
  const ours = transId ? await all.where('trans_id', '=', transId).executeTakeFirst() : undefined
  if (ours || !gatewayOrderId) return ours
  return all.where('gateway_order_id', '=', gatewayOrderId).executeTakeFirst()
}

/** @returns every payment that one of these names, by our id or the gateway's */
export function findPaymentsByGateway(
  db: Queries,
  named: { trans_id: string | null; gateway_order_id: string | null }[],
): Promise<PaymentRow[]> {
  const transIds = named.flatMap(({ trans_id }) => trans_id ?? [])
  const orderIds = named.flatMap(({ gateway_order_id }) => gateway_order_id ?? [])
  return db
    .selectFrom('payments')
    .selectAll()
    .where((eb) =>
      eb.or([
        // PostgreSQL accepts no empty list.
        ...(transIds.length > 0 ? [eb('trans_id', 'in', transIds)] : []),
        ...(orderIds.length > 0 ? [eb('gateway_order_id', 'in', orderIds)] : []),
      ]),
    )
    .orderBy('created_at')
    .execute()
}

/** @returns the payments with this `trans_id` prefix, newest first; reads the whole table, so it is for people */
export function findPaymentsByTransId(db: Queries, beginning: string): Promise<FoundPayment[]> {
  return db
    .selectFrom('payments')
    .innerJoin('checkouts', 'checkouts.id', 'payments.checkout_id')
    .selectAll('payments')
    .select('checkouts.order_reference')
    .where('payments.trans_id', 'like', `${beginning}%`)
    .orderBy('payments.created_at', 'desc')
    .execute()
}

type FoundPayment = PaymentRow & { order_reference: string }

/** @returns the checkout's payments, first attempt first */
export function listPayments(db: Queries, checkoutId: string): Promise<PaymentRow[]> {
  return db
    .selectFrom('payments')
    .selectAll()
    .where('checkout_id', '=', checkoutId)
    .orderBy('attempt')
    .execute()
}

export async function findLastPayment(db: Queries, checkoutId: string): Promise<PaymentRow | undefined> {
  return (await findLastOf(db, { checkoutId })).rows[0]
}

const findLastOf = prepared((db, { checkoutId }: { checkoutId: string }) =>
  db
    .selectFrom('payments')
    .selectAll()
    .where('checkout_id', '=', checkoutId)
    .orderBy('attempt', 'desc')
    .limit(1),
)

/** The present result of one attempt of a checkout. */
export type CheckoutHistory = Pick<PaymentRow, 'status' | 'card_last4' | 'decline_code' | 'decline_retry'>

export async function readCheckoutHistory(db: Queries, checkoutId: string): Promise<CheckoutHistory[]> {
  return (await readHistoryOf(db, { checkoutId })).rows
}

const readHistoryOf = prepared((db, { checkoutId }: { checkoutId: string }) =>
  db
    .selectFrom('payments')
    .select(['status', 'card_last4', 'decline_code', 'decline_retry'])
    .where('checkout_id', '=', checkoutId),
)

export async function updatePayment(
  db: Queries,
  id: string,
  changes: Updateable<PaymentTable>,
): Promise<void> {
  await updateById(db, { id, changes })
}

const updateById = prepared((db, { id, changes }: { id: string; changes: Updateable<PaymentTable> }) =>
  db.updateTable('payments').set(changes).where('id', '=', id),
)

/** Records the shopper's return: the shopper waits for the result, so queries become more frequent. */
export async function recordReturn(db: Queries, id: string, now: number): Promise<void> {
  await db.updateTable('payments').set({ return_used_at: now }).where('id', '=', id).execute()
}

/** Records that the shopper left PayKKa's own page while the attempt may still succeed. */
export async function recordLeaving(db: Queries, id: string, now: number): Promise<void> {
  await db.updateTable('payments').set({ left_at: now }).where('id', '=', id).where('live', '=', 1).execute()
}

/** Records that the shopper goes to PayKKa's own page (again), and the chosen methods. */
export async function recordVisit(db: Queries, id: string, hostedPage: string): Promise<void> {
  const changes = { left_at: null, hosted_page: hostedPage }
  await db.updateTable('payments').set(changes).where('id', '=', id).where('live', '=', 1).execute()
}

type NewStep = Omit<PaymentStepRow, 'seq' | 'gateway_message'> & { gateway_message?: string | null }

export async function addStep(db: Queries, step: NewStep): Promise<void> {
  await appendStep(db, { step: { ...step, gateway_message: step.gateway_message ?? null } })
}

const appendStep = prepared((db, { step }: { step: Omit<PaymentStepRow, 'seq'> }) =>
  db.insertInto('payment_steps').values({
    ...step,
    seq: (eb) =>
      eb
        .selectFrom('payment_steps')
        .select((steps) => steps(steps.fn.countAll<number>(), '+', 1).as('seq'))
        .where('payment_id', '=', step.payment_id),
  }),
)

/** @returns every step, oldest first */
export async function listSteps(db: Queries, paymentIds: string[]): Promise<PaymentStepRow[]> {
  return paymentIds.length === 0 ? [] : (await listStepsOf(db, { paymentIds })).rows
}

const listStepsOf = prepared((db, { paymentIds }: { paymentIds: string[] }) =>
  db.selectFrom('payment_steps').selectAll().where('payment_id', 'in', paymentIds).orderBy('seq'),
)

/** @returns whether a payment has no operations, disputes, consent or stored card */
export async function hasOnlySteps(db: Queries, paymentId: string): Promise<boolean> {
  return (await findWithRecords(db, { paymentId })).rows.length === 0
}

const findWithRecords = prepared((db, { paymentId }: { paymentId: string }) => {
  const of = (table: 'operations' | 'disputes' | 'consents' | 'saved_cards') =>
    db.selectFrom(table).select('payment_id').where('payment_id', '=', paymentId)
  const all = of('operations').unionAll(of('disputes')).unionAll(of('consents')).unionAll(of('saved_cards'))
  return all.limit(1)
})

export type Lease = {
  /** Id of the instance. */
  owner: string
  /** Unix milliseconds. */
  now: number
  leaseMs: number
  limit: number
}

/** Leases the payments that are due, so that no two instances query the same one. */
export function claimDuePayments(database: Database, lease: Lease): Promise<PaymentRow[]> {
  return database.transaction(async (tx) => {
    const due = tx.selectFrom('payments').select('id').where('next_query_at', '<=', lease.now)
    return claim(database, tx, due, lease)
  })
}

/** Leases the payment that has waited longest, due or not: the probe of a gateway that may have recovered. */
export function claimOldestWaiting(database: Database, lease: Lease): Promise<PaymentRow[]> {
  return database.transaction(async (tx) => {
    const waiting = tx
      .selectFrom('payments')
      .select('id')
      .where('next_query_at', 'is not', null)
      .where((eb) => eb.or([eb('status', '!=', 'sending'), eb('send_deadline', '<=', lease.now)]))
    return claim(database, tx, waiting, lease)
  })
}

async function claim(
  database: Database,
  tx: Queries,
  candidates: SelectQueryBuilder<Tables, 'payments', { id: string }>,
  lease: Lease,
): Promise<PaymentRow[]> {
  const free = candidates.where(isFree(lease.now, lease.leaseMs)).orderBy('next_query_at').limit(lease.limit)
  const ids = await skipLocked(database.kind, free).execute()
  if (ids.length === 0) return []
  return tx
    .updateTable('payments')
    .set((eb) => ({
      lease_owner: lease.owner,
      lease_until: lease.now + lease.leaseMs,
      lease_fence: eb('lease_fence', '+', 1),
    }))
    .where(
      'id',
      'in',
      ids.map((row) => row.id),
    )
    .returningAll()
    .execute()
}

/** Makes every payment due that waits for an answer, except those whose shopper is at the bank. */
export async function wakeWaitingPayments(db: Queries, now: number): Promise<void> {
  await db
    .updateTable('payments')
    .set({ next_query_at: now })
    .where('next_query_at', '>', now)
    .where('status', 'in', ['unknown', 'processing', 'needs_review'])
    .execute()
}

/** @returns the payments created since, oldest first */
export function listPaymentsSince(db: Queries, from: number): Promise<PaymentRow[]> {
  return db
    .selectFrom('payments')
    .selectAll()
    .where('created_at', '>=', from)
    .orderBy('created_at')
    .orderBy('attempt')
    .execute()
}

/** @returns false in a database that never held a payment */
export async function hasPayments(db: Queries): Promise<boolean> {
  return (await db.selectFrom('payments').select('id').limit(1).executeTakeFirst()) !== undefined
}

/** @returns unreported authorized payments created before the moment, oldest first */
export function listUncaptured(db: Queries, before: number, limit: number): Promise<PaymentRow[]> {
  return db
    .selectFrom('payments')
    .selectAll()
    .where('status', '=', 'authorized')
    .where('created_at', '<', before)
    .where('capture_reported_at', 'is', null)
    .orderBy('created_at')
    .limit(limit)
    .execute()
}
