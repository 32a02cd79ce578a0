/** Every state that a shopper can see, with its next steps. The docs are generated from this table; a browser test walks it. */
import type { CheckoutState } from '../src/checkout/checkout-state.ts'

/** One next step: what the shopper presses (its part), or what happens by itself. */
export type Way = { part: string; leads: string } | { part: null; leads: string }
export type StateWays = { seen: string; ways: readonly Way[] }

const press = (part: string, leads: string): Way => ({ part, leads })
const alone = (leads: string): Way => ({ part: null, leads })

const RESULT = 'the result appears by itself; the page polls the BFF until it is known'
const RESTART = 'a new checkout, by `paykka-restart`, `restart-url` or the `returnUrl`'

/** By the value of `data-status`. */
export const WAYS: Record<Word, StateWays> = {
  loading: { seen: 'a placeholder of the form', ways: [alone('the form, or `stopped` after 15 seconds')] },
  ready: { seen: 'the form', ways: [press('pay-button', 'paying')] },
  declined: {
    seen: 'the form, and why the bank declined',
    ways: [press('pay-button', 'another try, with another card or the same one')],
  },
  canceled: {
    seen: 'the form, and that the shopper canceled',
    ways: [press('pay-button', 'another try')],
  },
  'amount-changed': {
    seen: 'the form, and both amounts',
    ways: [press('pay-button', 'paying the new amount')],
  },
  failed: {
    seen: 'the form, and what failed',
    ways: [press('pay-button', 'another try; nothing was charged')],
  },
  paying: { seen: 'the form, locked', ways: [alone('the answer, or `unknown` without one')] },
  action: {
    seen: "that the bank, or PayKKa's page, waits for the shopper",
    ways: [
      press('action-link', "the bank or PayKKa's page"),
      press('another-way-button', 'the form again, as soon as this attempt can no longer charge'),
      alone(RESULT),
    ],
  },
  processing: { seen: 'that the payment is in progress, here or in another tab', ways: [alone(RESULT)] },
  unknown: { seen: '"Do not pay again", and a code for support', ways: [alone(RESULT)] },
  paid: { seen: 'what was paid', ways: [alone("the shop's own page, by `paykka-success`; it is the goal")] },
  'used-up': {
    seen: 'that the checkout accepts no further attempt',
    ways: [press('restart-button', RESTART)],
  },
  expired: { seen: 'that the time has run out', ways: [press('restart-button', RESTART)] },
  'canceled by the shop': {
    seen: 'that the checkout was canceled',
    ways: [press('restart-button', RESTART)],
  },
  superseded: {
    seen: 'that the order is being paid with another checkout',
    ways: [press('action-link', 'the shop, by the `returnUrl`')],
  },
  'stopped, for now': {
    seen: 'that the BFF or the card form cannot be reached',
    ways: [press('retry-button', 'another try')],
  },
  'stopped, permanently': {
    seen: '"Please contact the shop"',
    ways: [
      alone(
        'the shop: only it can fix the page; its developer reads [why](setup-mistakes.md) in the console',
      ),
    ],
  },
}

type Word =
  | Exclude<CheckoutState['kind'], 'canceled' | 'stopped'>
  | 'declined'
  | 'canceled'
  | 'amount-changed'
  | 'failed'
  | 'canceled by the shop'
  | 'superseded'
  | 'stopped, for now'
  | 'stopped, permanently'
