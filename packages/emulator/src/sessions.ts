/** Checkout sessions (hosted page) and Apple Pay merchant sessions. */

import { randomBytes } from 'node:crypto'
import { describeOrder } from './answers.ts'
import { HOSTED_PAN, summarize } from './cards.ts'
import { accept, matching, shape, text } from './checks.ts'
import type { Operation, Parts } from './parts.ts'
import { createOrder, scripted } from './purchase.ts'
import type { SessionRequest } from './purchase-fields.ts'
import { COMMON, SESSION_FIELDS, TIMESTAMP } from './purchase-fields.ts'
import { invalid, notFound } from './refusal.ts'
import type { CheckoutSession, Order } from './state.ts'
import { newId, orderByTransId } from './state.ts'
import { cancel, charge, decline } from './transitions.ts'

const SESSION_QUERY = shape({ ...COMMON, session_id: text(64, 1) }, TIMESTAMP)

const APPLE_PAY = shape(
  { ...COMMON, domain_name: matching(/^[A-Za-z0-9.-]{1,253}$/, 'a domain without scheme and port') },
  { ...TIMESTAMP, display_name: text(75) },
)

const CARD_METHODS = new Set(['BANKCARD', 'APPLE_PAY', 'GOOGLE_PAY'])

/** The path hosted pages live under; faults match it. */
export const HOSTED_PATH = '/emulator/hosted'

/** `POST /v3/payment/acq/session`. The same trans_id gives the same session again. */
export const createSession: Operation = (body, parts) => {
  const request = accept<SessionRequest>(SESSION_FIELDS, body)
  const earlier = orderByTransId(parts.state, request.trans_id)
  if (earlier !== undefined && earlier.sessionId === undefined) throw invalid('Duplicate trans_id')
  const session = parts.state.sessions.get(earlier?.sessionId ?? '') ?? openSession(request, parts)
  return { data: describeSession(session) }
}

/** `POST /v3/payment/acq/session/query`. */
export const querySession: Operation = (body, parts) => {
  const request = accept<{ session_id: string }>(SESSION_QUERY, body)
  const session = parts.state.sessions.get(request.session_id)
  const order = session && parts.state.orders.get(session.orderId)
  if (session === undefined || order === undefined) throw notFound('Session')
  return { data: { ...describeOrder(order), ...describeSession(session) } }
}

/** `POST /v3/payment/acq/apple-pay/create-session`: an opaque JSON string for completeMerchantValidation. */
export const createAppleSession: Operation = (body, parts) => {
  const request = accept<{ domain_name: string; display_name?: string }>(APPLE_PAY, body)
  const now = parts.now()
  const session = {
    epochTimestamp: now,
    expiresAt: now + 300_000,
    merchantSessionIdentifier: randomBytes(32).toString('hex').toUpperCase(),
    nonce: randomBytes(4).toString('hex'),
    merchantIdentifier: randomBytes(32).toString('hex').toUpperCase(),
    domainName: request.domain_name,
    displayName: request.display_name || 'PayKKa emulator',
    signature: randomBytes(64).toString('hex'),
  }
  parts.state.appleSessions.set(session.merchantSessionIdentifier, {
    domain: session.domainName,
    expiresAt: session.expiresAt,
  })
  return { data: JSON.stringify(session) }
}

/** The shopper pays on the hosted page. */
export function payHosted(order: Order, method: string, parts: Parts): void {
  if (order.status !== 'PROCESSING') return
  order.method = method
  if (CARD_METHODS.has(method)) order.card = summarize(HOSTED_PAN)
  const subject = { path: HOSTED_PATH, transId: order.transId, last4: order.card?.last4 }
  const outcome = scripted(parts.faults.take('hosted', subject))
  if (outcome?.kind === 'decline') decline(order, outcome.code, outcome.text, parts)
  else charge(order, parts)
}

/** The shopper leaves the hosted page, or its time is up. */
export function cancelHosted(order: Order, parts: Parts): void {
  if (order.status === 'PROCESSING') cancel(order, parts)
}

function openSession(request: SessionRequest, parts: Parts): CheckoutSession {
  const expiry = { expire_time: new Date(parts.now() + parts.settings.sessionExpiryMs).toISOString() }
  const order = createOrder({ ...expiry, ...request }, parts)
  const session: CheckoutSession = {
    id: newId('CS', 24),
    mode: request.session_mode,
    orderId: order.orderId,
    methods: request.allowed_payment_methods?.length ? request.allowed_payment_methods : ['BANKCARD'],
    displayName: request.display_merchant_name ?? 'Demo shop',
  }
  if (session.mode === 'HOSTED') session.url = `${parts.publicUrl}${HOSTED_PATH}/${session.id}`
  parts.state.sessions.set(session.id, session)
  link(order, session, request)
  const left = Date.parse(order.expireTime) - parts.now()
  parts.timers.after(Math.max(left, 0), () => cancelHosted(order, parts))
  return session
}

function link(order: Order, session: CheckoutSession, request: SessionRequest): void {
  order.sessionId = session.id
  const { cancel_url: cancelUrl, payment } = request
  if (cancelUrl !== undefined) order.cancelUrl = cancelUrl
  if (payment?.shopper_reference !== undefined) order.shopperReference = payment.shopper_reference
  if (payment?.store_payment_method === true && payment.token_usage !== undefined)
    order.store = { usage: payment.token_usage, outcome: { kind: 'approve' } }
}

function describeSession(session: CheckoutSession): Record<string, unknown> {
  const described = { session_id: session.id, session_mode: session.mode }
  return session.url === undefined ? described : { ...described, session_url: session.url }
}
