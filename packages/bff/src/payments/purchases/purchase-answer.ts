/** The HTTP answer for each state of a payment, stored with its idempotency key and replayed unchanged. */
import type { PayResponse, Problem, ProblemCode } from '@paykka-checkout/shared-types'
import { PROBLEM_STATUS } from '@paykka-checkout/shared-types'
import { publicPayment } from '../../checkouts/public-payment.ts'
import type { PaymentRow } from '../../database/tables.ts'
import { toProblem } from '../../domain/errors.ts'
import { failureCode } from '../engine/failure-codes.ts'
import { recurringRefusal } from '../recurring/recurring-refusals.ts'

export type Answer = { status: number; body: PayResponse | Problem }

/** An unreadable typed card asks the shopper to retype it; an unreadable wallet token leaves nothing to retype. */
function codeOf(row: PaymentRow): ProblemCode | undefined {
  if (row.status !== 'failed' || row.failure !== 'card_unreadable') return failureCode(row)
  const wallet = row.method === 'apple_pay' || row.method === 'google_pay'
  return wallet ? 'wallet_token_refused' : 'card_unreadable'
}

/** @returns 200 with a result, 202 without one yet, or a problem when nothing was executed */
export function answerFor(row: PaymentRow): Answer {
  const payment = publicPayment(row)
  const refusal = row.status === 'failed' ? recurringRefusal(row) : undefined
  const code = refusal?.code ?? codeOf(row)
  if (code) {
    const extras = refusal ? { detail: refusal.detail, payment } : { payment }
    return { status: PROBLEM_STATUS[code], body: toProblem(code, row.request_id, extras) }
  }
  const pending = ['processing', 'unknown', 'needs_review'].includes(payment.status)
  return { status: pending ? 202 : 200, body: { payment } }
}
