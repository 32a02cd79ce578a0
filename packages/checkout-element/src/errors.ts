/** What can go wrong, with a stable code each. No error here ever carries card data. */
import type { ProblemCode } from './wire.ts'

/** Who has to act: the shop’s developer, the shopper, the network, the gateway, or the bank. */
export type CheckoutErrorType = 'integration' | 'validation' | 'network' | 'gateway' | 'declined' | 'unknown'

/** Codes the element itself raises, besides the BFF’s own. */
export type ElementErrorCode =
  | 'bff_url_missing'
  | 'bff_url_invalid'
  | 'client_secret_missing'
  | 'insecure_context'
  | 'card_frame_unreachable'
  | 'card_form_unreachable'
  | 'card_form_lost'
  | 'seal_failed'
  | 'bff_unreachable'
  | 'bff_answer_invalid'
  | 'action_url_refused'
  | 'no_method_available'
  | 'payment_failed'
  | 'wallet_failed'
  | 'wallet_validation_failed'
  | 'wallet_update_failed'

export type CheckoutErrorCode = ElementErrorCode | ProblemCode

const TYPES: Partial<Record<CheckoutErrorCode, CheckoutErrorType>> = {
  validation_failed: 'validation',
  card_unreadable: 'validation',
  card_expired_seal: 'validation',
  bff_unreachable: 'network',
  card_frame_unreachable: 'network',
  card_form_unreachable: 'network',
  card_form_lost: 'network',
  seal_failed: 'network',
  rate_limited: 'network',
  busy: 'gateway',
  not_ready: 'gateway',
  gateway_unreachable: 'gateway',
  gateway_refused: 'gateway',
  recurring_refused: 'gateway',
  payment_failed: 'gateway',
  wallet_token_refused: 'validation',
  wallet_failed: 'gateway',
  wallet_validation_failed: 'gateway',
  wallet_update_failed: 'network',
  internal_error: 'unknown',
  bff_answer_invalid: 'unknown',
}

const RETRYABLE: readonly CheckoutErrorCode[] = [
  'card_unreadable',
  'card_expired_seal',
  'validation_failed',
  'bff_unreachable',
  'bff_answer_invalid',
  'card_frame_unreachable',
  'card_form_unreachable',
  'card_form_lost',
  'seal_failed',
  'rate_limited',
  'challenge_required',
  'busy',
  'not_ready',
  'gateway_unreachable',
  'gateway_refused',
  'internal_error',
  'payment_failed',
  'wallet_token_refused',
  'wallet_failed',
  'wallet_validation_failed',
  'wallet_update_failed',
]

/** An error of the checkout. `retryable` means that nothing was charged and trying again is safe. */
export class CheckoutError extends Error {
  readonly type: CheckoutErrorType
  readonly code: CheckoutErrorCode
  readonly retryable: boolean
  readonly supportCode: string | null

  constructor(code: CheckoutErrorCode, supportCode: string | null = null) {
    super(code)
    this.name = 'CheckoutError'
    this.code = code
    this.type = TYPES[code] ?? 'integration'
    this.retryable = RETRYABLE.includes(code)
    this.supportCode = supportCode
  }
}
