import { PROBLEM_CODES } from '@paykka-checkout/shared-types'
import { describe, expect, it } from 'vitest'
import type { MistakeCode } from '../../../src/checkout/setup-mistakes/mistakes.ts'
import { MISTAKES } from '../../../src/checkout/setup-mistakes/mistakes.ts'
import type { CheckoutErrorCode, ElementErrorCode } from '../../../src/errors.ts'
import { CheckoutError } from '../../../src/errors.ts'

/** Every code that the element raises itself, and whether a retry can help. */
const OWN: Record<Exclude<ElementErrorCode, MistakeCode>, boolean> = {
  client_secret_lost: false,
  card_frame_unreachable: true,
  card_form_unreachable: true,
  card_form_lost: true,
  seal_failed: true,
  bff_answer_invalid: true,
  action_url_refused: false,
  payment_failed: true,
  wallet_failed: true,
  wallet_validation_failed: true,
  wallet_update_failed: true,
  wallet_finished: true,
}

/** The BFF's codes that allow a retry; no other code does. */
const WORTH_IT: readonly CheckoutErrorCode[] = [
  'challenge_required',
  'validation_failed',
  'card_unreadable',
  'card_expired_seal',
  'wallet_token_refused',
  'rate_limited',
  'internal_error',
  'gateway_unreachable',
  'gateway_refused',
  'busy',
  'not_ready',
]

describe('CheckoutError', () => {
  it.each(Object.entries(OWN))('%s of the element: retryable is %s', (code, retryable) => {
    expect(new CheckoutError(code as ElementErrorCode).retryable).toBe(retryable)
  })

  it.each(Object.entries(MISTAKES))(
    '%s of the page is retryable where it may be something else',
    (code, { effect }) => {
      expect(new CheckoutError(code as MistakeCode).retryable).toBe(effect === 'retry')
    },
  )

  it.each(PROBLEM_CODES)('%s of the BFF is retryable where it is worth another try', (code) => {
    expect(new CheckoutError(code).retryable).toBe(WORTH_IT.includes(code))
  })

  it('takes a code it does not know for one the shop has to fix', () => {
    const error = new CheckoutError('made_tomorrow' as CheckoutErrorCode)
    expect(error).toMatchObject({ type: 'integration', retryable: false })
  })
})
