/** The challenge and the hosted page, as a browser without JavaScript uses them. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Json, World } from './support.ts'
import { BASE, startWorld } from './support.ts'

const RETURN_URL = 'https://shop.example/return?order=7'
let world: World
beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.emulator.close())

async function challenge(change: Json = {}): Promise<{ url: string; orderId: string }> {
  const card = { card_no: '5555555555554444' }
  const answer = await world.pay({ authentication: { challenge_indicator: 'AUTO' }, ...change }, card)
  expect(answer.json.data.status).toBe('PROCESSING')
  const { authentication_url } = answer.json.data.authentication_result as Json
  return { url: String(authentication_url), orderId: String(answer.json.data.order_id) }
}

function press(url: string, fields: Record<string, string>): Promise<Response> {
  return fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
}

describe('3DS challenge', () => {
  test.each([
    ['approve', {}, 'SUCCESS', '0000', { eci: '02' }],
    ['approve', { capture_method: 'MANUAL' }, 'AUTHORIZED', '0000', { eci: '02' }],
    ['fail', {}, 'FAILURE', '3101', undefined],
    ['cancel', {}, 'CANCELED', '0000', undefined],
  ])('%s %o ends %s', async (decision, change, status, error_code, result) => {
    const { url, orderId } = await challenge(change)
    const back = await press(url, { decision })
    expect([back.status, back.headers.get('location')]).toEqual([303, RETURN_URL])
    const query = await world.call(`${BASE}/query`, { order_id: orderId })
    expect(query.json.data).toMatchObject({ status, error_code })
    expect(query.json.data.authentication_result).toEqual(result)
  })

  test('a second decision changes nothing', async () => {
    const { url } = await challenge()
    await press(url, { decision: 'cancel' })
    expect((await press(url, { decision: 'approve' })).status).toBe(303)
    expect(world.emulator.ledger().orders[0]).toMatchObject({ status: 'CANCELED', charges: 0 })
  })

  test('expires', async () => {
    await challenge()
    world.clock.advance(15 * 60_000)
    expect(world.emulator.ledger().orders[0]).toMatchObject({ status: 'FAILURE', authentication: 'expired' })
  })

  test('the page shows amount and last4, and runs no script', async () => {
    const page = await fetch((await challenge()).url)
    const html = await page.text()
    expect(html).toContain('€10.99')
    expect(html).toContain('ending in 4444')
    expect(html).not.toContain('<script')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  test('the way back can be a POST; its address is escaped', async () => {
    await world.emulator.setFaults({ fault: { type: 'return-method', method: 'POST' } })
    const { url } = await challenge({ return_url: 'https://shop.example/?a="><script>x</script>&b=1' })
    const html = await (await press(url, { decision: 'approve' })).text()
    expect(html).toContain('<form method="post" action="https://shop.example/?a=&quot;&gt;&lt;script&gt;')
    expect(html).toContain('Continue</button>')
  })

  test('an unknown address and an unknown decision say so', async () => {
    expect((await fetch(`${world.emulator.url}/emulator/3ds/x`)).status).toBe(404)
    expect((await press((await challenge()).url, { decision: 'x' })).status).toBe(400)
  })
})
