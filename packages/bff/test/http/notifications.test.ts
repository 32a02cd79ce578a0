/** PayKKa's notifications: only genuine ones count, and none of them is ever believed. */
import { sign as rsaSign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { listNotificationRows } from '../../src/database/notification-rows.ts'
import { processNotifications } from '../../src/payments/notifications/notification.ts'
import { rsaPair } from '../support/keys.ts'
import type { World } from '../support/world.ts'
import { MERCHANT_ID, platformSign, shop, shopper, startWorld } from '../support/world.ts'

const PATH = '/paykka/notifications'
const other = rsaPair('stranger')

type Change = { headers?: Record<string, string>; without?: string; raw?: string; path?: string }

/** A genuine notification, then the changes of each case. */
async function notify(world: World, body: unknown, change: Change = {}) {
  const bytes = JSON.stringify(body)
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    ...platformSign(world, change.path ?? PATH, bytes),
    ...change.headers,
  }
  if (change.without) delete headers[change.without]
  return world.app.inject({
    method: 'POST',
    url: PATH,
    headers,
    payload: change.raw ?? bytes,
  })
}

async function paid(world: World, number = '4242424242424242') {
  const checkout = await shop(world).create()
  const buyer = shopper(world, checkout)
  await buyer.pay({ card: { number } })
  const [payment] = (await shop(world).read(checkout.id)).payments
  if (!payment) throw new Error('no payment')
  return { checkout, buyer, payment }
}

function notice(transId: string, changes: Record<string, unknown> = {}) {
  return {
    notify_type: 'PAYMENT.SUCCESS',
    merchant_id: MERCHANT_ID,
    trans_id: transId,
    status: 'SUCCESS',
    amount: 1099,
    currency: 'EUR',
    ...changes,
  }
}

const stored = (world: World) => listNotificationRows(world.database.db, undefined, 100)
const queries = (world: World) => world.emulator.ledger().requests['/v3/payment/acq/query'] ?? 0

describe('POST /paykka/notifications', () => {
  it('acknowledges a genuine notification after a durable write, then queries', async () => {
    const world = await startWorld()
    const { buyer, payment } = await paid(world, '4000000000000119')
    world.clock.advance(6000)
    const response = await notify(world, notice(payment.transId))
    expect([response.statusCode, response.json()]).toEqual([200, { ret_code: '000000', ret_msg: 'Success' }])
    expect((await buyer.read()).lastPayment?.status).toBe('processing')
    await processNotifications(world.parts, 60_000)
    expect((await buyer.read()).lastPayment?.status).toBe('succeeded')
    expect((await stored(world))[0]).toMatchObject({ state: 'done', verified: 1, kind: 'payment' })
  })

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/vnd.paykka.notice+json; charset=utf-8',
    'application/octet-stream',
    'nonsense',
    '',
  ])('accepts a genuine notification with the content type %j, and refuses a forged one', async (type) => {
    const world = await startWorld()
    const { payment } = await paid(world)
    const headers = { 'content-type': type }
    expect((await notify(world, notice(payment.transId), { headers })).statusCode).toBe(200)
    expect(await stored(world)).toHaveLength(1)
    const forged = { headers, without: 'x-paykka-sign' }
    expect((await notify(world, notice(payment.transId), forged)).statusCode).toBe(401)
  })

  it('accepts a genuine notification without a content type', async () => {
    const world = await startWorld()
    const { payment } = await paid(world)
    const answer = await notify(world, notice(payment.transId), { without: 'content-type' })
    expect(answer.statusCode).toBe(200)
  })

  const forged: [string, Change][] = [
    ['a flipped byte in the body', { raw: JSON.stringify(notice('X')).replace('SUCCESS', 'SUCCESZ') }],
    ['a body written anew', { raw: JSON.stringify(notice('X'), null, 1) }],
    ['no signature', { without: 'x-paykka-sign' }],
    ['an empty signature', { headers: { 'x-paykka-sign': '' } }],
    ['a signature that is not Base64', { headers: { 'x-paykka-sign': '%%%' } }],
    [
      'another key',
      {
        headers: {
          'x-paykka-sign': rsaSign('RSA-SHA256', Buffer.from('x'), other.privateKey).toString('base64'),
        },
      },
    ],
    ['another algorithm', { headers: { 'x-paykka-sign-alg': 'none' } }],
    ['another app', { headers: { 'x-paykka-appid': '1' } }],
    ['another path', { path: '/other' }],
    ['a timestamp that is none', { headers: { 'x-paykka-timestamp': 'NaN' } }],
    ['another nonce', { headers: { 'x-paykka-nonce': 'abcdefghijkl' } }],
  ]
  it.each(forged)('refuses %s', async (_name, change) => {
    const world = await startWorld()
    const response = await notify(world, notice('X'), change)
    expect(response.statusCode).toBe(401)
    expect(await stored(world)).toEqual([])
  })

  it.each([
    ['GET', 405, { method: 'GET' as const }],
    ['XML', 401, { headers: { 'content-type': 'application/xml' }, payload: '<a/>' }],
    ['1 MB', 413, { headers: { 'content-type': 'application/json' }, payload: 'x'.repeat(1_000_000) }],
  ])('refuses %s with %i', async (_name, status, request) => {
    const world = await startWorld()
    const response = await world.app.inject({ method: 'POST', url: PATH, ...request })
    expect(response.statusCode).toBe(status)
    expect(await stored(world)).toEqual([])
  })

  it("never applies a notification's content, not even when PayKKa can't be queried", async () => {
    const world = await startWorld()
    const { buyer, payment } = await paid(world, '4000000000000119')
    await notify(world, notice(payment.transId))
    await processNotifications(world.parts, 60_000)
    expect((await buyer.read()).lastPayment?.status).toBe('processing')
    await world.emulator.setFaults({
      match: { path: '/v3/payment/acq/query' },
      times: 0,
      fault: { type: 'status', status: 500 },
    })
    world.clock.advance(10_000)
    await notify(world, notice(payment.transId))
    await processNotifications(world.parts, 60_000)
    expect((await buyer.read()).lastPayment?.status).toBe('processing')
    expect((await stored(world))[0]?.state).toBe('pending')
  })

  it('stores a thousand copies once and asks at most every five seconds', async () => {
    const world = await startWorld()
    const { payment } = await paid(world)
    const before = queries(world)
    for (let hundred = 0; hundred < 10; hundred++) {
      await Promise.all(Array.from({ length: 100 }, () => notify(world, notice(payment.transId))))
      await processNotifications(world.parts, 60_000)
    }
    expect(await stored(world)).toMatchObject([{ receipts: 1000 }])
    expect(queries(world) - before).toBe(1)
    world.clock.advance(5000)
    await processNotifications(world.parts, 60_000)
    await processNotifications(world.parts, 60_000)
    expect(queries(world) - before).toBe(2)
    expect(await stored(world)).toMatchObject([{ state: 'done' }])
  })

  it("queries again while the gateway's books are behind its notification", async () => {
    const world = await startWorld()
    const { buyer, payment } = await paid(world, '4000000000000119')
    await notify(world, notice(payment.transId))
    await processNotifications(world.parts, 60_000)
    expect((await stored(world))[0]).toMatchObject({
      state: 'pending',
      note: 'the gateway still says processing',
    })
    world.clock.advance(6000)
    await processNotifications(world.parts, 60_000)
    expect((await buyer.read()).status).toBe('succeeded')
    expect((await stored(world))[0]?.state).toBe('done')
  })

  it('stores no unsigned notification that names none of our payments', async () => {
    const world = await startWorld()
    for (let copy = 0; copy < 50; copy++) {
      const payload = {
        event_type: 'DISPUTE',
        merchant_id: MERCHANT_ID,
        dispute_id: `d${copy}`,
        trans_id: `X${copy}`,
      }
      const headers = { 'content-type': 'application/json' }
      expect((await world.app.inject({ method: 'POST', url: PATH, headers, payload })).statusCode).toBe(200)
    }
    expect(await stored(world)).toEqual([])
    expect(world.logs.join('')).not.toContain('another merchant')
  })

  it('accepts a notification that is three days old: it only triggers a query', async () => {
    const world = await startWorld()
    const { payment } = await paid(world)
    const late = JSON.stringify(notice(payment.transId))
    const headers = platformSign(world, PATH, late)
    world.clock.advance(3 * 24 * 60 * 60_000)
    const response = await world.app.inject({
      method: 'POST',
      url: PATH,
      headers: { 'content-type': 'application/json', ...headers },
      payload: late,
    })
    expect(response.statusCode).toBe(200)
  })

  it('keeps a notification that arrives before its payment is known, and matches it later', async () => {
    const world = await startWorld()
    await notify(world, notice('NOT_KNOWN_YET', { status: 'AUTHORIZED' }))
    await processNotifications(world.parts, 60_000)
    expect((await stored(world))[0]).toMatchObject({
      state: 'pending',
      attempts: 1,
      note: 'no payment here has this id',
    })
    const { payment } = await paid(world)
    await world.database.db
      .updateTable('payments')
      .set({ trans_id: 'NOT_KNOWN_YET' })
      .where('id', '=', payment.id)
      .execute()
    world.clock.advance(1000)
    await processNotifications(world.parts, 60_000)
    expect((await stored(world))[0]?.attempts).toBe(2)
    world.clock.advance(4 * 24 * 60 * 60_000)
    await processNotifications(world.parts, 60_000)
    expect((await stored(world))[0]?.state).toBe('expired')
  })

  it("ignores another merchant's notification and logs an error", async () => {
    const world = await startWorld()
    const response = await notify(world, notice('X', { merchant_id: '999' }))
    expect(response.statusCode).toBe(200)
    expect((await stored(world))[0]?.state).toBe('ignored')
    expect(world.logs.join('')).toContain('a notification names another merchant')
  })

  it('takes unknown types and answers 200', async () => {
    const world = await startWorld()
    const { payment } = await paid(world)
    const response = await notify(world, notice(payment.transId, { notify_type: 'PAYMENT.SOMETHING_NEW' }))
    expect(response.statusCode).toBe(200)
    expect(await processNotifications(world.parts, 60_000)).toBe(1)
  })

  it('stores an unsigned dispute as a hint and notifies the shop, without changing the payment', async () => {
    const world = await startWorld()
    const { buyer, payment } = await paid(world)
    const dispute = {
      event_type: 'DISPUTE',
      merchant_id: MERCHANT_ID,
      order_id: payment.gatewayOrderId,
      trans_id: payment.transId,
      dispute_id: 'DG1',
      dispute_stage: 'DISPUTE_CREATED',
      dispute_amount: 1099,
      dispute_currency: 'EUR',
      due_time: '2026-07-01T00:00:00+08:00',
    }
    const response = await world.app.inject({
      method: 'POST',
      url: PATH,
      headers: { 'content-type': 'application/json' },
      payload: dispute,
    })
    expect(response.statusCode).toBe(200)
    await processNotifications(world.parts, 60_000)
    expect((await buyer.read()).status).toBe('succeeded')
    const events = await world.database.db
      .selectFrom('shop_events')
      .selectAll()
      .where('type', '=', 'dispute.reported')
      .execute()
    expect(events.map((event) => JSON.parse(event.payload).data.dispute)).toEqual([
      {
        id: 'DG1',
        stage: 'DISPUTE_CREATED',
        amount: { value: 1099, currency: 'EUR' },
        dueTime: '2026-07-01T00:00:00+08:00',
        verified: false,
      },
    ])
  })

  it('ends in the same state for all 24 orders of authorization, capture, refund and dispute, each sent twice', async () => {
    const world = await startWorld()
    const { checkout, payment } = await paid(world)
    const dispute = {
      event_type: 'DISPUTE',
      merchant_id: MERCHANT_ID,
      trans_id: payment.transId,
      dispute_id: 'DG1',
      dispute_stage: 'DISPUTE_CREATED',
    }
    const payments = ['PAYMENT.AUTHORIZATION', 'PAYMENT.SUCCESS', 'REFUND.SUCCESS']
    const notices = [...payments.map((type) => notice(payment.transId, { notify_type: type })), dispute]
    const orders = permutations(notices)
    const results = new Set<string>()
    for (const order of orders) {
      world.clock.advance(6000)
      for (const one of [...order, ...order]) expect((await notify(world, one)).statusCode).toBe(200)
      await processNotifications(world.parts, 60_000)
      const { status, payments: after } = await shop(world).read(checkout.id)
      const reported = await world.database.db
        .selectFrom('shop_events')
        .selectAll()
        .where('type', '=', 'dispute.reported')
        .execute()
      results.add(JSON.stringify([status, after[0]?.status, after[0]?.history.length, reported.length]))
    }
    expect(orders).toHaveLength(24)
    expect([...results]).toEqual([JSON.stringify(['succeeded', 'succeeded', 2, 1])])
  }, 120_000)

  it('ends in the same state for every order of the same notifications', async () => {
    const kinds = [
      'PAYMENT.AUTHORIZATION',
      'PAYMENT.SUCCESS',
      'REFUND.SUCCESS',
      'PAYMENT.FAILURE',
      'PAYMENT.CANCELED',
    ]
    const world = await startWorld()
    const { checkout, payment } = await paid(world)
    const results = new Set<string>()
    for (const order of permutations(kinds)) {
      world.clock.advance(6000)
      for (const type of order)
        await notify(world, notice(payment.transId, { notify_type: type, status: type }))
      await processNotifications(world.parts, 60_000)
      const after = await shop(world).read(checkout.id)
      results.add(
        JSON.stringify([after.status, after.payments[0]?.status, after.payments[0]?.history.length]),
      )
    }
    expect([...results]).toEqual([JSON.stringify(['succeeded', 'succeeded', 2])])
  }, 240_000)
})

function permutations<T>(items: T[]): T[][] {
  if (items.length <= 1) return [items]
  return items.flatMap((item, index) =>
    permutations(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
  )
}
