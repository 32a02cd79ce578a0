/** Shared parts of the routes' schemas. */
import type { ProblemCode } from '@paykka-checkout/shared-types'
import { CheckoutId, PaymentId, PROBLEM_STATUS, Problem, Strict } from '@paykka-checkout/shared-types'
import type { TSchema } from 'typebox'
import { Type } from 'typebox'

export const CheckoutParams = Strict({ id: CheckoutId })
export const PaymentParams = Strict({ id: PaymentId })

/** A request that says nothing: no body at all, or an empty object. */
export const NoBody = Type.Union([Strict({}), Type.Null()])

/** Problems of any body. */
export const BODY_PROBLEMS: ProblemCode[] = [
  'malformed_request',
  'body_too_large',
  'unsupported_media_type',
  'validation_failed',
]
/** Problems of routes that need an Idempotency-Key. */
export const KEY_PROBLEMS: ProblemCode[] = ['idempotency_key_invalid', 'idempotency_key_reused']
/** Why a checkout can't be paid or changed. */
export const CHECKOUT_PROBLEMS: ProblemCode[] = [
  'payment_in_progress',
  'already_paid',
  'checkout_closed',
  'checkout_expired',
]
/** Problems when a request to PayKKa has no effect. */
export const GATEWAY_PROBLEMS: ProblemCode[] = ['gateway_unreachable', 'gateway_refused']
/** The same for routes that need PayKKa's token of a stored card, which may be encrypted under another BFF_MASTER_KEY. */
export const TOKEN_PROBLEMS: ProblemCode[] = ['not_ready', ...GATEWAY_PROBLEMS]
const ANY_ROUTE: ProblemCode[] = ['card_data_refused', 'rate_limited', 'internal_error', 'busy']

const codesOf = new WeakMap<object, readonly ProblemCode[]>()

/**
 * Every status of a route with its schema. A response schema is also an allow-list: members it does not name are not sent.
 * @param problems this route's problem codes, besides those of every route
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

/** @returns the problem codes given to `responses()`, by status, for the description; empty for another object */
export function problemsOf(response: object): Map<string, ProblemCode[]> {
  return Map.groupBy(new Set(codesOf.get(response)), (code) => String(PROBLEM_STATUS[code]))
}
