/** Errors of the element, each with a stable code. No error ever carries card data. */
import type { MistakeCode } from './checkout/setup-mistakes/mistakes.ts'
import type { ProblemCode } from './checkout/wire.ts'

/** Who has to act: the shop's developer (`integration`), the shopper (`validation`), the network, the gateway, or the bank. */
export type CheckoutErrorType = 'integration' | 'validation' | 'network' | 'gateway' | 'declined' | 'unknown'

/** Codes that the element raises itself, in addition to the BFF's codes. */
export type ElementErrorCode =
  | MistakeCode
  /** The page's address names a checkout, but this browser has no secret for it. */
  | 'client_secret_lost'
  | 'card_frame_unreachable'
  | 'card_form_unreachable'
  | 'card_form_lost'
  | 'seal_failed'
  | 'bff_answer_invalid'
  | 'action_url_refused'
  | 'payment_failed'
  | 'wallet_failed'
  | 'wallet_validation_failed'
  | 'wallet_update_failed'
  /** Apple Pay opens no further sheet for this checkout; the other ways to pay stay. */
  | 'wallet_finished'

export type CheckoutErrorCode = ElementErrorCode | ProblemCode

/** Codes by who has to act, as short as possible; all others are for the shop's developer. */
const CODES: Partial<Record<CheckoutErrorType, RegExp>> = {
  gateway: /^(busy|not_ready|gateway_|recurring_|payment_f|wallet_[fv])/,
  network: /unreachable|form_l|seal_f|^rate|_update_|bff_not|foreign|blocked/,
  validation: /^valid|card_unreadable|expired_seal|wallet_token/,
  unknown: /^internal|answer/,
}

const typeOf = (code: CheckoutErrorCode): CheckoutErrorType => {
  const types = Object.keys(CODES) as CheckoutErrorType[]
  return types.find((type) => CODES[type]?.test(code)) ?? 'integration'
}

/**
 * Errors that the shop or the BFF's operator (`recurring_refused`) must fix are not retryable. A CAPTCHA belongs to the
 * shop too, but the payment succeeds once it is solved.
 */
const isRetryable = (code: CheckoutErrorCode, type: CheckoutErrorType): boolean =>
  code === 'challenge_required' || (type !== 'integration' && code !== 'recurring_refused')

/** An error of the checkout. `retryable`: nothing was charged, and trying again is safe. */
export class CheckoutError extends Error {
  readonly type: CheckoutErrorType
  readonly code: CheckoutErrorCode
  readonly retryable: boolean
  readonly supportCode: string | null

  constructor(code: CheckoutErrorCode, supportCode: string | null = null) {
    super(code)
    this.name = 'CheckoutError'
    this.code = code
    this.type = typeOf(code)
    this.retryable = isRetryable(code, this.type)
    this.supportCode = supportCode
  }
}
