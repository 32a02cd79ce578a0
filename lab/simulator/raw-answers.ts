/** PayKKa's answers as they come over the wire, true and false ones. The BFF's own judge reads them. */
import type { RawResponse } from '../../packages/bff/src/paykka/envelope.ts'
import { MERCHANT_ID } from '../../packages/bff/test/support/merchant.ts'
import type { Random } from '../../packages/bff/test/support/random.ts'
import type { Order, OrderStatus, Receipt } from './gateway-model.ts'

export const MERCHANT = MERCHANT_ID

const encoder = new TextEncoder()

function answer(status: number, body: unknown, signature: RawResponse['signature'] = 'valid'): RawResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return { status, headers: { 'content-type': 'application/json' }, body: encoder.encode(text), signature }
}

const refusal = (status: number, code: string) => answer(status, { ret_code: code, ret_msg: 'refused' })

export function notFound(): RawResponse {
  return refusal(400, '206024')
}

/** @returns the answer to a purchase */
export function answerReceipt(receipt: Receipt): RawResponse {
  if (typeof receipt !== 'string') return describeOrder(receipt)
  if (receipt === 'busy') return refusal(429, '999')
  if (receipt === 'card_unreadable') return refusal(400, '206020')
  if (receipt === 'duplicate') return refusal(400, '010000')
  return refusal(400, receipt === 'stale' ? '206004' : '206001')
}

const WORDS: Partial<Record<OrderStatus, string>> = { RECEIVED: 'PROCESSING', CHALLENGE: 'PROCESSING' }

export function describeOrder(order: Order): RawResponse {
  return answer(200, { ret_code: '000000', ret_msg: 'Success', data: orderData(order) })
}

function orderData(order: Order): Record<string, unknown> {
  const { status, amount } = order
  return {
    merchant_id: MERCHANT,
    trans_id: order.transId,
    order_id: order.orderId,
    amount: amount.value,
    currency: amount.currency,
    status: WORDS[status] ?? status,
    ...(status === 'FAILURE' ? { error_code: order.code || '205001' } : {}),
    ...(status === 'CHALLENGE'
      ? { authentication_result: { authentication_url: `https://bank.example/${order.orderId}` } }
      : {}),
    ...(order.charges > 0 ? { balances: balances(order) } : {}),
  }
}

function balances(order: Order): Record<string, number> {
  const { value } = order.amount
  const { captured, voided, refunded } = order
  return {
    authed_amount: value,
    captured_amount: captured,
    able_to_capture_amount: value - captured - voided,
    voided_amount: voided,
    able_to_void_amount: value - captured - voided,
    refunded_amount: refunded,
    able_to_refund_amount: captured - refunded,
  }
}

const WRONG = [
  'forged',
  'amount',
  'currency',
  'merchant',
  'other',
  'http',
  'code',
  'html',
  'cut',
  'word',
] as const

/** @returns an answer that proves nothing, most of them claiming a success */
export function wrongAnswer(
  random: Random,
  asked: { transId: string; amount: Order['amount'] },
): RawResponse {
  const success = orderData({ ...FAKE, transId: asked.transId, amount: asked.amount })
  const claim = (changes: Record<string, unknown>, signature: RawResponse['signature'] = 'valid') =>
    answer(200, { ret_code: '000000', ret_msg: 'Success', data: { ...success, ...changes } }, signature)
  switch (random.pick(WRONG)) {
    case 'forged':
      return claim({}, 'invalid')
    case 'amount':
      return claim({ amount: asked.amount.value + 1 })
    case 'currency':
      return claim({ currency: 'XAF' })
    case 'merchant':
      return claim({ merchant_id: '1' })
    case 'other':
      return claim({ trans_id: 'ANOTHER' })
    case 'http':
      return answer(random.pick([500, 502, 503, 504]), success)
    case 'code':
      return refusal(200, '999999')
    case 'html':
      return { ...answer(200, '<html>'), headers: { 'content-type': 'text/html' } }
    case 'cut':
      return answer(200, '{"ret_code":"000000","da')
    case 'word':
      return claim({ status: 'DONE' })
  }
}

const FAKE: Order = {
  transId: '',
  orderId: 'O666',
  amount: { value: 0, currency: '' },
  capture: 'automatic',
  returnUrl: '',
  status: 'SUCCESS',
  visibleAt: 0,
  receivedAt: 0,
  endedAt: 0,
  charges: 0,
  captured: 0,
  voided: 0,
  refunded: 0,
  code: '',
}
