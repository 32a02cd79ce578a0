/** A shop of somebody else in one file, with nothing but the installed packages: it carries the BFF, and sells one thing. */
import { createServer } from 'node:http'
import { loadConfig, startServer } from '@paykka-checkout/bff'
import { createClient } from '@paykka-checkout/client'
import { renderSkeleton } from '@paykka-checkout/element'

const { PORT, BFF_URL, BFF_SECRET_KEY: secretKey } = process.env
const SHOP_URL = `http://localhost:${PORT}`

await startServer(
  loadConfig({
    ...process.env,
    PORT: new URL(BFF_URL).port,
    BFF_PUBLIC_URL: BFF_URL,
    BFF_ALLOWED_ORIGINS: SHOP_URL,
    BFF_SECRET_KEYS: secretKey,
  }),
)
const bff = createClient({ url: BFF_URL, secretKey })
const { id, clientSecret } = await bff('POST /v1/checkouts', {
  body: { orderReference: 'A-1', amount: { value: 1890, currency: 'EUR' }, returnUrl: `${SHOP_URL}/thanks` },
  idempotencyKey: 'order-A-1',
})

const shop = () => `<script type="module" src="${BFF_URL}/element/v1/define.js"></script>
<script type="module">
document.querySelector('paykka-checkout').addEventListener('paykka-success', () => location.assign('/thanks'))
</script>
${renderSkeleton({ bffUrl: BFF_URL, clientSecret })}`

async function thanks() {
  const { status } = await bff('GET /v1/checkouts/:id', { params: { id } })
  return `<h1 data-order-state="${status}">${status}</h1>`
}

createServer(async ({ url }, response) => {
  const body = url === '/thanks' ? await thanks() : shop()
  response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html>\n${body}`)
}).listen(Number(PORT), 'localhost')
