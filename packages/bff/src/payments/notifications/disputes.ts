/** Stores the disputes that PayKKa's notifications report: one row per dispute, updated at each stage. */
import type { Dispute, DisputeReport } from '@paykka-checkout/shared-types'
import type { Queries } from '../../database/database.ts'
import {
  addDisputeReport,
  listDisputeReports,
  listDisputes,
  saveDispute,
} from '../../database/dispute-rows.ts'
import type { DisputeRow, PaymentRow } from '../../database/tables.ts'
import { deriveDisputeId } from '../../domain/ids.ts'
import { readMoment } from '../../domain/moment.ts'
import { iso, present } from '../../domain/present.ts'

/** Anyone who knows a payment's ids can send unsigned notifications. More disputes than this on one payment are not genuine. */
const MAX_UNVERIFIED = 20

/** A stage that contains one of these words ends a dispute. PayKKa does not publish its list of stages. */
const ENDS = ['WON', 'LOST', 'CLOSED', 'CANCEL', 'ACCEPTED', 'EXPIRED', 'REVERSED']

type Payment = Pick<PaymentRow, 'id' | 'shop'>
/** `at`: Unix milliseconds of its first arrival, so that a repeated notification does not restore an old stage. */
type Notification = { id: string; at: number }

/**
 * Runs under the payment's lock. Every report is stored; the dispute shows the newest one.
 * @returns false when it was dropped because the payment has too many unsigned notifications
 */
export async function keepDispute(
  tx: Queries,
  payment: Payment,
  report: DisputeReport,
  notification: Notification,
): Promise<boolean> {
  const known = await listDisputes(tx, [payment.id])
  const before = known.find(({ dispute_id }) => dispute_id === (report.id ?? ''))
  const id = before?.id ?? deriveDisputeId(payment.id, report.id ?? '')
  if (!report.verified && (await isTooMuch(tx, id, known, before))) return false
  const row = rowOf(payment, report, notification.at, id, before)
  if (!before || isNewer(report, notification.at, before)) await saveDispute(tx, row)
  await addDisputeReport(tx, reportRow(row.id, report, notification))
  return true
}

async function isTooMuch(
  tx: Queries,
  id: string,
  known: DisputeRow[],
  before?: DisputeRow,
): Promise<boolean> {
  if (!before) return known.filter(({ verified }) => verified === 0).length >= MAX_UNVERIFIED
  const reports = await listDisputeReports(tx, id)
  return reports.filter(({ verified }) => verified === 0).length >= MAX_UNVERIFIED
}

/** An unsigned report never changes a signed one. */
function isNewer(report: DisputeReport, at: number, before: DisputeRow): boolean {
  if (report.verified !== (before.verified === 1)) return report.verified
  return at >= before.updated_at
}

function reportRow(dispute: string, report: DisputeReport, { id, at }: Notification) {
  return {
    dispute,
    notification: id,
    at,
    stage: report.stage ?? null,
    reason: report.reason ?? null,
    amount: report.amount?.value ?? null,
    currency: report.amount?.currency ?? null,
    due_time: report.dueTime ?? null,
    verified: report.verified ? 1 : 0,
  }
}

/** A later stage may omit facts of an earlier one. */
function rowOf(
  payment: Payment,
  report: DisputeReport,
  at: number,
  id: string,
  before: DisputeRow | undefined,
): DisputeRow {
  const { stage = null, verified } = report
  const dueTime = report.dueTime ?? before?.due_time ?? null
  const outcome = before?.outcome ?? null
  return {
    id,
    payment_id: payment.id,
    shop: payment.shop,
    dispute_id: report.id ?? '',
    stage,
    open: outcome !== null || isEnd(stage) ? 0 : 1,
    reason: report.reason ?? before?.reason ?? null,
    reason_text: report.reasonText ?? before?.reason_text ?? null,
    amount: report.amount?.value ?? before?.amount ?? null,
    currency: report.amount?.currency ?? before?.currency ?? null,
    order_amount: report.orderAmount?.value ?? before?.order_amount ?? null,
    order_currency: report.orderAmount?.currency ?? before?.order_currency ?? null,
    arn: report.arn ?? before?.arn ?? null,
    due_time: dueTime,
    due_at: dueTime === null ? null : dueAt(dueTime),
    dispute_time: report.disputeTime ?? before?.dispute_time ?? null,
    posting_date: report.postingDate ?? before?.posting_date ?? null,
    paid_with: report.paidWith ?? before?.paid_with ?? null,
    verified: verified ? 1 : 0,
    outcome,
    outcome_at: before?.outcome_at ?? null,
    reported_at: before?.reported_at ?? at,
    updated_at: at,
  }
}

/** @returns whether a dispute in this stage is over */
function isEnd(stage: string | null): boolean {
  const word = (stage ?? '').toUpperCase()
  return ENDS.some((end) => word.includes(end))
}

/** PayKKa's other times are in China's time zone. A time without a zone is read the same way: early rather than late. */
function dueAt(text: string): number | null {
  const [, day = '', time = '00:00:00', zone = '+08:00'] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?)? ?(Z|[+-]\d\d:?\d\d)?$/.exec(dashed(text)) ??
    []
  const { value } = readMoment(`${day}T${time}${zone}`)
  return value === undefined ? null : Date.parse(value)
}

const dashed = (text: string) => text.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')

/** @returns a dispute as shown with its payment */
export function disputeView(row: DisputeRow): Dispute {
  const { dispute_id, stage, reason, amount, currency, due_time, verified } = row
  const sum = amount !== null && currency !== null ? { value: amount, currency } : null
  return {
    ...present({ id: dispute_id || null, stage, reason, dueTime: due_time, amount: sum }),
    ...present(furtherFacts(row)),
    disputeId: row.id,
    open: row.open === 1,
    verified: verified === 1,
    reportedAt: iso(row.reported_at),
    updatedAt: iso(row.updated_at),
  }
}

/** @returns the facts of a notification besides stage, reason, amount and due time */
function furtherFacts(row: DisputeRow) {
  const { order_amount: value, order_currency: currency } = row
  return {
    reasonText: row.reason_text,
    orderAmount: value !== null && currency !== null ? { value, currency } : null,
    arn: row.arn,
    disputeTime: row.dispute_time,
    postingDate: row.posting_date,
    paidWith: row.paid_with,
    outcome: row.outcome,
    outcomeAt: row.outcome_at === null ? null : iso(row.outcome_at),
  }
}
