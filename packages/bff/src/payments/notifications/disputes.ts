/** Keeps what PayKKa's notices tell of disputes beside the payment: one row per dispute, moved on by its stages. */
import type { Dispute, DisputeReport } from '@paykka-checkout/shared-types'
import type { Queries } from '../../database/database.ts'
import { listDisputes, saveDispute } from '../../database/dispute-rows.ts'
import type { DisputeRow, PaymentRow } from '../../database/tables.ts'
import { iso, present } from '../../domain/present.ts'

/** Anybody who knows a payment's ids can send unsigned notices. A payment with more disputes than this has none that are real. */
const MAX_UNVERIFIED = 20

/**
 * Under the payment's lock.
 * @param at Unix milliseconds when the notice first came; one that is sent again does not bring an old stage back
 * @returns false when it is left out: it is one unsigned notice too many
 */
export async function keepDispute(
  tx: Queries,
  payment: Pick<PaymentRow, 'id' | 'shop'>,
  report: DisputeReport,
  at: number,
): Promise<boolean> {
  const known = await listDisputes(tx, [payment.id])
  const before = known.find(({ dispute_id }) => dispute_id === (report.id ?? ''))
  const unverified = known.filter(({ verified }) => verified === 0)
  if (!before && !report.verified && unverified.length >= MAX_UNVERIFIED) return false
  if (!before || isNewer(report, at, before)) await saveDispute(tx, rowOf(payment, report, at, before))
  return true
}

/** What was signed is not changed by what was not. */
function isNewer(report: DisputeReport, at: number, before: DisputeRow): boolean {
  if (report.verified !== (before.verified === 1)) return report.verified
  return at >= before.updated_at
}

function rowOf(
  payment: Pick<PaymentRow, 'id' | 'shop'>,
  { id, stage, reason, amount, dueTime, verified }: DisputeReport,
  at: number,
  before: DisputeRow | undefined,
): DisputeRow {
  return {
    payment_id: payment.id,
    shop: payment.shop,
    dispute_id: id ?? '',
    stage: stage ?? null,
    reason: reason ?? before?.reason ?? null,
    amount: amount?.value ?? before?.amount ?? null,
    currency: amount?.currency ?? before?.currency ?? null,
    due_time: dueTime ?? before?.due_time ?? null,
    verified: verified ? 1 : 0,
    reported_at: before?.reported_at ?? at,
    updated_at: at,
  }
}

/** @returns a dispute as the shop's server sees it */
export function disputeView(row: DisputeRow): Dispute {
  const { dispute_id, stage, reason, amount, currency, due_time, verified } = row
  const sum = amount !== null && currency !== null ? { value: amount, currency } : null
  return {
    ...present({ id: dispute_id || null, stage, reason, dueTime: due_time, amount: sum }),
    verified: verified === 1,
    reportedAt: iso(row.reported_at),
    updatedAt: iso(row.updated_at),
  }
}
