/** The only place that talks to the checkout BFF with the secret key. Copy this file into your shop's server. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Money } from './money.ts'

/** The fields of a checkout that this shop reads. */
export type Checkout = {
  id: string
  status: CheckoutStatus
  version: number
  amount: { value: number; currency: string }
  payments?: Payment[]
}

/** The fields of a payment that this shop reads. Balances are minor units. */
export type Payment = {
  id: string
  status: string
  amount: { value: number; currency: string }
  method: string
  card?: { brand: string; last4: string }
  /** The method chosen on PayKKa's page. */
  way?: { code: string; name: string }
  supportCode: string
  createdAt: string
  paidAt?: string
  /** The agreement that this payment began, when it is a subscription's first. */
  agreementId?: string
  balances?: Balances
  history: { at: string; to: string; cause: string }[]
}

export type Balances = {
  authorized: number
  captured: number
  capturable: number
  voided: number
  voidable: number
  refunded: number
  refundable: number
}

export type Refund = {
  id: string
  amount: { value: number; currency: string }
  status: string
  createdAt: string
}

export type CheckoutStatus =
  | 'open'
  | 'processing'
  | 'action_required'
  | 'unknown'
  | 'authorized'
  | 'succeeded'
  | 'canceled'
  | 'expired'

export type CreatedCheckout = Checkout & { clientSecret: string }

export type Goods = {
  id: string
  name: string
  category: string
  link: string
  pictureUrl: string
  price: number
  quantity: number
}

type Address = {
  firstName: string
  lastName: string
  line1: string
  city: string
  postalCode: string
  country: string
  email: string
}

export type NewCheckout = {
  orderReference: string
  amount: Money
  returnUrl: string
  /** `reference` is the shop's own name for the shopper: saved cards and recurring payments belong to it. */
  shopper: { reference: string; email: string; firstName: string; lastName: string; ip?: string }
  /** `manual` only reserves the amount; it is charged with `capture`. */
  capture: 'automatic' | 'manual'
  /** `ask` lets the shopper save the card; `recurring` makes this the first payment of an agreement instead. */
  saveCard?: 'off' | 'ask' | 'always'
  recurring?: { type: 'subscription' | 'unscheduled' }
  goods: Goods[]
  billing: Address
  shipping: Address
  locale: string
  expiresIn: number
}

export type BffClient = {
  createCheckout(checkout: NewCheckout, idempotencyKey: string): Promise<CreatedCheckout>
  getCheckout(id: string): Promise<Checkout>
  updateCheckout(id: string, change: { amount: Money; goods: Goods[] }): Promise<Checkout>
  cancelCheckout(id: string): Promise<Checkout>
  /** Charges what was reserved, all of it unless an amount is given. */
  capture(paymentId: string, amount: Money | undefined, key: string): Promise<Payment>
  /** Gives a reservation up. */
  voidPayment(paymentId: string, key: string): Promise<Payment>
  refund(paymentId: string, amount: Money | undefined, key: string): Promise<unknown>
  listRefunds(paymentId: string): Promise<Refund[]>
  /** Charges an agreement without the shopper being there. */
  chargeAgreement(charge: NewCharge, key: string): Promise<Payment>
  endAgreement(id: string): Promise<void>
  /** A short-lived secret that opens one shopper's saved cards in their browser. */
  openAccount(shopperReference: string): Promise<string>
  /** The address of PayKKa's own page for this checkout, for a browser without scripts. */
  hostedPage(checkoutId: string, key: string): Promise<string>
}

export type NewCharge = { agreementId: string; orderReference: string; amount: Money }

/** The BFF answered with a problem document (RFC 9457). `code` is stable: decide by it, not by the text. */
export class BffProblem extends Error {
  override name = 'BffProblem'
  readonly status: number
  readonly code: string
  /** One sentence for whoever has to act on it. */
  readonly title: string
  readonly requestId: string | undefined

  constructor(status: number, code: string, title: string, requestId: string | undefined) {
    super(`BFF answered ${status} ${code}: ${title}`)
    this.status = status
    this.code = code
    this.title = title
    this.requestId = requestId
  }
}

/** No usable answer: the BFF is down, too slow, or something else listens there. */
export class BffUnreachable extends Error {
  override name = 'BffUnreachable'
}

export type BffOptions = {
  url: string
  secretKey: string
  timeoutMs?: number
  fetch?: typeof fetch
  /** Waits so many milliseconds before a busy BFF is asked again. */
  pause?: (ms: number) => Promise<unknown>
}

export function createBffClient(options: BffOptions): BffClient {
  const call = <T>(method: string, path: string, body?: unknown, idempotencyKey?: string) =>
    callBff<T>(options, { method, path, body, idempotencyKey })
  const checkoutPath = (id: string) => `/v1/checkouts/${encodeURIComponent(id)}`
  const paymentPath = (id: string) => `/v1/payments/${encodeURIComponent(id)}`
  return {
    createCheckout: (checkout, key) => call('POST', '/v1/checkouts', checkout, key),
    getCheckout: (id) => call('GET', checkoutPath(id)),
    updateCheckout: (id, change) => call('PATCH', checkoutPath(id), change),
    cancelCheckout: (id) => call('POST', `${checkoutPath(id)}/cancel`, {}),
    capture: (id, amount, key) => payment(call('POST', `${paymentPath(id)}/captures`, { amount }, key)),
    voidPayment: (id, key) => payment(call('POST', `${paymentPath(id)}/voids`, {}, key)),
    refund: (id, amount, key) => call('POST', `${paymentPath(id)}/refunds`, { amount }, key),
    listRefunds: async (id) => (await call<{ data: Refund[] }>('GET', `${paymentPath(id)}/refunds`)).data,
    chargeAgreement: (charge, key) => payment(call('POST', '/v1/recurring/charges', charge, key)),
    endAgreement: (id) => call('DELETE', `/v1/recurring/agreements/${encodeURIComponent(id)}`),
    openAccount: async (reference) => {
      const path = `/v1/shoppers/${encodeURIComponent(reference)}/secrets`
      return (await call<{ clientSecret: string }>('POST', path, {})).clientSecret
    },
    hostedPage: async (checkoutId, key) =>
      (await call<{ url: string }>('POST', `/v1/checkouts/${checkoutId}/hosted`, {}, key)).url,
  }
}

const payment = async (answer: Promise<{ payment: Payment }>): Promise<Payment> => (await answer).payment

type Call = { method: string; path: string; body: unknown; idempotencyKey: string | undefined }

/** “Busy” is said before anything was done, so the same call may go again. */
const BUSY_TRIES = 3

async function callBff<T>(options: BffOptions, call: Call): Promise<T> {
  for (let tries = 1; ; tries++) {
    const response = await send(options, call)
    const answer = await readJson(response)
    if (response.ok) return answer as T
    const problem = asProblem(response.status, answer)
    if (problem.code !== 'busy' || tries === BUSY_TRIES) throw problem
    await (options.pause ?? pause)(retryAfterMs(response))
  }
}

/** A shopper is waiting, so no longer than a few seconds. */
function retryAfterMs({ headers }: Response): number {
  const seconds = Number(headers.get('retry-after') ?? 1)
  return Math.min(Number.isFinite(seconds) && seconds > 0 ? seconds : 1, 3) * 1000
}

async function send(options: BffOptions, call: Call): Promise<Response> {
  const { fetch: fetchUrl = fetch, timeoutMs = 10_000 } = options
  const headers = {
    authorization: `Bearer ${options.secretKey}`,
    ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(call.idempotencyKey ? { 'idempotency-key': call.idempotencyKey } : {}),
  }
  const body = call.body === undefined ? null : JSON.stringify(call.body)
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    return await fetchUrl(options.url + call.path, { method: call.method, headers, body, signal })
  } catch (cause) {
    throw new BffUnreachable(`No answer from the BFF at ${options.url}`, { cause })
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch (cause) {
    throw new BffUnreachable(`The answer to ${response.url} is not JSON`, { cause })
  }
}

function asProblem(status: number, answer: unknown): BffProblem {
  const problem = (answer ?? {}) as { code?: unknown; title?: unknown; requestId?: unknown }
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
  return new BffProblem(
    status,
    text(problem.code) ?? 'unreadable',
    text(problem.title) ?? 'no title',
    text(problem.requestId),
  )
}
