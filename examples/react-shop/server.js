import { createClient, verifyEvent } from '@paykka-checkout/client'
import express from 'express'
import { createServer } from 'vite'

const { BFF_URL, BFF_SECRET_KEY, SHOP_EVENTS_SECRET, PORT = '3000' } = process.env
const bff = createClient({ url: BFF_URL, secretKey: BFF_SECRET_KEY })
const app = express()

app.post('/orders', async (_request, response) => {
  const orderReference = `order-${Date.now()}`
  const returnUrl = `http://localhost:${PORT}/`
  const { id, clientSecret } = await bff('POST /v1/checkouts', {
    body: { orderReference, amount: { value: 1890, currency: 'EUR' }, returnUrl },
    idempotencyKey: orderReference,
  })
  response.json({ id, clientSecret, bffUrl: BFF_URL })
})

app.get('/orders/:id', async (request, response) => {
  const { status } = await bff('GET /v1/checkouts/:id', { params: { id: request.params.id } })
  response.json({ status })
})

app.post('/webhooks', express.raw({ type: 'application/json' }), (request, response) => {
  const event = verifyEvent(request.body, request.headers, SHOP_EVENTS_SECRET)
  if (event.type === 'payment.succeeded') console.log(`Ship ${event.data.orderReference}`)
  response.sendStatus(204)
})

const vite = await createServer({ server: { middlewareMode: true, hmr: false } })
app.use(vite.middlewares)
app.listen(PORT, () => console.log(`http://localhost:${PORT}`))
