/** How much may be captured, voided or refunded, and when. Pure. */
import type { Balances, OperationType } from '@paykka-checkout/shared-types'
import type { ModificationRow, PaymentRow } from '../../database/tables.ts'
import { AppError } from '../../domain/errors.ts'
import { inProgress } from './twins.ts'
import { VERBS } from './verbs.ts'

/** Statuses of operations that moved no money and never will. */
const NOTHING_MOVED = new Set<ModificationRow['status']>(['failed'])

/**
 * Uses the larger of the database's and the gateway's sums: an operation made in the back office is only in the gateway's
 * balances, one that was just sent is only in the database.
 * @returns minor units left for an operation of that type
 */
export function amountLeft(type: OperationType, balances: Balances, operations: ModificationRow[]): number {
  const known = (verb: OperationType) => Math.max(VERBS[verb].moved(balances), sumOf(operations, verb))
  const moved = { capture: known('capture'), void: known('void'), refund: known('refund') }
  return Math.max(0, VERBS[type].left(balances, moved))
}

/** @returns the sum of the operations that moved money or may still move it */
function sumOf(operations: ModificationRow[], type: OperationType): number {
  return operations
    .filter((row) => row.type === type && !NOTHING_MOVED.has(row.status))
    .reduce((sum, row) => sum + row.amount, 0)
}

export type Wanted = { type: OperationType; amount: number | undefined }

/**
 * @returns the amount in minor units
 * @throws AppError operation_in_progress | operation_not_possible | amount_too_high
 */
export function decideAmount(
  { type, amount }: Wanted,
  payment: PaymentRow,
  balances: Balances | null,
  operations: ModificationRow[],
): number {
  const busy = operations.find((row) => row.open === 1 && VERBS[row.type].isAlone)
  if (busy && VERBS[type].isAlone) throw inProgress(busy)
  if (!balances)
    throw notPossible(`PayKKa has reported no balances of this payment; it is ${payment.status}.`)
  const left = amountLeft(type, balances, operations)
  if (left === 0) throw notPossible(`Nothing is left to ${type}; the payment is ${payment.status}.`)
  if (amount !== undefined && amount > left) throw tooHigh(left, payment.currency)
  return amount ?? left
}

function notPossible(detail: string): AppError {
  return new AppError('operation_not_possible', { detail })
}

function tooHigh(left: number, currency: string): AppError {
  const errors = [{ field: '/amount/value', message: `at most ${left} ${currency} in minor units is left` }]
  return new AppError('amount_too_high', { errors })
}
