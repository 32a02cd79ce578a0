/** The states of a checkout on the page: one state at a time, and one pure function with all legal moves. */
import { CheckoutError } from '../errors.ts'
import type { PublicCheckout, PublicPayment, RetryAdvice } from './wire.ts'

/** A message for the shopper beside a form that can be used. */
export type Banner =
  | { kind: 'declined'; payment: PublicPayment; retry: RetryAdvice; triesLeft: number | undefined }
  | { kind: 'canceled' }
  | { kind: 'amount-changed'; shown: string; current: string }
  /** Nothing was charged; trying again is safe. */
  | { kind: 'failed'; error: CheckoutError }

export type CheckoutState =
  | { kind: 'loading' }
  /** The BFF cannot be reached, or the browser cannot pay; `error.retryable` says whether a retry is offered. */
  | { kind: 'stopped'; error: CheckoutError }
  | { kind: 'ready'; checkout: PublicCheckout; banner: Banner | null }
  /** `banner` was shown before and is now hidden. `paid`: the answer is known, and the button shows a tick. */
  | { kind: 'paying'; checkout: PublicCheckout; banner: Banner | null; paid?: PublicPayment }
  | { kind: 'action'; checkout: PublicCheckout; payment: PublicPayment; elsewhere: boolean }
  /** An attempt is under way, here or in another tab. */
  | { kind: 'processing'; checkout: PublicCheckout; elsewhere: boolean }
  | { kind: 'unknown'; checkout: PublicCheckout; payment: PublicPayment | null }
  | { kind: 'paid'; checkout: PublicCheckout; payment: PublicPayment | null }
  /** Open, but no further attempt is accepted. */
  | { kind: 'used-up'; checkout: PublicCheckout }
  | { kind: 'canceled'; checkout: PublicCheckout }
  | { kind: 'expired'; checkout: PublicCheckout | null }

export type CheckoutEvent =
  | { type: 'open' }
  | { type: 'loaded'; checkout: PublicCheckout }
  | { type: 'load-failed'; error: CheckoutError }
  | { type: 'pay' }
  /** The shop changed the price while a wallet's sheet was open, and the sheet shows it. */
  | { type: 'repriced'; checkout: PublicCheckout }
  /** Shows the tick; `answered` follows. */
  | { type: 'confirmed'; payment: PublicPayment }
  /** The card form has an error; nothing was sent. */
  | { type: 'card-refused' }
  /** `checkout` is set when it was read again after the answer. */
  | { type: 'answered'; payment: PublicPayment; checkout?: PublicCheckout }
  /** The attempt got no answer that proves anything. */
  | { type: 'lost' }
  /** Another attempt is active. */
  | { type: 'blocked' }
  | { type: 'refused'; error: CheckoutError }
  | { type: 'amount-changed'; checkout: PublicCheckout; shown: string; current: string }
  | { type: 'expired' }

/** The state after `event`; the same object when the event has no effect in this state. */
export function next(state: CheckoutState, event: CheckoutEvent): CheckoutState {
  switch (event.type) {
    case 'open':
      return { kind: 'loading' }
    case 'loaded':
      return afterLoad(state, event.checkout)
    case 'load-failed':
      return afterFailedLoad(state, event.error)
    case 'pay':
      return state.kind === 'ready' ? { ...state, kind: 'paying' } : state
    case 'confirmed':
      return state.kind === 'paying' ? { ...state, paid: event.payment } : state
    case 'repriced':
      return state.kind === 'paying' ? { ...state, checkout: event.checkout } : state
    case 'expired':
      return isOver(state) ? state : { kind: 'expired', checkout: checkoutOf(state) }
    default:
      return afterAttempt(state, event)
  }
}

/** Events that end or change an attempt; they have no effect without one. */
function afterAttempt(
  state: CheckoutState,
  event: Exclude<
    CheckoutEvent,
    { type: 'open' | 'loaded' | 'load-failed' | 'pay' | 'confirmed' | 'repriced' | 'expired' }
  >,
): CheckoutState {
  if (state.kind !== 'paying' && !isFollowed(state)) return state
  const { checkout } = state
  switch (event.type) {
    case 'card-refused':
      return { kind: 'ready', checkout, banner: state.kind === 'paying' ? state.banner : null }
    case 'answered':
      return afterPayment(
        { ...(event.checkout ?? checkout), lastPayment: event.payment },
        event.payment,
        false,
      )
    case 'lost':
      return state.kind === 'unknown' ? state : { kind: 'unknown', checkout, payment: null }
    case 'blocked':
      return { kind: 'processing', checkout, elsewhere: true }
    case 'refused':
      return event.error.retryable
        ? { kind: 'ready', checkout, banner: { kind: 'failed', error: event.error } }
        : { kind: 'stopped', error: event.error }
    case 'amount-changed': {
      const { shown, current } = event
      return { kind: 'ready', checkout: event.checkout, banner: { kind: 'amount-changed', shown, current } }
    }
  }
}

function afterLoad(state: CheckoutState, checkout: PublicCheckout): CheckoutState {
  // A refresh in the background must not interrupt an attempt, nor reopen a checkout that is over.
  if (state.kind === 'paying' || isOver(state)) return state
  const { status, lastPayment } = checkout
  if (status === 'authorized' || status === 'succeeded')
    return { kind: 'paid', checkout, payment: lastPayment }
  if (status === 'canceled' || status === 'expired') return { kind: status, checkout }
  if (status === 'open') return reopened(state, checkout)
  const known = 'elsewhere' in state && state.elsewhere
  const elsewhere = known || state.kind === 'loading'
  // A page that loads with a payment at the bank may have just returned from there.
  return lastPayment
    ? afterPayment(checkout, lastPayment, lastPayment.status === 'action_required' ? known : elsewhere)
    : { kind: 'processing', checkout, elsewhere }
}

/** An open checkout can be paid. A banner shows once how its last attempt ended. */
function reopened(state: CheckoutState, checkout: PublicCheckout): CheckoutState {
  const { lastPayment } = checkout
  if (checkout.triesLeft === 0) return { kind: 'used-up', checkout }
  if (state.kind === 'ready' && state.checkout.lastPayment?.id === lastPayment?.id) {
    return { kind: 'ready', checkout, banner: state.banner }
  }
  return { kind: 'ready', checkout, banner: lastPayment && bannerOf(lastPayment, checkout) }
}

function afterFailedLoad(state: CheckoutState, error: CheckoutError): CheckoutState {
  // An attempt whose outcome is open must never look like an error: its state stays, and polling continues.
  if (isOver(state) || isFollowed(state) || state.kind === 'paying') return state
  return state.kind === 'ready' && error.retryable ? state : { kind: 'stopped', error }
}

/** The state for a payment's status. */
function afterPayment(checkout: PublicCheckout, payment: PublicPayment, elsewhere: boolean): CheckoutState {
  switch (payment.status) {
    case 'action_required':
      return { kind: 'action', checkout, payment, elsewhere }
    case 'sending':
    case 'processing':
      return { kind: 'processing', checkout, elsewhere }
    case 'unknown':
    case 'needs_review':
      return { kind: 'unknown', checkout, payment }
    case 'declined':
    case 'failed':
    case 'canceled':
    case 'expired':
      return reopened({ kind: 'loading' }, { ...checkout, status: 'open' })
    default:
      return { kind: 'paid', checkout, payment }
  }
}

function bannerOf(payment: PublicPayment, { triesLeft }: PublicCheckout): Banner | null {
  switch (payment.status) {
    case 'declined':
      return { kind: 'declined', payment, retry: payment.decline?.retry ?? 'other-card', triesLeft }
    case 'canceled':
      return { kind: 'canceled' }
    case 'failed':
    case 'expired':
      return { kind: 'failed', error: new CheckoutError('payment_failed', payment.supportCode) }
    default:
      return null
  }
}

/** The checkout of a state, if any. */
export const checkoutOf = (state: CheckoutState): PublicCheckout | null =>
  'checkout' in state ? state.checkout : null

type Followed = Extract<CheckoutState, { kind: 'action' | 'processing' | 'unknown' }>

/** True while the outcome is open, so that the page polls the BFF. */
export const isFollowed = (state: CheckoutState): state is Followed =>
  state.kind === 'action' || state.kind === 'processing' || state.kind === 'unknown'

/** True when the checkout is final. */
export const isOver = (state: CheckoutState): boolean =>
  ['paid', 'used-up', 'canceled', 'expired'].includes(state.kind)

/** The value of `data-status` on the element's base part. */
export const statusWord = (state: CheckoutState): string =>
  state.kind === 'ready' && state.banner ? state.banner.kind : state.kind

/** True when the BFF could not decrypt the card: it must be typed again, into a form with the current key. */
export const isCardUnreadable = (state: CheckoutState): boolean =>
  state.kind === 'ready' && state.banner?.kind === 'failed' && state.banner.error.code === 'card_unreadable'
