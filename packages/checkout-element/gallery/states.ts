/** Every state that a shopper can see, and how to reach it without a network. */
import type { PaykkaCardForm } from '../src/card/form/card-form.ts'
import type { Problem, PublicCheckout, RetryAdvice } from '../src/checkout/wire.ts'
import { payment } from '../test/support/checkout.ts'
import type { Call } from '../test/support/fake-world.ts'
import { answered, problem } from '../test/support/fake-world.ts'
import { BILLING } from './billing.ts'
import { ENCRYPTED_CARD } from './encrypted-card.ts'
import type { Stage, State } from './stage.ts'
import { HOSTED, WAYS_TO_PAY } from './ways-to-pay.ts'

const CARD = { number: '4242424242424242', expiry: '12/34', cvc: '123', holder: 'Ada Lovelace' }
const MISTAKES = { number: '4242424242424241', expiry: '12/20', cvc: '1', holder: '' }

/** Fills texts into fields like autofill. */
async function fill(form: PaykkaCardForm, card: Record<string, string> = CARD): Promise<void> {
  await form.updateComplete
  for (const [name, text] of Object.entries(card)) {
    const input = form.shadowRoot?.querySelector<HTMLInputElement>(`#${name}`)
    if (!input) throw new TypeError(`no field ${name}`)
    input.value = text
    input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true, inputType: 'insertText' }))
  }
  await form.updateComplete
}

export async function pay({ element, world, form }: Omit<Stage, 'pay'>): Promise<Call> {
  await fill(form())
  void element.submit()
  return await world.call()
}

const declined = (retry: RetryAdvice): State => ({
  title: `Declined: ${retry}`,
  checkout: { lastPayment: payment('declined', { decline: { retry } }) },
})

const over = (title: string, change: Partial<PublicCheckout>): State => ({
  title,
  checkout: change,
  noForm: true,
})

const refused = (title: string, status: number, code: Problem['code']): State => ({
  title,
  checkout: {},
  act: async (stage) => (await pay(stage)).answer(status, problem(status, code)),
})

const ACTION = { type: 'redirect', url: 'https://bank.example/challenge' } as const

export const STATES: Record<string, State> = {
  loading: { title: 'Loading', checkout: null, noForm: true },
  empty: { title: 'Empty', checkout: {} },
  filled: { title: 'Filled', checkout: {}, act: ({ form }) => fill(form()) },
  errors: {
    title: 'With mistakes',
    checkout: {},
    act: async ({ element, form }) => {
      await fill(form(), MISTAKES)
      await element.submit()
    },
  },
  paying: { title: 'Paying', checkout: {}, act: async (stage) => void (await pay(stage)) },
  'paid-tick': {
    title: 'Paid, a moment before the result',
    checkout: {},
    act: async (stage) => {
      stage.world.holdsMoments = true
      const call = await pay(stage)
      call.answer(200, answered(payment('succeeded')))
    },
  },
  'declined-same-card': declined('same-card'),
  'declined-other-card': declined('other-card'),
  'declined-later': declined('later'),
  'declined-contact-bank': declined('contact-bank'),
  'declined-never': declined('never'),
  'canceled-at-bank': { title: 'Canceled at the bank', checkout: { lastPayment: payment('canceled') } },
  failed: { title: 'Failed, try again', checkout: { lastPayment: payment('failed') } },
  'rate-limited': refused('Too many tries in a short time', 429, 'rate_limited'),
  'amount-changed': {
    title: 'Amount changed',
    checkout: {},
    act: async (stage) => {
      const call = await pay(stage)
      const [shown, current] = ['€49.99', '€54.99'].map((display) => ({ value: 0, currency: 'EUR', display }))
      const known = stage.world.checkout
      stage.world.checkout = known && { ...known, version: 2, ...(current ? { amount: current } : {}) }
      if (shown && current) call.answer(409, problem(409, 'amount_changed', { shown, current, version: 2 }))
    },
  },
  'action-required': over('The bank asks', {
    status: 'action_required',
    lastPayment: payment('action_required', { action: ACTION }),
  }),
  processing: {
    title: 'Processing',
    checkout: {},
    noForm: true,
    act: async (stage) => {
      const call = await pay(stage)
      call.answer(202, answered(payment('processing')))
    },
  },
  elsewhere: over('Paid in another tab', { status: 'processing', lastPayment: payment('processing') }),
  unknown: over('Nobody knows yet', { status: 'unknown', lastPayment: payment('unknown') }),
  succeeded: over('Succeeded', { status: 'succeeded', lastPayment: payment('succeeded') }),
  authorized: over('Authorized', { status: 'authorized', lastPayment: payment('authorized') }),
  canceled: over('Canceled by the shop', { status: 'canceled' }),
  superseded: over('Paid with another checkout', {
    status: 'canceled',
    cancellationReason: 'superseded',
  }),
  expired: over('Expired', { status: 'expired' }),
  'used-up': over('No tries left', {
    triesLeft: 0,
    lastPayment: payment('declined', { decline: { retry: 'other-card' } }),
  }),
  unreachable: {
    title: 'Cannot reach the BFF',
    checkout: null,
    noForm: true,
    act: async ({ world }) => (await world.call()).lose(),
  },
  'no-method': over('No way to pay', { methods: [] }),
  disabled: {
    title: 'Disabled',
    checkout: {},
    act: ({ element }) => void element.toggleAttribute('disabled'),
  },
  'no-button': {
    title: "The page's own pay button",
    checkout: {},
    act: ({ element }) => element.setAttribute('pay-button', 'none'),
  },
  beside: {
    title: 'The card form beside another way to pay',
    checkout: { ...HOSTED, saveCard: 'ask' },
    ways: true,
    act: ({ form }) => fill(form()),
  },
  ...ENCRYPTED_CARD,
  ...WAYS_TO_PAY,
  ...BILLING,
}
