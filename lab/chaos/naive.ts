/**
 * The BFF this project must not be: forwards a payment and believes the answer. No durable record, no dedupe, no query,
 * no look at signatures. Every case of the chaos suite must catch it, which shows that the case can catch anything.
 */
import { randomBytes } from 'node:crypto'
import Fastify from 'fastify'
import { compactDecrypt, importJWK } from 'jose'
import { loadConfig } from '../../packages/bff/src/config/config.ts'
import { createClient } from '../../packages/bff/src/paykka/paykka-client.ts'
import { purchaseBody } from '../../packages/bff/src/paykka/purchase-request.ts'
import type { TypedCard } from '../../packages/bff/test/support/decrypted-card.ts'
import { decryptedCard } from '../../packages/bff/test/support/decrypted-card.ts'
import { BROWSER } from './shopper.ts'

type Known = { transId: string; checkoutId: string; status: string }

const config = loadConfig(process.env)
const client = createClient({ ...config.paykka, responseSignature: 'off' }, Date.now, { warn: () => {} })
// Two of it open each other's cards, as two workers of one BFF do.
const jwk = JSON.parse(process.env.CHAOS_NAIVE_KEY ?? '{}') as Record<string, string>
const key = await importJWK(jwk, 'ECDH-ES')
const { d: _private, ...publicJwk } = jwk
const cardKey = { ...publicJwk, kid: 'naive', alg: 'ECDH-ES', use: 'enc' }
const payments: Known[] = []
const app = Fastify()

app.addHook('onRequest', async (request, reply) => {
  const { origin } = request.headers
  if (origin) reply.header('access-control-allow-origin', origin).header('access-control-allow-headers', '*')
  if (request.method === 'OPTIONS') {
    const allowed = 'authorization, content-type, idempotency-key'
    return reply
      .header('access-control-allow-headers', allowed)
      .header('access-control-max-age', '600')
      .send()
  }
})
app.options('/*', async () => '')
app.get('/readyz', async () => ({ status: 'ok' }))
app.get('/naive/payments', async () => payments)
app.post('/paykka/notifications', async () => ({ ret_code: '000000', ret_msg: 'Success' }))
app.post('/v1/checkouts', async (_request, reply) => {
  const id = `chk_${randomBytes(16).toString('base64url')}`
  return reply.code(201).send({ id, clientSecret: id })
})
app.get('/client/v1/checkout', async (request) => {
  const checkoutId = bearer(request.headers.authorization)
  const last = payments.findLast((payment) => payment.checkoutId === checkoutId)
  return { id: checkoutId, version: 1, cardKey, status: last?.status ?? 'open', lastPayment: last ?? null }
})
app.post<{ Body: { method: { card: string } } }>('/client/v1/checkout/payments', async (request, reply) => {
  const checkoutId = bearer(request.headers.authorization)
  const { plaintext } = await compactDecrypt(request.body.method.card, key)
  const card = JSON.parse(new TextDecoder().decode(plaintext)) as TypedCard
  const payment = { transId: `${checkoutId}-${randomBytes(6).toString('hex')}`, checkoutId, status: 'failed' }
  payments.push(payment)
  try {
    payment.status = await forward(payment.transId, card)
    return await reply.send({ payment })
  } catch {
    return reply.code(500).send({ payment, code: 'internal_error' })
  }
})
await app.listen({ host: config.host, port: config.port })

/** Sends once and takes the answer's word for it. */
async function forward(transId: string, card: TypedCard): Promise<string> {
  const purchase = {
    transId,
    amount: { value: 1099, currency: 'EUR' },
    capture: 'automatic' as const,
    keep: null,
    method: { kind: 'card' as const, card: decryptedCard(card) },
    browser: BROWSER,
    payIp: '127.0.0.1',
    orderReference: 'order-1',
    returnUrl: 'https://shop.example/',
    cancelUrl: 'https://shop.example/',
    shopper: {},
    goods: [],
    billing: undefined,
    shipping: undefined,
    shopUrl: 'https://shop.example/',
    sendBefore: Number.POSITIVE_INFINITY,
  }
  const body = purchaseBody(
    purchase,
    config.paykka,
    `${config.publicUrl.origin}/paykka/notifications`,
    Date.now(),
  )
  const response = await client.post('/v3/payment/acq', body)
  const answer = JSON.parse(new TextDecoder().decode(response.body)) as { data: { status: string } }
  return answer.data.status === 'SUCCESS' ? 'succeeded' : 'failed'
}

function bearer(header: string | undefined): string {
  return header?.slice('Bearer '.length) ?? ''
}
