/** How often one checkout may be tried. A shopper who needs more starts again at the shop, which a tester can't do by machine. */
import type { CheckoutHistory } from '../database/payment-rows.ts'

const MAX_ATTEMPTS = 8
const MAX_DECLINES = 5
const MAX_DECLINES_OF_ONE_CARD = 3

/** @returns how many more attempts the checkout takes; 0 when it takes none, with whatever card */
export function triesLeft(history: readonly CheckoutHistory[]): number {
  const started = history.filter(({ status }) => status !== 'failed')
  const declined = declinedIn(history)
  const cards = Map.groupBy(declined, ({ card_last4 }) => card_last4)
  cards.delete(null)
  if ([...cards.values()].some(({ length }) => length >= MAX_DECLINES_OF_ONE_CARD)) return 0
  return Math.max(0, Math.min(MAX_ATTEMPTS - started.length, MAX_DECLINES - declined.length))
}

/** What the networks never allow to be sent again. */
const FINAL = new Set(['lost_or_stolen', 'suspected_fraud'])

/** @returns whether this card must not be sent again; never for a wallet, whose card nobody can type */
export function isCardOver(history: readonly CheckoutHistory[], last4: string | undefined): boolean {
  const same = declinedIn(history).filter(({ card_last4 }) => last4 !== undefined && card_last4 === last4)
  return same.some(
    ({ decline_retry, decline_code }) => decline_retry === 'never' || FINAL.has(decline_code ?? ''),
  )
}

const declinedIn = (history: readonly CheckoutHistory[]) =>
  history.filter(({ status }) => status === 'declined')
