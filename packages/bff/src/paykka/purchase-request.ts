/** Builds PayKKa's request bodies: from domain terms to its snake_case. */
import type { PaykkaConfig } from '../config/config.ts'
import type { Purchase } from '../payments/gateway.ts'
import { browser } from './browser-data.ts'
import { orderData } from './order-data.ts'
import { paymentObject, withPayment } from './payment-object.ts'
import { agreementOf, recurringMembers } from './recurring-data.ts'

/** @returns the bytes of `POST /v3/payment/acq`. They hold the card: the caller wipes them after sending. */
export function purchaseBody(
  purchase: Purchase,
  config: PaykkaConfig,
  notifyUrl: string,
  now: number,
): Buffer {
  const body = {
    ...orderMembers(purchase, config, notifyUrl, now),
    authentication: asksForChallenge(purchase) ? authentication(purchase, config) : undefined,
  }
  return withPayment(body, paymentObject(purchase))
}

/** What a purchase and a session of PayKKa's own page share. */
export function orderMembers(
  purchase: Purchase,
  config: PaykkaConfig,
  notifyUrl: string,
  now: number,
): Record<string, unknown> {
  return {
    merchant_id: config.merchantId,
    trans_id: purchase.transId,
    ...recurringMembers(purchase),
    authorisation_type: purchase.authorisationType ?? config.authorisationType,
    capture_method: purchase.capture === 'manual' ? 'MANUAL' : 'AUTOMATIC',
    ...timestamp(config, now),
    currency: purchase.amount.currency,
    amount: purchase.amount.value,
    notify_url: notifyUrl,
    return_url: agreementOf(purchase) ? undefined : purchase.returnUrl,
    browser: purchase.browser ? browser(purchase.browser) : undefined,
    ...orderData(purchase, config),
  }
}

/** A wallet's cryptogram is already a proof; PayKKa accepts no 3-D Secure in addition. */
function asksForChallenge({ method }: Purchase): boolean {
  if ('agreement' in method && method.agreement !== undefined) return false
  return 'authenticate' in method ? method.authenticate : true
}

/** @returns the 3-D Secure preference: the bank's, otherwise the checkout's, otherwise the deployment's */
export function authentication(
  { challengeIndicator, mustConfirm }: Pick<Purchase, 'challengeIndicator' | 'mustConfirm'>,
  config: PaykkaConfig,
): { challenge_indicator: string } {
  const demanded = mustConfirm ? config.challengeIndicatorRequired : undefined
  return { challenge_indicator: demanded ?? challengeIndicator ?? config.challengeIndicator }
}

function timestamp(config: PaykkaConfig, now: number): { timestamp?: number } {
  return config.sendTimestamp ? { timestamp: now } : {}
}
