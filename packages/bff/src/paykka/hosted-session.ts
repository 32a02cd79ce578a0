/** PayKKa's own page: requests it and reads its address. */
import type { PaykkaConfig } from '../config/config.ts'
import { isLoopback } from '../domain/loopback.ts'
import { isRecord } from '../domain/records.ts'
import type { GatewayAnswer, HostedPurchase, Purchase } from '../payments/gateway.ts'
import { isActionUrlSafe } from './action-url.ts'
import type { RawResponse } from './envelope.ts'
import { hostedCode } from './hosted-methods.ts'
import { readYes } from './payment-answer.ts'
import { storing } from './payment-object.ts'
import { authentication, orderMembers } from './purchase-request.ts'

/** @returns the bytes of `POST /v3/payment/acq/session` */
export function sessionBody(
  purchase: Purchase,
  method: HostedPurchase,
  config: PaykkaConfig,
  notifyUrl: string,
  now: number,
): Buffer {
  return Buffer.from(
    JSON.stringify({
      ...orderMembers(purchase, config, notifyUrl, now),
      session_mode: 'HOSTED',
      cancel_url: purchase.cancelUrl,
      expire_time: new Date(method.expiresAt).toISOString(),
      display_merchant_name: method.merchantName,
      display_locale: method.locale,
      theme_id: method.themeId,
      authentication: authentication(purchase, config),
      payment: purchase.keep ? storing(purchase) : undefined,
      allowed_payment_methods: method.ways.map((way) => hostedCode(way, method.codes)),
    }),
  )
}

/** The answer contains a page and no payment: only a query shows the payment's result. */
export function readSessionAnswer(response: RawResponse, config: PaykkaConfig): GatewayAnswer {
  const read = readYes(response, config)
  if ('kind' in read) return read
  const url = isRecord(read.data) ? read.data.session_url : undefined
  if (typeof url !== 'string') return { kind: 'unknown', reason: 'no_session_url' }
  if (!isActionUrlSafe(url, isLoopback(config.apiUrl.hostname)))
    return { kind: 'refused', reason: 'configuration', gatewayCode: 'unsafe_action_url' }
  return { kind: 'state', state: { status: 'action_required', url }, facts: {} }
}
