/** Orders, refunds and tokens in PayKKa's words. */

import type { Dialect } from './dialects.ts'
import type { Amounts, Order, Refund } from './order.ts'
import type { StoredToken } from './state.ts'
import { brandWord, dateWord, errorWord, methodWord } from './words.ts'

/** PayKKa's balances of an order. */
export function describeBalances(amounts: Amounts): Record<string, number> {
  const open = openAmount(amounts)
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

/** What is held and can still be captured or voided, in minor units. */
export function openAmount(amounts: Amounts): number {
  return amounts.closed ? 0 : amounts.authed - amounts.captured - amounts.voided
}

/** `data` of a purchase, a query or a payment notification. */
export function describeOrder(order: Order, dialect: Dialect): Record<string, unknown> {
  const { method, card, finishedAt } = order
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
    expire_time: dateWord(order.expiresAt, dialect),
    ...describeError(order, dialect),
    pay_finish_time: finishedAt === undefined ? undefined : dateWord(finishedAt, dialect),
    token: order.token,
    recurring_agreement_id: order.agreementId,
    payment: method === undefined ? undefined : { payment_method: methodWord(method, dialect) },
    card_info: card && { bin: card.bin, last4: card.last4, card_brand: brandWord(card.brand, dialect) },
    authentication_result: describeAuthentication(order, dialect),
    balances: dialect.balances === 'absent' ? undefined : describeBalances(order.amounts),
  })
}

/** `data` of a purchase whose result only a query gives. */
export function describeBegun(order: Order, dialect: Dialect): Record<string, unknown> {
  const { error_description: _, ...known } = describeOrder(order, dialect)
  const open = {
    status: 'PROCESSING',
    error_code: errorWord('0000', dialect),
    pay_finish_time: undefined,
    token: undefined,
    recurring_agreement_id: undefined,
  }
  return defined({ ...known, ...open })
}

/** `data` of a refund, its query or its notification. */
export function describeRefund(refund: Refund, order: Order, dialect: Dialect): Record<string, unknown> {
  return defined({
    merchant_id: order.merchantId,
    refund_trans_id: refund.refundTransId,
    refund_order_id: refund.refundOrderId,
    ori_order_id: refund.orderId,
    amount: dialect.refundAmount === 'without' ? undefined : refund.amount,
    currency: refund.currency,
    status: refund.status,
    ...describeError(refund, dialect),
  })
}

/** One entry of a token query. */
export function describeToken(token: StoredToken, dialect: Dialect): Record<string, unknown> {
  return {
    token: token.token,
    token_usage: token.usage,
    payment_method: methodWord(token.method, dialect),
    status: dialect.tokenStatus,
  }
}

function describeError(
  { errorCode, errorDescription }: Pick<Order, 'errorCode' | 'errorDescription'>,
  dialect: Dialect,
): Record<string, string | undefined> {
  const code = errorWord(errorCode, dialect)
  return { error_code: code, error_description: code === undefined ? undefined : errorDescription }
}

// The URL is there only while PayKKa waits for the shopper; eci only once authenticated.
function describeAuthentication(
  { challenge, card }: Order,
  { authenticationResult: reading }: Dialect,
): Record<string, string> | null | undefined {
  if (challenge?.result === 'pending') return { authentication_url: challenge.url }
  if (challenge?.result === 'approved') return { eci: card?.brand === 'MASTERCARD' ? '02' : '05' }
  if (reading === 'empty-url') return { authentication_url: '' }
  return reading === 'null' ? null : undefined
}

function defined(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
