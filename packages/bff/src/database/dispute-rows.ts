/** Queries on disputes. */
import type { Queries } from './database.ts'
import { prepared } from './prepared.ts'
import type { DisputeRow } from './tables.ts'

/** Adds a dispute, or replaces what is known of it. */
export async function saveDispute(db: Queries, row: DisputeRow): Promise<void> {
  const { payment_id: _payment, dispute_id: _dispute, ...changes } = row
  await db
    .insertInto('disputes')
    .values(row)
    .onConflict((conflict) => conflict.columns(['payment_id', 'dispute_id']).doUpdateSet(changes))
    .execute()
}

/** @returns the disputes of these payments, the first one reported first */
export async function listDisputes(db: Queries, paymentIds: string[]): Promise<DisputeRow[]> {
  return paymentIds.length === 0 ? [] : (await listDisputesOf(db, { paymentIds })).rows
}

const listDisputesOf = prepared((db, { paymentIds }: { paymentIds: string[] }) =>
  db
    .selectFrom('disputes')
    .selectAll()
    .where('payment_id', 'in', paymentIds)
    .orderBy('reported_at')
    .orderBy('dispute_id'),
)
