/** Sends one purchase and doubts what could be a mistake. */
import type { CheckoutDetails } from '../checkout/details.ts'
import { readDetails } from '../checkout/details.ts'
import type { PaymentRow } from '../store/tables.ts'
import type { GatewayAnswer, OrderSettings, Purchase } from './gateway.ts'
import { isTooLate } from './in-time.ts'
import type { OpenedMethod } from './methods/open-method.ts'
import type { PayInput, PayParts } from './pay-parts.ts'
import { present } from './text.ts'

/** @returns the purchase of one attempt, in the gateway’s terms */
export function toPurchase(
  parts: PayParts,
  input: PayInput,
  payment: PaymentRow,
  reference: string,
  method: OpenedMethod,
): Purchase {
  const details = readDetails(input.checkout)
  return {
    transId: payment.trans_id,
    amount: { value: payment.amount, currency: payment.currency },
    capture: payment.capture,
    method: method.purchase,
    browser: input.request.browser,
    payIp: input.payIp,
    orderReference: input.checkout.order_reference,
    returnUrl: parts.returnUrl(reference),
    cancelUrl: parts.cancelUrl(reference),
    shopper: details.shopper ?? {},
    goods: details.goods ?? [],
    billing: input.request.billing ?? details.billing,
    shipping: details.shipping,
    shopUrl: new URL('/', input.checkout.return_url).href,
    sendBefore: payment.send_deadline,
    keep: method.keep ?? null,
    ...settingsOf(details),
  }
}

function settingsOf(details: CheckoutDetails): OrderSettings {
  const { authorisationType, challengeIndicator, billingAddressCollection, descriptor } = details
  return present({ authorisationType, challengeIndicator, billingAddressCollection, descriptor })
}

/**
 * Sends, and doubts one kind of refusal: after a ledger lost its tail (a restored backup, a failover) this `trans_id` may
 * have been used before, and then "invalid request" is about the repetition while the first one was charged.
 */
export async function send(parts: PayParts, purchase: Purchase, input: PayInput): Promise<GatewayAnswer> {
  const earlier = await findEarlier(parts, purchase, input)
  if (earlier) return earlier
  const { sendBefore } = purchase
  const begunAt = sendBefore - parts.sendWindowMs
  if (isTooLate(parts.now(), { begunAt, sendBefore })) return { kind: 'not_sent', reason: 'too_late' }
  const answer = await purchaseSurely(parts, purchase)
  if (answer.kind !== 'refused' || answer.reason !== 'invalid_request') return answer
  const truth = await parts.gateway.query(purchase)
  if (truth.kind === 'not_found') return answer
  return truth.kind === 'state' ? truth : { kind: 'unknown', reason: `refused_${answer.gatewayCode}` }
}

/** A gateway that throws has broken its promise, and whether it sent anything is not known. */
async function purchaseSurely(parts: PayParts, purchase: Purchase): Promise<GatewayAnswer> {
  try {
    return await parts.gateway.purchase(purchase)
  } catch (error) {
    parts.log.error({ transId: purchase.transId, err: error }, 'the gateway threw')
    return { kind: 'unknown', reason: 'unexpected_error' }
  }
}

/**
 * Asks before sending where the ledger may have lost an attempt it had sent. When there is no answer, nothing is sent: the
 * resolver asks on.
 */
async function findEarlier(
  parts: PayParts,
  purchase: Purchase,
  input: PayInput,
): Promise<GatewayAnswer | null> {
  if (!mayBeForgotten(parts, input)) return null
  const truth = await parts.gateway.query(purchase)
  if (truth.kind === 'state') return truth
  return truth.kind === 'not_found' ? null : { kind: 'unknown', reason: 'asked_before_sending' }
}

/**
 * The client says that it repeats, under a key not known here. Or the checkout is older than this process, which may run on a
 * restored or failed-over database. Or that was found, and the shop has created its checkout once more under its old key.
 */
function mayBeForgotten(
  { startedAt, askFirstUntil, now }: PayParts,
  { retried, checkout }: PayInput,
): boolean {
  return retried || checkout.created_at < startedAt() || now() < askFirstUntil()
}
