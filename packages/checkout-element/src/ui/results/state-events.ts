/** Which event a move from one state to another is worth, where the element does not raise it at once. Pure. */
import type { CheckoutState, Notice } from '../../checkout/checkout-state.ts'
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

/** The event to raise for a move, or `null` when nothing new is to be told. */
export function eventFor(before: CheckoutState, after: CheckoutState): Event | null {
  if (after.kind === 'ready') return isNews(before, after.notice) ? eventOfNotice(after.notice) : null
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

/** The last try was declined as those before it. */
function lastDecline({ lastPayment }: PublicCheckout): Event | null {
  const retry = lastPayment?.decline?.retry ?? 'other-card'
  return lastPayment?.status === 'declined' ? new PaykkaDeclineEvent(lastPayment, retry) : null
}

/** True for a notice that was not there before. */
export const isNews = (before: CheckoutState, notice: Notice | null): notice is Notice =>
  notice !== null && (!('notice' in before) || before.notice !== notice)

function eventOfNotice(notice: Notice): Event {
  switch (notice.kind) {
    case 'declined':
      return new PaykkaDeclineEvent(notice.payment, notice.retry)
    case 'canceled':
      return new PaykkaCancelEvent('shopper')
    case 'amount-changed':
      return new PaykkaAmountChangedEvent(notice.shown, notice.current)
    case 'failed':
      return new PaykkaErrorEvent(notice.error)
  }
}
