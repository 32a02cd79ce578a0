/** Limits the attempts per checkout. A shopper who needs more starts again at the shop, which a card tester can't automate. */
import type { CheckoutHistory } from '../database/payment-rows.ts'

const MAX_ATTEMPTS = 8
const MAX_DECLINES = 5
const MAX_DECLINES_OF_ONE_CARD = 3

/** @returns the number of attempts left for the checkout; 0 when none is left for any card */
export function triesLeft(history: readonly CheckoutHistory[]): number {
  const started = history.filter(({ status }) => status !== 'failed')
  const declined = declinedIn(history)
  const cards = Map.groupBy(declined, ({ card_last4 }) => card_last4)
  cards.delete(null)
  if ([...cards.values()].some(({ length }) => length >= MAX_DECLINES_OF_ONE_CARD)) return 0
  return Math.max(0, Math.min(MAX_ATTEMPTS - started.length, MAX_DECLINES - declined.length))
}

/** Decline reasons after which the networks forbid another try with the card. */
const FINAL = new Set(['lost_or_stolen', 'suspected_fraud'])

/** @returns whether this card must not be sent again; always false for a wallet, whose card cannot be typed */
export function isCardOver(history: readonly CheckoutHistory[], last4: string | undefined): boolean {
  const same = declinedIn(history).filter(({ card_last4 }) => last4 !== undefined && card_last4 === last4)
  return same.some(
    ({ decline_retry, decline_code }) => decline_retry === 'never' || FINAL.has(decline_code ?? ''),
  )
}

const declinedIn = (history: readonly CheckoutHistory[]) =>
  history.filter(({ status }) => status === 'declined')
