/** Every text of the checkout element, in one place. The card form has its own. */
import { msg, str } from '@lit/localize'
import type { CheckoutErrorCode } from './errors.ts'
import type { RetryAdvice } from './wire.ts'

export const pay = (amount: string) => msg(str`Pay ${amount}`, { id: 'pay-amount' })
export const paying = () => msg('Processing…', { id: 'paying' })
export const tryAgain = () => msg('Try again', { id: 'try-again' })
export const loading = () => msg('Loading the card form…', { id: 'loading' })
export const cardFrame = () => msg('Card details', { id: 'card-frame' })
export const encrypted = () =>
  msg('Your card details are encrypted before they leave this form.', { id: 'encrypted' })
export const supportCode = (code: string) => msg(str`Support code: ${code}`, { id: 'support-code' })

/** Headline and explanation of one state. */
export type Words = { title: string; text: string }

export const paid = (amount: string): Words => ({
  title: msg('Payment successful', { id: 'paid-title' }),
  text: msg(str`You paid ${amount}.`, { id: 'paid-text' }),
})
export const authorized = (amount: string): Words => ({
  title: msg('Payment confirmed', { id: 'authorized-title' }),
  text: msg(str`${amount} is reserved on your card.`, { id: 'authorized-text' }),
})
export const card = (brand: string, last4: string) =>
  msg(str`${brand} ending in ${last4}`, { id: 'card-used' })

export const unknown = (): Words => ({
  title: msg('Do not pay again', { id: 'unknown-title' }),
  text: msg('We are checking with your bank whether the payment went through. The result will appear here.', {
    id: 'unknown-text',
  }),
})
export const processing = (): Words => ({
  title: msg('Your payment is being processed', { id: 'processing-title' }),
  text: msg('This can take a moment. The result will appear here.', { id: 'processing-text' }),
})
export const elsewhere = (): Words => ({
  title: msg('A payment is already under way', { id: 'elsewhere-title' }),
  text: msg('It was started before or in another tab. The result will appear here; do not pay again.', {
    id: 'elsewhere-text',
  }),
})
export const action = (): Words => ({
  title: msg('Confirm with your bank', { id: 'action-title' }),
  text: msg('Your bank wants to check that it is you. The result will appear here.', { id: 'action-text' }),
})
export const continueToBank = () => msg('Continue to your bank', { id: 'action-continue' })

export const checkoutCanceled = (): Words => ({
  title: msg('This checkout was canceled', { id: 'checkout-canceled-title' }),
  text: msg('Nothing was charged. Return to the shop to start again.', { id: 'checkout-canceled-text' }),
})
export const expired = (): Words => ({
  title: msg('This checkout has expired', { id: 'expired-title' }),
  text: msg('Nothing was charged. Return to the shop to start again.', { id: 'expired-text' }),
})

export const amountChanged = (shown: string, current: string): Words => ({
  title: msg('The amount has changed', { id: 'amount-changed-title' }),
  text: msg(
    str`It was ${shown} and is now ${current}. Nothing was charged. Press pay to accept the new amount.`,
    {
      id: 'amount-changed-text',
    },
  ),
})
export const canceled = (): Words => ({
  title: msg('You canceled the payment', { id: 'canceled-title' }),
  text: msg('Nothing was charged. You can pay again whenever you like.', { id: 'canceled-text' }),
})

const declineAdvice: Record<RetryAdvice, () => string> = {
  'same-card': () => msg('Check the card details and try again.', { id: 'decline-same-card' }),
  'other-card': () => msg('Try another card.', { id: 'decline-other-card' }),
  later: () => msg('Try again later, or use another card.', { id: 'decline-later' }),
  'contact-bank': () => msg('Contact your bank, or use another card.', { id: 'decline-contact-bank' }),
  never: () => msg('This card cannot be used here. Try another card.', { id: 'decline-never' }),
}

export const declined = (retry: RetryAdvice): Words => ({
  title: msg('Your bank declined the payment', { id: 'declined-title' }),
  text: `${msg('Nothing was charged.', { id: 'nothing-charged' })} ${declineAdvice[retry]()}`,
})

const safeToRetry = () => msg('Nothing was charged. You can safely try again.', { id: 'safe-to-retry' })
const checkConnection = () => msg('Check your connection and try again.', { id: 'unreachable-text' })
const contactShop = () => msg('Please contact the shop.', { id: 'contact-shop' })

/** Titles, with a text where the general one does not do. */
const failures: Partial<Record<CheckoutErrorCode, () => { title: string; text?: string }>> = {
  bff_unreachable: () => ({
    title: msg('The payment service cannot be reached', { id: 'unreachable-title' }),
  }),
  card_frame_unreachable: cardFormUnreachable,
  card_form_unreachable: cardFormUnreachable,
  card_form_lost: () => ({
    title: msg('Please enter your card again', { id: 'card-lost-title' }),
    text: msg('The card form was reloaded. Nothing was charged.', { id: 'card-lost-text' }),
  }),
  card_expired_seal: pressPayAgain,
  card_unreadable: pressPayAgain,
  rate_limited: () => ({
    title: msg('Too many tries in a short time', { id: 'rate-limited-title' }),
    text: msg('Wait a minute, then try again.', { id: 'rate-limited-text' }),
  }),
  busy: busy,
  not_ready: busy,
  gateway_unreachable: busy,
  insecure_context: () => ({
    title: msg('This page is not secure', { id: 'insecure-title' }),
    text: msg('Card details can only be entered over a secure connection.', { id: 'insecure-text' }),
  }),
  client_secret_missing: () => ({
    title: msg('This payment cannot be shown here', { id: 'secret-missing-title' }),
    text: msg('Open it in the browser you paid with, or look for the shop’s confirmation.', {
      id: 'secret-missing-text',
    }),
  }),
  payment_failed: () => ({
    title: msg('The payment did not go through', { id: 'failed-title' }),
  }),
  no_method_available: () => ({
    title: msg('Card payment is not available', { id: 'no-method-title' }),
  }),
}

function cardFormUnreachable() {
  return {
    title: msg('The card form could not be loaded', { id: 'card-form-title' }),
    text: checkConnection(),
  }
}

function pressPayAgain() {
  return {
    title: msg('Please press pay once more', { id: 'press-again-title' }),
    text: msg('It took a little too long. Nothing was charged; your card details are still here.', {
      id: 'press-again-text',
    }),
  }
}

function busy() {
  return { title: msg('The payment service is busy', { id: 'busy-title' }) }
}

/**
 * Words for an error. Only where the BFF refused an attempt (`refused`) is it certain that nothing was charged;
 * a checkout that merely cannot be read may well have been paid.
 */
export function failure(code: CheckoutErrorCode, retryable: boolean, refused: boolean): Words {
  const general = retryable ? (refused ? safeToRetry() : checkConnection()) : contactShop()
  return { title: msg('Something went wrong', { id: 'error-title' }), text: general, ...failures[code]?.() }
}
