/** Capture, void and refund: partial, final, never more than there is. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Json, World } from './support.ts'
import { BASE, startWorld } from './support.ts'

let world: World
beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.emulator.close())

async function order(change: Json = {}): Promise<string> {
  return String((await world.pay({ amount: 1000, ...change })).json.data.order_id)
}

/** The ret_code; a yes without content has only its status. */
async function code(path: string, body: Json): Promise<string> {
  const { status, json } = await world.call(`${BASE}/${path}`, body)
  return status === 204 ? '204' : json.ret_code
}

async function look(order_id: string): Promise<Json> {
  return (await world.call(`${BASE}/query`, { order_id })).json.data
}

describe('capture and void', () => {
  test('a manual order is authorized, captured in parts, and the rest voided', async () => {
    const order_id = await order({ capture_method: 'MANUAL' })
    expect(await look(order_id)).toMatchObject({
      status: 'AUTHORIZED',
      balances: {
        authed_amount: 1000,
        captured_amount: 0,
        able_to_capture_amount: 1000,
        able_to_void_amount: 1000,
      },
    })
    expect(await code('capture', { order_id, amount: 300, currency: 'EUR', capture_final: false })).toBe(
      '204',
    )
    expect(await code('capture', { order_id, amount: 701, currency: 'EUR' })).toBe('010000')
    expect(await code('capture', { order_id, amount: 1, currency: 'USD' })).toBe('010000')
    expect(await code('void', { order_id, reason: 'REQUESTED_BY_CUSTOMER' })).toBe('204')
    expect(await look(order_id)).toMatchObject({
      status: 'PARTIALLY_REVERSED',
      balances: {
        captured_amount: 300,
        voided_amount: 700,
        able_to_capture_amount: 0,
        able_to_refund_amount: 300,
      },
    })
    expect(await code('void', { order_id })).toBe('010000')
  })

  test('a final capture releases the rest', async () => {
    const order_id = await order({ capture_method: 'MANUAL' })
    await code('capture', { order_id, amount: 300, currency: 'EUR', capture_final: true })
    expect(await look(order_id)).toMatchObject({ status: 'SUCCESS', balances: { able_to_void_amount: 0 } })
    expect(await code('capture', { order_id, amount: 1, currency: 'EUR' })).toBe('010000')
  })

  test('a whole void cancels; nothing can follow', async () => {
    const order_id = await order({ capture_method: 'MANUAL' })
    expect(await code('void', { order_id })).toBe('204')
    expect(await look(order_id)).toMatchObject({ status: 'CANCELED' })
    expect(await code('capture', { order_id, amount: 1, currency: 'EUR' })).toBe('010000')
  })

  test('an automatic order has nothing to capture or void', async () => {
    const order_id = await order()
    expect(await code('capture', { order_id, amount: 1, currency: 'EUR' })).toBe('010000')
    expect(await code('void', { order_id })).toBe('010000')
    expect(await code('void', { order_id: 'GW0' })).toBe('206024')
  })
})

describe('refund', () => {
  const refund = (ori_order_id: string, id: string, refund_amount: number) =>
    code('refund', { ori_order_id, refund_trans_id: id, refund_amount, currency: 'EUR', reason: 'OTHER' })

  test('refunds in parts, each id once, never more than was captured', async () => {
    const order_id = await order()
    expect(await refund(order_id, 'r1', 400)).toBe('000000')
    expect(await refund(order_id, 'r1', 400)).toBe('010000')
    expect(await look(order_id)).toMatchObject({
      status: 'PARTIALLY_REFUNDED',
      balances: { refunded_amount: 400 },
    })
    expect(await refund(order_id, 'r2', 601)).toBe('1006')
    expect(await refund(order_id, 'r2', 600)).toBe('000000')
    expect(await look(order_id)).toMatchObject({ status: 'REFUNDED', balances: { able_to_refund_amount: 0 } })
    const query = await world.call(`${BASE}/refund/query`, { refund_trans_id: 'r2' })
    expect(query.json.data).toMatchObject({ status: 'SUCCESS', amount: 600, ori_order_id: order_id })
    expect(await code('refund/query', { refund_trans_id: 'r3' })).toBe('206024')
  })

  test('parallel refunds stay within the sum', async () => {
    const order_id = await order()
    const codes = await Promise.all(Array.from({ length: 20 }, (_, i) => refund(order_id, `p${i}`, 300)))
    expect(codes.filter((entry) => entry === '000000')).toHaveLength(3)
  })

  test('a scripted failure gives the amount back', async () => {
    const order_id = await order()
    await world.emulator.setFaults({
      match: { path: `${BASE}/refund` },
      fault: { type: 'decline', errorCode: '3005' },
    })
    await refund(order_id, 'r1', 400)
    expect(world.emulator.ledger().orders[0]).toMatchObject({
      status: 'SUCCESS',
      balances: { able_to_refund_amount: 1000 },
      refunds: [{ status: 'FAILURE', errorCode: '3005' }],
    })
  })

  test('an authorized order has nothing to refund', async () => {
    expect(await refund(await order({ capture_method: 'MANUAL' }), 'r1', 1)).toBe('1006')
  })
})
