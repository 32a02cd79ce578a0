/** What several routes' schemas share. */
import type { ProblemCode } from '@paykka-checkout/shared-types'
import { CheckoutId, PaymentId, PROBLEM_STATUS, Problem, Strict } from '@paykka-checkout/shared-types'
import type { TSchema } from 'typebox'

export const CheckoutParams = Strict({ id: CheckoutId })
export const PaymentParams = Strict({ id: PaymentId })

/** What may be wrong with any body. */
export const BODY_PROBLEMS: ProblemCode[] = [
  'malformed_request',
  'body_too_large',
  'unsupported_media_type',
  'validation_failed',
]
/** What may be wrong where an Idempotency-Key is needed. */
export const KEY_PROBLEMS: ProblemCode[] = ['idempotency_key_invalid', 'idempotency_key_reused']
/** Why a checkout can't be paid or changed. */
export const CHECKOUT_PROBLEMS: ProblemCode[] = [
  'payment_in_progress',
  'already_paid',
  'checkout_closed',
  'checkout_expired',
]
/** How PayKKa may leave a request without effect. */
export const GATEWAY_PROBLEMS: ProblemCode[] = ['gateway_unreachable', 'gateway_refused']
/** The same where PayKKa's token of a stored card is needed, which another BFF_MASTER_KEY may have sealed. */
export const TOKEN_PROBLEMS: ProblemCode[] = ['not_ready', ...GATEWAY_PROBLEMS]
const ANY_ROUTE: ProblemCode[] = ['card_data_refused', 'rate_limited', 'internal_error', 'busy']

const codesOf = new WeakMap<object, readonly ProblemCode[]>()

/**
 * Every status of a route with its schema. A response schema is also an allow-list: what it does not name never leaves.
 * @param problems codes this route answers with besides the ones every route may
 */
export function responses(
  success: Record<number, TSchema>,
  problems: ProblemCode[],
): Record<string, TSchema> {
  const codes = [...problems, ...ANY_ROUTE]
  const failures = codes.map((code) => [String(PROBLEM_STATUS[code]), Problem] as const)
  const response = { ...Object.fromEntries(failures), ...success }
  codesOf.set(response, codes)
  return response
}

/** @returns the problem codes `responses()` was told, by status, for the description; empty for another object */
export function problemsOf(response: object): Map<string, ProblemCode[]> {
  return Map.groupBy(new Set(codesOf.get(response)), (code) => String(PROBLEM_STATUS[code]))
}
