/** The way back from 3-D Secure: a hint to ask the gateway, and never a result. */
import { describe, expect, it } from 'vitest'
import { charges } from '../support/refusals.ts'
import type { World } from '../support/world.ts'
import { SHOP_ORIGIN, shop, shopper, startWorld } from '../support/world.ts'

/** Never over: the handler waits for the gateway's answer and not for the clock. */
const pausedForever = { pause: () => new Promise<void>(() => {}) }

/** A payment that waits for its shopper at the bank. */
async function challenged(world: World, returnUrl = `${SHOP_ORIGIN}/orders/1`) {
  const checkout = await shop(world).create({ returnUrl })
  const buyer = shopper(world, checkout)
  const { payment } = (await buyer.pay({ card: { number: '5555555555554444' } })).json()
  return { checkout, buyer, bank: payment.action.url as string }
}

/** Presses a button on the bank's page. @returns the path it sends the browser to */
async function decide(world: World, bank: string, decision: 'approve' | 'fail' | 'cancel'): Promise<string> {
  const response = await world.emulator.app.inject({
    method: 'POST',
    url: new URL(bank).pathname,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: `decision=${decision}`,
  })
  const back = new URL(String(response.headers.location))
  expect([response.statusCode, back.origin]).toEqual([303, 'https://pay.shop.example'])
  return back.pathname
}

describe('/paykka/return/:reference', () => {
  const decisions = [
    ['approve', 'succeeded', 'succeeded', 1],
    ['fail', 'declined', 'open', 0],
    ['cancel', 'canceled', 'open', 0],
  ] as const
  for (const method of ['GET', 'POST'] as const)
    it.each(decisions)(
      `${method} after %s: the true state is there`,
      async (decision, status, checkoutStatus, charged) => {
        const world = await startWorld(pausedForever)
        const { checkout, buyer, bank } = await challenged(world)
        const url = await decide(world, bank, decision)
        const response = await world.app.inject({ method, url })
        expect([response.statusCode, response.headers.location]).toEqual([
          303,
          `${SHOP_ORIGIN}/orders/1?checkout=${checkout.id}`,
        ])
        const view = await buyer.read()
        expect([view.lastPayment?.status, view.status]).toEqual([status, checkoutStatus])
        expect(charges(world)).toBe(charged)
      },
    )

  it("says to the browser that the bank's question failed, and names no other reason", async () => {
    const world = await startWorld(pausedForever)
    const { buyer, bank } = await challenged(world)
    await world.app.inject({ url: await decide(world, bank, 'fail') })
    expect((await buyer.read()).lastPayment?.decline).toEqual({
      retry: 'same-card',
      reason: 'authentication',
    })
    await buyer.pay({ card: { number: '4000000000000127' } })
    expect((await buyer.read()).lastPayment?.decline).toEqual({ retry: 'same-card' })
  })

  it('in a frame answers a page that leads on, with the true state there', async () => {
    const world = await startWorld(pausedForever)
    const { checkout, buyer, bank } = await challenged(world, `${SHOP_ORIGIN}/orders/1?a=1&b=2`)
    const url = await decide(world, bank, 'approve')
    const response = await world.app.inject({ url, headers: { 'sec-fetch-dest': 'iframe' } })
    expect([response.statusCode, response.headers.location]).toEqual([200, undefined])
    expect(response.body).toContain(`href="${SHOP_ORIGIN}/orders/1?a=1&amp;b=2&amp;checkout=${checkout.id}"`)
    expect(response.headers['content-security-policy']).not.toContain('frame-ancestors')
    expect((await buyer.read()).status).toBe('succeeded')
    const again = await world.app.inject({
      url: '/paykka/return/none',
      headers: { 'sec-fetch-dest': 'iframe' },
    })
    expect(again.statusCode).toBe(404)
  })

  const types = [undefined, 'application/x-www-form-urlencoded', 'application/json', 'text/html', 'x/y']
  it.each(types)('takes a POST of type %s, and reads nothing of it', async (type) => {
    const world = await startWorld(pausedForever)
    const { buyer, bank } = await challenged(world)
    const url = await decide(world, bank, 'fail')
    const headers = type === undefined ? {} : { 'content-type': type }
    const payload = '{"status":"SUCCESS"'
    const response = await world.app.inject({
      method: 'POST',
      url,
      headers,
      payload,
      query: { status: 'SUCCESS' },
    })
    expect(response.statusCode).toBe(303)
    expect((await buyer.read()).lastPayment?.status).toBe('declined')
  })

  it('believes no status in the address', async () => {
    const world = await startWorld(pausedForever)
    const { checkout, buyer, bank } = await challenged(world)
    const url = await decide(world, bank, 'cancel')
    const response = await world.app.inject({ url: `${url}?status=success&amount=1&checkout=chk_other` })
    expect(response.headers.location).toBe(`${SHOP_ORIGIN}/orders/1?checkout=${checkout.id}`)
    expect((await buyer.read()).status).toBe('open')
  })

  it('brings nobody further who comes back before the bank has decided', async () => {
    const references: string[] = []
    const world = await startWorld({
      ...pausedForever,
      gateway: (real) => ({
        ...real,
        purchase: (purchase) => {
          references.push(purchase.returnUrl)
          return real.purchase(purchase)
        },
      }),
    })
    const { buyer } = await challenged(world)
    const response = await world.app.inject({ url: new URL(references[0] ?? '').pathname })
    expect(response.statusCode).toBe(303)
    expect((await buyer.read()).lastPayment?.status).toBe('action_required')
  })

  const addresses: [string, string][] = [
    ['/orders/1?lang=de&a=%20b', '/orders/1?lang=de&a=%20b&checkout='],
    ['/orders/1?flag&x[]=1&sig=%2B/=', '/orders/1?flag&x[]=1&sig=%2B/=&checkout='],
    ['/orders/1?checkout=forged', '/orders/1?checkout='],
    ['', '/?checkout='],
  ]
  it.each(addresses)('keeps the query of %j', async (path, expected) => {
    const world = await startWorld(pausedForever)
    const { checkout, bank } = await challenged(world, `${SHOP_ORIGIN}${path}`)
    const response = await world.app.inject({ url: await decide(world, bank, 'approve') })
    expect(response.headers.location).toBe(`${SHOP_ORIGIN}${expected}${checkout.id}`)
  })

  it('puts its parameter before the fragment', async () => {
    const world = await startWorld(pausedForever)
    const { checkout, bank } = await challenged(world, `${SHOP_ORIGIN}/#/orders/1?a=%20`)
    const response = await world.app.inject({ url: await decide(world, bank, 'approve') })
    expect(response.headers.location).toBe(`${SHOP_ORIGIN}/?checkout=${checkout.id}#/orders/1?a=%20`)
  })

  it.each(['ret_unknown', `ret_${'a'.repeat(43)}`, '%00', "' or 1=1 --", '..%2f..'])(
    'reveals nothing at %j',
    async (reference) => {
      const world = await startWorld(pausedForever)
      const { buyer } = await challenged(world)
      const response = await world.app.inject({ url: `/paykka/return/${encodeURI(reference)}` })
      expect([response.statusCode, response.headers['content-type']]).toEqual([
        404,
        'text/html; charset=utf-8',
      ])
      expect(response.headers.location).toBeUndefined()
      expect(response.body).toContain('Nothing to show')
      expect(response.body).not.toMatch(/chk_|pay_|ret_|shop\.example|script/)
      expect((await buyer.read()).lastPayment?.status).toBe('action_required')
    },
  )

  it('works again whenever it is opened, and asks PayKKa only while the result is open', async () => {
    const world = await startWorld(pausedForever)
    const { bank } = await challenged(world)
    const url = await decide(world, bank, 'approve')
    const use = async () => (await world.app.inject({ url })).statusCode
    const asked = () => world.emulator.ledger().requests['/v3/payment/acq/query']
    expect([await use(), asked()]).toEqual([303, 1])
    for (const ms of [1, 60_000, 366 * 24 * 60 * 60_000]) {
      world.clock.advance(ms)
      expect([await use(), asked()]).toEqual([303, 1])
    }
  })

  it('sends the shopper back while the gateway is down, and finds out later', async () => {
    const world = await startWorld(pausedForever)
    const { buyer, bank } = await challenged(world)
    const url = await decide(world, bank, 'approve')
    await world.emulator.setFaults({ times: 0, fault: { type: 'reset' } })
    expect((await world.app.inject({ url })).statusCode).toBe(303)
    expect((await buyer.read()).lastPayment?.status).toBe('action_required')
    await world.emulator.setFaults()
    world.clock.advance(60 * 60_000)
    await world.resolve()
    expect((await buyer.read()).lastPayment?.status).toBe('succeeded')
  })

  it('does not keep the shopper waiting for a slow gateway', async () => {
    const waits: number[] = []
    const world = await startWorld({ pause: async (ms) => void waits.push(ms) })
    const { buyer, bank } = await challenged(world)
    const url = await decide(world, bank, 'approve')
    await world.emulator.setFaults({ times: 0, fault: { type: 'hang' } })
    expect((await world.app.inject({ url })).statusCode).toBe(303)
    expect(waits).toEqual([5000])
    expect((await buyer.read()).lastPayment?.status).toBe('action_required')
  })

  it('keeps the reference out of caches and referrers', async () => {
    const world = await startWorld(pausedForever)
    const { bank } = await challenged(world)
    const { headers } = await world.app.inject({ url: await decide(world, bank, 'approve') })
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
    expect(headers).not.toHaveProperty('access-control-allow-origin')
    expect(headers).not.toHaveProperty('set-cookie')
  })
})
