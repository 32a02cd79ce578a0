/** What a shop's server does with the client, in whatever runs it. */
import { createClient, ShopProblem, verifyEvent } from '@paykka-checkout/client'

/** @returns the client secret, the message of a refusal, and the type of an event */
export async function check({ url, body, headers, secret }) {
  const bff = createClient({ url, secretKey: 'k'.repeat(32) })
  const order = {
    orderReference: 'A-1',
    amount: { value: 1890, currency: 'EUR' },
    returnUrl: `${url}/thanks`,
  }
  const { clientSecret } = await bff('POST /v1/checkouts', { body: order })
  const refused = await bff('GET /v1/payments/:id', { params: { id: 'pay_1' } }).catch((error) => error)
  const event = verifyEvent(new TextEncoder().encode(body), headers, secret)
  return { clientSecret, refused: refused instanceof ShopProblem && refused.message, event: event.type }
}
