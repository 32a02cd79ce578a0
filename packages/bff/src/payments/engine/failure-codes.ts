/** The problem code for each reason why nothing was executed. */
import type { ProblemCode } from '@paykka-checkout/shared-types'

/** Only a query yields `not_executed`: it is a result, not a problem. */
const FAILURE_CODES: Record<string, ProblemCode> = {
  gateway_unreachable: 'gateway_unreachable',
  configuration: 'gateway_refused',
  invalid_request: 'gateway_refused',
  card_unreadable: 'gateway_refused',
  busy: 'busy',
}

/** @param attempt its status, and our name for the failure */
export function failureCode(attempt: { status: string; failure: string | null }): ProblemCode | undefined {
  return attempt.status === 'failed' ? FAILURE_CODES[attempt.failure ?? ''] : undefined
}
