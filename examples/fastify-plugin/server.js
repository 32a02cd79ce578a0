/** A Fastify app that is the shop and carries the BFF too: one process, two addresses. */
import { randomUUID } from 'node:crypto'
import { loadConfig, paykkaBff } from '@paykka-checkout/bff'
import { createClient } from '@paykka-checkout/client'
import Fastify from 'fastify'

const { PORT = '4100', BFF_SECRET_KEY = '' } = process.env
const SHOP_URL = process.env.SHOP_URL ?? `http://localhost:${PORT}`
// The card frame is isolated by its own origin, so the BFF needs another host name than the shop.
const BFF_URL = process.env.BFF_URL ?? `http://127.0.0.1:${PORT}`

const config = loadConfig({
  ...process.env,
  BFF_PUBLIC_URL: BFF_URL,
  BFF_ALLOWED_ORIGINS: SHOP_URL,
  BFF_SECRET_KEYS: BFF_SECRET_KEY,
})

/** Order reference → checkout. A shop has a database for this. */
const orders = new Map()

// The listening server’s own limits; the plugin brings all others.
const app = Fastify({
  requestTimeout: 10_000,
  http: { headersTimeout: 5000, connectionsCheckingInterval: 1000 },
})
await app.register(paykkaBff, { config })

const bff = createClient({ url: BFF_URL, secretKey: BFF_SECRET_KEY })

app.get('/', async (_request, reply) => {
  const reference = randomUUID()
  const { id, clientSecret } = await bff('POST /v1/checkouts', {
    body: {
      orderReference: reference,
      amount: { value: 1890, currency: 'EUR' },
      returnUrl: `${SHOP_URL}/orders/${reference}`,
    },
    idempotencyKey: `order-${reference}`,
  })
  orders.set(reference, id)
  return reply.type('text/html; charset=utf-8').send(`<!doctype html>
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

app.get('/orders/:reference', async (request, reply) => {
  const id = orders.get(request.params.reference)
  const { status } = id ? await bff('GET /v1/checkouts/:id', { params: { id } }) : { status: 'none' }
  return reply
    .type('text/html; charset=utf-8')
    .send(`<h1 data-order-state="${status}">Your order: ${status}</h1>`)
})

await app.listen({ port: Number(PORT), host: 'localhost' })
console.log(SHOP_URL)
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => app.close())
