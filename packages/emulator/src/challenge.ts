/** The 3DS challenge: started by a purchase, ended once by the shopper or by its expiry. */

import { randomBytes } from 'node:crypto'
import { DECLINES } from './cards.ts'
import type { Challenge, Order } from './order.ts'
import type { Parts } from './parts.ts'
import type { State } from './state.ts'
import { cancel, charge, decline } from './transitions.ts'

/** What the shopper can press. */
export type ChallengeDecision = 'approve' | 'fail' | 'cancel'

/** Makes the order wait for the shopper. */
export function startChallenge(order: Order, parts: Parts): void {
  const id = randomBytes(18).toString('base64url')
  order.challenge = { id, url: `${parts.publicUrl}/emulator/3ds/${id}`, result: 'pending' }
  parts.timers.after(parts.settings.challengeExpiryMs, () => end(order, 'expired', parts))
}

/** The order a challenge page is for. */
export function orderByChallenge(state: State, id: string): Order | undefined {
  return [...state.orders.values()].find((order) => order.challenge?.id === id)
}

/** Applies the shopper's decision; a second one changes nothing. */
export function decide(order: Order, decision: ChallengeDecision, parts: Parts): void {
  const results = { approve: 'approved', fail: 'failed', cancel: 'canceled' } as const
  end(order, results[decision], parts)
}

function end(order: Order, result: Exclude<Challenge['result'], 'pending'>, parts: Parts): void {
  if (order.challenge?.result !== 'pending') return
  order.challenge.result = result
  if (result === 'approved') charge(order, parts)
  else if (result === 'canceled') cancel(order, parts)
  else decline(order, DECLINES.authenticationFailed.code, DECLINES.authenticationFailed.text, parts)
}
