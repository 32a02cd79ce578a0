/** The shop’s own server: it knows the price, and its secret key never leaves it. Only server code may import this. */
import { randomUUID } from 'node:crypto'
import { createClient } from '@paykka-checkout/client'

/** Order reference → checkout, for all of the server’s bundles. A shop has a database for this. */
globalThis.shopOrders ??= new Map()

// Read when it runs, not when it is built.
export const bffUrl = () => process.env.BFF_URL ?? 'http://localhost:4020'
const shopUrl = () => process.env.SHOP_URL ?? `http://localhost:${process.env.PORT ?? 3000}`

const bff = () => createClient({ url: bffUrl(), secretKey: process.env.BFF_SECRET_KEY })

/** @returns the reference of a new order with a checkout of its own */
export async function createOrder() {
  const reference = randomUUID()
  const { id, clientSecret } = await bff()('POST /v1/checkouts', {
    body: {
      orderReference: reference,
      amount: { value: 1890, currency: 'EUR' },
      returnUrl: `${shopUrl()}/orders/${reference}`,
    },
    idempotencyKey: `order-${reference}`,
  })
  globalThis.shopOrders.set(reference, { id, clientSecret })
  return reference
}

/** @returns undefined for an order that is not there. Only what the BFF says counts as paid. */
export async function readOrder(reference) {
  const order = globalThis.shopOrders.get(reference)
  if (!order) return undefined
  const { status } = await bff()('GET /v1/checkouts/:id', { params: { id: order.id } })
  return { status, clientSecret: order.clientSecret }
}
