/** Texts that the checkout element needs at once. Each folder has its own `*-messages.ts`. */
import type { CheckoutErrorCode } from '../errors.ts'
import { msg, str } from '../locales/localization.ts'

export const pay = (amount: string) => msg(str`Pay ${amount}`, { id: 'pay-amount' })
export const paying = () => msg('Processing…', { id: 'paying' })
export const tryAgain = () => msg('Try again', { id: 'try-again' })
export const loading = () => msg('Loading the card form…', { id: 'loading' })
export const cardFrame = () => msg('Card details', { id: 'card-frame' })
export const cardMethod = () => msg('Card', { id: 'method-card' })
export const cardRequired = () => msg('Complete your card details.', { id: 'card-required' })
export const encrypted = () =>
  msg('Your card details are encrypted before they leave this form.', { id: 'encrypted' })
export const supportCode = (code: string) => msg(str`Support code: ${code}`, { id: 'support-code' })

/** Headline and explanation of one state. */
export type Words = { title: string; text: string }

/** The headline of each result is true by itself, because the rest of the text may not load. */
export const titles = {
  paid: () => msg('Payment successful', { id: 'paid-title' }),
  authorized: () => msg('Payment confirmed', { id: 'authorized-title' }),
  unknown: () => msg('Do not pay again', { id: 'unknown-title' }),
  processing: () => msg('Your payment is being processed', { id: 'processing-title' }),
  elsewhere: () => msg('A payment is already under way', { id: 'elsewhere-title' }),
  action: () => msg('Confirm with your bank', { id: 'action-title' }),
  'used-up': () => msg('Too many attempts to pay', { id: 'too-many-attempts-title' }),
  canceled: () => msg('This checkout was canceled', { id: 'checkout-canceled-title' }),
  expired: () => msg('This checkout has expired', { id: 'expired-title' }),
}

export const safeToRetry = () =>
  msg('Nothing was charged. You can safely try again.', { id: 'safe-to-retry' })
const checkConnection = () => msg('Check your connection and try again.', { id: 'unreachable-text' })
export const contactShop = () => msg('Please contact the shop.', { id: 'contact-shop' })
const cardFormTitle = () => msg('The card form could not be loaded', { id: 'card-form-title' })

/** Titles of errors that can occur before anything else is loaded; the others are in `result-messages.ts`. */
function titleFor(code: CheckoutErrorCode): string {
  if (code === 'bff_unreachable')
    return msg('The payment service cannot be reached', { id: 'unreachable-title' })
  return /frame|card_form_un/.test(code)
    ? cardFormTitle()
    : msg('Something went wrong', { id: 'error-title' })
}

/**
 * Texts for an error. Only when the BFF refused an attempt (`refused`) is it certain that nothing was charged. A checkout
 * that cannot be read may have been paid.
 */
export function failure(code: CheckoutErrorCode, retryable: boolean, refused: boolean): Words {
  const general = retryable ? (refused ? safeToRetry() : checkConnection()) : contactShop()
  return { title: titleFor(code), text: general }
}

/** The button beside 3-D Secure, PayKKa's page and a wallet's sheet. */
export const anotherWay = () => msg('Pay another way', { id: 'another-way' })
