/** Refuses an operation that conflicts with the payment's records. */

import type { Queries } from '../../database/database.ts'
import { listDisputes } from '../../database/dispute-rows.ts'
import { listModifications } from '../../database/modification-rows.ts'
import type { DisputeRow, ModificationRow, PaymentRow } from '../../database/tables.ts'
import { AppError } from '../../domain/errors.ts'
import type { ModifyInput } from './modification-parts.ts'
import { refuseTwin } from './twins.ts'

/**
 * @param db inside the payment's lock the answer is binding; outside it, the check only saves a query to PayKKa
 * @param now Unix milliseconds
 * @returns the payment's operations, oldest first
 * @throws AppError operation_in_progress | operation_repeated | payment_disputed
 */
export async function refuseByRecords(
  db: Queries,
  { type, amount, allowRepeat = false, evenIfDisputed = false }: ModifyInput,
  payment: PaymentRow,
  now: number,
): Promise<ModificationRow[]> {
  const operations = await listModifications(db, [payment.id])
  refuseTwin({ type, amount: amount?.value, allowRepeat }, payment, operations, now)
  if (type === 'refund' && !evenIfDisputed) refuseDisputed(await listDisputes(db, [payment.id]))
  return operations
}

/** If the shopper wins the dispute, the bank takes the money too: an additional refund would pay back twice. */
function refuseDisputed(disputes: DisputeRow[]): void {
  const [dispute] = disputes
  if (!dispute) return
  const { dispute_id: id, stage, verified } = dispute
  const name = [id && `dispute ${id}`, stage && `stage ${stage}`].filter(Boolean).join(', ')
  const detail = `${name || 'One dispute'}, reported by ${verified ? 'a signed' : 'an unsigned'} notification.`
  throw new AppError('payment_disputed', { detail })
}
