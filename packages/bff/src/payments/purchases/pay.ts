/** One attempt to pay: all checks before the first commit, then the engine. */
import { paymentInProgress } from '../../checkouts/checkout-rules.ts'
import { findEarlier, storedAnswer } from '../../database/idempotent.ts'
import type { IdempotencyRow, PaymentRow } from '../../database/tables.ts'
import { fingerprint } from '../../domain/ids.ts'
import { supportCode } from '../../domain/trans-id.ts'
import type { SpanFacts } from '../../tracing/spans.ts'
import { inSpan } from '../../tracing/spans.ts'
import { run } from '../engine/run.ts'
import type { GatewayAnswer, StateAnswer } from '../gateway.ts'
import { prepareMethod } from '../methods/prepare-method.ts'
import type { PreparedMethod } from '../methods/prepared-method.ts'
import { recordHealth } from '../recovery/gateway-health.ts'
import type { Begun } from './begin-purchase.ts'
import { begin, refuseUnpayable } from './begin-purchase.ts'
import type { PayInput, PayParts } from './pay-parts.ts'
import type { Answer } from './purchase-answer.ts'
import { answerFor } from './purchase-answer.ts'
import { purchaseOrder } from './purchase-order.ts'
import { recordScreened, screen } from './screen.ts'
import { PURCHASE, payScope } from './settle-payment.ts'
import { isConfirmationDemanded } from './soft-decline.ts'

export type { PayInput, PayParts } from './pay-parts.ts'

/** `retryAfter` in seconds, when the gateway was too busy. */
export type PayAnswer = Answer & { replayed: boolean; retryAfter?: number }

/**
 * Pays once per key, and once per checkout. Nothing is sent before the attempt is committed.
 * @throws AppError for every refusal before sending
 */
export function pay(parts: PayParts, input: PayInput): Promise<PayAnswer> {
  const known: { payment?: PaymentRow } = {}
  // Counts from the start of the request: a slow database shortens the gateway's time, it does not lengthen the shopper's
  // wait.
  const over = new AbortController()
  const late = parts.timeout(ANSWER_WITHIN_MS, over.signal).then(() => stillRunning(known.payment))
  const facts = {
    'paykka.checkout.id': input.checkout.id,
    'paykka.payment.method': input.request.method.type,
  }
  const paid = inSpan('payment attempt', facts, (note) => payToTheEnd(parts, input, known, note))
  return Promise.race([paid, late]).finally(() => over.abort())
}

/**
 * Proxies and browsers give up after half a minute, and reading the checkout may have taken the database's timeout of five
 * seconds. The payment continues without them, and the page polls for its result.
 */
const ANSWER_WITHIN_MS = 20_000

function stillRunning(payment: PaymentRow | undefined): PayAnswer {
  if (!payment) throw paymentInProgress()
  return { ...answerFor(payment), replayed: false }
}

async function payToTheEnd(
  parts: PayParts,
  input: PayInput,
  known: { payment?: PaymentRow },
  note: (facts: SpanFacts<'payment attempt'>) => void,
): Promise<PayAnswer> {
  const claim = { scope: payScope(input.checkout.id), key: input.key, fingerprint: fingerprintOf(input) }
  // An attempt and its key are committed together: a checkout without attempts has no keys.
  const earlier = input.checkout.attempts > 0 ? await findEarlier(parts.database.db, claim) : undefined
  if (earlier) return repeat(earlier)
  await refuseUnpayable(parts, parts.database.db, input.checkout, input.request.version)
  parts.unwritten?.refuseNew()
  const method = await prepareMethod(parts, input)
  await screen(parts, input, method)
  const mustConfirm = await isConfirmationDemanded(parts.database.db, input.checkout)
  const begun = await beginOrWipe(parts, input, claim, method)
  if ('earlier' in begun) return repeat(begun.earlier)
  known.payment = begun.payment
  note({ 'paykka.payment.id': begun.payment.id, 'paykka.support_code': supportCode(begun.payment.trans_id) })
  const answer = await finish(parts, { ...input, mustConfirm }, begun, method)
  if (answer.body.payment) note({ 'paykka.payment.status': answer.body.payment.status })
  return answer
}

async function beginOrWipe(
  parts: PayParts,
  input: PayInput,
  claim: { scope: string; key: string; fingerprint: string },
  method: PreparedMethod,
): Promise<Begun> {
  try {
    const begun = await begin(parts, input, claim, method)
    if ('earlier' in begun) method.wipe()
    return begun
  } catch (error) {
    method.wipe()
    throw error
  }
}

/** From here on the attempt is committed, and nothing may throw. */
async function finish(
  parts: PayParts,
  input: PayInput,
  { payment, reference }: Exclude<Begun, { earlier: unknown }>,
  method: PreparedMethod,
): Promise<PayAnswer> {
  const recoveries = parts.health.recoveries()
  const order = purchaseOrder(parts, input, payment, reference, method)
  const { row, answer } = await run<PaymentRow, StateAnswer, unknown>(parts, PURCHASE, payment, order)
  method.wipe()
  await recordHealth(parts, answer, recoveries)
  await recordScreened(parts, input, method, answer)
  return { ...answerFor(row), replayed: false, ...whenToRetry(answer) }
}

const BUSY_RETRY_S = 5

function whenToRetry(answer: GatewayAnswer): { retryAfter?: number } {
  const busy = answer.kind === 'refused' && answer.reason === 'busy'
  return busy ? { retryAfter: answer.retryAfter ?? BUSY_RETRY_S } : {}
}

/** The fingerprint of a request. It leaves out the ciphertext: a double click encrypts the card twice. */
function fingerprintOf({ checkout, request }: PayInput): string {
  const { method, version, saveCard = false } = request
  const ways = method.type === 'hosted' ? [method.ways.toSorted()] : []
  return fingerprint(JSON.stringify([checkout.id, version, method.type, saveCard, ...ways]))
}

function repeat(earlier: IdempotencyRow): PayAnswer {
  const answer = storedAnswer<Answer['body']>(earlier)
  if (!answer) throw paymentInProgress()
  return { ...answer, replayed: true }
}
