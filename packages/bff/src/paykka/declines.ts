/**
 * The meaning of the gateway's decline codes, and the advice for the shopper. PayKKa publishes no issuer decline codes: the
 * 3xxx rows are the emulator's, and `PAYKKA_DECLINE_CODES` adds those that your account returns.
 */
import type { RetryAdvice } from '@paykka-checkout/shared-types'

/** Advice per decline code. Fraud reasons look like any other decline to the shopper. */
export const DECLINE_ADVICE: Record<string, RetryAdvice> = {
  do_not_honor: 'contact-bank',
  insufficient_funds: 'other-card',
  expired_card: 'same-card',
  incorrect_cvc: 'same-card',
  invalid_card: 'same-card',
  card_not_supported: 'other-card',
  authentication_failed: 'same-card',
  authentication_required: 'same-card',
  try_again_later: 'later',
  suspected_fraud: 'contact-bank',
  lost_or_stolen: 'contact-bank',
  stop_payment: 'never',
  declined: 'other-card',
}

const DECLINE_CODES: Record<string, string> = {
  '2006': 'card_not_supported',
  '206022': 'card_not_supported',
  '2099': 'invalid_card',
  '2003': 'invalid_card',
  '2004': 'invalid_card',
  '2005': 'invalid_card',
  '206020': 'invalid_card',
  '206021': 'invalid_card',
  '3005': 'do_not_honor',
  '3051': 'insufficient_funds',
  '3054': 'expired_card',
  '3065': 'authentication_required',
  '3082': 'incorrect_cvc',
  '3101': 'authentication_failed',
}

/** @returns whether the code is a known decline of the card or its bank */
export function isDecline(gatewayCode: string, extra: Record<string, string>): boolean {
  return (own(extra, gatewayCode) ?? own(DECLINE_CODES, gatewayCode)) !== undefined
}

/**
 * @param extra the operator's code table; it overrides the built-in one
 * @returns the decline in our terms; an unlisted code is a generic decline
 */
export function readDecline(
  gatewayCode: string,
  extra: Record<string, string>,
): { code: string; retry: RetryAdvice } {
  const code = own(extra, gatewayCode) ?? own(DECLINE_CODES, gatewayCode) ?? 'declined'
  return { code, retry: own(DECLINE_ADVICE, code) ?? 'other-card' }
}

/** Own members only: a gateway's word such as `constructor` must not match an inherited property. */
function own<T>(table: Record<string, T>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}
