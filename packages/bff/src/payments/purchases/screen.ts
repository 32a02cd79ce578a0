/** Checks the card-testing limits before an attempt, and records its outcome for them. */
import type { Attempt, Outcome } from '../../limits/card-testing.ts'
import type { GatewayAnswer } from '../gateway.ts'
import type { PreparedMethod } from '../methods/prepared-method.ts'
import type { PayInput, PayParts } from './pay-parts.ts'

/** @throws AppError too_many_attempts | rate_limited | challenge_required, with the method wiped */
export async function screen(parts: PayParts, input: PayInput, method: PreparedMethod): Promise<void> {
  // A merchant-initiated charge comes from the shop's server, not from a browser that could test cards.
  if (method.type === 'agreement') return
  try {
    await parts.cardTesting.admit(attemptOf(input, method))
  } catch (error) {
    method.wipe()
    throw error
  }
}

/** Never throws. */
export function recordScreened(
  parts: PayParts,
  input: PayInput,
  method: PreparedMethod,
  answer: GatewayAnswer,
): Promise<void> {
  if (method.type === 'agreement') return Promise.resolve()
  return parts.cardTesting.note(attemptOf(input, method), outcomeOf(answer))
}

const OUTCOMES: Record<string, Outcome> = { succeeded: 'paid', authorized: 'paid', declined: 'declined' }

function outcomeOf(answer: GatewayAnswer): Outcome {
  if (answer.kind === 'state') return OUTCOMES[answer.state.status] ?? 'open'
  // Configuration errors and overload say nothing about a card.
  const isCards = answer.kind === 'refused' && ['invalid_request', 'card_unreadable'].includes(answer.reason)
  return isCards ? 'refused' : 'open'
}

function attemptOf(input: PayInput, { bin, last4 }: PreparedMethod): Attempt {
  const { checkout, payIp, request, captchaToken } = input
  return {
    checkoutId: checkout.id,
    earlier: checkout.attempts,
    ip: payIp,
    browser: request.browser,
    card: bin !== undefined && last4 !== undefined ? { bin, last4 } : undefined,
    captchaToken,
  }
}
