/** Time moved by a test, over a clock and timers that are real or the test's own. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { realSchedule } from '../src/index.ts'
import { createTimers } from '../src/timers.ts'
import type { Json, World } from './support.ts'
import { BASE, NOW, startWorld } from './support.ts'

const DAY = 86_400_000
const HOUR = 3_600_000

describe.each([
  ["a test's own schedule", {}],
  ['the real schedule', { schedule: realSchedule }],
])('over %s', (_, options) => {
  let world: World
  beforeEach(async () => {
    // So long that nothing is due by itself while a test runs.
    world = await startWorld({ settleDelayMs: HOUR, ...options })
  })
  afterEach(() => world.emulator.close())

  async function move(change: unknown): Promise<[number, Json]> {
    const answer = await fetch(`${world.emulator.url}/emulator/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(change),
    })
    return [answer.status, (await answer.json()) as Json]
  }
  const status = async (trans_id: string) =>
    (await world.call(`${BASE}/query`, { trans_id })).json.data.status

  test('due timers fire at their own time, and no request is refused for its age', async () => {
    await world.pay({ trans_id: 'later' }, { card_no: '4000000000000119' })
    await world.pay(
      { trans_id: 'challenged', authentication: { challenge_indicator: 'AUTO' } },
      { card_no: '5555555555554444' },
    )
    expect(await move({ advanceMs: 3_000_000 })).toEqual([200, { now: NOW + 3_000_000 }])
    expect(await status('later')).toBe('PROCESSING')
    expect(await move({ now: NOW + DAY })).toEqual([200, { now: NOW + DAY }])
    expect((await world.call(`${BASE}/query`, { trans_id: 'later' })).json.data).toMatchObject({
      status: 'SUCCESS',
      pay_finish_time: '2026-06-01T21:00:00+08:00',
    })
    expect(await status('challenged')).toBe('FAILURE')
    const answer = await world.pay()
    expect(answer.headers.get('x-paykka-timestamp')).toBe(String(NOW))
    expect(answer.json.data.pay_finish_time).toBe('2026-06-02T20:00:00+08:00')
  })

  test('a page expires', async () => {
    const session = {
      ...{ trans_id: 's', payment_type: 'PURCHASE', currency: 'EUR', amount: 1, session_mode: 'HOSTED' },
      return_url: 'https://shop.example/',
    }
    const { session_url } = (await world.call(`${BASE}/session`, session)).json.data
    expect((await fetch(String(session_url))).status).toBe(200)
    world.emulator.advance(HOUR)
    expect((await fetch(String(session_url))).status).toBe(410)
  })

  test('what is not due stays open, and a reset puts time back', async () => {
    await world.pay({ trans_id: 'later' }, { card_no: '4000000000000119' })
    world.emulator.advance(2_000_000)
    world.emulator.advance(1_000_000)
    expect(await status('later')).toBe('PROCESSING')
    world.emulator.advance(600_000)
    expect(await status('later')).toBe('SUCCESS')
    world.emulator.reset()
    expect(await (await fetch(`${world.emulator.url}/emulator/clock`)).json()).toEqual({ now: NOW })
  })

  test.each([
    [{}, 'exactly one of advanceMs, now is required'],
    [{ advanceMs: 1, now: 1 }, 'exactly one of advanceMs, now is required'],
    [{ advanceMs: -1 }, 'advanceMs must be an integer'],
    [{ advanceMs: '1' }, 'advanceMs must be an integer'],
    [{ seconds: 1 }, 'seconds is not a known field'],
  ])('refuses %j', async (change, error) => {
    expect(await move(change)).toEqual([400, { error: expect.stringContaining(error) }])
  })
})

describe('timers', () => {
  test('run in order, those that a due one starts included', () => {
    const ran: [string, number][] = []
    const timers = createTimers(realSchedule, () => 0)
    const note = (name: string) => ran.push([name, timers.now()])
    timers.after(30, () => note('c'))
    timers.after(10, () => {
      note('a')
      timers.after(10, () => note('b'))
    })
    timers.after(101, () => note('never'))
    timers.moveTo(100)
    expect(ran).toEqual([
      ['a', 10],
      ['b', 20],
      ['c', 30],
    ])
    timers.stop()
  })

  test('wait for the rest after a move, forward or back', () => {
    const waits: number[] = []
    const timers = createTimers(
      (_, ms) => {
        waits.push(ms)
        return () => undefined
      },
      () => 1_000,
    )
    timers.after(500, () => undefined)
    timers.moveTo(1_200)
    timers.moveTo(900)
    expect(waits).toEqual([500, 300, 600])
  })
})
