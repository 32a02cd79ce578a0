/** The event for a change of the state, unless the element raises it directly. Pure. */
import type { Banner, CheckoutState } from '../../checkout/checkout-state.ts'
import type { PublicCheckout } from '../../checkout/wire.ts'
import { PaykkaErrorEvent } from '../../events.ts'
import {
  PaykkaAmountChangedEvent,
  PaykkaCancelEvent,
  PaykkaDeclineEvent,
  PaykkaExpiredEvent,
  PaykkaSuccessEvent,
  PaykkaUnknownEvent,
} from './result-events.ts'

/** The event to raise for a move, or `null` when there is nothing new. */
export function eventFor(before: CheckoutState, after: CheckoutState): Event | null {
  if (after.kind === 'ready') return isNews(before, after.banner) ? eventOfBanner(after.banner) : null
  if (before.kind === after.kind) return null
  switch (after.kind) {
    case 'used-up':
      return before.kind === 'loading' ? null : lastDecline(after.checkout)
    case 'paid':
      return new PaykkaSuccessEvent(after.checkout.id, after.payment)
    case 'unknown':
      return new PaykkaUnknownEvent(after.checkout.id, after.payment)
    case 'canceled':
      return new PaykkaCancelEvent('checkout')
    case 'expired':
      return new PaykkaExpiredEvent()
    default:
      return null
  }
}

/** The last try was declined, like those before it. */
function lastDecline({ lastPayment }: PublicCheckout): Event | null {
  const retry = lastPayment?.decline?.retry ?? 'other-card'
  return lastPayment?.status === 'declined' ? new PaykkaDeclineEvent(lastPayment, retry) : null
}

/** True for a banner that was not shown before. */
export const isNews = (before: CheckoutState, banner: Banner | null): banner is Banner =>
  banner !== null && (!('banner' in before) || before.banner !== banner)

function eventOfBanner(banner: Banner): Event {
  switch (banner.kind) {
    case 'declined':
      return new PaykkaDeclineEvent(banner.payment, banner.retry)
    case 'canceled':
      return new PaykkaCancelEvent('shopper')
    case 'amount-changed':
      return new PaykkaAmountChangedEvent(banner.shown, banner.current)
    case 'failed':
      return new PaykkaErrorEvent(banner.error)
  }
}
