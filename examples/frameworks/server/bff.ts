/** What the shop's server asks of the BFF. Only here is the secret key. */
import { randomUUID } from 'node:crypto'

export type Bff = {
  /** A new checkout; `returnUrl` is where the bank sends the shopper back to. */
  createCheckout(returnUrl: string): Promise<{ clientSecret: string }>
  /** How a payment stands, by its id. */
  getPayment(id: string): Promise<{ payment: { status: string } }>
}

export function createBff(url: string, secretKey: string): Bff {
  const call = async <T>(path: string, init: RequestInit = {}): Promise<T> => {
    const response = await fetch(url + path, { ...init, headers: headersFor(secretKey, init) })
    if (!response.ok) throw new Error(`The BFF answered ${response.status}: ${await response.text()}`)
    return (await response.json()) as T
  }
  return {
    createCheckout: (returnUrl) =>
      call('/v1/checkouts', { method: 'POST', body: JSON.stringify(newCheckout(returnUrl)) }),
    getPayment: (id) => call(`/v1/payments/${encodeURIComponent(id)}`),
  }
}

const headersFor = (secretKey: string, { body }: RequestInit): Record<string, string> => ({
  authorization: `Bearer ${secretKey}`,
  ...(body ? { 'content-type': 'application/json', 'idempotency-key': randomUUID() } : {}),
})

/** The amount is the shop's to say, and only here. Cards alone: these pages allow no script of Apple's or Google's. */
const newCheckout = (returnUrl: string) => ({
  orderReference: randomUUID(),
  amount: { value: 4999, currency: 'EUR' },
  returnUrl,
  methods: ['card'],
})
