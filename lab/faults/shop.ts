/** Shoppers and their answers. Every order has its own amount, which identifies it in PayKKa's books. */
import { randomUUID } from 'node:crypto'
import type { CreatedCheckout, PublicCheckout } from '@paykka-checkout/shared-types'
import { sealCard } from '../../packages/bff/test/support/seal.ts'
import { BROWSER, SECRET_KEY, SHOP_ORIGIN } from '../chaos/shopper.ts'

export type Purchase = {
  amount: number
  /** What the shop's server sends when it creates the checkout, each time it does. */
  key: string
  request: object
  checkout: Pick<CreatedCheckout, 'id' | 'clientSecret'>
  /** The answers to each try, oldest first: a payment's status, a problem's code, or `no answer`. */
  reported: string[]
}

export type Shop = {
  purchases: Purchase[]
  /** Creates a checkout. @throws Error when the BFF does not take it */
  order(): Promise<Purchase>
  /** The shop's server creates the checkout again under its key, as after a restored backup. @throws Error as `order` does */
  repeat(purchase: Purchase): Promise<void>
  /** @throws Error when the BFF does not show it */
  view(purchase: Purchase): Promise<PublicCheckout>
  /** Pays once. Never throws. @returns the shopper's answer */
  pay(purchase: Purchase): Promise<string>
  /** Pays a new order; a shopper whose answer is not "paid" presses the button again. Never throws. */
  buy(): Promise<string>
}

const FIRST_AMOUNT = 1099
const TIMEOUT_MS = 30_000

/** @param base the BFF that browsers reach now */
export function openShop(base: () => string): Shop {
  const purchases: Purchase[] = []
  const create = (request: object, key: string) =>
    ask<CreatedCheckout>(`${base()}/v1/checkouts`, SECRET_KEY, request, key)
  const order = async () => {
    const amount = FIRST_AMOUNT + purchases.length
    const key = randomUUID()
    const request = {
      orderReference: `order-${key}`,
      amount: { value: amount, currency: 'EUR' },
      returnUrl: `${SHOP_ORIGIN}/orders/1`,
    }
    const purchase = { amount, key, request, checkout: await create(request, key), reported: [] }
    purchases.push(purchase)
    return purchase
  }
  const view = ({ checkout }: Purchase) =>
    ask<PublicCheckout>(`${base()}/client/v1/checkout`, checkout.clientSecret)
  const pay = async (purchase: Purchase) => {
    const reported = await payOnce(base(), purchase, await view(purchase)).catch(wordOf)
    purchase.reported.push(reported)
    return reported
  }
  const buy = async () => {
    const purchase = await order()
    const reported = await pay(purchase)
    if (reported !== 'succeeded') await pay(purchase)
    return reported
  }
  return {
    purchases,
    order,
    view,
    repeat: async ({ request, key }) => void (await create(request, key)),
    pay: (purchase) => pay(purchase).catch(wordOf),
    buy: () => buy().catch(wordOf),
  }
}

async function payOnce(base: string, { checkout }: Purchase, view: PublicCheckout): Promise<string> {
  const { cardKey, version } = view
  const card = await sealCard(cardKey, { checkout: checkout.id, iat: Math.floor(Date.now() / 1000) })
  const body = { version, method: { type: 'card', card }, browser: BROWSER }
  const url = `${base}/client/v1/checkout/payments`
  const answer = await ask<{ payment: { status: string } }>(url, checkout.clientSecret, body)
  return answer.payment.status
}

/** What a shopper makes of a failed request: the problem's code, else `no answer`. */
class Refused extends Error {}

const wordOf = (error: unknown) => (error instanceof Refused ? error.message : 'no answer')

async function ask<T>(url: string, bearer: string, body?: object, key: string = randomUUID()): Promise<T> {
  const response = await fetch(url, {
    method: body ? 'POST' : 'GET',
    headers: {
      authorization: `Bearer ${bearer}`,
      connection: 'close',
      ...(body ? { 'content-type': 'application/json', 'idempotency-key': key } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  const answer = (await response.json()) as T & { code?: string }
  if (!response.ok) throw new Refused(answer.code ?? `HTTP ${response.status}`)
  return answer
}
