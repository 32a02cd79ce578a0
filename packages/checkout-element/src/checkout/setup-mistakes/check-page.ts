/** Looks at what the page asked of the element, once a checkout is there. Small, because it is part of `deferred.ts`. */

import type { Environment } from '../../environment.ts'
import { bestLocale } from '../../locales/localization.ts'
import type { CheckoutState } from '../checkout-state.ts'
import { checkoutOf } from '../checkout-state.ts'
import { tellMistake } from '../setup.ts'
import type { Facts, MistakeCode } from './mistakes.ts'

/** The element, as far as it is checked. */
export type CheckedElement = Element & {
  readonly locale: string
  readonly theme: string
  readonly layout: string
  readonly challenge: string
  readonly payButton: string
  readonly cardEntry: string
}

const WORDS = {
  theme: ['theme_unknown', 'auto light dark'],
  layout: ['layout_unknown', 'tabs list'],
  challenge: ['challenge_unknown', 'redirect modal'],
  payButton: ['pay_button_unknown', 'default none'],
  cardEntry: ['card_entry_unknown', 'frame inline encrypted-card'],
} as const

type Tell = (code: MistakeCode, facts: Facts) => void

const checked = new WeakSet<Element>()

/** Tells the developer of mistakes that a move shows: once for an element what its page asks, and each end that is a mistake. */
export function checkSetup(
  element: CheckedElement,
  env: Environment,
  before: CheckoutState,
  after: CheckoutState,
): void {
  const tell: Tell = (code, facts) => tellMistake(env, code, facts)
  if (after.kind === 'ready' && !checked.has(element)) {
    checked.add(element)
    checkPage(element, after, tell)
  }
  if (before.kind === 'loading' && after.kind === 'expired') tell('client_secret_expired', {})
  // Wallets alone may well be none.
  if (element.localName === 'paykka-checkout' && isEmpty(after)) tell('no_method_available', {})
}

const isEmpty = (state: CheckoutState): boolean =>
  state.kind === 'stopped' && state.error.code === 'no_method_available'

function checkPage(element: CheckedElement, state: CheckoutState, tell: Tell): void {
  for (const [name, [code, known]] of Object.entries(WORDS)) {
    const value = String(element[name as keyof typeof WORDS])
    if (!known.split(' ').includes(value)) tell(code, { value })
  }
  if (element.locale && !isKnown(element.locale)) tell('locale_unknown', { value: element.locale })
  if (element.checkVisibility?.() && element.getBoundingClientRect().width === 0) tell('no_size', {})
  checkOffer(element, state, tell)
}

/** `en` is also the answer for a language that is not known. */
const isKnown = (locale: string): boolean => bestLocale([locale]) !== 'en' || /^\s*en\b/i.test(locale)

function checkOffer({ cardEntry }: CheckedElement, state: CheckoutState, tell: Tell): void {
  const checkout = checkoutOf(state)
  if (!checkout) return
  const another =
    cardEntry !== 'frame' &&
    cardEntry !== checkout.cardEntry &&
    checkout.methods.some(({ type, available }) => type === 'card' && available)
  if (another && WORDS.cardEntry[1].split(' ').includes(cardEntry))
    tell('card_entry_not_offered', { value: cardEntry })
  if (checkout.methods.some(({ reason }) => reason === 'domain-not-verified')) tell('apple_pay_domain', {})
}
