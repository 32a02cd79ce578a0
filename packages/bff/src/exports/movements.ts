/** The movements of money per payment: PayKKa's sums, explained by the known operations. Pure. */
import type { ListedRow } from '../database/payment-list-rows.ts'
import type { DisputeRow, ModificationRow, PaymentStepRow } from '../database/tables.ts'
import { isPaid } from '../payments/states.ts'
import { balancesOf } from '../payments/sums.ts'

export type Movement = {
  id: string
  /** Unix milliseconds. */
  at: number
  type: 'capture' | 'refund' | 'void' | 'dispute_reported' | 'dispute_outcome'
  /** Minor units: positive came in, negative went out, 0 moved nothing. */
  signed: number
  status: string
  reason: string | null
  operation: ModificationRow | null
}

type MovedPayment = {
  row: ListedRow
  operations: ModificationRow[]
  disputes: DisputeRow[]
  steps: PaymentStepRow[]
}

/**
 * The signed amounts of a payment add up to PayKKa's latest captured sum minus the refunded sum. A sum without a known
 * operation (an automatic capture, a refund in PayKKa's back office) becomes a separate movement.
 */
export function movementsOf(payment: MovedPayment): Movement[] {
  const done = payment.operations.filter(({ status }) => status === 'succeeded')
  const all = [
    ...done.map(ofOperation),
    ...unexplained(payment, done),
    ...payment.disputes.flatMap(ofDispute),
  ]
  return all.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
}

function ofOperation(operation: ModificationRow): Movement {
  const { id, type, amount, status, reason } = operation
  const signed = type === 'capture' ? amount : type === 'refund' ? -amount : 0
  return { id, at: operation.updated_at, type, signed, status, reason, operation }
}

function unexplained({ row, steps }: MovedPayment, done: ModificationRow[]): Movement[] {
  const sums = balancesOf(row)
  if (!sums) return []
  const known = (type: ModificationRow['type']) =>
    done.filter((each) => each.type === type).reduce((sum, { amount }) => sum + amount, 0)
  const captured = sums.captured - known('capture')
  const refunded = sums.refunded - known('refund')
  const base = { status: row.status, reason: null, operation: null }
  const last = steps.at(-1)?.at ?? row.updated_at
  return [
    ...(captured === 0
      ? []
      : [
          {
            ...base,
            id: `${row.id}:capture`,
            at: capturedAt(row, steps),
            type: 'capture' as const,
            signed: captured,
          },
        ]),
    ...(refunded === 0
      ? []
      : [{ ...base, id: `${row.id}:refund`, at: last, type: 'refund' as const, signed: -refunded }]),
  ]
}

function capturedAt(row: ListedRow, steps: PaymentStepRow[]): number {
  const paid = steps.find(({ to_status }) => isPaid(to_status))
  return row.gateway_finished_at ?? paid?.at ?? row.updated_at
}

/** A dispute moves no money here: PayKKa reports no such movement. */
function ofDispute(dispute: DisputeRow): Movement[] {
  const { id, stage, reason, outcome, outcome_at, reported_at, verified } = dispute
  const base = { signed: 0, reason, operation: null }
  const status = verified === 1 ? (stage ?? 'reported') : 'unverified'
  const reported = {
    ...base,
    id: `${id}:reported`,
    at: reported_at,
    type: 'dispute_reported' as const,
    status,
  }
  if (outcome === null) return [reported]
  const at = outcome_at ?? dispute.updated_at
  return [reported, { ...base, id: `${id}:outcome`, at, type: 'dispute_outcome' as const, status: outcome }]
}
