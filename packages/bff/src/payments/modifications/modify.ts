/** One capture, void or refund: query the balances, commit as `sending`, then run the engine. */
import type { RefundCustomer } from '@paykka-checkout/shared-types'
import { readDetails } from '../../checkouts/checkout-details.ts'
import { findCheckout } from '../../database/checkout-rows.ts'
import { findEarlier } from '../../database/idempotent.ts'
import { findModification, findModificationByKey } from '../../database/modification-rows.ts'
import { findPayment } from '../../database/payment-rows.ts'
import type { ModificationRow, PaymentRow } from '../../database/tables.ts'
import { AppError, invalidField } from '../../domain/errors.ts'
import { canonicalJson, fingerprint } from '../../domain/ids.ts'
import { inSpan } from '../../tracing/spans.ts'
import { run } from '../engine/run.ts'
import type { Order } from '../engine/send.ts'
import { ask } from '../purchases/ask-about-payment.ts'
import { isPaid } from '../states.ts'
import { askAboutModification, MODIFICATION, queryRefund } from './ask-about-modification.ts'
import { beginModification, modifyScope } from './begin-modification.ts'
import type { ModificationProof } from './modification-gateway.ts'
import type { ModifyInput, ModifyParts } from './modification-parts.ts'
import { refuseByRecords } from './modification-refusals.ts'
import { refundCustomer } from './refund-customer.ts'
import { aboutOf, VERBS } from './verbs.ts'

export type Modified = { payment: PaymentRow; operation: ModificationRow; replayed: boolean }

/**
 * Runs once per key. Nothing is sent before the operation is committed, nor without fresh balances from the gateway.
 * @throws AppError for every refusal before sending
 */
export function modify(parts: ModifyParts, input: ModifyInput): Promise<Modified> {
  return inSpan('payment operation', { 'paykka.operation.type': input.type }, async (note) => {
    const modified = await modifyOnce(parts, input)
    const { payment, operation } = modified
    note({ 'paykka.payment.id': payment.id, 'paykka.operation.status': operation.status })
    return modified
  })
}

async function modifyOnce(parts: ModifyParts, input: ModifyInput): Promise<Modified> {
  const { db } = parts.database
  const payment = await findPayment(db, input.paymentId)
  if (!payment) throw new AppError('not_found')
  const claim = { scope: modifyScope(payment.id), key: input.key, fingerprint: fingerprintOf(input) }
  if (await findEarlier(db, claim)) return repeat(parts, payment, input.key)
  await refuseByRecords(db, input, payment, parts.now())
  checkInput(parts, input, payment)
  parts.unwritten?.refuseNew()
  const fresh = await refreshBalances(parts, payment)
  const customer = await readCustomer(parts, input, fresh)
  const begun = await beginModification(parts, input, claim)
  if ('earlier' in begun) return repeat(parts, fresh, input.key)
  return finish(parts, begun.done.operation, begun.done.payment, customer)
}

/** Members added later are included only when present, so that older requests keep their fingerprint. */
function fingerprintOf({ type, amount, final, reason, customer, ...said }: ModifyInput): string {
  const asked = [type, amount ?? null, final ?? null, reason ?? null]
  const { allowRepeat, evenIfDisputed } = said
  const later = allowRepeat || evenIfDisputed ? [{ allowRepeat, evenIfDisputed }] : []
  return fingerprint(canonicalJson([...asked, ...(customer ? [customer] : []), ...later]))
}

function checkInput(parts: ModifyParts, { type, amount }: ModifyInput, payment: PaymentRow): void {
  if (amount && amount.currency !== payment.currency)
    throw invalidField('/amount/currency', `is ${payment.currency} for this payment`)
  if (type === 'void' && amount && !parts.partialVoid)
    throw invalidField('/amount', 'a void releases all that is left; PARTIAL_VOID is off')
  if (!isPaid(payment.status))
    throw new AppError('operation_not_possible', { detail: `The payment is ${payment.status}.` })
}

/** @throws AppError gateway_unreachable when PayKKa gives no balances: nothing may be sent on old sums */
async function refreshBalances(parts: ModifyParts, payment: PaymentRow): Promise<PaymentRow> {
  const { answer, payment: fresh } = await ask(parts, payment)
  if (answer.kind !== 'state') throw new AppError('gateway_unreachable')
  return fresh
}

async function readCustomer(
  { database }: ModifyParts,
  { type, customer }: ModifyInput,
  payment: PaymentRow,
): Promise<RefundCustomer | undefined> {
  const checkout = type === 'refund' ? await findCheckout(database.db, payment.checkout_id) : undefined
  return checkout && refundCustomer(customer, payment, readDetails(checkout))
}

async function repeat(parts: ModifyParts, payment: PaymentRow, key: string): Promise<Modified> {
  const operation = await findModificationByKey(parts.database.db, payment.id, key)
  if (!operation)
    throw new Error(`the key of an operation of ${payment.id} is known, and the operation is not`)
  const isRunning = operation.status === 'sending' && parts.now() < operation.send_deadline
  if (isRunning) throw new AppError('idempotency_in_flight', { retryAfter: 1 })
  return { payment, operation, replayed: true }
}

/** From here on the operation is committed, and nothing may throw. */
async function finish(
  parts: ModifyParts,
  begun: ModificationRow,
  payment: PaymentRow,
  customer: RefundCustomer | undefined,
): Promise<Modified> {
  const order = orderOf(parts, begun, payment, customer)
  const { row } = await run<ModificationRow, ModificationProof, unknown>(parts, MODIFICATION, begun, order)
  try {
    const operation = await askAfterwards(parts, row, payment)
    return { payment: await current(parts, payment), operation, replayed: false }
  } catch (err) {
    parts.log.error({ operation: row.id, err }, 'could not ask about this operation')
    return { payment, operation: row, replayed: false }
  }
}

function orderOf(
  parts: ModifyParts,
  row: ModificationRow,
  payment: PaymentRow,
  customer: RefundCustomer | undefined,
): Omit<Order<ModificationProof>, 'noun'> {
  return {
    send: () => VERBS[row.type].send(parts.modifications, aboutOf(payment, row), row, customer),
    // Captures and voids have no id at the gateway: the fresh balances show earlier ones.
    lookUp: row.type === 'refund' ? () => queryRefund(parts, row, payment) : undefined,
    mayBeForgotten: parts.now() < (parts.askFirstUntil?.() ?? 0),
  }
}

async function current(parts: ModifyParts, payment: PaymentRow): Promise<PaymentRow> {
  return (await findPayment(parts.database.db, payment.id)) ?? payment
}

/**
 * An accepted capture or void is not a result; the balances are. A refund's answer is a result, and changes the payment
 * too.
 */
async function askAfterwards(
  parts: ModifyParts,
  row: ModificationRow,
  payment: PaymentRow,
): Promise<ModificationRow> {
  if (row.status !== 'processing' && row.status !== 'succeeded') return row
  if (row.type !== 'refund') return askAboutModification(parts, row, payment)
  await ask(parts, payment)
  return (await findModification(parts.database.db, row.id)) ?? row
}
