/** Why nothing was executed, as problem codes of our answers. */
import type { ProblemCode } from '@paykka-checkout/shared-types'

/** `not_executed` is only ever learned by a query: it is a result of its own, and no problem. */
const FAILURE_CODES: Record<string, ProblemCode> = {
  gateway_unreachable: 'gateway_unreachable',
  configuration: 'gateway_refused',
  invalid_request: 'gateway_refused',
  card_unreadable: 'gateway_refused',
  busy: 'busy',
}

/** @param attempt its status, and our word for why it failed */
export function failureCode(attempt: { status: string; failure: string | null }): ProblemCode | undefined {
  return attempt.status === 'failed' ? FAILURE_CODES[attempt.failure ?? ''] : undefined
}
