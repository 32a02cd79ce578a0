/** Refund and refund query: captured money given back, never more than was captured. */

import { describeRefund, openAmount } from './answers.ts'
import type { Outcome } from './cards.ts'
import type { Fields } from './checks.ts'
import { accept, integer, oneOf, shape, text, webAddress } from './checks.ts'
import type { Fault } from './fault-types.ts'
import { pick } from './faults.ts'
import { isHidden } from './operations.ts'
import type { Order, OrderStatus, Refund } from './order.ts'
import { email } from './order-fields.ts'
import type { Answer, Operation, Parts } from './parts.ts'
import { scripted } from './purchase.ts'
import { COMMON, TIMESTAMP } from './purchase-fields.ts'
import { invalid, notFound, Refusal } from './refusal.ts'
import { newId } from './state.ts'
import { announceRefund } from './transitions.ts'

interface RefundRequest {
  refund_trans_id: string
  ori_order_id: string
  refund_amount: number
  currency: string
  reason: string
  notify_url?: string
  customer?: Partial<Record<string, string>>
}

interface RefundQueryRequest {
  refund_trans_id?: string
  refund_order_id?: string
}

// An integration note names these members; that they are in `customer` is this emulator's reading.
const PAYEE: Fields = {
  first_name: text(128),
  last_name: text(128),
  email,
  area_code: text(10),
  phone_number: text(32),
}

// Philippine wallets pay back to a person, whom the refund must name.
const NAMED_METHODS = new Set(['G_CASH', 'PAYMAYA', 'GRABPAY', 'SHOPEE_PAY'])

// Where the money goes back by a payout, whose consumer fills in a form first.
const PAYOUT_METHODS = new Set(['QRIS', 'PROMPTPAY'])

const REFUND = shape(
  {
    ...COMMON,
    refund_trans_id: text(64, 1),
    ori_order_id: text(64, 1),
    refund_amount: integer(1),
    currency: text(3, 3),
    reason: oneOf('DUPLICATE', 'FRAUDULENT', 'REQUESTED_BY_CUSTOMER', 'OTHER'),
  },
  { ...TIMESTAMP, notify_url: webAddress, customer: shape({}, PAYEE) },
)

const REFUND_QUERY = shape(COMMON, { ...TIMESTAMP, refund_trans_id: text(64), refund_order_id: text(64) })

/** `POST /v3/payment/acq/refund`. */
export const refund: Operation = (body, parts, faults) => {
  const request = accept<RefundRequest>(REFUND, body)
  const repeated = repeat(request, parts)
  if (repeated !== undefined) return repeated
  const order = requireRefundable(request, parts)
  const payout = payoutReview(order, faults, parts)
  const made = createRefund(request, order, payout === undefined ? 'GW' : 'RG', parts)
  const review = pick(faults, 'review')?.ms ?? payout
  if (review !== undefined) made.status = 'REVIEWING'
  concludeAfter(review ?? parts.settings.refundDelayMs, made, order, scripted(faults), parts)
  return { data: describeRefund(made, order, parts.dialect.current) }
}

/** `POST /v3/payment/acq/refund/query`. */
export const queryRefund: Operation = (body, parts, faults) => {
  const request = accept<RefundQueryRequest>(REFUND_QUERY, body)
  if (!request.refund_trans_id && !request.refund_order_id)
    throw invalid('one of refund_trans_id, refund_order_id is required')
  const found = findRefund(request, parts)
  const order = found && parts.state.orders.get(found.orderId)
  const hidden = pick(faults, 'not-found') !== undefined && isHidden(order?.createdAt ?? 0, faults, parts)
  if (found === undefined || order === undefined || hidden) throw notFound('Refund')
  return { data: describeRefund(found, order, parts.dialect.current) }
}

function requireRefundable(request: RefundRequest, parts: Parts): Order {
  const order = parts.state.orders.get(request.ori_order_id)
  if (order === undefined) throw notFound('Order')
  if (request.currency !== order.currency) throw invalid('currency differs from the order')
  const left = order.amounts.captured - order.amounts.refunded
  if (left === 0) throw new Refusal('1006', 'Order has nothing left to refund')
  if (request.refund_amount > left) throw new Refusal('1006', 'refund_amount is more than is left to refund')
  if (NAMED_METHODS.has(order.method ?? '')) checkPayee(request)
  return order
}

function checkPayee({ customer = {} }: RefundRequest): void {
  const blank = Object.keys(PAYEE).find((name) => (customer[name] ?? '').trim() === '')
  if (blank !== undefined) throw new Refusal('210069', `customer.${blank} must not be blank`)
}

function createRefund(request: RefundRequest, order: Order, prefix: 'GW' | 'RG', parts: Parts): Refund {
  const made: Refund = {
    refundTransId: request.refund_trans_id,
    refundOrderId: newId(prefix),
    orderId: order.orderId,
    amount: request.refund_amount,
    currency: request.currency,
    reason: request.reason,
    status: 'PROCESSING',
    errorCode: '0000',
    errorDescription: '',
  }
  if (request.notify_url !== undefined) made.notifyUrl = request.notify_url
  parts.state.refunds.set(made.refundTransId, made)
  order.refunds.push(made)
  // Reserved at once, so that two refunds on their way cannot exceed what was captured.
  order.amounts.refunded += made.amount
  return made
}

/** How long a payout is reviewed; undefined for a refund that is none. */
function payoutReview({ method = '' }: Order, faults: readonly Fault[], parts: Parts): number | undefined {
  const fault = pick(faults, 'payout')
  const payout = fault !== undefined || PAYOUT_METHODS.has(method)
  return payout ? (fault?.ms ?? parts.settings.payoutReviewMs) : undefined
}

function concludeAfter(
  ms: number,
  made: Refund,
  order: Order,
  outcome: Outcome | undefined,
  parts: Parts,
): void {
  const conclude = () => settle(made, order, outcome, parts)
  if (ms === 0) conclude()
  else parts.timers.after(ms, conclude)
}

function settle(made: Refund, order: Order, outcome: Outcome | undefined, parts: Parts): void {
  if (outcome?.kind !== 'decline') made.status = 'SUCCESS'
  else {
    Object.assign(made, { status: 'FAILURE', errorCode: outcome.code, errorDescription: outcome.text })
    order.amounts.refunded -= made.amount
  }
  order.status = statusAfterRefund(order, parts)
  announceRefund(made, order, parts)
}

function statusAfterRefund({ amounts, refunds, status }: Order, parts: Parts): OrderStatus {
  const { statusAfterPartialRefund, statusAfterRefundOfPart } = parts.dialect.current
  const settled = refunds.filter((entry) => entry.status === 'SUCCESS')
  const given = settled.reduce((sum, entry) => sum + entry.amount, 0)
  if (given === 0) return status
  if (given < amounts.captured) return statusAfterPartialRefund
  return openAmount(amounts) > 0 ? statusAfterRefundOfPart : 'REFUNDED'
}

function repeat(request: RefundRequest, parts: Parts): Answer | undefined {
  const earlier = parts.state.refunds.get(request.refund_trans_id)
  const order = earlier && parts.state.orders.get(earlier.orderId)
  if (earlier === undefined || order === undefined) return undefined
  const { current } = parts.dialect
  if (current.duplicateRefund === 'refuse') throw invalid('Duplicate refund_trans_id')
  return { data: describeRefund(earlier, order, current) }
}

function findRefund(request: RefundQueryRequest, parts: Parts): Refund | undefined {
  if (request.refund_trans_id) return parts.state.refunds.get(request.refund_trans_id)
  return [...parts.state.refunds.values()].find((entry) => entry.refundOrderId === request.refund_order_id)
}
