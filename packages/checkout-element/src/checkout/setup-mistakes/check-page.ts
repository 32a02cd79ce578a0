/** Checks the element's attributes, once a checkout is loaded. Small, because it is part of `deferred.ts`. */

import { bestLocale } from '../../locales/localization.ts'
import type { CheckoutElement } from '../checkout-context.ts'
import type { CheckoutState } from '../checkout-state.ts'
import { checkoutOf } from '../checkout-state.ts'
import type { MistakeReporter } from './mistake-reporter.ts'

type Report = MistakeReporter['report']

const WORDS = {
  layout: ['layout_unknown', 'tabs accordion list'],
  challenge: ['challenge_unknown', 'redirect modal'],
  payButton: ['pay_button_unknown', 'default none'],
  cardEntry: ['card_entry_unknown', 'frame inline encrypted-card'],
} as const

const checked = new WeakSet<Element>()

/** Reports mistakes that a move shows: wrong attributes, once per element, and ends that are mistakes. */
export function checkSetup(
  element: CheckoutElement,
  { report }: MistakeReporter,
  before: CheckoutState,
  after: CheckoutState,
): void {
  if (after.kind === 'ready' && !checked.has(element)) {
    checked.add(element)
    checkPage(element, after, report)
  }
  if (before.kind === 'loading' && after.kind === 'expired') report('client_secret_expired', {})
  // `<paykka-express>` without a wallet is no mistake.
  if (element.localName === 'paykka-checkout' && isEmpty(after)) report('no_method_available', {})
}

const isEmpty = (state: CheckoutState): boolean =>
  state.kind === 'stopped' && state.error.code === 'no_method_available'

function checkPage(element: CheckoutElement, state: CheckoutState, report: Report): void {
  for (const [name, [code, known]] of Object.entries(WORDS)) {
    const value = String(element[name as keyof typeof WORDS])
    if (!known.split(' ').includes(value)) report(code, { value })
  }
  checkLook(element, report)
  checkOffer(element, state, report)
}

/** Reports a wrong theme or locale, and a place without a width. */
export function checkLook(
  element: Element & { readonly theme: string; readonly locale: string },
  report: Report,
): void {
  const { theme, locale } = element
  if (!/^(auto|light|dark)$/.test(theme)) report('theme_unknown', { value: String(theme) })
  if (locale && !isKnown(locale)) report('locale_unknown', { value: locale })
  if (element.checkVisibility?.() && element.getBoundingClientRect().width === 0) report('no_size', {})
}

/** `bestLocale()` answers `en` also for an unknown language. */
const isKnown = (locale: string): boolean => bestLocale([locale]) !== 'en' || /^\s*en\b/i.test(locale)

function checkOffer({ cardEntry }: CheckoutElement, state: CheckoutState, report: Report): void {
  const checkout = checkoutOf(state)
  if (!checkout) return
  const another =
    cardEntry !== 'frame' &&
    cardEntry !== checkout.cardEntry &&
    checkout.methods.some(({ type, available }) => type === 'card' && available)
  if (another && WORDS.cardEntry[1].split(' ').includes(cardEntry))
    report('card_entry_not_offered', { value: cardEntry })
  if (checkout.methods.some(({ reason }) => reason === 'domain-not-verified')) report('apple_pay_domain', {})
}
