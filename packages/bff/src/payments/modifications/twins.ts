/**
 * Refuses likely duplicates: a capture, void or refund of the same kind and amount as another one of its payment, under
 * another key. A shop platform that lost the first answer may send it again under a new key. Pure.
 */
import type { OperationType } from '@paykka-checkout/shared-types'
import type { ModificationRow, PaymentRow } from '../../database/tables.ts'
import { AppError } from '../../domain/errors.ts'

/** For this long after a success, another operation of the same kind and amount is more likely a repetition than intended. */
export const TWIN_MS = 10 * 60_000

/** PayKKa has accepted the operation. It may take days to finish, and the shop knows of it. */
const TAKEN = new Set<ModificationRow['status']>(['processing', 'reviewing'])

/** `amount` in minor units; undefined means the whole rest. */
export type Repeatable = { type: OperationType; amount: number | undefined; allowRepeat: boolean }

/**
 * @param operations the payment's operations, oldest first, without the requested one
 * @param now Unix milliseconds
 * @throws AppError operation_in_progress | operation_repeated, naming the first one
 */
export function refuseTwin(
  wanted: Repeatable,
  payment: Pick<PaymentRow, 'amount'>,
  operations: ModificationRow[],
  now: number,
): void {
  const same = operations.filter((row) => isTwin(row, wanted, payment))
  const open = same.findLast((row) => row.open === 1)
  if (open && !(wanted.allowRepeat && TAKEN.has(open.status))) throw inProgress(open)
  const done = same.findLast((row) => row.status === 'succeeded' && now - row.updated_at < TWIN_MS)
  if (done && !wanted.allowRepeat) throw repeated(done)
}

function isTwin(
  row: ModificationRow,
  { type, amount }: Repeatable,
  payment: Pick<PaymentRow, 'amount'>,
): boolean {
  if (row.type !== type) return false
  return amount === undefined ? row.whole === 1 || row.amount === payment.amount : row.amount === amount
}

/** @returns the error for an operation that another one blocks */
export function inProgress(first: ModificationRow): AppError {
  return new AppError('operation_in_progress', { operation: named(first), retryAfter: 1 })
}

function repeated(first: ModificationRow): AppError {
  const detail = `${first.id} was a ${first.type} of the same amount. Read it before you send allowRepeat: true for another one.`
  return new AppError('operation_repeated', { operation: named(first), detail })
}

const named = ({ id, type, status }: ModificationRow) => ({ id, type, status })
