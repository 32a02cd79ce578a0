/** What this shop asks of the BFF, in the shop's words. Only here is the secret key used. */
import type {
  ClientOptions,
  GivenChange,
  GivenCharge,
  GivenCheckout,
  Operation,
  Payment,
  ShopRoutes,
} from '@paykka-checkout/client'
import { createClient } from '@paykka-checkout/client'
import type { Money } from './money.ts'

export { ShopProblem } from '@paykka-checkout/client'

export type { Payment }
export type Checkout = ShopRoutes['GET /v1/checkouts/:id']['answer']
export type CheckoutStatus = Checkout['status']
export type CreatedCheckout = ShopRoutes['POST /v1/checkouts']['answer']
export type NewCheckout = GivenCheckout
export type Goods = NonNullable<GivenCheckout['goods']>[number]
export type Refund = Operation

export type BffClient = {
  createCheckout(checkout: NewCheckout, key: string): Promise<CreatedCheckout>
  getCheckout(id: string): Promise<Checkout>
  updateCheckout(id: string, change: GivenChange): Promise<Checkout>
  cancelCheckout(id: string): Promise<Checkout>
  /** Charges what was reserved, all of it unless an amount is given. */
  capture(paymentId: string, amount: Money | undefined, key: string): Promise<unknown>
  /** Gives a reservation up. */
  voidPayment(paymentId: string, key: string): Promise<unknown>
  refund(paymentId: string, amount: Money | undefined, key: string): Promise<unknown>
  listRefunds(paymentId: string): Promise<Refund[]>
  /** Charges an agreement without the shopper being there. */
  chargeAgreement(charge: GivenCharge, key: string): Promise<Payment>
  endAgreement(id: string): Promise<unknown>
  /** A short-lived secret that opens one shopper's saved cards in their browser. */
  openAccount(shopperReference: string): Promise<string>
  /** The address of PayKKa's own page for this checkout, for a browser without scripts. */
  hostedPage(checkoutId: string, key: string): Promise<string>
}

/** A shopper waits for each call, so none takes longer than ten seconds. */
export function createBffClient(options: ClientOptions): BffClient {
  const bff = createClient({ timeoutMs: 10_000, ...options })
  return {
    createCheckout: (body, idempotencyKey) => bff('POST /v1/checkouts', { body, idempotencyKey }),
    getCheckout: (id) => bff('GET /v1/checkouts/:id', { params: { id } }),
    updateCheckout: (id, body) => bff('PATCH /v1/checkouts/:id', { params: { id }, body }),
    cancelCheckout: (id) => bff('POST /v1/checkouts/:id/cancel', { params: { id } }),
    capture: (id, amount, idempotencyKey) =>
      bff('POST /v1/payments/:id/captures', { params: { id }, body: part(amount), idempotencyKey }),
    voidPayment: (id, idempotencyKey) =>
      bff('POST /v1/payments/:id/voids', { params: { id }, body: {}, idempotencyKey }),
    refund: (id, amount, idempotencyKey) =>
      bff('POST /v1/payments/:id/refunds', { params: { id }, body: part(amount), idempotencyKey }),
    listRefunds: async (id) => (await bff('GET /v1/payments/:id/refunds', { params: { id } })).data,
    chargeAgreement: async (body, idempotencyKey) =>
      (await bff('POST /v1/recurring/charges', { body, idempotencyKey })).payment,
    endAgreement: (id) => bff('DELETE /v1/recurring/agreements/:id', { params: { id } }),
    openAccount: async (reference) =>
      (await bff('POST /v1/shoppers/:reference/secrets', { params: { reference } })).clientSecret,
    hostedPage: async (id, idempotencyKey) =>
      (await bff('POST /v1/checkouts/:id/hosted', { params: { id }, body: {}, idempotencyKey })).url,
  }
}

const part = (amount: Money | undefined) => (amount ? { amount } : {})
