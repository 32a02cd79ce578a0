/** Merchant sessions for Apple's sheet: for which domain, how often, and the answer for each of PayKKa's. */

import type { Fault } from '@paykka-checkout/emulator'
import { describe, expect, it } from 'vitest'
import { openSheet, startWalletWorld } from '../support/wallets.ts'
import type { World } from '../support/world.ts'
import { SHOP_ORIGIN, shop } from '../support/world.ts'

const PATH = '/v3/payment/acq/apple-pay/create-session'
const OUTLET = 'https://outlet.example'

const asked = (world: World) => world.emulator.ledger().requests[PATH] ?? 0

/** Two storefronts with a domain each. */
const startTwoShops = () =>
  startWalletWorld({
    env: {
      BFF_ALLOWED_ORIGINS: `${SHOP_ORIGIN},${OUTLET}`,
      APPLE_PAY_DOMAIN: 'shop.example,outlet.example',
      APPLE_PAY_DISPLAY_NAME: 'The Shop',
    },
  })

describe('POST /client/v1/checkout/apple-pay-session', () => {
  it("hands on Apple's session, a new one per sheet, a hundred times per checkout", async () => {
    const world = await startWalletWorld()
    const checkout = await shop(world).create()
    const sessions = new Set<unknown>()
    for (let sheet = 1; sheet <= 100; sheet++) {
      const response = await openSheet(world, checkout)
      expect(response.headers['cache-control']).toBe('no-store')
      sessions.add(response.json().merchantSession.merchantSessionIdentifier)
    }
    expect(sessions.size).toBe(100)
    const sixth = await openSheet(world, checkout)
    expect([sixth.statusCode, sixth.json().code]).toEqual([429, 'rate_limited'])
    expect(Number(sixth.headers['retry-after'])).toBe(3600)
    expect(asked(world)).toBe(100)
    const next = await shop(world).create({ orderReference: 'order-2' })
    expect((await openSheet(world, next)).statusCode).toBe(200)
  })

  it('counts sheets opened at once, too', async () => {
    const world = await startWalletWorld()
    const checkout = await shop(world).create()
    const answers = await Promise.all(Array.from({ length: 110 }, () => openSheet(world, checkout)))
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(100)
    expect(asked(world)).toBe(100)
  })

  it("names the domain of the checkout's own storefront, and the shop", async () => {
    const world = await startTwoShops()
    const checkout = await shop(world).create({ returnUrl: `${OUTLET}/orders/1` })
    const { merchantSession } = (await openSheet(world, checkout)).json()
    expect(merchantSession).toMatchObject({
      domainName: 'outlet.example',
      displayName: 'The Shop',
    })
  })

  const spoofs: [string, Parameters<typeof openSheet>[2], number][] = [
    ['the body', { body: { domain_name: 'evil.example' } }, 422],
    ['the body, in camel case', { body: { domainName: 'evil.example' } }, 422],
    ['a validation address', { body: { validationURL: 'https://evil.example/paymentservices/x' } }, 422],
    ['the query', { url: '/client/v1/checkout/apple-pay-session?domain_name=evil.example' }, 200],
    ['Host', { headers: { host: 'evil.example' } }, 200],
    ['X-Forwarded-Host', { headers: { 'x-forwarded-host': 'evil.example' } }, 200],
    ['Forwarded', { headers: { forwarded: 'host=evil.example' } }, 200],
    ['a foreign Origin', { headers: { origin: 'https://evil.example' } }, 403],
    ["another storefront's Origin", { headers: { origin: OUTLET } }, 200],
    ['Referer', { headers: { referer: 'https://evil.example/' } }, 200],
  ]
  it.each(spoofs)('is not moved by %s', async (_name, changes, status) => {
    const world = await startTwoShops()
    const response = await openSheet(world, await shop(world).create(), changes)
    expect(response.statusCode).toBe(status)
    expect(asked(world)).toBe(status === 200 ? 1 : 0)
    if (status === 200) expect(response.json().merchantSession.domainName).toBe('shop.example')
  })

  it('is refused for a storefront without a domain, and for a checkout that is closed', async () => {
    const world = await startWalletWorld({ env: { BFF_ALLOWED_ORIGINS: `${SHOP_ORIGIN},${OUTLET}` } })
    const elsewhere = await shop(world).create({ returnUrl: `${OUTLET}/orders/1` })
    expect((await openSheet(world, elsewhere)).json()).toMatchObject({
      status: 422,
      code: 'method_unavailable',
    })
    const closed = await shop(world).create()
    await shop(world).send('POST', `/v1/checkouts/${closed.id}/cancel`, {})
    expect((await openSheet(world, closed)).json().code).toBe('checkout_closed')
    expect(asked(world)).toBe(0)
  })

  it('counts no sheet for which PayKKa gave no session', async () => {
    const world = await startWalletWorld()
    const checkout = await shop(world).create()
    const fault: Fault = { type: 'status', status: 429 }
    await world.emulator.setFaults({ match: { path: PATH }, times: 105, fault })
    for (let sheet = 1; sheet <= 105; sheet++)
      expect((await openSheet(world, checkout)).json().code).toBe('busy')
    await world.emulator.setFaults()
    expect((await openSheet(world, checkout)).statusCode).toBe(200)
  })

  const broken: [string, Fault][] = [
    ['breaks the connection', { type: 'reset', when: 'before' }],
    ['breaks while it answers', { type: 'reset', when: 'mid-body' }],
    ['answers an error', { type: 'status', status: 500 }],
    ['sends no answer', { type: 'garbage', kind: 'html' }],
  ]
  it.each(broken)('asks a second time when PayKKa %s once', async (_name, fault) => {
    const world = await startWalletWorld()
    await world.emulator.setFaults({ match: { path: PATH }, times: 1, fault })
    expect((await openSheet(world, await shop(world).create())).statusCode).toBe(200)
    expect(asked(world)).toBe(2)
  })

  const failures: [string, Fault, number, string][] = [
    ['answers an error', { type: 'status', status: 500 }, 502, 'gateway_unreachable'],
    ['is busy', { type: 'status', status: 429 }, 503, 'busy'],
    ['refuses', { type: 'status', status: 403 }, 502, 'gateway_refused'],
    ['breaks the connection', { type: 'reset', when: 'before' }, 502, 'gateway_unreachable'],
    ['signs with another key', { type: 'signature', kind: 'other-key' }, 502, 'gateway_unreachable'],
    ['sends no answer', { type: 'garbage', kind: 'html' }, 502, 'gateway_unreachable'],
  ]
  it.each(failures)('says so when PayKKa %s', async (_name, fault, status, code) => {
    const world = await startWalletWorld()
    await world.emulator.setFaults({ match: { path: PATH }, times: 2, fault })
    const response = await openSheet(world, await shop(world).create())
    expect([response.statusCode, response.json().code]).toEqual([status, code])
  })
})
