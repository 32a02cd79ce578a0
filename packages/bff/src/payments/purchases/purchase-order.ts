/** The purchase of one attempt as sent to the gateway, and the query whether the gateway has it already. */
import { mergeBilling } from '../../checkouts/billing.ts'
import type { CheckoutDetails } from '../../checkouts/checkout-details.ts'
import { readDetails } from '../../checkouts/checkout-details.ts'
import type { PaymentRow } from '../../database/tables.ts'
import { present } from '../../domain/present.ts'
import type { Order } from '../engine/send.ts'
import type { OrderSettings, Purchase, StateAnswer } from '../gateway.ts'
import type { PreparedMethod } from '../methods/prepared-method.ts'
import type { PayInput, PayParts } from './pay-parts.ts'

/** @param reference identifies the attempt in the shopper's return address */
export function purchaseOrder(
  parts: PayParts,
  input: PayInput,
  payment: PaymentRow,
  reference: string,
  method: PreparedMethod,
): Omit<Order<StateAnswer>, 'noun'> {
  const purchase = toPurchase(parts, input, payment, reference, method)
  return {
    send: () => parts.gateway.purchase(purchase),
    lookUp: () => parts.gateway.query(purchase),
    mayBeForgotten: mayBeForgotten(parts, input),
  }
}

/**
 * True when the client declares a repetition under a key unknown here. Or when the checkout is older than this process,
 * whose database may be restored or failed over. Or when a restore was detected, and the shop may have created the checkout
 * again under its old key.
 */
function mayBeForgotten(
  { startedAt, askFirstUntil, now }: PayParts,
  { retried, checkout }: PayInput,
): boolean {
  return retried || checkout.created_at < startedAt() || now() < askFirstUntil()
}

/** @returns the purchase of one attempt, in gateway terms */
export function toPurchase(
  parts: PayParts,
  input: PayInput,
  payment: PaymentRow,
  reference: string,
  method: PreparedMethod,
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
    billing: mergeBilling(details.billing, input.request.billing),
    shipping: details.shipping,
    shopUrl: new URL('/', input.checkout.return_url).href,
    sendBefore: payment.send_deadline,
    keep: method.keep ?? null,
    ...settingsOf(details),
    ...(input.mustConfirm ? { mustConfirm: true } : {}),
  }
}

function settingsOf(details: CheckoutDetails): OrderSettings {
  const { authorisationType, challengeIndicator, billingAddressCollection, descriptor } = details
  return present({ authorisationType, challengeIndicator, billingAddressCollection, descriptor })
}
