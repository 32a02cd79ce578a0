/** Finds the payment that a request is about, so that faults can be aimed at it. */

import { isRecord } from './checks.ts'
import type { FaultSubject } from './fault-types.ts'
import type { Order } from './order.ts'
import type { CheckoutSession, State } from './state.ts'
import { orderByTransId } from './state.ts'

/** The trans_id and last4 behind a request, from its body or from the order it names. */
export function subjectOf(path: string, body: Record<string, unknown>, state: State): FaultSubject {
  const session = state.sessions.get(string(body.session_id))
  const order = findOrder(body, session, state)
  const transId = string(body.trans_id) || (order?.transId ?? session?.request.trans_id)
  return { path, transId, last4: cardLast4(body.payment) ?? order?.card?.last4 }
}

function findOrder(
  body: Record<string, unknown>,
  session: CheckoutSession | undefined,
  state: State,
): Order | undefined {
  const refund = state.refunds.get(string(body.refund_trans_id))
  const orderId = string(body.order_id) || string(body.ori_order_id) || refund?.orderId || session?.orderId
  return state.orders.get(orderId ?? '') ?? orderByTransId(state, string(body.trans_id))
}

function cardLast4(payment: unknown): string | undefined {
  const pan = isRecord(payment) ? string(payment.card_no) : ''
  return pan === '' ? undefined : pan.slice(-4)
}

function string(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
