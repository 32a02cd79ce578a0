/** Texts after the payment. They are loaded while the shopper types, so that they are ready. */

import type { RetryAdvice } from '../../checkout/wire.ts'
import type { CheckoutErrorCode } from '../../errors.ts'
import { CheckoutError } from '../../errors.ts'
import { msg, str } from '../../locales/localization.ts'
import type { Words } from '../checkout-messages.ts'
import { anotherWay, contactShop, safeToRetry, titles } from '../checkout-messages.ts'

export const paid = (amount: string) => msg(str`You paid ${amount}.`, { id: 'paid-text' })
export const authorized = (amount: string) =>
  msg(str`${amount} is reserved on your card.`, { id: 'authorized-text' })
export const card = (brand: string, last4: string) =>
  msg(str`${brand} ending in ${last4}`, { id: 'card-used' })

export const receiptMethod = () => msg('Paid with', { id: 'receipt-method' })
export const receiptDate = () => msg('Date', { id: 'receipt-date' })
export const receiptOrder = () => msg('Order', { id: 'receipt-order' })
export const shopContinues = () =>
  msg('The shop knows about your payment and continues with your order.', { id: 'receipt-next' })
export const chargedLater = () =>
  msg('Nothing is charged yet. The shop charges the amount later.', { id: 'receipt-later' })

export const unknown = () =>
  msg('We are checking with your bank whether the payment went through. The result will appear here.', {
    id: 'unknown-text',
  })
export const processing = () =>
  msg('This can take a moment. The result will appear here.', { id: 'processing-text' })
export const elsewhere = () =>
  msg('It was started before or in another tab. The result will appear here; do not pay again.', {
    id: 'elsewhere-text',
  })
export const action = () =>
  msg('Your bank wants to check that it is you. The result will appear here.', { id: 'action-text' })
export const continueToBank = () => msg('Continue to your bank', { id: 'action-continue' })
export const notYet = () =>
  msg('Not yet: this payment may still be confirmed. Finish or cancel it there, or try again in a minute.', {
    id: 'another-way-later',
  })
export const restart = () => msg('Start again', { id: 'restart' })
export const backToShop = () => msg('Back to the shop', { id: 'back-to-shop' })
export const lastTry = () => msg('One try is left.', { id: 'last-try' })
export const underWay = (card: string) =>
  msg(str`A payment with ${card} is already under way`, { id: 'elsewhere-card' })
export const pageTitle = () => msg('Finish your payment', { id: 'page-title' })
export const pageText = (way: string) =>
  msg(str`Finish paying with ${way}. The result will appear here.`, { id: 'page-text' })
export const continueWith = (way: string) => msg(str`Continue with ${way}`, { id: 'page-continue' })
export const closed = () => msg('Nothing was charged.', { id: 'closed-text' })

export const declinedTitle = () => msg('Your bank declined the payment', { id: 'declined-title' })
export const canceledTitle = () => msg('You canceled the payment', { id: 'canceled-title' })
export const amountChangedTitle = () => msg('The amount has changed', { id: 'amount-changed-title' })
export const superseded = () =>
  msg('This order is being paid elsewhere, for example in another tab. Nothing was charged here.', {
    id: 'superseded-text',
  })

export const amountChanged = (shown: string, current: string) =>
  msg(str`It was ${shown} and is now ${current}. Nothing was charged. Press pay to accept the new amount.`, {
    id: 'amount-changed-text',
  })
export const canceled = () =>
  msg('Nothing was charged. You can pay again whenever you like.', { id: 'canceled-text' })

const advice: Record<RetryAdvice, () => string> = {
  'same-card': () => msg('Check the card details and try again.', { id: 'decline-same-card' }),
  'other-card': () => msg('Try another card.', { id: 'decline-other-card' }),
  later: () => msg('Try again later, or use another card.', { id: 'decline-later' }),
  'contact-bank': () => msg('Contact your bank, or use another card.', { id: 'decline-contact-bank' }),
  never: () => msg('This card cannot be used here. Try another card.', { id: 'decline-never' }),
}

/** The card is valid; only 3-D Secure failed. */
export const authenticationTitle = () =>
  msg('The confirmation with your bank failed', { id: 'authentication-title' })
export const authenticationFailed = () =>
  nothingCharged(msg('Try again, or use another card.', { id: 'decline-authentication' }))

/** The bank declined because it requires 3-D Secure: its page opens when the shopper pays again. */
export const confirmationDemanded = (): Words => ({
  title: titles.action(),
  text: nothingCharged(pressPayAgain().title),
})

/** On PayKKa's page there may be no bank and no card: a wallet, a code to scan, a transfer. */
export const notPaidOnPage = (): Words => ({ title: failed(), text: safeToRetry() })

/** Without a connection the page cannot poll for the outcome. */
export const isOffline = (): boolean => navigator.onLine === false
export const offlineWait = () =>
  msg('The result will appear here as soon as you are online again. Do not pay again.', {
    id: 'offline-wait',
  })

export const copy = () => msg('Copy', { id: 'copy' })
export const copied = () => msg('Copied', { id: 'copied' })

const nothingCharged = (next: string) => msg(str`Nothing was charged. ${next}`, { id: 'declined-text' })
export const declined = (retry: RetryAdvice) => nothingCharged(advice[retry]())

/** Texts for single codes, where the general texts are not enough. */
const refusals: Partial<Record<CheckoutErrorCode, () => Partial<Words>>> = {
  bff_unreachable: () => (isOffline() ? { title: msg('You are offline', { id: 'offline-title' }) } : {}),
  insecure_context: () => ({
    title: msg('This page is not secure', { id: 'insecure-title' }),
    text: msg('Card details can only be entered over a secure connection.', { id: 'insecure-text' }),
  }),
  client_secret_lost: () => ({
    title: msg('This payment cannot be shown here', { id: 'secret-missing-title' }),
    text: msg('Open it in the browser you paid with, or look for the shop’s confirmation.', {
      id: 'secret-missing-text',
    }),
  }),
  no_method_available: () => ({
    title: msg('Card payment is not available', { id: 'no-method-title' }),
  }),
  card_form_lost: () => ({
    title: enterAgain(),
    text: msg('The card form was reloaded. Nothing was charged.', { id: 'card-lost-text' }),
  }),
  card_expired_seal: pressPayAgain,
  validation_failed: () => ({ title: failed(), text: nothingCharged(advice['same-card']()) }),
  // The frame is reloaded after this, so the text must not refer to what was typed.
  card_unreadable: () => ({ title: enterAgain() }),
  rate_limited: () => ({
    title: msg('Too many tries in a short time', { id: 'rate-limited-title' }),
    text: msg('Wait a minute, then try again.', { id: 'rate-limited-text' }),
  }),
  challenge_required: () => ({
    title: msg('Please confirm that you are a person', { id: 'challenge-required-title' }),
    text: msg('Complete the check on this page, then press pay again. Nothing was charged.', {
      id: 'challenge-required-text',
    }),
  }),
  too_many_attempts: () => ({ title: titles['used-up'](), text: nothingCharged(contactShop()) }),
  busy: busy,
  not_ready: busy,
  gateway_unreachable: busy,
  wallet_failed: walletFailed,
  wallet_validation_failed: walletFailed,
  wallet_finished: () => ({ ...walletFailed(), text: nothingCharged(anotherWay()) }),
  wallet_update_failed: () => ({
    title: msg('The price could not be updated', { id: 'wallet-price-title' }),
  }),
  payment_failed: () => ({ title: failed() }),
  // Only the shop can fix it, so the text does not ask for another card.
  recurring_refused: () => ({ title: failed(), text: nothingCharged(contactShop()) }),
}

/** Only the shop's developer can fix it; the console shows how. */
function setup() {
  return { title: msg('You cannot pay here at the moment', { id: 'setup-title' }) }
}

function failed() {
  return msg('The payment did not go through', { id: 'failed-title' })
}

function enterAgain() {
  return msg('Please enter your card again', { id: 'card-lost-title' })
}

function pressPayAgain() {
  return {
    title: msg('Please press pay once more', { id: 'press-again-title' }),
    text: msg('It took a little too long. Nothing was charged; your card details are still here.', {
      id: 'press-again-text',
    }),
  }
}

function walletFailed() {
  return { title: msg('The wallet could not be opened', { id: 'wallet-failed-title' }) }
}

function busy() {
  return { title: msg('The payment service is busy', { id: 'busy-title' }) }
}

/** All errors that the shop must fix have the same text. */
export const refusal = (code: CheckoutErrorCode): Partial<Words> =>
  (refusals[code] ?? (new CheckoutError(code).type === 'integration' ? setup : undefined))?.() ?? {}
