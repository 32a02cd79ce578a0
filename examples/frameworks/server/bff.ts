/** What the shop's server asks of the BFF. Only here is the secret key. */
import { randomUUID } from 'node:crypto'
import type { GivenCheckout } from '@paykka-checkout/client'
import { createClient } from '@paykka-checkout/client'

export type Bff = {
  /** A new checkout; `returnUrl` is where the bank sends the shopper back to. */
  createCheckout(returnUrl: string): Promise<{ clientSecret: string }>
  /** How a payment stands, by its id. */
  getPayment(id: string): Promise<{ payment: { status: string } }>
}

export function createBff(url: string, secretKey: string): Bff {
  const bff = createClient({ url, secretKey })
  return {
    createCheckout: (returnUrl) => bff('POST /v1/checkouts', { body: newCheckout(returnUrl) }),
    getPayment: (id) => bff('GET /v1/payments/:id', { params: { id } }),
  }
}

/** The amount is the shop's to say, and only here. Cards alone: these pages allow no script of Apple's or Google's. */
const newCheckout = (returnUrl: string): GivenCheckout => ({
  orderReference: randomUUID(),
  amount: { value: 4999, currency: 'EUR' },
  returnUrl,
  methods: ['card'],
})
