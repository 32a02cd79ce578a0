/** Events for the shop: written with the change they tell of, signed, sent at least once, for three days. */
import type { IncomingHttpHeaders } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ShopEvent } from '@paykka-checkout/shared-types'
import { Webhook } from 'standardwebhooks'
import { Value } from 'typebox/value'
import { Agent } from 'undici'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { EventEndpoint } from '../../src/config/event-endpoints.ts'
import { listShopEvents, redeliverShopEvents } from '../../src/database/event-rows.ts'
import { deliverEvents, eventTarget, GIVE_UP_AFTER_MS } from '../../src/jobs/deliver-events.ts'
import type { World } from '../support/world.ts'
import { shop, shopper, startWorld } from '../support/world.ts'

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

type Delivery = { url: string | undefined; headers: IncomingHttpHeaders; body: string }

/** A shop that answers with the given statuses in turn, then 204. */
async function startShop(...statuses: number[]) {
  const received: Delivery[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      received.push({ url: request.url, headers: request.headers, body })
      response.writeHead(statuses.shift() ?? 204, { location: 'http://127.0.0.1:1/' }).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { received, url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/events`) }
}

function deliveries(world: World, url: URL) {
  const shopOnly = [{ name: 'shop', url, secrets: [SECRET], types: [] }]
  return deliveriesTo(world, shopOnly)
}

function deliveriesTo(world: World, endpoints: readonly EventEndpoint[]) {
  const targets = endpoints.map((endpoint) => eventTarget(endpoint, new Agent(), world.clock.now))
  const { database, clock, parts } = world
  const time = { now: clock.now, provenNow: parts.provenNow }
  return () => deliverEvents({ database, ...time, random: () => 0.5, targets, log: parts.log })
}

/** The signature that this secret gives to a delivery. */
function signed(delivery: Delivery | undefined, secret: string): string {
  const { headers = {}, body = '' } = delivery ?? {}
  const moment = new Date(Number(headers['webhook-timestamp']) * 1000)
  return new Webhook(secret).sign(String(headers['webhook-id']), moment, body)
}

async function payOnce(world: World, number = '4242424242424242') {
  const checkout = await shop(world).create()
  await shopper(world, checkout).pay({ card: { number } })
  return checkout
}

describe('events for the shop', () => {
  it('are signed in Standard Webhooks form and match their schema', async () => {
    const world = await startWorld()
    const target = await startShop()
    const checkout = await payOnce(world)
    expect(await deliveries(world, target.url)()).toBe(1)
    const [delivery] = target.received
    expect(Value.Check(ShopEvent, JSON.parse(delivery?.body ?? ''))).toBe(true)
    expect(JSON.parse(delivery?.body ?? '')).toMatchObject({
      type: 'payment.succeeded',
      data: { checkoutId: checkout.id, orderReference: 'order-1', payment: { status: 'succeeded' } },
    })
    expect(delivery?.headers['webhook-signature']).toBe(signed(delivery, SECRET))
  })

  it("go to the shop's own address, letter by letter", async () => {
    const world = await startWorld()
    const target = await startShop()
    await payOnce(world)
    const query = '/?wc-api=paykka&a[]=%20&flag'
    await deliveries(world, new URL(query, target.url))()
    expect(target.received.map(({ url }) => url)).toEqual([query])
  })

  it.each([
    ['4000000000000002', ['payment.declined']],
    ['4000000000000259', ['payment.unknown', 'payment.succeeded']],
    ['4000000000000119', []],
  ])('%s sends %j', async (number, types) => {
    const world = await startWorld()
    await payOnce(world, number)
    await world.resolve()
    const events = await listShopEvents(world.database.db, {}, 10)
    expect(events.map((event) => event.type).sort()).toEqual([...types].sort())
  })

  it('are sent again with the same id until the shop takes them; a redirect is no answer', async () => {
    const world = await startWorld()
    const target = await startShop(500, 302, 200)
    await payOnce(world)
    const deliver = deliveries(world, target.url)
    await deliver()
    expect(await deliver()).toBe(0)
    world.clock.advance(7000)
    await deliver()
    world.clock.advance(60_000)
    await deliver()
    world.clock.advance(60_000)
    expect(await deliver()).toBe(0)
    expect(new Set(target.received.map((delivery) => delivery.headers['webhook-id'])).size).toBe(1)
    expect(target.received).toHaveLength(3)
  })

  it('are given up after three days and can be sent again by hand', async () => {
    const world = await startWorld()
    await payOnce(world)
    const closed = deliveries(world, new URL('http://127.0.0.1:9/events'))
    for (let hour = 0; hour < 80; hour++) {
      await closed()
      world.clock.advance(60 * 60_000)
    }
    const [event] = await listShopEvents(world.database.db, { state: 'failed' }, 10)
    expect(event?.last_error).toBe('ECONNREFUSED')
    expect(GIVE_UP_AFTER_MS).toBe(259_200_000)
    const target = await startShop()
    expect(await redeliverShopEvents(world.database.db, [event?.id ?? ''], world.clock.now())).toBe(1)
    await deliveries(world, target.url)()
    expect(target.received).toHaveLength(1)
  })

  it('are sent once when two instances deliver at the same moment', async () => {
    const world = await startWorld()
    const target = await startShop()
    await payOnce(world)
    await Promise.all([deliveries(world, target.url)(), deliveries(world, target.url)()])
    expect(target.received).toHaveLength(1)
  })

  it('hold no card number, no client secret and no gateway token', async () => {
    const world = await startWorld()
    const checkout = await payOnce(world)
    const [event] = await listShopEvents(world.database.db, {}, 10)
    expect(event?.payload).not.toContain('4242424242424242')
    expect(event?.payload).not.toContain(checkout.clientSecret)
  })
})

describe('several endpoints', () => {
  const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`

  async function start(...statuses: number[]) {
    const world = await startWorld()
    const [first, second] = [await startShop(), await startShop(...statuses)]
    const endpoints = [
      { name: 'shop', url: first.url, secrets: [SECRET], types: [] },
      { name: 'accounting', url: second.url, secrets: [other], types: ['payment.succeeded', 'refund.*'] },
    ]
    const event = async () => (await listShopEvents(world.database.db, {}, 1))[0]
    return { world, first, second, event, deliver: deliveriesTo(world, endpoints) }
  }

  it('each receive the types they ask for, with their secret', async () => {
    const { world, first, second, event, deliver } = await start()
    await payOnce(world, '4000000000000002')
    await payOnce(world)
    await deliver()
    const types = ({ received }: typeof first) => received.map(({ body }) => JSON.parse(body).type).sort()
    expect(types(first)).toEqual(['payment.declined', 'payment.succeeded'])
    expect(types(second)).toEqual(['payment.succeeded'])
    const [delivery] = second.received
    expect(delivery?.headers['webhook-signature']).toBe(signed(delivery, other))
    expect(delivery?.headers['webhook-signature']).not.toBe(signed(delivery, SECRET))
    expect(await event()).toMatchObject({ state: 'delivered', delivered_to: 'shop,accounting' })
  })

  it('only the one that did not accept an event gets it again', async () => {
    const { world, first, second, event, deliver } = await start(500, 500)
    await payOnce(world)
    await deliver()
    const waiting = { state: 'pending', delivered_to: 'shop', last_error: 'accounting: http_500' }
    expect(await event()).toMatchObject(waiting)
    expect(await listShopEvents(world.database.db, { failed: true }, 9)).toHaveLength(1)
    for (let minute = 0; minute < 2; minute++) {
      world.clock.advance(60_000)
      await deliver()
    }
    expect(await event()).toMatchObject({ state: 'delivered', delivered_to: 'shop,accounting' })
    expect(await listShopEvents(world.database.db, { failed: true }, 9)).toEqual([])
    expect([first.received.length, second.received.length]).toEqual([1, 3])
  })

  it('a redelivery of a delivered event goes to all, one of a failed event to those that lack it', async () => {
    const { world, first, second, event, deliver } = await start(500)
    await payOnce(world)
    await deliver()
    const again = async () => {
      await redeliverShopEvents(world.database.db, [(await event())?.id ?? ''], world.clock.now())
      await deliver()
      return [first.received.length, second.received.length]
    }
    expect(await again()).toEqual([1, 2])
    expect(await again()).toEqual([2, 3])
  })

  it('an event that none asks for is done', async () => {
    const world = await startWorld()
    await payOnce(world)
    const { url } = await startShop()
    await deliveriesTo(world, [{ name: 'shop', url, secrets: [SECRET], types: ['dispute.*'] }])()
    expect(await listShopEvents(world.database.db, { state: 'delivered' }, 9)).toHaveLength(1)
  })
})

it('during a rotation, the old and the new secret both verify', async () => {
  const world = await startWorld()
  const target = await startShop()
  await payOnce(world)
  const secrets = [SECRET, `whsec_${Buffer.alloc(24, 9).toString('base64')}`]
  await deliveriesTo(world, [{ name: 'shop', url: target.url, secrets, types: [] }])()
  const [delivery] = target.received
  const signatures = secrets.map((secret) => signed(delivery, secret))
  expect(delivery?.headers['webhook-signature']).toBe(signatures.join(' '))
  expect(new Set(signatures).size).toBe(2)
})
