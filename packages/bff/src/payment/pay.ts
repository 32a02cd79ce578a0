/** One attempt to pay: claim the key, commit as `sending`, send, settle. */
import type { PayRequest } from '@paykka-checkout/shared-types'
import type { OpenedCard } from '../card/opened-card.ts'
import { readDetails } from '../checkout/details.ts'
import { paymentInProgress, refuseUnlessOpen } from '../checkout/rules.ts'
import { AppError, invalidField } from '../errors.ts'
import { fingerprint, newId, newSecret } from '../ids.ts'
import { findCheckout, findVersionAmount, startAttempt } from '../store/checkouts.ts'
import type { Queries } from '../store/database.ts'
import { claimKey, findKey } from '../store/idempotency.ts'
import { addStep, insertPayment, wakeWaitingPayments } from '../store/payments.ts'
import type { CheckoutRow, IdempotencyRow, PaymentRow } from '../store/tables.ts'
import type { Answer } from './answer.ts'
import { answerFor } from './answer.ts'
import type { Gateway, GatewayAnswer, Purchase } from './gateway.ts'
import type { GatewayHealth } from './gateway-health.ts'
import { displayMoney } from './money.ts'
import type { SettleParts } from './settle.ts'
import { payScope, settle } from './settle.ts'
import { deriveTransId } from './trans-id.ts'

export type PayParts = SettleParts & {
  gateway: Gateway
  health: GatewayHealth
  openCard(sealed: string, checkoutId: string): Promise<OpenedCard>
  transIdKey: Uint8Array
  /** Milliseconds after which no answer to a purchase can come any more. */
  sendWindowMs: number
  /** @returns the address PayKKa sends the browser back to */
  returnUrl(reference: string): string
  /** Waits before a database step is tried again. */
  pause(ms: number): Promise<void>
}

export type PayInput = {
  checkout: CheckoutRow
  key: string
  request: PayRequest
  /** The shopper’s address, taken from the connection. */
  payIp: string
  requestId: string
  /** The client says that it sent this request before (`X-Retry`). */
  retried: boolean
}

export type PayAnswer = Answer & { replayed: boolean }

/**
 * Pays once per key, and once per checkout. Nothing is sent before the attempt is durable.
 * @throws AppError for everything that stops before sending
 */
export async function pay(parts: PayParts, input: PayInput): Promise<PayAnswer> {
  const mark = requestMark(input)
  const earlier = await findKey(parts.store.db, payScope(input.checkout.id), input.key)
  if (earlier) return repeat(earlier, mark)
  await refuseUnpayable(parts, parts.store.db, input.checkout, input.request.version)
  const card = await openMethod(parts, input)
  try {
    const begun = await begin(parts, input, mark, card)
    if ('repeat' in begun) return repeat(begun.repeat, mark)
    const purchase = toPurchase(parts, input, begun.payment, begun.reference, card)
    const answer = await send(parts, begun.payment, purchase, input.retried)
    return { ...(await settleSurely(parts, begun.payment, answer)), replayed: false }
  } finally {
    card.wipe()
  }
}

/** What makes two requests the same. The ciphertext is left out: a double click seals the card twice. */
function requestMark({ checkout, request }: PayInput): string {
  return fingerprint(
    JSON.stringify([checkout.id, request.version, request.method.type, request.saveCard ?? false]),
  )
}

function repeat(row: IdempotencyRow, mark: string): PayAnswer {
  if (row.fingerprint !== mark) throw new AppError('idempotency_key_reused')
  if (row.response_status === null) throw paymentInProgress()
  return { status: row.response_status, body: JSON.parse(row.response_body ?? 'null'), replayed: true }
}

async function refuseUnpayable(
  parts: PayParts,
  db: Queries,
  checkout: CheckoutRow,
  version: number,
): Promise<void> {
  refuseUnlessOpen(checkout, parts.now())
  if (version === checkout.version) return
  const shown = await findVersionAmount(db, checkout.id, version)
  if (shown === undefined) throw invalidField('/version', 'was never a version of this checkout')
  const { currency, amount, version: current } = checkout
  const { locale } = readDetails(checkout)
  throw new AppError('amount_changed', {
    shown: displayMoney({ value: shown, currency }, locale),
    current: displayMoney({ value: amount, currency }, locale),
    version: current,
  })
}

function openMethod(parts: PayParts, { checkout, request }: PayInput): Promise<OpenedCard> {
  const offered = readDetails(checkout).methods?.includes('card') ?? true
  if (request.method.type !== 'card' || !offered) throw new AppError('method_unavailable')
  return parts.openCard(request.method.card, checkout.id)
}

type Begun = { payment: PaymentRow; reference: string } | { repeat: IdempotencyRow }

/** The first commit: key, live attempt and `sending` row together. When it returns, and only then, bytes may go out. */
async function begin(parts: PayParts, input: PayInput, mark: string, card: OpenedCard): Promise<Begun> {
  const scope = payScope(input.checkout.id)
  const reference = newSecret('ret')
  const id = newId('pay')
  return parts.store.transaction(async (tx) => {
    const claim = { scope, key: input.key, fingerprint: mark, payment_id: id, created_at: parts.now() }
    if (!(await claimKey(tx, { ...claim, response_status: null, response_body: null }))) {
      const first = await findKey(tx, scope, input.key)
      if (first) return { repeat: first }
      throw paymentInProgress()
    }
    const checkout = await startAttempt(tx, input.checkout.id, input.request.version, id, parts.now())
    if (!checkout) throw await whyNotStarted(parts, tx, input)
    const payment = newPayment(parts, input, checkout, { id, reference, card })
    await insertPayment(tx, payment)
    await addStep(tx, firstStep(payment))
    return { payment, reference }
  })
}

/** The checkout changed since it was read: say what it is now. */
async function whyNotStarted(parts: PayParts, tx: Queries, input: PayInput): Promise<AppError> {
  const current = await findCheckout(tx, input.checkout.id)
  if (current) await refuseUnpayable(parts, tx, current, input.request.version)
  return paymentInProgress()
}

function newPayment(
  parts: PayParts,
  input: PayInput,
  checkout: CheckoutRow,
  attempt: { id: string; reference: string; card: OpenedCard },
): PaymentRow {
  const now = parts.now()
  const deadline = now + parts.sendWindowMs
  return {
    id: attempt.id,
    checkout_id: checkout.id,
    attempt: checkout.attempts,
    trans_id: deriveTransId(parts.transIdKey, checkout.id, checkout.attempts),
    status: 'sending',
    live: 1,
    amount: checkout.amount,
    currency: checkout.currency,
    capture: checkout.capture,
    method: 'card',
    card_brand: attempt.card.brand,
    card_last4: attempt.card.last4,
    card_bin: null,
    gateway_order_id: null,
    gateway_code: null,
    decline_code: null,
    decline_retry: null,
    failure: null,
    action_url: null,
    balances: null,
    return_hash: fingerprint(attempt.reference),
    return_used_at: null,
    request_id: input.requestId,
    idempotency_key: input.key,
    created_at: now,
    updated_at: now,
    send_deadline: deadline,
    // When this process dies now, the resolver takes over once no answer can come any more.
    next_query_at: deadline,
    queries: 0,
    lease_owner: null,
    lease_until: 0,
    lease_fence: 0,
  }
}

function firstStep(payment: PaymentRow) {
  return {
    payment_id: payment.id,
    at: payment.created_at,
    from_status: null,
    to_status: payment.status,
    cause: 'shopper',
    detail: null,
  }
}

function toPurchase(
  parts: PayParts,
  input: PayInput,
  payment: PaymentRow,
  reference: string,
  card: OpenedCard,
): Purchase {
  const details = readDetails(input.checkout)
  return {
    transId: payment.trans_id,
    amount: { value: payment.amount, currency: payment.currency },
    capture: payment.capture,
    method: { kind: 'card', card },
    browser: input.request.browser,
    payIp: input.payIp,
    orderReference: input.checkout.order_reference,
    returnUrl: parts.returnUrl(reference),
    shopper: details.shopper ?? {},
    goods: details.goods ?? [],
    billing: input.request.billing ?? details.billing,
    shipping: details.shipping,
    shopUrl: new URL('/', input.checkout.return_url).href,
  }
}

/**
 * Sends, and doubts one kind of refusal: after a ledger lost its tail (a restored backup, a failover) this `trans_id` may
 * have been used before, and then "invalid request" is about the repetition while the first one was charged.
 */
async function send(
  parts: PayParts,
  payment: PaymentRow,
  purchase: Purchase,
  retried: boolean,
): Promise<GatewayAnswer> {
  const earlier = retried ? await findEarlier(parts, purchase) : null
  if (earlier) return earlier
  // A process that slept until now must not send: others may have given this attempt up and begun the next one.
  if (parts.now() >= payment.send_deadline) return { kind: 'not_sent', reason: 'too_late' }
  const answer = await parts.gateway.purchase(purchase)
  if (parts.health.note(answer)) await wakeWaitingPayments(parts.store.db, parts.now())
  if (answer.kind !== 'refused' || answer.reason !== 'invalid_request') return answer
  const truth = await parts.gateway.query(purchase)
  if (truth.kind === 'not_found') return answer
  return truth.kind === 'state' ? truth : { kind: 'unknown', reason: `refused_${answer.gatewayCode}` }
}

/** A request that says it is a repetition, under a key that is not known here: the ledger may have lost the first one. */
async function findEarlier(parts: PayParts, purchase: Purchase): Promise<GatewayAnswer | null> {
  const truth = await parts.gateway.query(purchase)
  if (truth.kind === 'not_found') return null
  return truth.kind === 'state' ? truth : { kind: 'unknown', reason: 'asked_before_sending' }
}

const SETTLE_PAUSES_MS = [100, 400, 1500]

/** The money may have moved, so the database step is tried again and the gateway never. If all fails, the resolver ends it. */
async function settleSurely(parts: PayParts, payment: PaymentRow, answer: GatewayAnswer): Promise<Answer> {
  const asked = { what: 'purchase' as const, at: payment.created_at }
  for (const pause of SETTLE_PAUSES_MS) {
    try {
      return answerFor(await settle(parts, payment.id, answer, asked))
    } catch (error) {
      parts.log.error({ payment: payment.id, err: error }, 'the result could not be written; trying again')
      await parts.pause(pause)
    }
  }
  return answerFor({ ...payment, status: 'unknown' })
}
