/** The first commit of a capture, void or refund: checks the sums under the payment's lock and inserts a `sending` row. */
import type { Deed } from '../../audit/record.ts'
import { record } from '../../audit/record.ts'
import { findCheckout } from '../../database/checkout-rows.ts'
import type { Queries } from '../../database/database.ts'
import { MODIFY_SCOPE } from '../../database/idempotency-rows.ts'
import type { Claim, Once } from '../../database/idempotent.ts'
import { idempotent } from '../../database/idempotent.ts'
import { insertModification } from '../../database/modification-rows.ts'
import { addStep, lockPayment } from '../../database/payment-rows.ts'
import type { ModificationRow, PaymentRow } from '../../database/tables.ts'
import { AppError } from '../../domain/errors.ts'
import { newId } from '../../domain/ids.ts'
import { deriveId } from '../../domain/trans-id.ts'
import { actorColumns } from '../actor.ts'
import { balancesOf } from '../sums.ts'
import type { ModifyInput, ModifyParts } from './modification-parts.ts'
import { refuseByRecords } from './modification-refusals.ts'
import { decideAmount } from './modification-rules.ts'
import { isPaidOut } from './refund-customer.ts'
import { VERBS } from './verbs.ts'

type BegunModification = { operation: ModificationRow; payment: PaymentRow }

/** Each payment has its own scope of idempotency keys for modifications, kept as long as the payment. */
export function modifyScope(paymentId: string): string {
  return `${MODIFY_SCOPE}${paymentId}`
}

/**
 * Only after it returns may bytes be sent.
 * @throws AppError operation_in_progress | operation_repeated | payment_disputed | operation_not_possible | amount_too_high
 */
export function beginModification(
  parts: ModifyParts,
  input: ModifyInput,
  claim: Pick<Claim, 'scope' | 'key' | 'fingerprint'>,
): Promise<Once<BegunModification>> {
  return parts.database.transaction(async (tx) => {
    const payment = await lockPayment(parts.database.kind, tx, input.paymentId)
    if (!payment) throw new AppError('not_found')
    return idempotent(tx, { ...claim, paymentId: payment.id, now: parts.now() }, () =>
      beginIn(parts, tx, input, payment, claim.fingerprint),
    )
  })
}

async function beginIn(
  parts: ModifyParts,
  tx: Queries,
  input: ModifyInput,
  payment: PaymentRow,
  fingerprint: string,
): Promise<BegunModification> {
  const operations = await refuseByRecords(tx, input, payment, parts.now())
  const wanted = { type: input.type, amount: input.amount?.value }
  const amount = decideAmount(wanted, payment, balancesOf(payment), operations)
  const seq = operations.length + 1
  const operation = newOperation(parts, input, fingerprint, payment, { amount, seq })
  await insertModification(tx, operation)
  await addStep(tx, stepOf(payment, operation))
  await record(tx, await deedOf(tx, input, payment, operation))
  return { operation, payment }
}

/** Nothing was sent to PayKKa yet: the operation itself shows the outcome later. */
async function deedOf(
  tx: Queries,
  input: ModifyInput,
  payment: PaymentRow,
  operation: ModificationRow,
): Promise<Deed> {
  const checkout = await findCheckout(tx, payment.checkout_id)
  return {
    ...input.by,
    at: operation.created_at,
    shop: operation.shop,
    action: `payment.${operation.type}`,
    target: { type: 'payment', id: payment.id },
    outcome: 'unknown',
    orderReference: checkout?.order_reference,
    amount: { value: operation.amount, currency: payment.currency },
    reason: input.reason,
    operationId: operation.id,
    idempotencyKey: input.key,
  }
}

function newOperation(
  parts: ModifyParts,
  input: ModifyInput,
  fingerprint: string,
  payment: PaymentRow,
  { amount, seq }: { amount: number; seq: number },
): ModificationRow {
  const now = parts.now()
  const deadline = now + parts.sendWindowMs
  const balances = balancesOf(payment)
  return {
    id: newId(VERBS[input.type].idPrefix),
    payment_id: payment.id,
    shop: payment.shop,
    seq,
    type: input.type,
    status: 'sending',
    open: 1,
    amount,
    whole: input.amount === undefined ? 1 : 0,
    final: input.type === 'capture' && (input.final ?? input.amount === undefined) ? 1 : 0,
    reason: input.reason ?? null,
    // Derived from the key, so that a database that lost this row can't refund a second time under another id.
    trans_id: deriveId(parts.transIdKey, `operation\n${payment.id}\n${input.key}`),
    accepted: 0,
    sum_before: balances ? VERBS[input.type].moved(balances) : 0,
    gateway_refund_id: null,
    payout: input.type === 'refund' && isPaidOut(payment) ? 1 : 0,
    gateway_status: null,
    gateway_code: null,
    gateway_message: null,
    failure: null,
    idempotency_key: input.key,
    fingerprint,
    request_id: input.by.requestId,
    created_at: now,
    updated_at: now,
    send_deadline: deadline,
    // If this process dies now, the resolver takes over once no answer is possible any more.
    next_query_at: deadline,
    queries: 0,
    lease_until: 0,
    ...actorColumns(input.by.actor),
  }
}

/** @returns the line of the payment's history for an operation */
export function stepOf(payment: PaymentRow, operation: ModificationRow) {
  return {
    payment_id: payment.id,
    at: operation.updated_at,
    from_status: payment.status,
    to_status: payment.status,
    cause: `${operation.type}_${operation.status}`,
    detail: `${operation.id} ${operation.amount} ${payment.currency}`,
  }
}
