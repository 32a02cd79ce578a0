/** Notifications: signed, repeated until acknowledged, and every way they can fail. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Fault } from '../src/index.ts'
import type { Receiver } from './receiver.ts'
import { PATH, startReceiver } from './receiver.ts'
import type { Json, World } from './support.ts'
import { BASE, isGenuine, startWorld } from './support.ts'

let world: World
let receiver: Receiver
beforeEach(async () => {
  receiver = await startReceiver()
  world = await startWorld({ noticeBackoffMs: [1_000, 5_000] })
})
afterEach(async () => {
  await world.emulator.close()
  await receiver.close()
})

async function pay(trans_id: string, change: Json = {}, payment: Json = {}): Promise<string> {
  const answer = await world.pay({ trans_id, notify_url: receiver.url, ...change }, payment)
  return String(answer.json.data.order_id)
}

async function settle(ms = 0): Promise<void> {
  world.clock.advance(ms)
  await world.emulator.idle()
}

const types = () => receiver.received.map(({ json }) => json.notify_type)
const ids = () => receiver.received.map(({ json }) => json.trans_id)

describe('notices', () => {
  test.each<[string, Json, Json]>([
    ['PAYMENT.SUCCESS', {}, {}],
    ['PAYMENT.AUTHORIZATION', { capture_method: 'MANUAL' }, {}],
    ['PAYMENT.FAILURE', {}, { card_no: '4000000000000002' }],
  ])('%s is signed', async (type, change, payment) => {
    await pay('a', change, payment)
    await settle()
    const [notice] = receiver.received
    expect(notice?.json).toMatchObject({ notify_type: type, trans_id: 'a', amount: 1099 })
    expect(notice && isGenuine(PATH, notice.headers, notice.body)).toBe(true)
  })

  test('a refund has its own notification', async () => {
    const ori_order_id = await pay('a')
    await world.call(`${BASE}/refund`, {
      ...{ ori_order_id, refund_trans_id: 'r', refund_amount: 99, currency: 'EUR', reason: 'OTHER' },
    })
    await settle()
    expect(types()).toEqual(['PAYMENT.SUCCESS', 'REFUND.SUCCESS'])
    expect(receiver.received[1]?.json).toMatchObject({ refund_trans_id: 'r', ori_order_id, amount: 99 })
  })

  test('are sent again until acknowledged', async () => {
    receiver.answers.push({ status: 500, body: '' }, { status: 200, body: '{"ret_code":"1"}' })
    await pay('a')
    await settle()
    await settle(1_000)
    await settle(5_000)
    await settle(60_000)
    expect(receiver.received).toHaveLength(3)
    expect(new Set(receiver.received.map(({ headers }) => headers['x-paykka-nonce']))).toHaveProperty(
      'size',
      3,
    )
    expect(world.emulator.ledger().notices).toMatchObject([{ attempts: 3, delivered: true }])
  })

  test('are given up in the end', async () => {
    receiver.answers.push(...Array.from({ length: 9 }, () => ({ status: 500, body: '' })))
    await pay('a')
    for (const ms of [0, 1_000, 5_000, 3_600_000]) await settle(ms)
    expect(world.emulator.ledger().notices).toMatchObject([{ attempts: 3, delivered: false }])
  })

  test('a dispute is not signed', async () => {
    await pay('a')
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"transId":"a","amount":500}',
    }
    const raised = (await (await fetch(`${world.emulator.url}/emulator/disputes`, init)).json()) as Json
    await settle()
    const notice = receiver.received.find(({ json }) => json.event_type === 'DISPUTE')
    expect(notice?.json).toMatchObject({
      dispute_id: raised.disputeId,
      dispute_amount: 500,
      card_last4: '4242',
    })
    expect(notice?.headers).not.toHaveProperty('x-paykka-sign')
  })
})

describe('notice faults', () => {
  async function script(kind: Extract<Fault, { type: 'notice' }>['kind'], ms?: number): Promise<void> {
    const fault = { type: 'notice', kind, ...(ms !== undefined && { ms }) } as const
    await world.emulator.setFaults({ match: { transId: 'a', path: PATH }, fault })
  }

  test('lost', async () => {
    await script('lost')
    await pay('a')
    await settle(3_600_000)
    expect(receiver.received).toEqual([])
    expect(world.emulator.ledger().notices).toMatchObject([{ lost: true, attempts: 0 }])
  })

  test('duplicate', async () => {
    await script('duplicate')
    await pay('a')
    await settle()
    expect(ids()).toEqual(['a', 'a'])
  })

  test('late', async () => {
    await script('late', 30_000)
    await pay('a')
    await settle(29_999)
    expect(receiver.received).toEqual([])
    await settle(1)
    expect(ids()).toEqual(['a'])
  })

  test('reorder', async () => {
    await script('reorder')
    await pay('a')
    await pay('b')
    await settle()
    expect(ids()).toEqual(['b', 'a'])
  })

  test('reorder does not wait for ever', async () => {
    await script('reorder')
    await pay('a')
    await settle(5_000)
    expect(ids()).toEqual(['a'])
  })

  test.each(['bad-signature', 'other-key', 'unsigned', 'stale'] as const)('%s', async (kind) => {
    await script(kind)
    await pay('a')
    await settle()
    const [notice] = receiver.received
    expect(notice).toBeDefined()
    if (notice === undefined) return
    const signed = 'x-paykka-sign' in notice.headers
    expect(signed && isGenuine(PATH, notice.headers, notice.body)).toBe(kind === 'stale')
    const age = world.clock.now() - Number(notice.headers['x-paykka-timestamp'] ?? world.clock.now())
    expect(age).toBe(kind === 'stale' ? 3 * 86_400_000 : 0)
  })
})
