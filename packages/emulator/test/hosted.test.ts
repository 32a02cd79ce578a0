/** Checkout sessions and the hosted page, as a browser without JavaScript uses it. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Json, World } from './support.ts'
import { BASE, NOW, startWorld } from './support.ts'

const RETURN_URL = 'https://shop.example/return?order=7'
const CANCEL_URL = 'https://shop.example/cancel'
const MINUTE = 60_000
let world: World
beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.emulator.close())

const body = {
  trans_id: 'hosted',
  payment_type: 'PURCHASE',
  currency: 'PHP',
  amount: 5000,
  return_url: RETURN_URL,
  cancel_url: CANCEL_URL,
  session_mode: 'HOSTED',
  display_merchant_name: '<b>Shop</b>',
  allowed_payment_methods: ['GRABPAY', 'BANKCARD'],
}

async function session(change: Json = {}): Promise<{ session_id: string; session_url: string }> {
  const { data } = (await world.call(`${BASE}/session`, { ...body, ...change })).json
  return { session_id: String(data.session_id), session_url: String(data.session_url) }
}

function press(url: string, fields: Record<string, string>): Promise<Response> {
  return fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
}

const pay = (url: string, method = 'GRABPAY', more: Record<string, string> = {}) =>
  press(url, { decision: 'pay', method, ...more })

async function query(ids: Json, path = 'query'): Promise<{ status: number; ret_code: string; data: Json }> {
  const { status, json } = await world.call(`${BASE}/${path}`, ids)
  return { status, ret_code: json.ret_code, data: json.data }
}

describe('a session', () => {
  test('is no order until the shopper pays', async () => {
    const { session_id, session_url } = await session()
    expect(await (await fetch(session_url)).text()).toContain('&lt;b&gt;Shop')
    for (const ids of [{ trans_id: 'hosted' }, { session_id }])
      expect(await query(ids)).toMatchObject({ status: 400, ret_code: '206024' })
    const unpaid = await query({ session_id }, 'session/query')
    expect(unpaid.data).toMatchObject({ session_id, trans_id: 'hosted', amount: 5000, currency: 'PHP' })
    expect(Object.keys(unpaid.data)).not.toContain('order_id')
    expect(world.emulator.ledger()).toMatchObject({
      orders: [],
      sessions: [{ transId: 'hosted', sessionId: session_id, visits: 1, cancels: 0 }],
    })

    const back = await pay(session_url)
    expect([back.status, back.headers.get('location')]).toEqual([303, RETURN_URL])
    const [order] = world.emulator.ledger().orders
    for (const [ids, path] of [
      [{ trans_id: 'hosted' }, 'query'],
      [{ session_id }, 'query'],
      [{ session_id }, 'session/query'],
    ] as const)
      expect((await query(ids, path)).data).toMatchObject({
        status: 'SUCCESS',
        order_id: order?.orderId,
        session_id,
        payment: { payment_method: 'GRABPAY' },
      })
    expect(world.emulator.ledger().sessions).toMatchObject([{ orderId: order?.orderId }])
  })

  test('has at most one order', async () => {
    const { session_url } = await session()
    await pay(session_url)
    for (const again of [
      await pay(session_url, 'BANKCARD'),
      await press(session_url, { decision: 'cancel' }),
    ])
      expect(again.headers.get('location')).toBe(RETURN_URL)
    expect(await (await fetch(session_url)).text()).toContain('This checkout is over')
    expect(world.emulator.ledger().orders).toMatchObject([
      { status: 'SUCCESS', charges: 1, method: 'GRABPAY' },
    ])
  })

  test('is over once its payment was declined', async () => {
    await world.emulator.setFaults({ fault: { type: 'decline', errorCode: '3005' } })
    const { session_url } = await session()
    await pay(session_url)
    await pay(session_url)
    expect(world.emulator.ledger().orders).toMatchObject([{ status: 'FAILURE', charges: 0 }])
  })

  test('the same trans_id gets the same session, also when it is over', async () => {
    const first = await session()
    expect(await session({ amount: 1 })).toEqual(first)
    world.clock.advance(61 * MINUTE)
    expect(await session()).toEqual(first)
  })

  test('a trans_id is for a session or for a purchase, not for both', async () => {
    await session()
    expect((await world.pay({ trans_id: 'hosted' })).json).toMatchObject({ ret_msg: 'Duplicate trans_id' })
    await world.pay({ trans_id: 'bought' })
    expect((await world.call(`${BASE}/session`, { ...body, trans_id: 'bought' })).json).toMatchObject({
      ret_code: '010000',
      ret_msg: 'Duplicate trans_id',
    })
  })

  test('without a page has no address', async () => {
    const { data } = (await world.call(`${BASE}/session`, { ...body, session_mode: 'DROP_IN' })).json
    expect(Object.keys(data)).not.toContain('session_url')
  })

  test('its end must be ahead', async () => {
    const past = { ...body, expire_time: new Date(NOW).toISOString() }
    expect((await world.call(`${BASE}/session`, past)).json).toMatchObject({
      ret_code: '010000',
      ret_msg: 'expire_time must be in the future',
    })
  })
})

describe('the cancel link', () => {
  test('leads to the shop, makes no order, and the page can still be paid', async () => {
    const { session_url } = await session()
    const left = await press(session_url, { decision: 'cancel' })
    expect([left.status, left.headers.get('location')]).toEqual([303, CANCEL_URL])
    expect(await query({ trans_id: 'hosted' })).toMatchObject({ ret_code: '206024' })
    expect(world.emulator.ledger()).toMatchObject({ orders: [], notices: [], sessions: [{ cancels: 1 }] })
    world.clock.advance(59 * MINUTE)
    await pay(session_url)
    expect((await query({ trans_id: 'hosted' })).data).toMatchObject({ status: 'SUCCESS' })
  })

  test('leads to return_url where the shop named no other', async () => {
    const { session_url } = await session({ cancel_url: undefined })
    expect((await press(session_url, { decision: 'cancel' })).headers.get('location')).toBe(RETURN_URL)
  })
})

describe('the page', () => {
  test.each([
    ['after an hour', {}, 60 * MINUTE],
    ['at its expire_time', { expire_time: new Date(NOW + 5 * MINUTE).toISOString() }, 5 * MINUTE],
  ])('is over %s', async (_, change, ms) => {
    const { session_url } = await session(change)
    world.clock.advance(ms - 1)
    expect((await fetch(session_url)).status).toBe(200)
    world.clock.advance(1)
    for (const page of [await fetch(session_url), await pay(session_url)]) {
      expect(page.status).toBe(410)
      expect(await page.text()).toContain('This checkout is over')
    }
    expect(await query({ trans_id: 'hosted' })).toMatchObject({ ret_code: '206024' })
  })

  test.each([
    [{ decision: 'pay', method: 'PIX' }, 400],
    [{ decision: 'pay' }, 400],
    [{ decision: 'x', method: 'GRABPAY' }, 400],
  ])('refuses %o', async (fields, status) => {
    const { session_url } = await session()
    expect((await press(session_url, fields as Record<string, string>)).status).toBe(status)
    expect(world.emulator.ledger().orders).toEqual([])
  })

  test('no page has this address', async () => {
    for (const method of ['GET', 'POST'])
      expect((await fetch(`${world.emulator.url}/emulator/hosted/x`, { method })).status).toBe(404)
  })
})

describe('storing', () => {
  const payment = {
    store_payment_method: true,
    token_usage: 'CARD_ON_FILE',
    shopper_reference: 'shopper-1',
  }
  const recurring = {
    payment_type: 'RECURRING',
    mit: false,
    payment: { ...payment, token_usage: 'SUBSCRIPTION' },
    allowed_payment_methods: ['GRABPAY', 'SEPA', 'BANKCARD'],
  }

  test.each(['BANKCARD', 'APPLE_PAY', 'GOOGLE_PAY', 'SEPA'])(
    '%s is stored when the box is ticked',
    async (method) => {
      const { session_url } = await session({ payment, allowed_payment_methods: [method] })
      expect(await (await fetch(session_url)).text()).toContain('name="store"')
      await pay(session_url, method, { store: 'on' })
      const { data } = await query({ trans_id: 'hosted' })
      expect(data).toMatchObject({ status: 'SUCCESS', shopper_reference: 'shopper-1' })
      expect((await query({ shopper_reference: 'shopper-1' }, 'token/query')).data).toEqual([
        { token: data.token, token_usage: 'CARD_ON_FILE', payment_method: method, status: 'ACTIVATE' },
      ])
    },
  )

  test.each([
    ['the box is not ticked', { payment }, 'BANKCARD', {}],
    ['the way cannot be stored', { payment }, 'GRABPAY', { store: 'on' }],
    ['the session does not ask for it', {}, 'BANKCARD', { store: 'on' }],
  ])('stores nothing when %s', async (_, change, method, more) => {
    const { session_url } = await session(change)
    await pay(session_url, method, more as Record<string, string>)
    expect(world.emulator.ledger()).toMatchObject({ tokens: [], orders: [{ status: 'SUCCESS' }] })
  })

  test.each(['BANKCARD', 'SEPA'])('an agreement begins with %s and is charged later', async (method) => {
    const { session_url } = await session(recurring)
    const html = await (await fetch(session_url)).text()
    expect([html.includes('value="GRABPAY"'), html.includes('name="store"')]).toEqual([false, false])
    await pay(session_url, method)
    const { token, recurring_agreement_id } = (await query({ trans_id: 'hosted' })).data
    const stored = { token, token_usage: 'SUBSCRIPTION', shopper_reference: 'shopper-1' }
    for (const payment_method of ['BANKCARD', method]) {
      const payment = { payment_method, ...stored }
      const charged = await world.pay({
        payment_type: 'RECURRING',
        mit: true,
        recurring_agreement_id,
        payment,
      })
      expect(charged.json.data).toMatchObject({ status: 'SUCCESS', recurring_agreement_id })
    }
  })

  test.each<[string, Json, string]>([
    ['recurring without mit', { ...recurring, mit: undefined }, '2010'],
    ['recurring with mit true', { ...recurring, mit: true }, '2012'],
    ['recurring without storing', { ...recurring, payment: undefined }, '2014'],
    ['storing without a shopper', { payment: { ...payment, shopper_reference: undefined } }, '2008'],
    ['storing without a usage', { payment: { ...payment, token_usage: undefined } }, '010000'],
    ['mit true for a purchase', { mit: true }, '010000'],
  ])('refuses: %s', async (_, change, code) => {
    expect((await world.call(`${BASE}/session`, { ...body, ...change })).json.ret_code).toBe(code)
    expect(world.emulator.ledger().sessions).toEqual([])
  })
})
