/** The shop’s own server: it knows the price, and its secret key never leaves it. Only server code may import this. */
import { randomUUID } from 'node:crypto'

/** Order reference → checkout, for all of the server’s bundles. A shop has a database for this. */
globalThis.shopOrders ??= new Map()

// Read when it runs, not when it is built.
export const bffUrl = () => process.env.BFF_URL ?? 'http://localhost:4020'
const shopUrl = () => process.env.SHOP_URL ?? `http://localhost:${process.env.PORT ?? 3000}`

async function bff(path, init = {}) {
  const response = await fetch(new URL(path, bffUrl()), {
    ...init,
    cache: 'no-store',
    headers: {
      authorization: `Bearer ${process.env.BFF_SECRET_KEY}`,
      'content-type': 'application/json',
      ...init.headers,
    },
  })
  if (!response.ok) throw new Error(`BFF: ${response.status} ${await response.text()}`)
  return response.json()
}

/** @returns the reference of a new order with a checkout of its own */
export async function createOrder() {
  const reference = randomUUID()
  const { id, clientSecret } = await bff('/v1/checkouts', {
    method: 'POST',
    headers: { 'idempotency-key': `order-${reference}` },
    body: JSON.stringify({
      orderReference: reference,
      amount: { value: 1890, currency: 'EUR' },
      returnUrl: `${shopUrl()}/orders/${reference}`,
    }),
  })
  globalThis.shopOrders.set(reference, { id, clientSecret })
  return reference
}

/** @returns undefined for an order that is not there. Only what the BFF says counts as paid. */
export async function readOrder(reference) {
  const order = globalThis.shopOrders.get(reference)
  if (!order) return undefined
  const { status } = await bff(`/v1/checkouts/${order.id}`)
  return { status, clientSecret: order.clientSecret }
}
