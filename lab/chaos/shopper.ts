/** A shop's server and a shopper's browser over real HTTP, for a BFF in another process. */
import { randomUUID } from 'node:crypto'
import type { CreatedCheckout, PublicCheckout } from '@paykka-checkout/shared-types'
import { request } from 'undici'
import { sealCard } from '../../packages/bff/test/support/seal.ts'
import { until } from './poll.ts'

export const SECRET_KEY = 'sk_test_0123456789abcdefghijklmnopqrstuv'
export const SHOP_ORIGIN = 'https://shop.example'

export const BROWSER = {
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/156',
  language: 'en-GB',
  colorDepth: 24,
  screenHeight: 900,
  screenWidth: 1440,
  timezoneOffset: -60,
  javaEnabled: false,
}

export type Answer = { status: number; code?: string; payment?: string; body: Record<string, unknown> }

/** @returns a card number of its own last four digits that passes the Luhn check and succeeds */
export function cardNumber(index: number): string {
  const digits = `4242427${String(index).padStart(8, '0')}`
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return `${digits}${(10 - (sum % 10)) % 10}`
}

type Send = { method: 'GET' | 'POST'; path: string; headers: Record<string, string>; body?: unknown }

async function send(base: string, { method, path, headers, body }: Send): Promise<Answer> {
  const response = await request(base + path, {
    method,
    // A connection per request: the server at the other end may be another process the next time.
    reset: true,
    headersTimeout: 40_000,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    body: body === undefined ? null : JSON.stringify(body),
  })
  const json = (await response.body.json()) as Record<string, unknown>
  const payment = (json.payment as { status?: string } | undefined)?.status
  const code = json.code as string | undefined
  return {
    status: response.statusCode,
    body: json,
    ...(payment === undefined ? {} : { payment }),
    ...(code === undefined ? {} : { code }),
  }
}

/** The shop's server creates a checkout; with the same key and reference it asks for one it has created. */
export async function createCheckout(
  base: string,
  amount = 1099,
  origin = SHOP_ORIGIN,
  { key, reference }: { key?: string; reference?: string } = {},
): Promise<CreatedCheckout> {
  const answer = await send(base, {
    method: 'POST',
    path: '/v1/checkouts',
    headers: {
      authorization: `Bearer ${SECRET_KEY}`,
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    body: {
      orderReference: reference ?? `order-${randomUUID()}`,
      amount: { value: amount, currency: 'EUR' },
      returnUrl: `${origin}/orders/1`,
    },
  })
  if (answer.status !== 201) throw new Error(`no checkout: ${JSON.stringify(answer.body)}`)
  return answer.body as unknown as CreatedCheckout
}

export type Shopper = {
  view(): Promise<PublicCheckout>
  /** Seals the card and gives the body to post, so that it can be posted more than once. */
  fill(number?: string): Promise<unknown>
  post(key: string, body: unknown, base?: string): Promise<Answer>
  /** Fills in and posts with its own key. */
  pay(number?: string): Promise<Answer>
}

/**
 * @param base called anew for every request, so that a shopper follows a server that moved
 * @param now Unix milliseconds where the BFF lives
 */
export function openShop(
  base: () => string,
  checkout: Pick<CreatedCheckout, 'id' | 'clientSecret'>,
  now: () => number,
): Shopper {
  const headers = { authorization: `Bearer ${checkout.clientSecret}` }
  // A page asks again when its server is too busy to answer; what comes back is always the checkout.
  const view = () =>
    until('the checkout', async () => {
      const answer = await send(base(), { method: 'GET', path: '/client/v1/checkout', headers })
      if (answer.status !== 200) throw new Error(`no checkout: ${JSON.stringify(answer.body)}`)
      return answer.body as unknown as PublicCheckout
    })
  const fill = async (number = '4242424242424242') => {
    const { cardKey, version } = await view()
    const card = await sealCard(cardKey, { number, checkout: checkout.id, iat: Math.floor(now() / 1000) })
    return { version, method: { type: 'card', card }, browser: BROWSER }
  }
  const post = (key: string, body: unknown, to = base()) =>
    send(to, {
      method: 'POST',
      path: '/client/v1/checkout/payments',
      headers: { ...headers, 'idempotency-key': key },
      body,
    })
  return { view, fill, post, pay: async (number) => post(randomUUID(), await fill(number)) }
}
