/** Sends one capture, void or refund, and asks for its outcome. */
import type { RefundCustomer } from '@paykka-checkout/shared-types'
import type { OperationRow, PaymentRow } from '../../store/tables.ts'
import { isTooLate } from '../in-time.ts'
import { balancesOf } from '../sums.ts'
import { ask } from '../unknown.ts'
import type { OperationAnswer } from './gateway.ts'
import { judgeByBalances, judgeOperation } from './judge.ts'
import type { ResolveOperationParts } from './operation-parts.ts'
import { settleOperation } from './settle-operation.ts'

/**
 * @param customer who gets a refund that does not go back to a card
 * @returns the judged answer; never throws, since something may have been sent
 */
export async function sendOperation(
  parts: ResolveOperationParts,
  row: OperationRow,
  payment: PaymentRow,
  customer?: RefundCustomer,
): Promise<OperationAnswer> {
  try {
    const earlier = row.type === 'refund' ? await findEarlier(parts, row, payment) : null
    if (earlier) return earlier
    const time = { begunAt: row.created_at, sendBefore: row.send_deadline }
    if (isTooLate(parts.now(), time)) return { kind: 'not_sent', reason: 'too_late' }
    const answer = await order(parts, row, payment, customer)
    return row.type === 'refund' ? await doubtRepetition(parts, row, payment, answer) : answer
  } catch (error) {
    parts.log.error({ operation: row.id, err: error }, 'the gateway threw')
    return { kind: 'unknown', reason: 'unexpected_error' }
  }
}

/** A restored ledger may have forgotten this refund; its id follows from the shop’s key. Without an answer nothing is sent. */
async function findEarlier(
  parts: ResolveOperationParts,
  row: OperationRow,
  payment: PaymentRow,
): Promise<OperationAnswer | null> {
  if (parts.now() >= (parts.askFirstUntil?.() ?? 0)) return null
  const truth = await queryRefund(parts, row, payment)
  if (truth.kind === 'not_found') return null
  return truth.kind === 'refund' ? truth : { kind: 'unknown', reason: 'asked_before_sending' }
}

function order(
  { operations }: ResolveOperationParts,
  row: OperationRow,
  payment: PaymentRow,
  customer: RefundCustomer | undefined,
): Promise<OperationAnswer> {
  const about = {
    orderId: payment.gateway_order_id ?? '',
    amount: { value: row.amount, currency: payment.currency },
    sendBefore: row.send_deadline,
  }
  if (row.type === 'capture') return operations.capture({ ...about, final: row.final === 1 })
  if (row.type === 'void')
    return operations.void({
      ...about,
      whole: row.whole === 1,
      reason: row.reason ?? 'requested_by_customer',
    })
  const reason = row.reason ?? 'requested_by_customer'
  return operations.refund({ ...about, transId: row.trans_id, reason, customer })
}

/** After a ledger lost its tail this id may have been used before: then "invalid request" is about the repetition. */
async function doubtRepetition(
  parts: ResolveOperationParts,
  row: OperationRow,
  payment: PaymentRow,
  answer: OperationAnswer,
): Promise<OperationAnswer> {
  if (answer.kind !== 'refused' || answer.reason !== 'invalid_request') return answer
  const truth = await queryRefund(parts, row, payment)
  if (truth.kind === 'not_found') return answer
  return truth.kind === 'refund' ? truth : { kind: 'unknown', reason: `refused_${answer.gatewayCode}` }
}

function queryRefund(
  parts: ResolveOperationParts,
  row: OperationRow,
  { currency }: PaymentRow,
): Promise<OperationAnswer> {
  return parts.operations.queryRefund({ transId: row.trans_id, amount: { value: row.amount, currency } })
}

/**
 * Asks the gateway how an operation ended: a refund by its id, a capture or void by the payment’s balances.
 * @returns the operation as it stands now
 */
export async function askOperation(
  parts: ResolveOperationParts,
  row: OperationRow,
  payment: PaymentRow,
): Promise<OperationRow> {
  const provenAt = parts.provenNow()
  if (row.type !== 'refund') return askByBalances(parts, row, payment, provenAt)
  const answer = await queryRefund(parts, row, payment)
  // The refund’s effect on the payment is told first, so that the event of the refund shows it.
  if (answer.kind === 'refund' && answer.state !== row.status) await ask(parts, payment)
  return settleOperation(parts, row, (current, now) =>
    judgeOperation(current, answer, { what: 'query', provenAt }, now),
  )
}

async function askByBalances(
  parts: ResolveOperationParts,
  row: OperationRow,
  payment: PaymentRow,
  provenAt: number,
): Promise<OperationRow> {
  const { answer, payment: settled } = await ask(parts, payment)
  const balances = answer.kind === 'state' ? balancesOf(settled) : null
  return settleOperation(parts, row, (current, now) => {
    if (!balances)
      return judgeOperation(
        current,
        { kind: 'unknown', reason: 'no_balances' },
        { what: 'query', provenAt },
        now,
      )
    return judgeByBalances(current, balances, provenAt, now)
  })
}
