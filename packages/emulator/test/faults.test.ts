/** Scripted faults: the answers are wrong, the books are right. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Fault, Schedule } from '../src/index.ts'
import { makeKeyPair } from '../src/keys.ts'
import type { Json, World } from './support.ts'
import { BASE, isGenuine, NOW, startWorld } from './support.ts'

let world: World
beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.emulator.close())

const realTimers: Schedule = (task) => {
  const timer = setImmediate(task)
  return () => clearImmediate(timer)
}
const charges = () => world.emulator.ledger().attempts.reduce((sum, attempt) => sum + attempt.charges, 0)
const purchase = { match: { path: BASE } }

describe('no answer', () => {
  test.each<[Fault, number]>([
    [{ type: 'reset' }, 0],
    [{ type: 'reset', when: 'after' }, 1],
    [{ type: 'reset', when: 'mid-body' }, 1],
  ])('%o charges %i', async (fault, charged) => {
    await world.emulator.setFaults({ ...purchase, fault })
    await expect(world.pay()).rejects.toThrow()
    expect(charges()).toBe(charged)
    expect((await world.pay()).json.ret_code).toBe('000000')
  })

  test.each<[Fault, number]>([
    [{ type: 'hang' }, 0],
    [{ type: 'hang', when: 'after' }, 1],
  ])('%o charges %i', async (fault, charged) => {
    await world.emulator.setFaults({ fault })
    const paying = world.pay()
    paying.catch(() => undefined)
    while (world.emulator.ledger().attempts.length === 0) await new Promise(setImmediate)
    expect(charges()).toBe(charged)
  })

  test.each<[Fault, number]>([
    [{ type: 'delay', ms: 40_000 }, 0],
    [{ type: 'delay', ms: 40_000, when: 'after' }, 1],
  ])('%o has charged %i while it waits', async (fault, charged) => {
    await world.emulator.setFaults({ fault })
    const paying = world.pay()
    while (world.emulator.ledger().attempts.length === 0) await new Promise(setImmediate)
    expect(charges()).toBe(charged)
    world.clock.advance(40_000)
    expect((await paying).json.data).toMatchObject({ status: 'SUCCESS' })
  })
})

describe('wrong answers', () => {
  test.each<[Fault, number, string, number]>([
    [{ type: 'status', status: 503 }, 503, '', 0],
    [
      { type: 'status', status: 500, body: { ret_code: '999999', ret_msg: 'x' }, when: 'after' },
      500,
      '{"ret_code":"999999","ret_msg":"x"}',
      1,
    ],
    [{ type: 'status', status: 429, body: 'slow down', retryAfter: 2 }, 429, 'slow down', 0],
    [{ type: 'redirect', location: 'https://evil.example/' }, 302, '', 0],
    [{ type: 'garbage', kind: 'html' }, 200, '<!doctype html><title>Bad gateway</title>', 1],
    [{ type: 'garbage', kind: 'empty' }, 200, '', 1],
  ])('%o', async (fault, status, text, charged) => {
    await world.emulator.setFaults({ fault })
    const answer = await world.pay()
    expect([answer.status, answer.text, charges()]).toEqual([status, text, charged])
  })

  test('compressed, doubled and marked bodies', async () => {
    await world.emulator.setFaults(
      { fault: { type: 'garbage', kind: 'gzip-bomb', bytes: 2_000_000 } },
      { fault: { type: 'garbage', kind: 'duplicate-keys' }, match: { nth: 2 } },
    )
    const bomb = await world.pay()
    expect(bomb.text.length).toBe(2_000_000)
    expect(isGenuine(BASE, bomb.headers, bomb.text)).toBe(true)
    expect((await world.pay()).text).toContain('"status":"FAILURE","amount":1,"merchant_id"')
    expect(charges()).toBe(2)
  })

  test('an old answer is replayed byte for byte', async () => {
    const first = await world.pay()
    await world.emulator.setFaults({ fault: { type: 'replay' } })
    const second = await world.pay()
    expect(second.text).toBe(first.text)
    expect(second.headers.get('x-paykka-nonce')).toBe(first.headers.get('x-paykka-nonce'))
    expect(charges()).toBe(2)
  })

  test('an answer trickles', async () => {
    const reader = await startWorld({ schedule: realTimers })
    await reader.emulator.setFaults({ fault: { type: 'trickle', ms: 0 } })
    const answer = await reader.pay()
    await reader.emulator.close()
    expect(isGenuine(BASE, answer.headers, answer.text)).toBe(true)
  })

  test('truncated and oversized answers are signed', async () => {
    for (const kind of ['truncated', 'oversized'] as const) {
      await world.emulator.setFaults({ fault: { type: 'garbage', kind } })
      const answer = await world.pay()
      expect(isGenuine(BASE, answer.headers, answer.text)).toBe(true)
      expect(answer.text.length > 1_000_000).toBe(kind === 'oversized')
      expect(answer.json.ret_code).toBe(kind === 'oversized' ? '000000' : '')
    }
  })

  test.each(['bad', 'missing', 'other-key', 'stale'] as const)('signature: %s', async (kind) => {
    await world.emulator.setFaults({ fault: { type: 'signature', kind } })
    const answer = await world.pay()
    const signed = answer.headers.has('x-paykka-sign')
    expect(signed && isGenuine(BASE, answer.headers, answer.text)).toBe(kind === 'stale')
    expect(signed).toBe(kind !== 'missing')
    if (kind === 'stale') expect(Number(answer.headers.get('x-paykka-timestamp'))).toBe(NOW - 600_000)
  })

  test.each<[Omit<Extract<Fault, { type: 'answer' }>, 'type'>, Json]>([
    [{ amount: 1 }, { amount: 1 }],
    [
      { currency: 'USD', transId: 'other', merchantId: '2' },
      { currency: 'USD', trans_id: 'other', merchant_id: '2' },
    ],
    [{ status: 'MAYBE' }, { status: 'MAYBE' }],
    [{ numbersAsStrings: true }, { amount: '1099', balances: { captured_amount: '1099' } }],
    [
      { authenticationUrl: 'javascript:alert(1)' },
      { authentication_result: { authentication_url: 'javascript:alert(1)' } },
    ],
  ])('answer: %o', async (change, data) => {
    await world.emulator.setFaults({ fault: { type: 'answer', ...change } })
    const answer = await world.pay()
    expect(answer.json.data).toMatchObject(data)
    expect(isGenuine(BASE, answer.headers, answer.text)).toBe(true)
    expect(world.emulator.ledger().orders[0]).toMatchObject({
      amount: 1099,
      currency: 'EUR',
      status: 'SUCCESS',
    })
  })
})

describe('time and keys', () => {
  test('a query does not find the order at first', async () => {
    await world.emulator.setFaults({ fault: { type: 'not-found', ms: 40_000 } })
    await world.pay({ trans_id: 'a' })
    const query = async () => (await world.call(`${BASE}/query`, { trans_id: 'a' })).json.ret_code
    expect(await query()).toBe('206024')
    world.clock.advance(40_000)
    expect(await query()).toBe('000000')
  })

  test.each([
    [240_000, '000000'],
    [360_000, '206004'],
    [-360_000, '206004'],
  ])('a clock wrong by %i ms answers %s', async (ms, code) => {
    await world.emulator.setFaults({ fault: { type: 'clock-skew', ms } })
    const answer = await world.pay()
    expect(answer.json.ret_code).toBe(code)
    expect(answer.headers.get('x-paykka-timestamp')).toBe(String(NOW + ms))
  })

  test('a rotated key signs until the reset', async () => {
    const { rotated } = await world.emulator.setFaults({ fault: { type: 'rotate-key' } })
    const answer = await world.pay()
    expect(isGenuine(BASE, answer.headers, answer.text)).toBe(false)
    expect(isGenuine(BASE, answer.headers, answer.text, rotated?.newPublicKey)).toBe(true)
    world.emulator.reset()
    expect(world.emulator.platformPublicKey()).toBe(rotated?.oldPublicKey)
    expect(world.emulator.ledger()).toMatchObject({ orders: [], attempts: [], requests: {} })
  })
})

describe('a key announced before', () => {
  test('signs from its rotation on', async () => {
    const { privateKey, publicKey } = await makeKeyPair()
    const { rotated } = await world.emulator.setFaults({ fault: { type: 'rotate-key', privateKey } })
    const answer = await world.pay()
    expect(rotated?.newPublicKey).toBe(publicKey)
    expect(isGenuine(BASE, answer.headers, answer.text, publicKey)).toBe(true)
    world.emulator.reset()
  })
})

describe('rules', () => {
  test('strike what they match, as often as they say', async () => {
    const fault = { type: 'decline', errorCode: '3005' } as const
    await world.emulator.setFaults({ match: { last4: '1111', nth: 2 }, fault, times: 2 })
    const statuses: unknown[] = []
    for (const card_no of ['4111111111111111', '4242424242424242', ...Array(3).fill('4111111111111111')])
      statuses.push((await world.pay({}, { card_no })).json.data.status)
    expect(statuses).toEqual(['SUCCESS', 'SUCCESS', 'FAILURE', 'FAILURE', 'SUCCESS'])
  })

  test.each([
    [{}, 'fault is required'],
    [{ fault: { type: 'dely', ms: 1 } }, 'fault.type must be one of delay'],
    [{ fault: { type: 'delay', ms: '1' } }, 'fault.ms must be an integer'],
    [{ fault: { type: 'hang', ms: 1 } }, 'fault.ms is not a known field'],
    [{ fault: { type: 'hang' }, match: { pan: '1' } }, 'match.pan is not a known field'],
    [{ fault: { type: 'hang' }, times: -1 }, 'times must be an integer'],
  ])('%j is refused', async (rule, message) => {
    const url = `${world.emulator.url}/emulator/faults`
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(rule),
    }
    const answer = await fetch(url, init)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toEqual({ error: expect.stringContaining(message) })
  })

  test('are added, listed and removed over HTTP', async () => {
    const url = `${world.emulator.url}/emulator/faults`
    const body = JSON.stringify([{ fault: { type: 'hang' }, times: 0 }, { fault: { type: 'reset' } }])
    const added = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    const { ids } = (await added.json()) as { ids: string[] }
    await fetch(`${url}?id=${ids[0]}`, { method: 'DELETE' })
    expect(await (await fetch(url)).json()).toMatchObject({
      faults: [{ id: ids[1], times: 1, fault: { type: 'reset' } }],
    })
    await fetch(url, { method: 'DELETE' })
    expect(await (await fetch(url)).json()).toEqual({ faults: [] })
  })
})
