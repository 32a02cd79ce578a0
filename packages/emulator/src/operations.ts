/** Query, capture and void of an order, with the sums enforced. */

import { describeOrder, openAmount } from './answers.ts'
import { accept, flag, integer, shape, text } from './checks.ts'
import type { Fault } from './fault-types.ts'
import { pick } from './faults.ts'
import type { Order, OrderStatus } from './order.ts'
import type { Operation, Parts } from './parts.ts'
import { COMMON, TIMESTAMP } from './purchase-fields.ts'
import { invalid, notFound } from './refusal.ts'
import type { State } from './state.ts'
import { orderByTransId } from './state.ts'
import { finish } from './transitions.ts'

interface QueryRequest {
  trans_id?: string
  order_id?: string
  session_id?: string
}

interface CaptureRequest {
  order_id: string
  amount: number
  currency: string
  capture_final?: boolean
}

interface VoidRequest {
  order_id: string
  amount?: number
  currency?: string
}

// PayKKa's examples send the unused ids as empty strings.
const QUERY = shape(COMMON, { ...TIMESTAMP, trans_id: text(64), order_id: text(64), session_id: text(64) })

const CAPTURE = shape(
  { ...COMMON, order_id: text(64, 1), amount: integer(1), currency: text(3, 3) },
  { ...TIMESTAMP, capture_final: flag },
)

// An amount for a partial void is not documented, yet PARTIALLY_REVERSED is: accepted, never needed.
const VOID = shape(
  { ...COMMON, order_id: text(64, 1) },
  { ...TIMESTAMP, reason: text(128), amount: integer(1), currency: text(3, 3) },
)

/** `POST /v3/payment/acq/query`. */
export const query: Operation = (body, parts, faults) => {
  const request = accept<QueryRequest>(QUERY, body)
  const order = findOrder(request, parts.state)
  if (order === undefined || isHidden(order.createdAt, faults, parts)) throw notFound('Order')
  return { data: describeOrder(order, parts.dialect.current) }
}

/** `POST /v3/payment/acq/capture`. */
export const capture: Operation = (body, parts) => {
  const request = accept<CaptureRequest>(CAPTURE, body)
  const order = requireHeld(request.order_id, request.amount, request.currency, 'capture', parts)
  order.amounts.captured += request.amount
  order.amounts.closed = request.capture_final === true || openAmount(order.amounts) === 0
  markCaptured(order, parts)
  return {}
}

/** `POST /v3/payment/acq/void`. */
export const voidOrder: Operation = (body, parts) => {
  const request = accept<VoidRequest>(VOID, body)
  const part = partOf(request, parts)
  const order = requireHeld(request.order_id, part, request.currency, 'void', parts)
  order.amounts.voided += part ?? openAmount(order.amounts)
  order.amounts.closed = openAmount(order.amounts) === 0
  finish(order, statusAfterVoid(order, parts), parts)
  return {}
}

/** Whether a scripted fault hides what was created at this time. */
export function isHidden(createdAt: number, faults: readonly Fault[], parts: Parts): boolean {
  const fault = pick(faults, 'not-found')
  return fault !== undefined && (fault.ms === undefined || parts.now() < createdAt + fault.ms)
}

function findOrder(request: QueryRequest, state: State): Order | undefined {
  const { trans_id: transId, order_id: orderId, session_id: sessionId } = request
  if (orderId) return state.orders.get(orderId)
  if (transId) return orderByTransId(state, transId)
  if (!sessionId) throw invalid('one of trans_id, order_id, session_id is required')
  return state.orders.get(state.sessions.get(sessionId)?.orderId ?? '')
}

function requireHeld(
  orderId: string,
  amount: number | undefined,
  currency: string | undefined,
  action: string,
  parts: Parts,
): Order {
  const order = parts.state.orders.get(orderId)
  if (order === undefined) throw notFound('Order')
  if (currency !== undefined && currency !== order.currency) throw invalid('currency differs from the order')
  const open = openAmount(order.amounts)
  if (open === 0) throw invalid(`Order has nothing left to ${action}`)
  if (amount !== undefined && amount > open) throw invalid(`amount is more than is left to ${action}`)
  return order
}

function partOf(request: VoidRequest, parts: Parts): number | undefined {
  const { partialVoid } = parts.dialect.current
  if ((request.amount === undefined) !== (request.currency === undefined))
    throw invalid('amount and currency belong together')
  if (request.amount !== undefined && partialVoid === 'refused') throw invalid('amount is not a known field')
  return partialVoid === 'ignored' ? undefined : request.amount
}

function markCaptured(order: Order, parts: Parts): void {
  const { statusAfterCaptureOfRest, statusAfterPartialCapture } = parts.dialect.current
  const { closed, refunded } = order.amounts
  if (closed) finish(order, refunded > 0 ? statusAfterCaptureOfRest : 'SUCCESS', parts)
  else if (order.status === 'AUTHORIZED' && statusAfterPartialCapture !== 'AUTHORIZED')
    finish(order, statusAfterPartialCapture, parts)
}

function statusAfterVoid({ amounts }: Order, parts: Parts): OrderStatus {
  const { statusAfterPartialVoid, statusAfterVoidOfRest } = parts.dialect.current
  if (amounts.voided === amounts.authed) return 'CANCELED'
  return amounts.closed ? statusAfterVoidOfRest : statusAfterPartialVoid
}
