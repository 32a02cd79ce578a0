/** Builds the bodies PayKKa reads, from domain words to its snake_case. */
import type { Address, BrowserData, GoodsItem } from '@paykka-checkout/shared-types'
import type { PaykkaConfig } from '../config.ts'
import type { PaymentReference, Purchase } from '../payment/gateway.ts'
import { readDevice } from './device.ts'
import { paymentObject, withPayment } from './payment-object.ts'

/** @returns the bytes of `POST /v3/payment/acq`. They hold the card: the caller wipes them after sending. */
export function purchaseBody(
  purchase: Purchase,
  config: PaykkaConfig,
  notifyUrl: string,
  now: number,
): Buffer {
  const body = {
    ...orderMembers(purchase, config, notifyUrl, now),
    authentication: asksForChallenge(purchase)
      ? { challenge_indicator: config.challengeIndicator }
      : undefined,
  }
  return withPayment(body, paymentObject(purchase))
}

/** What a purchase and a session of PayKKa’s own page share. */
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
    authorisation_type: config.authorisationType,
    capture_method: purchase.capture === 'manual' ? 'MANUAL' : 'AUTOMATIC',
    ...timestamp(config, now),
    currency: purchase.amount.currency,
    amount: purchase.amount.value,
    notify_url: notifyUrl,
    return_url: agreementOf(purchase) ? undefined : purchase.returnUrl,
    browser: purchase.browser ? browser(purchase.browser) : undefined,
    goods: goods(purchase),
    bill: purchase.billing ? { billing_address_collection: 'AUTO', ...address(purchase.billing) } : undefined,
    shipping: purchase.shipping ? address(purchase.shipping) : undefined,
    customer: agreementOf(purchase) ? undefined : customer(purchase),
  }
}

/** @returns the agreement that the shop charges; then no shopper is there, and nothing is told of one */
function agreementOf({ method }: Purchase): string | undefined {
  return method.kind === 'stored_card' ? method.agreement : undefined
}

/** An agreement’s first payment stores the card with the shopper there; the later ones are the shop’s. */
function recurringMembers(purchase: Purchase): Record<string, unknown> {
  const agreement = agreementOf(purchase)
  if (agreement) return { payment_type: 'RECURRING', mit: true, recurring_agreement_id: agreement }
  const first = purchase.keep === 'subscription' || purchase.keep === 'unscheduled'
  return first ? { payment_type: 'RECURRING', mit: false } : { payment_type: 'PURCHASE' }
}

/** A wallet’s cryptogram is proof of its own; PayKKa takes no 3-D Secure beside it. */
function asksForChallenge({ method }: Purchase): boolean {
  if ('agreement' in method && method.agreement !== undefined) return false
  return 'authenticate' in method ? method.authenticate : true
}

/** @returns the bytes of `POST /v3/payment/acq/query` */
export function queryBody(reference: PaymentReference, config: PaykkaConfig, now: number): Buffer {
  return Buffer.from(
    JSON.stringify({
      merchant_id: config.merchantId,
      trans_id: reference.transId,
      ...timestamp(config, now),
    }),
  )
}

function timestamp(config: PaykkaConfig, now: number): { timestamp?: number } {
  return config.sendTimestamp ? { timestamp: now } : {}
}

function browser(data: BrowserData): Record<string, unknown> {
  return {
    user_agent: data.userAgent,
    color_depth: String(data.colorDepth),
    language: data.language,
    java_enabled: data.javaEnabled,
    ...readDevice(data.userAgent),
    terminal_type: 'WEB',
    timezone_offset: timezone(data.timezoneOffset),
    screen_height: String(data.screenHeight),
    screen_width: String(data.screenWidth),
  }
}

/** JavaScript counts minutes *behind* UTC (300 for UTC-5); PayKKa wants `-05:00`. */
export function timezone(minutesBehind: number): string {
  const size = Math.abs(minutesBehind)
  const pad = (part: number) => String(part).padStart(2, '0')
  return `${minutesBehind > 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`
}

/** Without goods of the shop’s own, the order itself is the one item. `link` may not be empty. */
function goods(purchase: Purchase): Record<string, unknown>[] {
  const whole: GoodsItem = {
    id: purchase.orderReference,
    name: `Order ${purchase.orderReference}`,
    price: purchase.amount.value,
    quantity: 1,
  }
  const items = purchase.goods.length > 0 ? purchase.goods : [whole]
  return items.map((item) => ({
    id: item.id,
    name: item.name,
    description: item.description,
    category: item.category,
    brand: item.brand,
    link: item.link ?? purchase.shopUrl,
    price: item.price,
    quantity: item.quantity,
    delivery_date: item.deliveryDate,
    picture_url: item.pictureUrl,
  }))
}

function address(data: Address): Record<string, unknown> {
  return {
    first_name: data.firstName,
    last_name: data.lastName,
    address_line1: data.line1,
    address_line2: data.line2,
    country: data.country,
    state: data.state,
    city: data.city,
    postal_code: data.postalCode,
    email: data.email,
    area_code: data.phoneAreaCode,
    phone_number: data.phoneNumber,
  }
}

function customer(purchase: Purchase): Record<string, unknown> {
  const { shopper, payIp } = purchase
  return {
    id: shopper.reference,
    email: shopper.email,
    area_code: shopper.phoneAreaCode,
    phone_number: shopper.phoneNumber,
    pay_ip: payIp,
    order_ip: shopper.ip ?? payIp,
  }
}
