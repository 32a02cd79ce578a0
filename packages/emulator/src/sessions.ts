/** Checkout sessions: an intention to pay. PayKKa's order exists only once the shopper has paid. */

import { describeOrder } from './answers.ts'
import { accept, shape, text } from './checks.ts'
import type { Dialect } from './dialects.ts'
import { HOSTED_PATH, waysToPay } from './hosted.ts'
import type { Operation, Parts } from './parts.ts'
import type { SessionRequest } from './purchase-fields.ts'
import { COMMON, TIMESTAMP } from './purchase-fields.ts'
import { readSession } from './purchase-rules.ts'
import { invalid, notFound } from './refusal.ts'
import type { CheckoutSession } from './state.ts'
import { newId, orderByTransId, sessionByTransId } from './state.ts'
import { dateWord } from './words.ts'

const SESSION_QUERY = shape({ ...COMMON, session_id: text(64, 1) }, TIMESTAMP)

/** `POST /v3/payment/acq/session`. The same trans_id gives the same session again. */
export const createSession: Operation = (body, parts) => {
  const request = readSession(body, parts.now())
  const earlier = sessionByTransId(parts.state, request.trans_id)
  if (earlier === undefined && orderByTransId(parts.state, request.trans_id) !== undefined)
    throw invalid('Duplicate trans_id')
  return { data: addressOf(earlier ?? openSession(request, parts)) }
}

/** `POST /v3/payment/acq/session/query`: the session, with its order once there is one. */
export const querySession: Operation = (body, parts) => {
  const request = accept<{ session_id: string }>(SESSION_QUERY, body)
  const session = parts.state.sessions.get(request.session_id)
  if (session === undefined) throw notFound('Session')
  const order = parts.state.orders.get(session.orderId ?? '')
  const { current } = parts.dialect
  return {
    data: {
      ...describeIntent(session, current),
      ...(order && describeOrder(order, current)),
      ...addressOf(session),
    },
  }
}

function openSession(request: SessionRequest, parts: Parts): CheckoutSession {
  const { expire_time: end } = request
  const session: CheckoutSession = {
    id: newId('CS', 24),
    request,
    methods: waysToPay(request, parts.dialect.current),
    expiresAt: end === undefined ? parts.now() + parts.settings.sessionExpiryMs : Date.parse(end),
    visits: 0,
    cancels: 0,
  }
  if (request.session_mode === 'HOSTED') session.url = `${parts.publicUrl}${HOSTED_PATH}/${session.id}`
  parts.state.sessions.set(session.id, session)
  return session
}

function describeIntent({ request, expiresAt }: CheckoutSession, dialect: Dialect): Record<string, unknown> {
  const { merchant_id, trans_id, amount, currency } = request
  return { merchant_id, trans_id, amount, currency, expire_time: dateWord(expiresAt, dialect) }
}

function addressOf(session: CheckoutSession): Record<string, unknown> {
  const described = { session_id: session.id, session_mode: session.request.session_mode }
  return session.url === undefined ? described : { ...described, session_url: session.url }
}
