/** Raises a dispute: an unsigned notification, because PayKKa documents no signature for it. */

import { accept, integer, shape, text, webAddress } from './checks.ts'
import type { Dialect } from './dialects.ts'
import type { Order } from './order.ts'
import type { Parts } from './parts.ts'
import { invalid, notFound } from './refusal.ts'
import { newId, orderByTransId } from './state.ts'
import { dateWord, methodWord } from './words.ts'

/** Body of `POST /emulator/disputes`; one of transId and orderId names the payment. */
export interface DisputeRequest {
  transId?: string
  orderId?: string
  stage?: string
  amount?: number
  reasonCode?: string
  reason?: string
  notifyUrl?: string
}

const DISPUTE = shape(
  {},
  {
    transId: text(64, 1),
    orderId: text(64, 1),
    stage: text(64, 1),
    amount: integer(1),
    reasonCode: text(32, 1),
    reason: text(256),
    notifyUrl: webAddress,
  },
)

/** Sends the dispute notification and returns its id. */
export function raiseDispute(body: unknown, parts: Parts): { disputeId: string } {
  const request = accept<DisputeRequest>(DISPUTE, body)
  const order = findOrder(request, parts)
  const url = request.notifyUrl ?? order.notifyUrl
  if (url === undefined) throw invalid('the payment has no notify_url; give notifyUrl')
  const disputeId = newId('DG')
  const { current } = parts.dialect
  const payload = describeDispute(disputeId, request, order, parts.now(), current)
  parts.notices.publish({
    type: 'DISPUTE',
    url,
    transId: order.transId,
    last4: order.card?.last4,
    payload,
    unsigned: current.disputeNotice === 'unsigned',
  })
  return { disputeId }
}

function findOrder(request: DisputeRequest, parts: Parts): Order {
  const { orders } = parts.state
  const order =
    request.orderId === undefined
      ? orderByTransId(parts.state, request.transId ?? '')
      : orders.get(request.orderId)
  if (order === undefined) throw notFound('Order')
  return order
}

function describeDispute(
  disputeId: string,
  request: DisputeRequest,
  order: Order,
  now: number,
  dialect: Dialect,
): Record<string, unknown> {
  return {
    event_type: 'DISPUTE',
    merchant_id: order.merchantId,
    merchant_name: 'Demo shop',
    trans_id: order.transId,
    order_id: order.orderId,
    dispute_id: disputeId,
    arn: disputeId.slice(2).padStart(23, '7'),
    card_bin: order.card?.bin ?? '',
    card_last4: order.card?.last4 ?? '',
    payment_method: methodWord(order.method ?? '', dialect),
    pay_finish_time: dateWord(order.finishedAt ?? order.createdAt, dialect),
    dispute_stage: request.stage ?? 'DISPUTE_CREATED',
    reason_code: request.reasonCode ?? '10.4',
    reason_code_description: request.reason ?? 'Other fraud, card absent',
    dispute_amount: request.amount ?? order.amount,
    dispute_currency: order.currency,
    order_amount: order.amount,
    order_currency: order.currency,
    posting_date: new Date(now).toISOString().slice(0, 10),
    dispute_time: dateWord(now, dialect),
    due_time: dateWord(now + 7 * 86_400_000, dialect),
  }
}
