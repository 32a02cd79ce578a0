/** A shop’s server with Express: creates checkouts, and learns what was paid from signed events. */
import { randomUUID } from 'node:crypto'
import { createClient, verifyEvent } from '@paykka-checkout/client'
import express from 'express'

const {
  PORT = '4100',
  BFF_URL = 'http://localhost:4020',
  BFF_SECRET_KEY = '',
  SHOP_EVENTS_SECRET = '',
} = process.env
const SHOP_URL = process.env.SHOP_URL ?? `http://localhost:${PORT}`

const bff = createClient({ url: BFF_URL, secretKey: BFF_SECRET_KEY })

/** Order reference → what the shop knows of it. A shop has a database for this. */
const orders = new Map()

async function createOrder() {
  const reference = randomUUID()
  const checkout = await bff('POST /v1/checkouts', {
    body: {
      orderReference: reference,
      amount: { value: 1890, currency: 'EUR' },
      returnUrl: `${SHOP_URL}/orders/${reference}`,
    },
    idempotencyKey: `order-${reference}`,
  })
  orders.set(reference, { checkoutId: checkout.id, shipped: false })
  return { reference, clientSecret: checkout.clientSecret }
}

const app = express()

app.get('/', async (_request, response) => {
  const { reference, clientSecret } = await createOrder()
  response.send(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>A mug</title>
<script type="module" src="${BFF_URL}/element/v1/define.js"></script>
<script type="module">
document.querySelector('paykka-checkout').addEventListener('paykka-success', () => location.assign('/orders/${reference}'))
</script>
</head>
<body><main>
<h1>Stoneware mug, €18.90</h1>
<paykka-checkout bff-url="${BFF_URL}" client-secret="${clientSecret}"></paykka-checkout>
</main></body>
</html>`)
})

app.get('/orders/:reference', async (request, response) => {
  const order = orders.get(request.params.reference)
  if (!order) return void response.status(404).send('No such order')
  const { status } = await bff('GET /v1/checkouts/:id', { params: { id: order.checkoutId } })
  response.send(`<h1 data-order-state="${status}">Your order: ${status}</h1>`)
})

// The signature covers the bytes, so this route reads them before anything parses them.
app.post('/events', express.raw({ type: 'application/json' }), (request, response) => {
  let event
  try {
    event = verifyEvent(request.body, request.headers, SHOP_EVENTS_SECRET)
  } catch (error) {
    return void response.status(400).send(error.message)
  }
  const order = orders.get(event.data.orderReference)
  // An event may come twice: shipping happens once.
  if (event.type === 'payment.succeeded' && order) order.shipped = true
  response.status(204).end()
})

app.use((error, _request, response, _next) => {
  console.error(error.message)
  response.status(502).send('The shop cannot take payments right now.')
})

app.listen(Number(PORT), 'localhost', () => console.log(SHOP_URL))
