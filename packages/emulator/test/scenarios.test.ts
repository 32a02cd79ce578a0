/** Every named situation does what its line says, and ends with the next one. */

import { afterEach, beforeEach, expect, test } from 'vitest'
import { SCENARIOS } from '../src/index.ts'
import type { Receiver } from './receiver.ts'
import { PATH, startReceiver } from './receiver.ts'
import type { Answered, Json, World } from './support.ts'
import { BASE, isGenuine, startWorld } from './support.ts'

let world: World
let receiver: Receiver
beforeEach(async () => {
  world = await startWorld()
  receiver = await startReceiver()
})
afterEach(async () => {
  await world.emulator.close()
  await receiver.close()
})
const emulator = () => world.emulator

async function begin(...names: string[]): Promise<Response> {
  const body = JSON.stringify({ names })
  const headers = { 'content-type': 'application/json' }
  return fetch(`${emulator().url}/emulator/scenario`, { method: 'POST', headers, body })
}

const pay = (change: Json = {}) => world.pay({ notify_url: receiver.url, ...change })
const refund = (order: Json, id: string) =>
  world.call(`${BASE}/refund`, {
    ...{ ori_order_id: order.order_id, refund_trans_id: id, refund_amount: 100 },
    ...{ currency: 'EUR', reason: 'OTHER' },
  })
const statusOf = ({ json }: Answered) => json.data.status

/** The status of the first order in the emulator's books; null before there is one. */
const booked = () => emulator().ledger().orders[0]?.status ?? null

test.each<[string, string]>([
  ['declined', '3005'],
  ['insufficient-funds', '3051'],
  ['expired-card', '3054'],
  ['wrong-code', '3082'],
])('%s declines every card', async (name, code) => {
  expect((await begin(name)).status).toBe(204)
  for (const card of ['4242424242424242', '5555555555554444']) {
    const { json } = await world.pay({}, { card_no: card })
    expect(json.data).toMatchObject({ status: 'FAILURE', error_code: code })
  }
})

test('three-d-secure opens the page for any card, and its POST variant returns by a form', async () => {
  await begin('three-d-secure')
  const first = (await pay()).json.data as { authentication_result: { authentication_url: string } }
  const url = first.authentication_result.authentication_url
  const decide = (address: string) =>
    fetch(address, { method: 'POST', body: new URLSearchParams({ decision: 'approve' }), redirect: 'manual' })
  expect((await decide(url)).status).toBe(303)
  expect(booked()).toBe('SUCCESS')
  await begin('three-d-secure-post')
  const second = (await pay()).json.data as typeof first
  const page = await decide(second.authentication_result.authentication_url)
  expect([page.status, (await page.text()).includes('method="post"')]).toEqual([200, true])
})

test('processing leaves the result to a query', async () => {
  await begin('processing')
  const { json } = await pay()
  expect(json.data.status).toBe('PROCESSING')
  const query = await world.call(`${BASE}/query`, { order_id: json.data.order_id })
  expect(query.json.data.status).toBe('SUCCESS')
})

test.each<[string, string | null]>([
  ['lost-answer-charged', 'SUCCESS'],
  ['lost-answer-not-charged', null],
  ['lost-answer-hidden', 'SUCCESS'],
])('%s breaks the connection, and the books say %s', async (name, status) => {
  await begin(name)
  await expect(pay({ trans_id: 'lost' })).rejects.toThrow()
  expect(booked()).toBe(status)
  const query = await world.call(`${BASE}/query`, { trans_id: 'lost' })
  expect(query.json.ret_code).toBe(name === 'lost-answer-charged' ? '000000' : '206024')
  world.clock.advance(30_000)
  const later = await world.call(`${BASE}/query`, { trans_id: 'lost' })
  expect(later.json.ret_code).toBe(status === null ? '206024' : '000000')
})

test('no-answer charges and stays silent', async () => {
  await begin('no-answer')
  const patience = AbortSignal.timeout(200)
  const body = { trans_id: 'silent', payment_type: 'PURCHASE' }
  await expect(world.call(BASE, body, { signal: patience })).rejects.toThrow('timeout')
  await begin('slow')
  expect(emulator().ledger().requests[BASE]).toBe(1)
})

test('slow answers after five seconds of its clock', async () => {
  await begin('slow')
  let answered = false
  const answer = pay().then((result) => {
    answered = true
    return result
  })
  while (emulator().ledger().requests[BASE] === undefined) await new Promise(setImmediate)
  await fetch(`${emulator().url}/healthz`)
  expect(answered).toBe(false)
  world.clock.advance(5000)
  expect(statusOf(await answer)).toBe('SUCCESS')
})

test('unavailable executes nothing', async () => {
  await begin('unavailable')
  expect((await pay()).status).toBe(503)
  expect(booked()).toBeNull()
})

/** Runs what is due, and takes the notifications that arrived. */
async function settle(ms = 0): Promise<Json[]> {
  world.clock.advance(ms)
  await emulator().idle()
  return receiver.received.splice(0).map(({ json }) => json)
}

test('notifications are lost, late, repeated or forged', async () => {
  await begin('lost-notifications')
  await pay()
  expect(await settle()).toEqual([])
  await begin('late-notifications')
  await pay()
  expect([await settle(), await settle(30_000)]).toEqual([[], [expect.anything()]])
  await begin('duplicate-notifications')
  await pay()
  expect(await settle()).toHaveLength(3)
  await begin('forged-notifications')
  await pay()
  world.clock.advance(0)
  await emulator().idle()
  const [{ headers, body } = { headers: {}, body: '' }] = receiver.received
  expect([body.length > 0, isGenuine(PATH, headers, body)]).toEqual([true, false])
})

test('refunds wait for a day, or fail', async () => {
  const order = (await pay()).json.data
  await begin('refunds-reviewed')
  expect(statusOf(await refund(order, 'r-1'))).toBe('REVIEWING')
  const statuses = () =>
    emulator()
      .ledger()
      .orders[0]?.refunds.map(({ status }) => status)
  emulator().advance(86_400_000)
  expect(statuses()).toEqual(['SUCCESS'])
  await begin('refunds-declined')
  await refund(order, 'r-2')
  emulator().advance(86_400_000)
  expect(statuses()).toEqual(['SUCCESS', 'FAILURE'])
})

test('dispute reports the newest paid payment, and needs one', async () => {
  const none = await begin('dispute')
  expect([none.status, await none.json()]).toEqual([400, { error: 'A paid order does not exist' }])
  await pay({ trans_id: 'first' })
  await pay({ trans_id: 'second' })
  await settle()
  await begin('dispute')
  expect(await settle()).toMatchObject([{ event_type: 'DISPUTE', trans_id: 'second' }])
})

test('scenarios and readings combine; the next one ends them; normal ends all', async () => {
  await begin('insufficient-funds', 'numbers=text', 'dates=Z')
  const { json } = await pay()
  expect(json.data).toMatchObject({ status: 'FAILURE', amount: '1099' })
  await begin('normal')
  expect((await pay()).json.data).toMatchObject({ status: 'SUCCESS', amount: 1099 })
})

test('a wrong word changes nothing and is named', async () => {
  await begin('declined')
  for (const [words, message] of [
    [['normal', 'thunder'], 'the scenario must be one of normal, declined'],
    [['numbers=words'], 'numbers must be one of numbers, text'],
    [['weather=rain'], 'weather is no question of the dialects: applePaySession'],
  ] as const) {
    const answer = await begin(...words)
    const { error } = (await answer.json()) as { error: string }
    expect([answer.status, error.startsWith(message)]).toEqual([400, true])
  }
  expect(statusOf(await pay())).toBe('FAILURE')
})

test('the list has every scenario with its line', async () => {
  const answer = await fetch(`${emulator().url}/emulator/scenarios`)
  const { scenarios } = (await answer.json()) as { scenarios: { name: string; about: string }[] }
  expect(scenarios.map(({ name }) => name)).toEqual(Object.keys(SCENARIOS))
  expect(scenarios.every(({ about }) => about.length > 10)).toBe(true)
})
