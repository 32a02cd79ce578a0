/** Express around the plain purchase, or around one call of Adyen's or Stripe's library for servers. */
import { CheckoutAPI, Client, EnvironmentEnum, Types } from '@adyen/api-library'
import express from 'express'
import Stripe from 'stripe'
import type { Order } from './plain-purchase.ts'
import { openOwnRows, openPurchases } from './plain-purchase.ts'

type ExpressKind = 'express' | 'stripe' | 'adyen'
type Pay = (order: Order) => Promise<string | undefined>

export function startExpress(kind: ExpressKind, port: number): void {
  const pay = { express: withOwnRows, stripe: withStripe, adyen: withAdyen }[kind](process.env)
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

/** Likewise. The library opens a connection with TLS for every call, and has its address built in: it is moved to the mock. */
function withAdyen(env: NodeJS.ProcessEnv): Pay {
  const { TEST: environment } = EnvironmentEnum
  const client = new Client({ apiKey: 'bench', environment, certificatePath: 'unencrypted' })
  const { PaymentsApi: payments } = new CheckoutAPI(client)
  Object.assign(payments, { baseUrl: `${env.ADYEN_API_URL}/v71` })
  return async ({ amount, currency }) => {
    const answer = await payments.payments({
      amount: { value: amount, currency },
      merchantAccount: 'bench',
      paymentMethod: {
        type: Types.checkout.CardDetails.TypeEnum.Scheme,
        encryptedCardNumber: 'test_4242424242424242',
      },
      reference: 'order-1',
      returnUrl: 'https://shop.example/orders/1',
    })
    return answer.resultCode
  }
}

const withOwnRows = (env: NodeJS.ProcessEnv) => openPurchases(env, openOwnRows(env))
