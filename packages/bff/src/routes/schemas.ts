/** What several routes’ schemas share. */
import type { ProblemCode } from '@paykka-checkout/shared-types'
import { CheckoutId, PaymentId, PROBLEM_STATUS, Problem, Strict } from '@paykka-checkout/shared-types'
import type { TSchema } from 'typebox'

export const CheckoutParams = Strict({ id: CheckoutId })
export const PaymentParams = Strict({ id: PaymentId })

/**
 * Every status of a route with its schema. A response schema is also an allow-list: what it does not name never leaves.
 * @param problems codes this route answers with besides the ones every route may
 */
export function responses(
  success: Record<number, TSchema>,
  problems: ProblemCode[],
): Record<string, TSchema> {
  const codes: ProblemCode[] = [...problems, 'card_data_refused', 'rate_limited', 'internal_error', 'busy']
  const failures = codes.map((code) => [String(PROBLEM_STATUS[code]), Problem] as const)
  return { ...Object.fromEntries(failures), ...success }
}

/** The form of an idempotency key. */
export const IDEMPOTENCY_KEY = /^[A-Za-z0-9_-]{16,64}$/
