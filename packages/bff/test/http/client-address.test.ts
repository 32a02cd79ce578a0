/** Where a shopper is on the network, as a dual-stack listener shows it and as PayKKa wants it. */
import { describe, expect, it } from 'vitest'
import { order, shop, shopper, startWorld } from '../support/world.ts'

describe('an address', () => {
  it.each([
    ['the connection', '::ffff:203.0.113.9', {}],
    ['the connection and the shop', '::ffff:203.0.113.9', { shopper: { ip: '::ffff:203.0.113.7' } }],
  ])('that %s shows in IPv6 goes to PayKKa in IPv4', async (_name, remoteAddress, order) => {
    const world = await startWorld()
    const checkout = await shop(world).create(order)
    const answer = await shopper(world, checkout).pay({ remoteAddress })
    expect(answer.json().payment.status).toBe('succeeded')
    const sent = world.emulator.requests({ path: '/v3/payment/acq' })
    expect(sent.at(-1)?.body).toMatchObject({
      customer: {
        pay_ip: '203.0.113.9',
        order_ip: 'shopper' in order ? '203.0.113.7' : '203.0.113.9',
      },
    })
  })

  it('is one client for the limits in either form', async () => {
    const world = await startWorld({ env: { RATE_LIMITS: 'unauthorized=1/60', RATE_LIMIT_EXEMPT: '' } })
    const knock = (remoteAddress: string) =>
      world.app.inject({
        url: '/client/v1/checkout',
        remoteAddress,
        headers: { authorization: `Bearer ${'x'.repeat(40)}` },
      })
    expect((await knock('::ffff:203.0.113.9')).statusCode).toBe(401)
    expect((await knock('203.0.113.9')).statusCode).toBe(429)
    expect((await knock('203.0.113.8')).statusCode).toBe(401)
  })

  it('is read behind a proxy that writes a port, brackets or a zone', async () => {
    const world = await proxied({ RATE_LIMITS: 'ip=1/600' })
    const written = [
      '203.0.113.9:4711',
      '[2001:db8::1]:4711',
      'fe80::1%eth0',
      '::ffff:203.0.113.7',
      ' "203.0.113.8" ',
    ]
    const statuses = []
    for (const text of written) statuses.push((await world.pay(text)).statusCode)
    expect(statuses).toEqual(written.map(() => 200))
    expect(world.sent()).toEqual(['203.0.113.9', '2001:db8::1', 'fe80::1', '203.0.113.7', '203.0.113.8'])
    // One client counts as one, in any notation.
    expect((await world.pay('[::ffff:203.0.113.9]:80')).statusCode).toBe(429)
    // A second proxy of ours, which writes its port, is not the shopper.
    expect((await world.pay('203.0.113.6, 127.0.0.2:33000')).statusCode).toBe(200)
    expect(world.sent().at(-1)).toBe('203.0.113.6')
  })

  it.each(['unknown', '_hidden', '203.0.113.9; x', '203.0.113.5, unknown'])(
    "that cannot be read (%s) is the proxy's, with one line, and no bucket for all shoppers",
    async (text) => {
      const world = await proxied({ RATE_LIMITS: 'ip=1/600,ip-day=1/600,ip-attempts=1/600' })
      for (let count = 0; count < 3; count++) expect((await world.pay(text)).statusCode).toBe(200)
      expect(world.sent()).toEqual(['127.0.0.1', '127.0.0.1', '127.0.0.1'])
      const lines = () => world.logs.filter((line) => line.includes('no readable address'))
      expect(lines()).toHaveLength(1)
      expect(JSON.parse(lines()[0] ?? '')).toMatchObject({ level: 40, peer: '127.0.0.1' })
      world.clock.advance(60_000)
      await world.pay(text)
      expect(lines()).toHaveLength(2)
    },
  )

  it('is missed with a line where a proxy names nobody, and not for health checks', async () => {
    const world = await proxied({})
    const lines = () => world.logs.filter((line) => line.includes('no readable address'))
    await world.app.inject({ url: '/healthz' })
    expect(lines()).toHaveLength(0)
    expect((await shopper(world, await shop(world).create()).pay()).statusCode).toBe(200)
    expect(lines()).toHaveLength(1)
  })

  it("of a shop's shopper is an address or refused", async () => {
    const world = await startWorld()
    for (const ip of ['localhost', '....', 'abc', '1.2.3', 'dead:beef', '999.1.1.1'])
      expect(
        (await shop(world).send('POST', '/v1/checkouts', order({ shopper: { ip } }))).json(),
      ).toMatchObject({
        code: 'validation_failed',
        errors: [{ field: '/shopper/ip' }],
      })
  })
})

/** Behind a proxy on this machine, whose clients are counted. */
async function proxied(env: Record<string, string>) {
  const world = await startWorld({
    env: { TRUST_PROXY: '127.0.0.1/32,127.0.0.2', RATE_LIMIT_EXEMPT: '', ...env },
  })
  const pay = async (forwarded: string) =>
    shopper(world, await shop(world).create()).pay({
      headers: { 'x-forwarded-for': forwarded },
      // Declines are what is counted by address.
      card: { number: '4000000000000002' },
    })
  const sent = () =>
    world.emulator
      .requests({ path: '/v3/payment/acq' })
      .map(({ body }) => (body as { customer: { pay_ip: string } }).customer.pay_ip)
  return { ...world, pay, sent }
}
