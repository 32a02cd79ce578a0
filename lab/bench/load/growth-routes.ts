/** What a shop, a shopper and PayKKa ask of one BFF in a row, with the time of each. */
import { randomUUID } from 'node:crypto'
import { request } from 'undici'
import { sealCard } from '../../../packages/bff/test/support/seal.ts'
import type { Deployment } from '../../chaos/deployment.ts'
import { NOTICES, signedNotification } from '../../chaos/notification-load.ts'
import { SECRET_KEY, SHOP_ORIGIN } from '../bff/settings.ts'
import { BROWSER } from '../bff/shots.ts'

export const METRICS_TOKEN = 'metrics_0123456789abcdefghijklmnopqrstuv'

/** Sends one request. @returns its JSON, and notes the milliseconds under that name */
export type Ask = (name: string, method: Method, path: string, options?: Options) => Promise<Json>

type Method = 'GET' | 'POST' | 'PATCH'
type Options = { headers?: Record<string, string>; body?: unknown }
// biome-ignore lint/suspicious/noExplicitAny: answers of a dozen routes, of which a few members are read
type Json = any

const SHOP = { authorization: `Bearer ${SECRET_KEY}` }
const money = (value: number) => ({ value, currency: 'EUR' })

/** @param note is given every time */
export function asking(url: string, note: (name: string, ms: number) => void): Ask {
  return async (name, method, path, { headers = {}, body } = {}) => {
    const text = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body)
    const type = text === null ? {} : { 'content-type': 'application/json' }
    const startedAt = performance.now()
    const response = await request(url + path, { method, headers: { ...type, ...headers }, body: text })
    const answer = await response.body.text()
    note(name, performance.now() - startedAt)
    if (response.statusCode >= 300) throw new Error(`${name}: ${response.statusCode} ${answer}`)
    return name === 'GET /metrics' ? answer : JSON.parse(answer)
  }
}

/** Two checkouts' whole lives. @param old a checkout of long ago */
export async function askEverything(ask: Ask, deployment: Deployment, old: string): Promise<void> {
  const created = await create(ask)
  await ask('GET /v1/checkouts/:id', 'GET', `/v1/checkouts/${old}`, { headers: SHOP })
  await ask('PATCH /v1/checkouts/:id', 'PATCH', `/v1/checkouts/${created.id}`, {
    headers: SHOP,
    body: { amount: money(1299) },
  })
  const paymentId = await pay(ask, created)
  await follow(ask, paymentId)
  await notify(ask, deployment)
  const given = await create(ask)
  await ask('POST /v1/checkouts/:id/cancel', 'POST', `/v1/checkouts/${given.id}/cancel`, { headers: SHOP })
  await ask('GET /v1/shoppers/:reference/cards', 'GET', '/v1/shoppers/shopper-1/cards', { headers: SHOP })
  await ask('GET /readyz', 'GET', '/readyz')
  await ask('GET /metrics', 'GET', '/metrics', { headers: { authorization: `Bearer ${METRICS_TOKEN}` } })
}

function create(ask: Ask): Promise<{ id: string; clientSecret: string }> {
  const body = {
    orderReference: `order-${randomUUID()}`,
    amount: money(1099),
    returnUrl: `${SHOP_ORIGIN}/orders/1`,
    capture: 'manual',
  }
  return ask('POST /v1/checkouts', 'POST', '/v1/checkouts', { headers: SHOP, body })
}

async function pay(ask: Ask, { id, clientSecret }: { id: string; clientSecret: string }): Promise<string> {
  const headers = { authorization: `Bearer ${clientSecret}` }
  const view = await ask('GET /client/v1/checkout', 'GET', '/client/v1/checkout', { headers })
  const card = await sealCard(view.cardKey, { checkout: id, iat: Math.floor(Date.now() / 1000) })
  const { payment } = await ask('POST /client/v1/checkout/payments', 'POST', '/client/v1/checkout/payments', {
    headers: { ...headers, 'idempotency-key': randomUUID() },
    body: { version: view.version, method: { type: 'card', card }, browser: BROWSER },
  })
  return payment.id
}

async function follow(ask: Ask, id: string): Promise<void> {
  const keyed = () => ({ ...SHOP, 'idempotency-key': randomUUID() })
  const path = `/v1/payments/${id}`
  await ask('POST /v1/payments/:id/captures', 'POST', `${path}/captures`, { headers: keyed(), body: {} })
  await ask('POST /v1/payments/:id/refunds', 'POST', `${path}/refunds`, {
    headers: keyed(),
    body: { amount: money(100) },
  })
  await ask('GET /v1/payments/:id', 'GET', path, { headers: SHOP })
  await ask('GET /v1/payments/:id/refunds', 'GET', `${path}/refunds`, { headers: SHOP })
}

/** About nothing the BFF knows: taking it in is what is timed, working it off comes later. */
async function notify(ask: Ask, deployment: Deployment): Promise<void> {
  const { headers, body } = signedNotification(deployment)
  await ask('POST /paykka/notifications', 'POST', NOTICES, { headers, body })
}
