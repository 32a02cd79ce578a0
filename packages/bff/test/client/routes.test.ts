/** The client's types against the running routes, and a client that pays a shop's way through them. */

import { createClient, ShopProblem } from '@paykka-checkout/client'
import * as contract from '@paykka-checkout/shared-types'
import { describe, expect, it } from 'vitest'
import type { OpenApi } from '../../../client/scripts/routes.ts'
import { clientRoutes } from '../../../client/scripts/routes.ts'
import { clientSchemas } from '../../../client/scripts/schemas.ts'
import { withReferences } from '../../src/http/openapi/components.ts'
import type { World } from '../support/world.ts'
import { order, SECRET_KEY, shopper, startWorld } from '../support/world.ts'

/** The app behind `fetch`, without a port. */
const inject = (world: World) =>
  (async (url: string, { method, headers, body }: RequestInit) => {
    const answer = await world.app.inject({
      method: method as 'GET',
      url: url.replace('https://pay.shop.example', ''),
      headers: headers as Record<string, string>,
      ...(body ? { payload: String(body) } : {}),
    })
    return new Response(answer.statusCode === 204 ? null : answer.body, { status: answer.statusCode })
  }) as typeof fetch

async function client(secretKey = SECRET_KEY) {
  const world = await startWorld()
  return {
    world,
    bff: createClient({ url: 'https://pay.shop.example', secretKey, fetch: inject(world) }),
  }
}

describe('createClient', () => {
  it('has the types of the routes as they are (update with --update=all)', async () => {
    const { world } = await client()
    const document = (await world.app.inject({ url: '/openapi.json' })).json<OpenApi>()
    const { text, names } = clientRoutes(document)
    await expect(text).toMatchFileSnapshot('../../../client/src/shop-routes.ts')
    const { schemas } = document.components
    withReferences(contract.ShopEvent, schemas)
    const types = await clientSchemas(schemas, [...names, 'Problem', 'ShopEvent'])
    await expect(types).toMatchFileSnapshot('../../../client/src/schemas.ts')
  })

  it('lists payments by their filters, page by page', async () => {
    const { bff, world } = await client()
    for (const orderReference of ['order-1', 'order-2']) {
      const body = { ...order(), orderReference } as contract.CreateCheckout
      await shopper(world, await bff('POST /v1/checkouts', { body, idempotencyKey: orderReference })).pay()
    }
    const found = await bff('GET /v1/payments', { query: { q: 'order-1', status: 'succeeded' } })
    expect(found.data.map(({ orderReference }) => orderReference)).toEqual(['order-1'])
    const { nextCursor } = await bff('GET /v1/payments', { query: { limit: '1' } })
    const next = await bff('GET /v1/payments', { query: { limit: '1', cursor: nextCursor ?? '' } })
    expect([next.data.length, next.nextCursor]).toEqual([1, null])
    const purchases = await bff('GET /v1/audit', { query: { action: 'payment.create' } })
    expect(purchases.data).toHaveLength(2)
  })

  it('creates a checkout once per key, reads it, and closes it', async () => {
    const { bff } = await client()
    const input = { body: order() as contract.CreateCheckout, idempotencyKey: 'order-1-checkout-1' }
    const made = await bff('POST /v1/checkouts', input)
    expect((await bff('POST /v1/checkouts', input)).id).toBe(made.id)
    expect(await bff('GET /v1/checkouts/:id', { params: { id: made.id } })).toMatchObject({ status: 'open' })
    expect(await bff('POST /v1/checkouts/:id/cancel', { params: { id: made.id } })).toMatchObject({
      status: 'canceled',
    })
  })

  it('reads a payment', async () => {
    const { world, bff } = await client()
    const made = await bff('POST /v1/checkouts', {
      body: order() as contract.CreateCheckout,
      idempotencyKey: 'order-1-checkout-1',
    })
    const { payment } = (await shopper(world, made).pay()).json()
    const answer = await bff('GET /v1/payments/:id', { params: { id: payment.id } })
    expect(answer.payment).toMatchObject({ status: 'succeeded', amount: { value: 1099, currency: 'EUR' } })
  })

  it('throws what the BFF refuses, with its code', async () => {
    const { bff } = await client()
    const missing = bff('GET /v1/checkouts/:id', { params: { id: `chk_${'A'.repeat(22)}` } })
    await expect(missing).rejects.toMatchObject({ name: 'ShopProblem', code: 'not_found', status: 404 })
    const { bff: stranger } = await client('k'.repeat(32))
    const refused = stranger('GET /v1/checkouts/:id', { params: { id: `chk_${'A'.repeat(22)}` } })
    await expect(refused).rejects.toBeInstanceOf(ShopProblem)
  })

  it('says in the message which fields are wrong, and why', async () => {
    const { bff } = await client()
    const wrong = { ...order(), saveCard: true, orderReference: '' }
    const refused = bff('POST /v1/checkouts', {
      body: wrong as unknown as contract.CreateCheckout,
      idempotencyKey: 'order-1',
    })
    await expect(refused).rejects.toThrow(
      'validation_failed: Some fields are not valid. /orderReference must not be empty; /saveCard must be one of: off, ask, always',
    )
    const keyless = bff('POST /v1/checkouts', {
      body: order() as contract.CreateCheckout,
      idempotencyKey: 'x'.repeat(256),
    })
    await expect(keyless).rejects.toThrow('The idempotencyKey has 256 characters; 255 are allowed.')
  })

  it("throws another error for an answer that is not the BFF's", async () => {
    const bff = createClient({
      url: 'https://pay.shop.example',
      secretKey: SECRET_KEY,
      fetch: async () => new Response('<h1>Bad gateway</h1>', { status: 502 }),
    })
    await expect(bff('GET /v1/checkouts/:id', { params: { id: 'chk_' } })).rejects.toThrow('HTTP 502')
  })
})
