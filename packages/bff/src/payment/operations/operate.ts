/** One capture, void or refund: ask for the balances, commit as `sending`, send, settle. */
import type { RefundCustomer } from '@paykka-checkout/shared-types'
import { readDetails } from '../../checkout/details.ts'
import { AppError, invalidField } from '../../errors.ts'
import { canonicalJson, fingerprint } from '../../ids.ts'
import { findCheckout } from '../../store/checkouts.ts'
import { findOperation, findOperationByKey } from '../../store/operations.ts'
import { findPayment } from '../../store/payments.ts'
import type { OperationRow, PaymentRow } from '../../store/tables.ts'
import { inSpan } from '../../tracing/spans.ts'
import { isPaid } from '../transitions.ts'
import { ask } from '../unknown.ts'
import { writeSurely } from '../unwritten.ts'
import { beginOperation } from './begin.ts'
import type { OperationAnswer } from './gateway.ts'
import { judgeOperation } from './judge.ts'
import type { OperationInput, OperationParts } from './operation-parts.ts'
import { refundCustomer } from './refund-customer.ts'
import { refuseByRecords } from './refusals.ts'
import { askOperation, sendOperation } from './send-operation.ts'
import { settleOperation } from './settle-operation.ts'

export type OperationOutcome = { payment: PaymentRow; operation: OperationRow; replayed: boolean }

/**
 * Does it once per key. Nothing is sent before the operation is durable, nor without fresh balances of the gateway.
 * @throws AppError for everything that stops before sending
 */
export function operate(parts: OperationParts, input: OperationInput): Promise<OperationOutcome> {
  return inSpan('payment operation', { 'paykka.operation.type': input.type }, async (note) => {
    const { payment, operation, replayed } = await operateOnce(parts, input)
    note({ 'paykka.payment.id': payment.id, 'paykka.operation.status': operation.status })
    return { payment, operation, replayed }
  })
}

async function operateOnce(parts: OperationParts, input: OperationInput): Promise<OperationOutcome> {
  const mark = requestMark(input)
  const payment = await findPayment(parts.store.db, input.paymentId)
  if (!payment) throw new AppError('not_found')
  const earlier = await findOperationByKey(parts.store.db, payment.id, input.key)
  if (earlier) return repeat(parts, payment, earlier, mark)
  await refuseByRecords(parts.store.db, input, payment, parts.now())
  checkInput(parts, input, payment)
  parts.unwritten?.refuseNew()
  const fresh = await refreshBalances(parts, payment)
  const customer = await readCustomer(parts, input, fresh)
  const begun = await beginOperation(parts, input, mark)
  if (begun.repeated) return repeat(parts, begun.payment, begun.operation, mark)
  return finish(parts, begun.operation, begun.payment, customer)
}

/** Members that came later are named, so that requests from before them keep their mark. */
function requestMark({ type, amount, final, reason, customer, ...said }: OperationInput): string {
  const asked = [type, amount ?? null, final ?? null, reason ?? null]
  const { allowRepeat, evenIfDisputed } = said
  const later = allowRepeat || evenIfDisputed ? [{ allowRepeat, evenIfDisputed }] : []
  return fingerprint(canonicalJson([...asked, ...(customer ? [customer] : []), ...later]))
}

function checkInput(parts: OperationParts, { type, amount }: OperationInput, payment: PaymentRow): void {
  if (amount && amount.currency !== payment.currency)
    throw invalidField('/amount/currency', `is ${payment.currency} for this payment`)
  if (type === 'void' && amount && !parts.partialVoid)
    throw invalidField('/amount', 'a void releases all that is left; PARTIAL_VOID is off')
  if (!isPaid(payment.status))
    throw new AppError('operation_not_possible', { detail: `The payment is ${payment.status}.` })
}

/** @throws AppError gateway_unreachable when PayKKa does not tell: then nothing may be sent on old sums */
async function refreshBalances(parts: OperationParts, payment: PaymentRow): Promise<PaymentRow> {
  const { answer, payment: fresh } = await ask(parts, payment)
  if (answer.kind !== 'state') throw new AppError('gateway_unreachable')
  return fresh
}

async function readCustomer(
  { store }: OperationParts,
  { type, customer }: OperationInput,
  payment: PaymentRow,
): Promise<RefundCustomer | undefined> {
  const checkout = type === 'refund' ? await findCheckout(store.db, payment.checkout_id) : undefined
  return checkout && refundCustomer(customer, payment, readDetails(checkout))
}

function repeat(
  parts: OperationParts,
  payment: PaymentRow,
  operation: OperationRow,
  mark: string,
): OperationOutcome {
  if (operation.fingerprint !== mark) throw new AppError('idempotency_key_reused')
  const running = operation.status === 'sending' && parts.now() < operation.send_deadline
  if (running) throw new AppError('idempotency_in_flight', { retryAfter: 1 })
  return { payment, operation, replayed: true }
}

/** From here on the operation is durable, and nothing may throw: whatever happens ends in a state of it. */
async function finish(
  parts: OperationParts,
  row: OperationRow,
  payment: PaymentRow,
  customer: RefundCustomer | undefined,
): Promise<OperationOutcome> {
  const answer = await sendOperation(parts, row, payment, customer)
  try {
    const settled = await settleSurely(parts, row, answer)
    // A yes is not a result: the balances are. A refund’s answer is one, and moves the payment too.
    const asks = settled.status === 'processing' || settled.status === 'succeeded'
    const operation = asks ? await askAfterwards(parts, settled, payment) : settled
    return { payment: await current(parts, payment), operation, replayed: false }
  } catch (error) {
    parts.log.error(
      { operation: row.id, err: error },
      'the result could not be written; the resolver ends it',
    )
    return { payment, operation: { ...row, status: 'unknown' }, replayed: false }
  }
}

async function current(parts: OperationParts, payment: PaymentRow): Promise<PaymentRow> {
  return (await findPayment(parts.store.db, payment.id)) ?? payment
}

async function askAfterwards(
  parts: OperationParts,
  row: OperationRow,
  payment: PaymentRow,
): Promise<OperationRow> {
  if (row.type !== 'refund') return askOperation(parts, row, payment)
  await ask(parts, payment)
  return (await findOperation(parts.store.db, row.id)) ?? row
}

function settleSurely(
  parts: OperationParts,
  row: OperationRow,
  answer: OperationAnswer,
): Promise<OperationRow> {
  const asked = { what: 'order' as const, provenAt: 0 }
  return writeSurely(parts, { operation: row.id }, () =>
    settleOperation(parts, row, (now, at) => judgeOperation(now, answer, asked, at)),
  )
}
