/** A page written by the server, and a plain form: no framework, and no script of the shop’s own. */
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { createClient } from '@paykka-checkout/client'
import { renderSkeleton } from '@paykka-checkout/element'

const { PORT = '4100', BFF_URL = 'http://localhost:4020', BFF_SECRET_KEY = '' } = process.env
const SHOP_URL = process.env.SHOP_URL ?? `http://localhost:${PORT}`

const bff = createClient({ url: BFF_URL, secretKey: BFF_SECRET_KEY })

const createCheckout = (orderReference) =>
  bff('POST /v1/checkouts', {
    body: { orderReference, amount: { value: 1890, currency: 'EUR' }, returnUrl: `${SHOP_URL}/orders` },
    idempotencyKey: `order-${orderReference}`,
  })

const layout = (body) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A mug</title>
<script type="module" src="${BFF_URL}/element/v1/define.js"></script>
</head>
<body><main>${body}</main></body>
</html>`

/** The skeleton keeps the place of the form until the script has come, so that nothing jumps. */
async function checkoutPage() {
  const { clientSecret } = await createCheckout(randomUUID())
  const checkout = renderSkeleton({
    bffUrl: BFF_URL,
    clientSecret,
    payButton: false,
    attributes: { name: 'payment' },
  })
  return layout(`<h1>Stoneware mug, €18.90</h1>
<form method="post" action="/orders">
<p><label>A note for us <input name="note" maxlength="200"></label></p>
${checkout}
<p><button>Buy for €18.90</button></p>
</form>`)
}

/** The form’s value is only the payment’s id; whether it is paid, the BFF says. */
async function orderPage(paymentId) {
  if (!/^pay_[\w-]{22}$/.test(paymentId)) return layout('<h1 data-order-state="none">No payment</h1>')
  const { payment } = await bff('GET /v1/payments/:id', { params: { id: paymentId } })
  const text =
    payment.status === 'succeeded' ? 'Thank you, your order is paid.' : `Your payment: ${payment.status}`
  return layout(`<h1 data-order-state="${payment.status}">${text}</h1>`)
}

/** After the bank’s page the element finds the checkout it kept, and shows how it ended. */
const returnPage = () => layout(`<h1>Your order</h1><paykka-checkout bff-url="${BFF_URL}"></paykka-checkout>`)

async function pageFor(request) {
  const { pathname } = new URL(request.url, SHOP_URL)
  if (pathname === '/') return checkoutPage()
  if (pathname !== '/orders') return null
  if (request.method !== 'POST') return returnPage()
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  return orderPage(new URLSearchParams(Buffer.concat(chunks).toString()).get('payment') ?? '')
}

createServer(async (request, response) => {
  try {
    const page = await pageFor(request)
    response.writeHead(page ? 200 : 404, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
    })
    response.end(page ?? 'Not here')
  } catch (error) {
    console.error(error.message)
    response.writeHead(502).end('The shop cannot take payments right now.')
  }
}).listen(Number(PORT), 'localhost', () => console.log(SHOP_URL))
