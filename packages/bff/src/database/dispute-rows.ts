/** Queries on disputes, their reports, and the notes of staff. */
import type { Queries } from './database.ts'
import { prepared } from './prepared.ts'
import type { DisputeNoteRow, DisputeReportRow, DisputeRow } from './tables.ts'

/** Inserts a dispute, or replaces its facts. */
export async function saveDispute(db: Queries, row: DisputeRow): Promise<void> {
  const { payment_id: _payment, dispute_id: _dispute, ...changes } = row
  await db
    .insertInto('disputes')
    .values(row)
    .onConflict((conflict) => conflict.columns(['payment_id', 'dispute_id']).doUpdateSet(changes))
    .execute()
}

/** Stores one report. A repeated notification is stored once. */
export async function addDisputeReport(db: Queries, row: DisputeReportRow): Promise<void> {
  await db
    .insertInto('dispute_reports')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** @returns the reports of a dispute, oldest first */
export function listDisputeReports(db: Queries, dispute: string): Promise<DisputeReportRow[]> {
  const all = db.selectFrom('dispute_reports').selectAll().where('dispute', '=', dispute)
  return all.orderBy('at').orderBy('notification').execute()
}

export function findDispute(db: Queries, id: string): Promise<DisputeRow | undefined> {
  return db.selectFrom('disputes').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function addDisputeNote(db: Queries, row: DisputeNoteRow): Promise<void> {
  await db.insertInto('dispute_notes').values(row).execute()
}

/** @returns the notes of staff about a dispute, oldest first */
export function listDisputeNotes(db: Queries, dispute: string): Promise<DisputeNoteRow[]> {
  const all = db.selectFrom('dispute_notes').selectAll().where('dispute', '=', dispute)
  return all.orderBy('at').orderBy('id').execute()
}

/** @returns the disputes of these payments, oldest report first */
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

/** @param at Unix milliseconds */
export async function endDispute(
  db: Queries,
  id: string,
  outcome: DisputeRow['outcome'],
  at: number,
): Promise<void> {
  await db.updateTable('disputes').set({ outcome, outcome_at: at, open: 0 }).where('id', '=', id).execute()
}
