/** States of the ways to pay beside the card form, of the bank's dialog, and of saved cards in an account. */
import type { StoredCard } from '../src/checkout/wire.ts'
import { payment } from '../test/support/checkout.ts'
import { answered } from '../test/support/fake-world.ts'
import { SheetInHand, walletView } from '../test/support/wallets.ts'
import type { Stage, State } from './stage.ts'

const VISA: StoredCard = {
  id: 'card_aaaaaaaaaaaaaaaaaaaaaa',
  brand: 'visa',
  last4: '4242',
  expMonth: '12',
  expYear: '2030',
}
const AMEX: StoredCard = { ...VISA, id: 'card_bbbbbbbbbbbbbbbbbbbbbb', brand: 'amex', last4: '0005' }
const OLD: StoredCard = { ...VISA, id: 'card_cccccccccccccccccccccc', last4: '1111', expYear: '2024' }
const CARDS = [VISA, AMEX, OLD]

export const HOSTED = {
  methods: [
    { type: 'card', available: true },
    { type: 'hosted', available: true },
  ],
  hosted: [
    { code: 'grabpay', name: 'GrabPay' },
    { code: 'ideal', name: 'iDEAL' },
    { code: 'bancontact', name: 'Bancontact' },
  ],
} satisfies State['checkout']

const EVERYTHING = {
  ...walletView,
  ...HOSTED,
  methods: [...(walletView.methods ?? []), { type: 'hosted', available: true }],
  cards: CARDS,
} satisfies State['checkout']

const ACCOUNT = {
  cards: CARDS,
  agreements: [
    {
      id: 'agr_aaaaaaaaaaaaaaaaaaaaaa',
      type: 'subscription',
      status: 'active',
      card: { brand: 'visa', last4: '4242' },
      createdAt: '2026-10-01T12:00:00.000Z',
    },
  ],
  serverTime: '2026-11-23T12:00:00.000Z',
}

/** Installs the doubles of both wallets. */
const withWallets = () => void new SheetInHand()

/** Presses a part with this name; by default the first one. */
async function press({ element }: Stage, part: string, index = 0): Promise<void> {
  element.shadowRoot?.querySelectorAll<HTMLElement>(`[part~="${part}"]`)[index]?.click()
  await element.updateComplete
}

/** Shows an account and presses the named parts. */
const account = (title: string, body: object, part?: string): State => ({
  title,
  tag: 'paykka-saved-cards',
  checkout: null,
  noForm: true,
  act: async (stage) => {
    const call = await stage.world.call()
    call.answer(200, body)
    await stage.world.settle()
    if (part) await press(stage, part)
  },
})

const accordion = (title: string): State => ({
  title,
  checkout: EVERYTHING,
  ways: true,
  layout: 'accordion',
  before: withWallets,
})

/** An empty page replaces the bank's page. */
const atBank: State = {
  title: 'The bank asks, in a dialog',
  checkout: {},
  noForm: true,
  act: async (stage) => {
    const { element, pay } = stage
    element.setAttribute('challenge', 'modal')
    const call = await pay()
    const action = { type: 'redirect', url: 'https://bank.example/challenge' } as const
    call.answer(200, answered(payment('action_required', { action })))
    while (!element.shadowRoot?.querySelector('dialog[open]'))
      await new Promise((resolve) => requestAnimationFrame(resolve))
  },
}

export const WAYS_TO_PAY: Record<string, State> = {
  'saved-cards': { title: 'Saved cards', checkout: { cards: CARDS }, ways: true },
  'saved-cards-remove': {
    title: 'Removing a saved card',
    checkout: { cards: CARDS },
    ways: true,
    act: (stage) => press(stage, 'remove-button'),
  },
  'save-card': { title: 'Asks to save the card', checkout: { saveCard: 'ask' }, ways: true },
  hosted: {
    title: "PayKKa's own page",
    checkout: HOSTED,
    ways: true,
    layout: 'accordion',
    act: (stage) => press(stage, 'method-radio', 1),
  },
  'hosted-tabs': { title: "PayKKa's own page, in tabs", checkout: HOSTED, ways: true },
  several: {
    title: 'Every way at once',
    checkout: EVERYTHING,
    ways: true,
    before: withWallets,
  },
  'several-accordion': {
    title: 'Every way at once, in an accordion',
    checkout: EVERYTHING,
    ways: true,
    layout: 'accordion',
    before: withWallets,
  },
  'accordion-new-card': {
    ...accordion('The card form open in an accordion'),
    act: (stage) => press(stage, 'method-radio', 3),
  },
  'accordion-more': {
    ...accordion('All rows of an accordion'),
    act: (stage) => press(stage, 'more-button'),
  },
  'accordion-hosted': {
    title: 'A hosted method open in an accordion',
    checkout: HOSTED,
    ways: true,
    layout: 'accordion',
    act: (stage) => press(stage, 'method-radio', 2),
  },
  'accordion-remove': {
    ...accordion('Removing a saved card in an accordion'),
    act: (stage) => press(stage, 'remove-button'),
  },
  'accordion-declined': {
    ...accordion('Declined in an accordion'),
    checkout: {
      ...EVERYTHING,
      cards: [],
      lastPayment: payment('declined', { decline: { retry: 'other-card' } }),
    },
  },
  subscription: {
    title: 'A subscription',
    checkout: {
      recurring: { type: 'subscription', label: 'Premium', interval: { unit: 'month', count: 1 } },
    },
    ways: true,
  },
  'subscription-saved': {
    ...accordion('A subscription with saved cards'),
    checkout: {
      cards: [VISA, AMEX],
      recurring: {
        type: 'subscription',
        label: 'Family plan with music, films and games',
        interval: { unit: 'month', count: 3 },
        amount: { value: 8997, currency: 'EUR', display: '€89.97', decimals: 2 },
      },
    },
  },
  wallets: { title: 'Wallets', checkout: walletView, ways: true, before: withWallets },
  express: {
    title: 'Wallets alone',
    tag: 'paykka-express',
    checkout: walletView,
    ways: true,
    before: withWallets,
    noForm: true,
  },
  'bank-dialog': atBank,
  account: account('Saved cards in an account', ACCOUNT),
  'account-remove': account('Removing one there', ACCOUNT, 'remove-button'),
  'account-empty': account('Nothing saved', { ...ACCOUNT, cards: [], agreements: [] }),
}
