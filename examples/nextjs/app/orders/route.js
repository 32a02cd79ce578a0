/** Makes the order and its checkout with the secret key, then shows it. */
import { createOrder } from '../../lib/shop.js'

export async function POST() {
  const location = `/orders/${await createOrder()}`
  return new Response(null, { status: 303, headers: { location } })
}
