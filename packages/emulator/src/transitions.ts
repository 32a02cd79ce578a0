/** The only place an order changes status by itself: charged, declined, canceled; each notifies the shop. */

import { describeOrder, describeRefund } from './answers.ts'
import type { Order, OrderStatus, Refund } from './order.ts'
import type { Parts } from './parts.ts'
import { attemptOf, newId } from './state.ts'

const NOTICE_OF: Partial<Record<OrderStatus, string>> = {
  SUCCESS: 'PAYMENT.SUCCESS',
  AUTHORIZED: 'PAYMENT.AUTHORIZATION',
  FAILURE: 'PAYMENT.FAILURE',
  CANCELED: 'PAYMENT.CANCELED',
}

/** Takes the money, or holds it when the capture is manual. */
export function charge(order: Order, parts: Parts): void {
  const manual = order.captureMethod === 'MANUAL'
  order.amounts.authed = order.amount
  order.amounts.captured = manual ? 0 : order.amount
  order.amounts.closed = !manual
  attemptOf(parts.state, order.transId).charges += 1
  storeCard(order, parts)
  finish(order, manual ? 'AUTHORIZED' : 'SUCCESS', parts)
}

/** Ends an order as declined. */
export function decline(order: Order, code: string, text: string, parts: Parts): void {
  order.errorCode = code
  order.errorDescription = text
  finish(order, 'FAILURE', parts)
}

/** Ends an order the shopper gave up. */
export function cancel(order: Order, parts: Parts): void {
  finish(order, 'CANCELED', parts)
}

/** Sets a status and sends its notification. */
export function finish(order: Order, status: OrderStatus, parts: Parts): void {
  order.status = status
  order.finishedAt ??= parts.now()
  const type = NOTICE_OF[status]
  if (type === undefined || order.notifyUrl === undefined) return
  const payload = { notify_type: type, ...describeOrder(order, parts.dialect.current) }
  parts.notices.publish({
    type,
    url: order.notifyUrl,
    transId: order.transId,
    last4: order.card?.last4,
    payload,
  })
}

/** Notifies the shop of a refund's result. */
export function announceRefund(refund: Refund, order: Order, parts: Parts): void {
  const url = refund.notifyUrl ?? order.notifyUrl
  if (url === undefined) return
  const type = refund.status === 'SUCCESS' ? 'REFUND.SUCCESS' : 'REFUND.FAILURE'
  const payload = {
    notify_type: type,
    trans_id: order.transId,
    order_id: order.orderId,
    ...describeRefund(refund, order, parts.dialect.current),
  }
  parts.notices.publish({ type, url, transId: order.transId, last4: order.card?.last4, payload })
}

// A card is stored only once it has paid, as on PayKKa's side.
function storeCard(order: Order, parts: Parts): void {
  const { store, card, shopperReference, method } = order
  if (store === undefined || shopperReference === undefined || method === undefined) return
  const token = newId('TK')
  const about = { token, shopperReference, method, createdAt: parts.now() }
  parts.state.tokens.set(token, { ...about, ...store, ...(card && { card }) })
  order.token = token
  if (order.paymentType !== 'RECURRING') return
  order.agreementId = newId('RA')
  parts.state.agreements.set(order.agreementId, {
    id: order.agreementId,
    shopperReference,
    token,
    active: true,
  })
}
