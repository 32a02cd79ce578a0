/** What the shopper does on the hosted page: pays, which makes the order, or leaves, which changes nothing. */

import { HOSTED_PAN, summarize } from './cards.ts'
import type { Dialect } from './dialects.ts'
import type { Order } from './order.ts'
import type { Parts } from './parts.ts'
import { createOrder, scripted } from './purchase.ts'
import type { SessionRequest } from './purchase-fields.ts'
import type { CheckoutSession } from './state.ts'
import { charge, decline } from './transitions.ts'

/** The path hosted pages live under; faults match it. */
export const HOSTED_PATH = '/emulator/hosted'

/** What the shopper chose on the page. */
export interface Choice {
  method: string
  /** The box that agrees to storing is ticked. */
  store: boolean
}

const CARD_METHODS = new Set(['BANKCARD', 'APPLE_PAY', 'GOOGLE_PAY'])
const STORABLE_METHODS = new Set([...CARD_METHODS, 'SEPA'])

/** The ways a session's page offers; a recurring one shows only those that can be charged again. */
export function waysToPay(
  { allowed_payment_methods: allowed, payment_type: type }: SessionRequest,
  dialect: Dialect,
): string[] {
  const ways = allowed?.length ? allowed : ['BANKCARD']
  const storable = ways.filter((way) => isStorable(way, dialect))
  return type === 'RECURRING' && storable.length > 0 ? storable : ways
}

/** Whether the page asks the shopper to agree to storing. A recurring payment only says that it will store. */
export function asksToStore({ request }: CheckoutSession, { hostedConsent }: Dialect): boolean {
  const stores = request.payment_type === 'PURCHASE' && request.payment?.store_payment_method === true
  return stores && hostedConsent === 'asked'
}

/** Whether the page can still be paid. */
export function isPayable(session: CheckoutSession, parts: Parts): boolean {
  return session.orderId === undefined && parts.now() < session.expiresAt
}

/** The shopper pays: the session's only order, charged or declined at once. */
export function payHosted(session: CheckoutSession, choice: Choice, parts: Parts): Order {
  const order = createOrder(session.request, parts)
  session.orderId = order.orderId
  fill(order, session, choice, parts.dialect.current)
  const subject = { path: HOSTED_PATH, transId: order.transId, last4: order.card?.last4 }
  const outcome = scripted(parts.faults.take('hosted', subject))
  if (outcome?.kind === 'decline') decline(order, outcome.code, outcome.text, parts)
  else charge(order, parts)
  return order
}

function fill(order: Order, session: CheckoutSession, choice: Choice, dialect: Dialect): void {
  const { payment } = session.request
  Object.assign(order, { sessionId: session.id, method: choice.method, expiresAt: session.expiresAt })
  if (CARD_METHODS.has(choice.method)) order.card = summarize(HOSTED_PAN)
  if (payment?.shopper_reference !== undefined) order.shopperReference = payment.shopper_reference
  const agreed = choice.store || !asksToStore(session, dialect)
  const stores = payment?.store_payment_method === true && agreed && isStorable(choice.method, dialect)
  if (stores && payment.token_usage !== undefined)
    order.store = { usage: payment.token_usage, outcome: { kind: 'approve' } }
}

// Tokenization is documented for cards, Apple Pay, Google Pay and SEPA.
function isStorable(method: string, dialect: Dialect): boolean {
  return method === 'BANKCARD' || (dialect.walletStoring === 'taken' && STORABLE_METHODS.has(method))
}
