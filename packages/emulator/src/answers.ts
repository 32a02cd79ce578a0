/** Orders, refunds and tokens in PayKKa's words. */

import type { Amounts, Order, Refund, StoredToken } from './state.ts'

/** PayKKa's balances of an order. */
export function describeBalances(amounts: Amounts): Record<string, number> {
  const open = amounts.closed ? 0 : amounts.authed - amounts.captured - amounts.voided
  return {
    authed_amount: amounts.authed,
    captured_amount: amounts.captured,
    able_to_capture_amount: open,
    voided_amount: amounts.voided,
    able_to_void_amount: open,
    refunded_amount: amounts.refunded,
    able_to_refund_amount: amounts.captured - amounts.refunded,
  }
}

/** `data` of a purchase, a query or a payment notice. */
export function describeOrder(order: Order): Record<string, unknown> {
  return defined({
    merchant_id: order.merchantId,
    trans_id: order.transId,
    order_id: order.orderId,
    session_id: order.sessionId,
    status: order.status,
    authorisation_type: order.authorisationType,
    capture_method: order.captureMethod,
    amount: order.amount,
    currency: order.currency,
    shopper_reference: order.shopperReference,
    expire_time: new Date(order.expiresAt).toISOString(),
    error_code: order.errorCode,
    error_description: order.errorDescription,
    pay_finish_time: order.finishedAt === undefined ? undefined : new Date(order.finishedAt).toISOString(),
    token: order.token,
    recurring_agreement_id: order.agreementId,
    payment: order.method === undefined ? undefined : { payment_method: order.method },
    card_info: order.card && { bin: order.card.bin, last4: order.card.last4, card_brand: order.card.brand },
    authentication_result: describeAuthentication(order),
    balances: describeBalances(order.amounts),
  })
}

/** `data` of a refund, its query or its notice. */
export function describeRefund(refund: Refund, order: Order): Record<string, unknown> {
  return {
    merchant_id: order.merchantId,
    refund_trans_id: refund.refundTransId,
    refund_order_id: refund.refundOrderId,
    ori_order_id: refund.orderId,
    amount: refund.amount,
    currency: refund.currency,
    status: refund.status,
    error_code: refund.errorCode,
    error_description: refund.errorDescription,
  }
}

/** One entry of a token query. */
export function describeToken(token: StoredToken): Record<string, unknown> {
  return {
    token: token.token,
    token_usage: token.usage,
    payment_method: token.method,
    status: 'ACTIVATE',
  }
}

// The URL is there only while PayKKa waits for the shopper; eci only once authenticated.
function describeAuthentication(order: Order): Record<string, string> | undefined {
  if (order.challenge?.result === 'pending') return { authentication_url: order.challenge.url }
  if (order.challenge?.result === 'approved') return { eci: order.card?.brand === 'MASTERCARD' ? '02' : '05' }
  return undefined
}

function defined(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
