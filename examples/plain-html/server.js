/** The shop’s server, with Node's own server: it knows the price, and its secret key never leaves it. */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createClient } from '@paykka-checkout/client'

const { PORT = '4100', BFF_URL = 'http://localhost:4020', BFF_SECRET_KEY = '' } = process.env
const SHOP_URL = process.env.SHOP_URL ?? `http://localhost:${PORT}`

const bff = createClient({ url: BFF_URL, secretKey: BFF_SECRET_KEY })

/** Visitor’s cookie → checkout. A shop has a database for this. */
const checkouts = new Map()

const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8')
const FILES = {
  '/': ['text/html; charset=utf-8', read('index.html').replaceAll('https://pay.shop.example', BFF_URL)],
  '/shop.js': ['text/javascript', read('shop.js')],
}

/** The same order asked for twice is one checkout: that is what the key is for. */
function createCheckout(orderReference) {
  const amount = { value: 1890, currency: 'EUR' }
  return bff('POST /v1/checkouts', {
    body: { orderReference, amount, returnUrl: `${SHOP_URL}/thanks` },
    idempotencyKey: `order-${orderReference}`,
  })
}

async function newOrder(response) {
  const { id, clientSecret } = await createCheckout(randomUUID())
  const visitor = randomUUID()
  checkouts.set(visitor, id)
  response.setHeader('set-cookie', `visitor=${visitor}; HttpOnly; SameSite=Lax; Path=/`)
  send(response, 'application/json', JSON.stringify({ clientSecret }))
}

/** Only what the BFF says counts as paid. */
async function thanks(request, response) {
  const visitor = /visitor=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1]
  const id = checkouts.get(visitor)
  const { status } = id ? await bff('GET /v1/checkouts/:id', { params: { id } }) : { status: 'none' }
  const text = status === 'succeeded' ? 'Thank you, your order is paid.' : `Your payment: ${status}`
  send(response, 'text/html; charset=utf-8', `<h1 data-order-state="${status}">${text}</h1>`)
}

function send(response, type, body) {
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(body)
}

async function answer(request, response) {
  const { pathname } = new URL(request.url, SHOP_URL)
  if (request.method === 'POST' && pathname === '/orders') return newOrder(response)
  if (pathname === '/thanks') return thanks(request, response)
  const file = FILES[pathname]
  return file ? send(response, ...file) : response.writeHead(404).end()
}

createServer((request, response) => {
  answer(request, response).catch((error) => {
    console.error(error.message)
    response.writeHead(502).end('The shop cannot take payments right now.')
  })
}).listen(Number(PORT), 'localhost', () => console.log(`${SHOP_URL}`))
