/** Errors of the API: one catalog of codes and titles. */
import type { FieldProblem, Problem, ProblemCode } from '@paykka-checkout/shared-types'
import { PROBLEM_STATUS } from '@paykka-checkout/shared-types'

/** The message of each code for people. A test keeps `docs/reference/errors.md` equal to it. */
export const PROBLEM_TITLES: Record<ProblemCode, string> = {
  malformed_request: 'The request could not be read.',
  idempotency_key_invalid: 'Send one Idempotency-Key header of 1 to 255 visible ASCII characters.',
  unauthorized: 'The credential is missing or not valid.',
  secret_key_in_browser:
    'This is a secret key of the shop, and a browser sent it. Rotate it, and give the page the client secret.',
  forbidden: 'This origin may not do that.',
  challenge_required: "Show that a person is paying: solve the shop's challenge and pay again.",
  not_found: 'There is nothing here.',
  method_not_allowed: 'This address does not take this method.',
  payment_in_progress: 'A payment of this checkout is under way. Ask for its result; do not pay again.',
  already_paid: 'This checkout is already paid.',
  amount_changed: 'The amount has changed since the page showed it. Show the new amount and ask again.',
  too_many_attempts: 'Too many attempts to pay this checkout. Create a new one.',
  checkout_closed: 'This checkout is no longer open.',
  order_in_progress: 'Another checkout of this order is being paid. Wait for its result.',
  order_already_paid: 'This order is already paid with another checkout.',
  idempotency_in_flight: 'The first request with this key is still running. Ask again in a moment.',
  operation_in_progress:
    'Another capture, void or refund of this payment is not over yet. Wait for its result, then ask again.',
  operation_repeated:
    'The same was done with this payment minutes ago. Send allowRepeat: true to do it once more.',
  payment_disputed: 'This payment is disputed. Send evenIfDisputed: true to refund it all the same.',
  operation_not_possible: 'This payment does not allow that now.',
  agreement_missing: 'The payment provider does not know this agreement. Ask the shopper to agree again.',
  agreement_inactive: 'This agreement has ended. Ask the shopper to agree again.',
  agreement_active: 'The shopper has active agreements. Send endAgreements: true to end them.',
  erasure_not_possible: 'Something of this shopper is not over yet. Nothing was erased.',
  checkout_expired: 'This checkout has expired. Create a new one.',
  body_too_large: 'The request body is too large.',
  unsupported_media_type: 'Send application/json.',
  validation_failed: 'Some fields are not valid.',
  cursor_invalid: 'This cursor is not of a list with these filters. Begin at the first page.',
  card_data_refused:
    'A card number is in a field that must not contain one. Send cards through the card form only.',
  card_unreadable: 'The card details could not be read. Enter them again.',
  card_expired_seal: 'The card details were entered too long ago. Pay again to send them afresh.',
  method_unavailable: 'This way to pay is not offered here.',
  amount_too_high: 'The amount is more than is left of this payment.',
  refund_customer_required: 'The refund goes to a person: say who gets it. Nothing was refunded.',
  wallet_token_refused: "The wallet's payment could not be used. Open the wallet again.",
  idempotency_key_reused: 'This Idempotency-Key was used for a different request. Use a new one.',
  rate_limited: 'Too many requests. Wait, then try again.',
  internal_error: 'Something went wrong here. Nothing is known to have been charged by this request.',
  gateway_unreachable:
    'The payment provider could not be reached. Nothing was charged; it is safe to try again.',
  gateway_refused: 'The payment provider refused the request. Nothing was charged.',
  recurring_refused: 'The payment provider refused the recurring payment. Nothing was charged.',
  busy: 'Too busy right now. Nothing was sent; try again in a moment.',
  not_ready: 'Not ready.',
}

export type ProblemExtras = Partial<Omit<Problem, 'status' | 'title' | 'code' | 'requestId'>> & {
  /** Seconds for `Retry-After`. */
  retryAfter?: number
}

/** May be thrown anywhere below a route; the problem handler turns it into an answer. Never contains card data. */
export class AppError extends Error {
  readonly code: ProblemCode
  readonly extras: ProblemExtras

  constructor(code: ProblemCode, extras: ProblemExtras = {}) {
    super(`${code}: ${PROBLEM_TITLES[code]}`)
    this.name = 'AppError'
    this.code = code
    this.extras = extras
  }
}

/** @returns the error for one invalid field; `field` is a JSON Pointer */
export function invalidField(field: string, message: string): AppError {
  const errors: FieldProblem[] = [{ field, message }]
  return new AppError('validation_failed', { errors })
}

/** @returns the RFC 9457 document for a code */
export function toProblem(code: ProblemCode, requestId: string, extras: ProblemExtras = {}): Problem {
  const { retryAfter: _header, ...members } = extras
  return { status: PROBLEM_STATUS[code], title: PROBLEM_TITLES[code], code, requestId, ...members }
}
