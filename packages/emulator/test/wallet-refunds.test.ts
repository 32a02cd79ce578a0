/** Refunds of ways to pay that give money back to a person: Philippine wallets, and payouts. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Receiver } from './receiver.ts'
import { startReceiver } from './receiver.ts'
import type { Answered, Json, World } from './support.ts'
import { BASE, startWorld, without } from './support.ts'

const DAY = 86_400_000
let world: World
let receiver: Receiver
beforeEach(async () => {
  receiver = await startReceiver()
  world = await startWorld()
})
afterEach(async () => {
  await world.emulator.close()
  await receiver.close()
})

const customer = {
  first_name: 'Maria',
  last_name: 'Santos',
  email: 'maria@example.com',
  area_code: '63',
  phone_number: '9171234567',
}

/** Pays on the hosted page and returns the order's id. */
async function paidWith(method: string): Promise<string> {
  const session = await world.call(`${BASE}/session`, {
    ...{ trans_id: 'a', payment_type: 'PURCHASE', currency: 'PHP', amount: 5000, session_mode: 'HOSTED' },
    ...{ return_url: 'https://shop.example/', allowed_payment_methods: [method] },
  })
  const body = new URLSearchParams({ decision: 'pay', method })
  await fetch(String(session.json.data.session_url), { method: 'POST', body, redirect: 'manual' })
  return String((await world.call(`${BASE}/query`, { trans_id: 'a' })).json.data.order_id)
}

function refund(ori_order_id: string, change: Json = {}): Promise<Answered> {
  const usual = { refund_trans_id: 'r', refund_amount: 2000, currency: 'PHP', reason: 'OTHER' }
  return world.call(`${BASE}/refund`, { ori_order_id, ...usual, ...change })
}

const query = async () => (await world.call(`${BASE}/refund/query`, { refund_trans_id: 'r' })).json.data

describe.each(['G_CASH', 'PAYMAYA', 'GRABPAY', 'SHOPEE_PAY'])('a refund of %s', (method) => {
  test('names the person', async () => {
    const made = await refund(await paidWith(method), { customer })
    expect(made.json.data).toMatchObject({ status: 'SUCCESS', amount: 2000 })
    expect(world.emulator.requests({ path: `${BASE}/refund` })).toMatchObject([{ body: { customer } }])
  })

  test.each([
    ['nobody', undefined, 'customer.first_name'],
    ['no telephone', without(customer, 'phone_number'), 'customer.phone_number'],
    ['a blank name', { ...customer, last_name: ' ' }, 'customer.last_name'],
  ])('is refused when it names %s', async (_, named, member) => {
    const made = await refund(await paidWith(method), { customer: named })
    expect([made.status, made.json]).toEqual([
      400,
      { ret_code: '210069', ret_msg: `${member} must not be blank` },
    ])
    expect(world.emulator.ledger().orders).toMatchObject([{ refunds: [], balances: { refunded_amount: 0 } }])
  })
})

test('any other refund may name the person, and need not', async () => {
  const id = await paidWith('ALIPAY_PLUS')
  expect((await refund(id)).json.ret_code).toBe('000000')
  expect((await refund(id, { refund_trans_id: 'r2', customer })).json.ret_code).toBe('000000')
})

describe('a payout', () => {
  test.each(['QRIS', 'PROMPTPAY'])(
    'of %s is reviewed for days, then reported by a notification',
    async (method) => {
      const made = await refund(await paidWith(method), { notify_url: receiver.url })
      expect(made.json.data).toMatchObject({
        status: 'REVIEWING',
        refund_order_id: expect.stringMatching(/^RG\d{20}$/),
      })
      world.clock.advance(3 * DAY - 1)
      expect((await query()).status).toBe('REVIEWING')
      world.clock.advance(1)
      expect((await query()).status).toBe('SUCCESS')
      world.clock.advance(0)
      await receiver.arrived(1)
      expect(receiver.received[0]?.json).toMatchObject({
        notify_type: 'REFUND.SUCCESS',
        refund_trans_id: 'r',
      })
    },
  )

  test('can be scripted for any refund, and can fail', async () => {
    await world.emulator.setFaults(
      { fault: { type: 'payout', ms: 10 * DAY } },
      { match: { path: `${BASE}/refund` }, fault: { type: 'decline', errorCode: '3005' } },
    )
    const made = await refund(await paidWith('ALIPAY_PLUS'))
    expect(made.json.data.refund_order_id).toMatch(/^RG/)
    world.clock.advance(10 * DAY)
    expect(await query()).toMatchObject({ status: 'FAILURE', error_code: '3005' })
    expect(world.emulator.ledger().orders).toMatchObject([
      { status: 'SUCCESS', balances: { refunded_amount: 0 } },
    ])
  })
})

test('the page shows the wallets by the names people know', async () => {
  const words = ['G_CASH', 'PAYMAYA', 'GRABPAY', 'SHOPEE_PAY']
  const session = await world.call(`${BASE}/session`, {
    ...{ trans_id: 'a', payment_type: 'PURCHASE', currency: 'PHP', amount: 5000, session_mode: 'HOSTED' },
    ...{ return_url: 'https://shop.example/', allowed_payment_methods: words },
  })
  const html = await (await fetch(String(session.json.data.session_url))).text()
  expect(
    [...html.matchAll(/value="(\w+)"[^>]*>([^<]+)<\/label>/g)].map(([, word, name]) => [word, name]),
  ).toEqual([
    ['G_CASH', 'GCash'],
    ['PAYMAYA', 'Maya'],
    ['GRABPAY', 'GrabPay'],
    ['SHOPEE_PAY', 'ShopeePay'],
  ])
})
