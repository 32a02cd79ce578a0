/** The first commit of a capture, void or refund: sums checked under the payment’s lock, and a `sending` row. */
import { AppError } from '../../errors.ts'
import { newId } from '../../ids.ts'
import { findOperationByKey, insertOperation } from '../../store/operations.ts'
import { addStep, lockPayment } from '../../store/payments.ts'
import type { OperationRow, PaymentRow } from '../../store/tables.ts'
import { balancesOf } from '../sums.ts'
import { deriveId } from '../trans-id.ts'
import type { OperationInput, OperationParts } from './operation-parts.ts'
import { isPaidOut } from './refund-customer.ts'
import { refuseByRecords } from './refusals.ts'
import { decideAmount, sumBefore } from './rules.ts'

export type BegunOperation = { operation: OperationRow; payment: PaymentRow; repeated: boolean }

const PREFIX = { capture: 'cap', void: 'voi', refund: 'ref' } as const

/**
 * When it returns, and only then, bytes may go out.
 * @throws AppError operation_in_progress | operation_repeated | payment_disputed | operation_not_possible | amount_too_high
 */
export function beginOperation(
  parts: OperationParts,
  input: OperationInput,
  mark: string,
): Promise<BegunOperation> {
  return parts.store.transaction(async (tx) => {
    const payment = await lockPayment(parts.store.kind, tx, input.paymentId)
    if (!payment) throw new AppError('not_found')
    const earlier = await findOperationByKey(tx, payment.id, input.key)
    if (earlier) return { operation: earlier, payment, repeated: true }
    const operations = await refuseByRecords(tx, input, payment, parts.now())
    const wanted = { type: input.type, amount: input.amount?.value }
    const amount = decideAmount(wanted, payment, balancesOf(payment), operations)
    const operation = newOperation(parts, input, mark, payment, { amount, seq: operations.length + 1 })
    await insertOperation(tx, operation)
    await addStep(tx, stepOf(payment, operation))
    return { operation, payment, repeated: false }
  })
}

function newOperation(
  parts: OperationParts,
  input: OperationInput,
  mark: string,
  payment: PaymentRow,
  { amount, seq }: { amount: number; seq: number },
): OperationRow {
  const now = parts.now()
  const deadline = now + parts.sendWindowMs
  const balances = balancesOf(payment)
  return {
    id: newId(PREFIX[input.type]),
    payment_id: payment.id,
    seq,
    type: input.type,
    status: 'sending',
    open: 1,
    amount,
    whole: input.amount === undefined ? 1 : 0,
    final: input.type === 'capture' && (input.final ?? input.amount === undefined) ? 1 : 0,
    reason: input.reason ?? null,
    // Of the key, so that a ledger that lost this row can’t refund a second time under another id.
    trans_id: deriveId(parts.transIdKey, `operation\n${payment.id}\n${input.key}`),
    accepted: 0,
    sum_before: balances ? sumBefore(input.type, balances) : 0,
    gateway_refund_id: null,
    payout: input.type === 'refund' && isPaidOut(payment) ? 1 : 0,
    gateway_status: null,
    gateway_code: null,
    gateway_message: null,
    failure: null,
    idempotency_key: input.key,
    fingerprint: mark,
    request_id: input.requestId,
    created_at: now,
    updated_at: now,
    send_deadline: deadline,
    // When this process dies now, the resolver takes over once no answer can come any more.
    next_query_at: deadline,
    queries: 0,
    lease_until: 0,
  }
}

/** @returns the line of the payment’s history that tells of an operation */
export function stepOf(payment: PaymentRow, operation: OperationRow) {
  return {
    payment_id: payment.id,
    at: operation.updated_at,
    from_status: payment.status,
    to_status: payment.status,
    cause: `${operation.type}_${operation.status}`,
    detail: `${operation.id} ${operation.amount} ${payment.currency}`,
  }
}
