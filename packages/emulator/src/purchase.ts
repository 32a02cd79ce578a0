/** `POST /v3/payment/acq`: one purchase, at most one charge per trans_id unless a test says otherwise. */

import { describeBegun, describeOrder } from './answers.ts'
import type { Outcome } from './cards.ts'
import { startChallenge } from './challenge.ts'
import type { Fault } from './fault-types.ts'
import { pick } from './faults.ts'
import type { Order } from './order.ts'
import type { Answer, Operation, Parts } from './parts.ts'
import type { Means } from './payment-means.ts'
import { resolveMeans } from './payment-means.ts'
import type { OrderFields, PurchaseRequest } from './purchase-fields.ts'
import { readPurchase } from './purchase-rules.ts'
import { invalid } from './refusal.ts'
import { newId, orderByTransId, sessionByTransId } from './state.ts'
import { charge, decline } from './transitions.ts'

/** Initiates a transaction. */
export const purchase: Operation = (body, parts, faults) => {
  const dialect = parts.dialect.current
  const request = readPurchase(body, { dialect, pciEnabled: parts.settings.pciEnabled, now: parts.now() })
  const repeated = repeat(request, parts, faults)
  if (repeated !== undefined) return repeated
  const means = resolveMeans(request, parts)
  if (means.outcome.kind === 'not-charged-no-answer') return { silent: true }
  const order = createOrder(request, parts)
  fill(order, request, means)
  settle(order, scripted(faults) ?? means.outcome, parts)
  const describe = dialect.purchaseAnswer === 'processing' ? describeBegun : describeOrder
  return { data: describe(order, dialect), silent: means.outcome.kind === 'charged-no-answer' }
}

/** A new order in its first state; it is in the books from here on. */
export function createOrder(request: OrderFields, parts: Parts): Order {
  const now = parts.now()
  const order: Order = {
    orderId: newId('GW'),
    transId: request.trans_id,
    merchantId: request.merchant_id,
    paymentType: request.payment_type,
    authorisationType: request.authorisation_type ?? 'FINAL_AUTH',
    captureMethod: request.capture_method ?? 'AUTOMATIC',
    amount: request.amount,
    currency: request.currency,
    status: 'PROCESSING',
    errorCode: '0000',
    errorDescription: '',
    amounts: { authed: 0, captured: 0, voided: 0, refunded: 0, closed: false },
    refunds: [],
    expiresAt: request.expire_time ? Date.parse(request.expire_time) : now + parts.settings.challengeExpiryMs,
    createdAt: now,
  }
  if (request.notify_url !== undefined) order.notifyUrl = request.notify_url
  if (request.return_url !== undefined) order.returnUrl = request.return_url
  parts.state.orders.set(order.orderId, order)
  return order
}

/** The decline or challenge a test has scripted, if any. */
export function scripted(faults: readonly Fault[]): Outcome | undefined {
  const fault = pick(faults, 'decline')
  if (fault) return { kind: 'decline', code: fault.errorCode, text: fault.errorDescription ?? 'Declined' }
  return pick(faults, 'challenge') && { kind: 'challenge' }
}

function settle(order: Order, outcome: Outcome, parts: Parts): void {
  if (outcome.kind === 'decline') decline(order, outcome.code, outcome.text, parts)
  else if (outcome.kind === 'challenge') startChallenge(order, parts)
  else if (outcome.kind === 'approve-later')
    parts.timers.after(parts.settings.settleDelayMs, () => charge(order, parts))
  else charge(order, parts)
}

function fill(order: Order, request: PurchaseRequest, means: Means): void {
  const { payment } = request
  order.method = payment.payment_method
  if (means.card !== undefined) order.card = means.card
  if (payment.shopper_reference !== undefined) order.shopperReference = payment.shopper_reference
  if (payment.token !== undefined) order.token = payment.token
  if (request.recurring_agreement_id !== undefined) order.agreementId = request.recurring_agreement_id
  if (payment.store_payment_method === true && payment.token_usage !== undefined)
    order.store = {
      usage: payment.token_usage,
      outcome: means.outcome,
      ...(means.expiry && { expiry: means.expiry }),
    }
}

function repeat(request: PurchaseRequest, parts: Parts, faults: readonly Fault[]): Answer | undefined {
  if (sessionByTransId(parts.state, request.trans_id) !== undefined) throw invalid('Duplicate trans_id')
  const earlier = orderByTransId(parts.state, request.trans_id)
  const mode = pick(faults, 'duplicate-trans-id')?.mode ?? parts.dialect.current.duplicateTransId
  if (earlier === undefined || mode === 'charge') return undefined
  if (mode === 'refuse') throw invalid('Duplicate trans_id')
  return { data: describeOrder(earlier, parts.dialect.current) }
}
