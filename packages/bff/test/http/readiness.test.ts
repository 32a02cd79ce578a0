/** When a process says that it is not ready, and what it refuses meanwhile. */
import { describe, expect, it } from 'vitest'
import { expectProblem, expectRefused } from '../support/refusals.ts'
import { shareWorld } from '../support/shared-world.ts'
import { order, platformSign, SECRET_KEY } from '../support/world.ts'

const found: string[] = []
const state = { serving: true }
const world = shareWorld({ notReadyReasons: () => found, isServing: () => state.serving })

const get = (url: string) => world().app.inject({ method: 'GET', url })

describe('GET /readyz', () => {
  it('is 200 when there is no reason against it', async () => {
    expect((await get('/readyz')).json()).toEqual({ status: 'ok' })
  })

  it('names every reason; the process is alive all the same', async () => {
    found.push('the clock is wrong', 'another key')
    const response = await get('/readyz')
    expectProblem(response, 503, 'not_ready')
    expect(response.json().detail).toBe('the clock is wrong; another key')
    expect(response.headers['retry-after']).toBe('2')
    expect((await get('/healthz')).statusCode).toBe(200)
    found.length = 0
  })

  it('is degraded while PayKKa gives no answer, and ready again with its next one', async () => {
    const { health } = world().parts
    for (const _ of Array(3)) health.note({ kind: 'unknown', reason: 'timeout' })
    const response = await get('/readyz')
    expect([response.statusCode, response.json()]).toEqual([
      200,
      { status: 'degraded', detail: expect.stringMatching(/^PayKKa gives no answer/) },
    ])
    health.note({ kind: 'not_found' })
    expect((await get('/readyz')).json()).toEqual({ status: 'ok' })
  })
})

describe('a process in startup recovery', () => {
  const headers = { authorization: `Bearer ${SECRET_KEY}` }
  const refused = (method: 'POST' | 'PATCH', url: string) =>
    expectRefused(world(), () => world().app.inject({ method, url, headers, payload: order() }), 503, 'busy')

  it.each([
    ['POST', '/v1/checkouts'],
    ['PATCH', '/v1/checkouts/chk_0123456789abcdefghijk'],
    ['POST', '/client/v1/checkout/payments'],
  ] as const)('refuses %s %s', async (method, url) => {
    state.serving = false
    await refused(method, url)
    state.serving = true
  })

  it('reads, and accepts notifications', async () => {
    state.serving = false
    const path = '/paykka/notifications'
    const body = JSON.stringify({ notify_type: 'PAYMENT.SUCCESS', merchant_id: '1', trans_id: 'T1' })
    const notice = await world().app.inject({
      method: 'POST',
      url: path,
      headers: { 'content-type': 'application/json', ...platformSign(world(), path, body) },
      payload: body,
    })
    const read = await world().app.inject({
      method: 'GET',
      url: '/v1/checkouts/chk_0123456789abcdefghijkl',
      headers,
    })
    expect([notice.statusCode, read.statusCode]).toEqual([200, 404])
    state.serving = true
  })
})
