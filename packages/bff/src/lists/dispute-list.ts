/** One page of disputes, and one dispute with all its facts. */
import type {
  DisputeDetail,
  DisputeList,
  DisputeNote,
  DisputeQuery,
  DisputeStage,
  ListedDispute,
} from '@paykka-checkout/shared-types'
import type { DatabaseKind, Queries } from '../database/database.ts'
import type { ListedDisputeRow } from '../database/dispute-list-rows.ts'
import { listDisputeRows } from '../database/dispute-list-rows.ts'
import { listDisputeNotes, listDisputeReports } from '../database/dispute-rows.ts'
import type { DisputeNoteRow, DisputeReportRow } from '../database/tables.ts'
import { AppError } from '../domain/errors.ts'
import { iso, present } from '../domain/present.ts'
import { disputeView } from '../payments/notifications/disputes.ts'
import { readMoment } from './list-moment.ts'
import { readPage } from './page.ts'
import type { ListParts } from './payment-list.ts'

/** @throws AppError validation_failed | cursor_invalid */
export async function listDisputePage(
  { database, transIdKey }: ListParts,
  query: DisputeQuery,
): Promise<DisputeList> {
  const byDue = query.order === 'due'
  const isOldest = byDue || query.order === 'oldest'
  const filters = {
    stage: query.stage,
    open: flag(query.open),
    verified: flag(query.verified),
    paymentId: query.paymentId,
    dueBefore: readMoment('dueBefore', query.dueBefore),
    createdFrom: readMoment('createdFrom', query.createdFrom),
    createdBefore: readMoment('createdBefore', query.createdBefore),
  }
  const placeOf = (row: ListedDisputeRow) => ({
    at: Number(byDue ? row.due_at : row.reported_at),
    id: row.id,
  })
  const page = await readPage(transIdKey, 'disputes', query, isOldest, placeOf, (order) =>
    listDisputeRows(database.kind, database.db, filters, byDue, order),
  )
  return { data: page.rows.map(listedDispute), nextCursor: page.nextCursor }
}

const flag = (text: string | undefined) => (text === undefined ? undefined : text === 'true')

/** @throws AppError not_found */
export async function readDispute(kind: DatabaseKind, db: Queries, id: string): Promise<DisputeDetail> {
  const [row] = await listDisputeRows(kind, db, { id }, false, { oldest: false, limit: 1 })
  if (!row) throw new AppError('not_found')
  const reports = await listDisputeReports(db, id)
  const notes = await listDisputeNotes(db, id)
  return { ...listedDispute(row), history: reports.map(stageView), notes: notes.map(noteView) }
}

function listedDispute(row: ListedDisputeRow): ListedDispute {
  const { id: gatewayDisputeId, disputeId, ...facts } = disputeView(row)
  return {
    ...facts,
    id: disputeId,
    shop: row.shop,
    paymentId: row.payment_id,
    checkoutId: row.checkout_id,
    orderReference: row.order_reference,
    ...present({ gatewayDisputeId, dueAt: row.due_at === null ? null : iso(row.due_at) }),
  }
}

function stageView({
  at,
  stage,
  reason,
  amount,
  currency,
  due_time,
  verified,
}: DisputeReportRow): DisputeStage {
  const sum = amount !== null && currency !== null ? { value: amount, currency } : null
  return {
    at: iso(at),
    verified: verified === 1,
    ...present({ stage, reason, amount: sum, dueTime: due_time }),
  }
}

function noteView(row: DisputeNoteRow): DisputeNote {
  const { id, at, text, outcome, actor_type: type, actor_id, actor_claimed: claimed } = row
  return {
    id,
    at: iso(at),
    text,
    actor: { type, id: actor_id, ...present({ claimed }) },
    ...present({ outcome }),
  }
}
