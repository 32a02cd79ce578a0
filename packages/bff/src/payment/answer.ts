/** The HTTP answer a payment’s state gives, stored with its idempotency key and replayed as it is. */
import type { PayResponse, Problem, ProblemCode } from '@paykka-checkout/shared-types'
import { PROBLEM_STATUS } from '@paykka-checkout/shared-types'
import { toProblem } from '../errors.ts'
import type { PaymentRow } from '../store/tables.ts'
import { recurringRefusal } from './recurring-refusals.ts'
import { publicPayment } from './view.ts'

export type Answer = { status: number; body: PayResponse | Problem }

/** Why nothing was executed, as problem codes. `not_executed` is only ever learned by a query. */
const FAILURE_CODES: Record<string, ProblemCode> = {
  gateway_unreachable: 'gateway_unreachable',
  configuration: 'gateway_refused',
  invalid_request: 'gateway_refused',
  card_unreadable: 'card_unreadable',
  busy: 'busy',
}

/** What PayKKa can’t read of a wallet is its token: there is nothing to type in again. */
function failureCode({ failure, method }: PaymentRow): ProblemCode | undefined {
  const wallet = method === 'apple_pay' || method === 'google_pay'
  return wallet && failure === 'card_unreadable' ? 'wallet_token_refused' : FAILURE_CODES[failure ?? '']
}

/** @returns 200 with a result, 202 while there is none, or a problem when nothing was executed */
export function answerFor(row: PaymentRow): Answer {
  const payment = publicPayment(row)
  const refusal = row.status === 'failed' ? recurringRefusal(row) : undefined
  const code = row.status === 'failed' ? (refusal?.code ?? failureCode(row)) : undefined
  if (code) {
    const extras = refusal ? { detail: refusal.detail, payment } : { payment }
    return { status: PROBLEM_STATUS[code], body: toProblem(code, row.request_id, extras) }
  }
  const pending = ['processing', 'unknown', 'needs_review'].includes(payment.status)
  return { status: pending ? 202 : 200, body: { payment } }
}
