/** Express around the plain purchase, or around one call of Stripe’s library for servers. */
import express from 'express'
import Stripe from 'stripe'
import type { Order } from './plain-purchase.ts'
import { openPurchases } from './plain-purchase.ts'

type Pay = (order: Order) => Promise<string | undefined>

export function startExpress(kind: 'express' | 'stripe', port: number): void {
  const pay = { express: openPurchases, stripe: withStripe }[kind](process.env)
  const app = express()
  app.use(express.json())
  app.get('/readyz', (_request, response) => void response.send('ready'))
  app.post('/pay', async (request, response) => {
    response.json({ status: await pay(request.body as Order) })
  })
  app.listen(port, '127.0.0.1')
}

/** Signs nothing and stores nothing; the card never reaches such a server. */
function withStripe(env: NodeJS.ProcessEnv): Pay {
  const { hostname, port } = new URL(env.PAYKKA_API_URL ?? '')
  const stripe = new Stripe('sk_test_bench', { host: hostname, port, protocol: 'http', telemetry: false })
  return async ({ amount, currency }) => {
    const intent = { amount, currency, payment_method: 'pm_card_visa', confirm: true }
    return (await stripe.paymentIntents.create(intent)).status
  }
}
