/** Purchases ready to send: for our BFF a checkout and a sealed card each, for the plain servers an order. */
import { randomUUID } from 'node:crypto'
import type { CreatedCheckout, PublicCheckout } from '@paykka-checkout/shared-types'
import { Agent, request } from 'undici'
import { sealCard } from '../../../packages/bff/test/support/seal.ts'
import type { Shot } from './load.ts'
import { SECRET_KEY, SHOP_ORIGIN } from './settings.ts'

const WIDTH = 16
const JSON_TYPE = { 'content-type': 'application/json' }
export const BROWSER = {
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/156',
  language: 'en-GB',
  colorDepth: 24,
  screenHeight: 900,
  screenWidth: 1440,
  timezoneOffset: -60,
  javaEnabled: false,
}

export const plainShots = (count: number): Shot[] =>
  Array.from({ length: count }, () => ({
    path: '/pay',
    headers: JSON_TYPE,
    body: JSON.stringify({
      amount: 1099,
      currency: 'EUR',
      number: '4242424242424242',
      cvc: '123',
      browser: BROWSER,
    }),
  }))

/** @returns one purchase per new checkout */
export async function bffShots(url: string, count: number): Promise<Shot[]> {
  const agent = new Agent({ connections: WIDTH })
  const shots: Shot[] = []
  let begun = 0
  const known = await view(agent, url, await createCheckout(agent, url))
  const worker = async () => {
    while (begun++ < count) shots.push(await seal(await createCheckout(agent, url), known))
  }
  await Promise.all(Array.from({ length: WIDTH }, worker))
  await agent.close()
  return shots
}

/** @returns the purchase of one new checkout, which is read as a page reads it */
export async function bffShot(agent: Agent, url: string): Promise<Shot> {
  const checkout = await createCheckout(agent, url)
  return seal(checkout, await view(agent, url, checkout))
}

type Known = Pick<PublicCheckout, 'cardKey' | 'version'>

async function seal({ id, clientSecret }: CreatedCheckout, { cardKey, version }: Known): Promise<Shot> {
  const card = await sealCard(cardKey, { checkout: id, iat: Math.floor(Date.now() / 1000) })
  const body = JSON.stringify({ version, method: { type: 'card', card }, browser: BROWSER })
  const headers = {
    ...JSON_TYPE,
    authorization: `Bearer ${clientSecret}`,
    'idempotency-key': randomUUID(),
  }
  return { path: '/client/v1/checkout/payments', headers, body }
}

/** @returns what a shop asks for, with its own reference */
export const newCheckout = (): string =>
  JSON.stringify({
    orderReference: `order-${randomUUID()}`,
    amount: { value: 1099, currency: 'EUR' },
    returnUrl: `${SHOP_ORIGIN}/orders/1`,
  })

async function createCheckout(agent: Agent, url: string): Promise<CreatedCheckout> {
  const response = await request(`${url}/v1/checkouts`, {
    dispatcher: agent,
    method: 'POST',
    headers: { ...JSON_TYPE, authorization: `Bearer ${SECRET_KEY}` },
    body: newCheckout(),
  })
  const answer = await response.body.json()
  if (response.statusCode !== 201) throw new Error(`No checkout: ${JSON.stringify(answer)}`)
  return answer as CreatedCheckout
}

async function view(agent: Agent, url: string, checkout: CreatedCheckout): Promise<PublicCheckout> {
  const response = await request(`${url}/client/v1/checkout`, {
    dispatcher: agent,
    headers: { authorization: `Bearer ${checkout.clientSecret}` },
  })
  const answer = await response.body.json()
  if (response.statusCode !== 200) throw new Error(`No checkout: ${JSON.stringify(answer)}`)
  return answer as PublicCheckout
}
