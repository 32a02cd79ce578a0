/** The rate limits, and that callers behind the same address do not block each other. */
import { describe, expect, it } from 'vitest'
import { processNotifications } from '../../../src/payments/notifications/notification.ts'
import { expectProblem } from '../../support/refusals.ts'
import type { World } from '../../support/world.ts'
import { MERCHANT_ID, platformSign, SECRET_KEY, shop, shopper, startWorld } from '../../support/world.ts'

const METRICS_TOKEN = 'metrics-0123456789abcdefghijklmnop'
/** Nobody is exempt, unlike in the other tests. */
const strict = (limits = '') =>
  startWorld({ env: { RATE_LIMIT_EXEMPT: '', METRICS_TOKEN, RATE_LIMITS: limits } })
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const WRONG = bearer(`cs_${'x'.repeat(43)}`)

/** The three ways in that ask for a credential, each with one that opens nothing. */
async function guess(world: World, times: number) {
  const urls = ['/client/v1/checkout', `/v1/checkouts/chk_${'a'.repeat(22)}`, '/metrics']
  const statuses: number[] = []
  for (let count = 0; count < times; count++) {
    const { statusCode } = await world.app.inject({ url: urls[count % 3] ?? '', headers: WRONG })
    statuses.push(statusCode)
  }
  return statuses
}

const PATH = '/paykka/notifications'

function notify(world: World, body: Record<string, unknown>, signed: boolean) {
  const payload = JSON.stringify({ merchant_id: MERCHANT_ID, ...body })
  const headers = {
    'content-type': 'application/json',
    ...(signed ? platformSign(world, PATH, payload) : {}),
  }
  return world.app.inject({ method: 'POST', url: PATH, headers, payload })
}

describe('sixty wrong credentials of one address', () => {
  it('are refused, and the next one has to wait', async () => {
    const world = await strict()
    const statuses = await guess(world, 62)
    expect(statuses).toEqual([...Array.from({ length: 60 }, () => 401), 429, 429])
    const response = await world.app.inject({ url: '/client/v1/checkout', headers: WRONG })
    expectProblem(response, 429, 'rate_limited')
    expect(Number(response.headers['retry-after'])).toBeGreaterThan(0)
  })

  it('block no valid credential, probe, page, notification or return from the same address', async () => {
    const world = await strict()
    const checkout = await shop(world).create()
    const { payment } = (await shopper(world, checkout).pay()).json()
    const [{ transId = '' } = {}] = (await shop(world).read(checkout.id)).payments
    await guess(world, 100)
    const requests: [string, Record<string, string>, number][] = [
      ['/client/v1/checkout', bearer(checkout.clientSecret), 200],
      [`/v1/payments/${payment.id}`, bearer(SECRET_KEY), 200],
      ['/metrics', bearer(METRICS_TOKEN), 200],
      ['/healthz', {}, 200],
      ['/readyz', {}, 200],
      ['/card-frame', {}, 200],
      ['/element/v1/define.js', {}, 200],
      ['/paykka/return/ret_unknown', {}, 404],
      ['/paykka/cancel/ret_unknown', {}, 404],
    ]
    for (const [url, headers, status] of requests)
      expect([url, (await world.app.inject({ url, headers })).statusCode]).toEqual([url, status])
    const notice = { notify_type: 'PAYMENT.SUCCESS', trans_id: transId }
    expect((await notify(world, notice, true)).statusCode).toBe(200)
    expect((await shopper(world, await shop(world).create()).pay()).statusCode).toBe(200)
  })
})

describe('requests', () => {
  it('of one client secret have a limit, and another secret of the same address its own', async () => {
    const world = await strict('requests=2/60')
    const [one, two] = [await shop(world).create(), await shop(world).create()]
    const read = async ({ clientSecret }: { clientSecret: string }) =>
      (await world.app.inject({ url: '/client/v1/checkout', headers: bearer(clientSecret) })).statusCode
    expect([await read(one), await read(one), await read(one), await read(two)]).toEqual([200, 200, 429, 200])
  })

  it.each(['/card-frame', '/challenge'])('of the page %s have one per address', async (url) => {
    const world = await strict('requests=1/60')
    const open = async (remoteAddress: string) => (await world.app.inject({ url, remoteAddress })).statusCode
    expect([await open('192.0.2.1'), await open('192.0.2.1'), await open('192.0.2.2')]).toEqual([
      200, 429, 200,
    ])
  })

  it('of a way back have one per reference', async () => {
    const world = await strict('requests=1/60')
    const open = async (reference: string) =>
      (await world.app.inject({ url: `/paykka/return/${reference}` })).statusCode
    expect([await open('ret_1'), await open('ret_1'), await open('ret_2')]).toEqual([404, 429, 404])
  })

  it("of the shop's server have none", async () => {
    const world = await strict('requests=1/60,unauthorized=1/60')
    const { id } = await shop(world).create()
    for (let count = 0; count < 5; count++) expect((await shop(world).read(id)).id).toBe(id)
  })

  it('of an exempt address have none', async () => {
    const world = await startWorld({ env: { METRICS_TOKEN, RATE_LIMITS: 'requests=1/60,unauthorized=1/60' } })
    expect(await guess(world, 5)).toEqual([401, 401, 401, 401, 401])
    for (let count = 0; count < 3; count++)
      expect((await world.app.inject({ url: '/card-frame' })).statusCode).toBe(200)
  })
})

describe('notices', () => {
  it('that are forged have a limit, and signed ones of the same address none', async () => {
    const world = await strict('notices=2/60')
    const forged = async () =>
      (await notify(world, { notify_type: 'PAYMENT.SUCCESS', trans_id: 'X' }, false)).statusCode
    expect([await forged(), await forged(), await forged()]).toEqual([401, 401, 429])
    for (let count = 0; count < 5; count++)
      expect(
        (await notify(world, { notify_type: 'PAYMENT.SUCCESS', trans_id: `T${count}` }, true)).statusCode,
      ).toBe(200)
  })

  it('of two hundred unsigned disputes leave a few rows, questions and events', async () => {
    const world = await strict()
    const checkout = await shop(world).create()
    await shopper(world, checkout).pay()
    const [payment] = (await shop(world).read(checkout.id)).payments
    const before = world.emulator.ledger().requests['/v3/payment/acq/query'] ?? 0
    const statuses: number[] = []
    for (let count = 0; count < 200; count++) {
      const dispute = { event_type: 'DISPUTE', trans_id: payment?.transId, dispute_id: `D${count}` }
      statuses.push((await notify(world, dispute, false)).statusCode)
      world.clock.advance(6000)
      await processNotifications(world.parts, 60_000)
    }
    const count = async (table: 'notices' | 'disputes' | 'shop_events') =>
      (await world.database.db.selectFrom(table).selectAll().execute()).length
    expect(statuses.filter((status) => status === 200)).toHaveLength(10)
    expect(statuses.filter((status) => status === 429)).toHaveLength(190)
    // One event more: that of the payment.
    expect([await count('notices'), await count('disputes'), await count('shop_events')]).toEqual([
      10, 10, 11,
    ])
    expect((world.emulator.ledger().requests['/v3/payment/acq/query'] ?? 0) - before).toBe(10)
    // A signed one is still accepted.
    const signed = { event_type: 'DISPUTE', trans_id: payment?.transId, dispute_id: 'D-real' }
    expect((await notify(world, signed, true)).statusCode).toBe(200)
  })

  it('of unsigned disputes of many payments have a limit per address', async () => {
    const world = await strict('disputes-address=2/60')
    const statuses: number[] = []
    for (let count = 0; count < 3; count++) {
      const checkout = await shop(world).create()
      await shopper(world, checkout).pay()
      const [payment] = (await shop(world).read(checkout.id)).payments
      const dispute = { event_type: 'DISPUTE', trans_id: payment?.transId, dispute_id: 'D1' }
      statuses.push((await notify(world, dispute, false)).statusCode)
    }
    expect(statuses).toEqual([200, 200, 429])
  })
})
