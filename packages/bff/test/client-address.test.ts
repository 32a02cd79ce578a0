/** Where a shopper is on the network, as a dual-stack listener shows it and as PayKKa wants it. */
import { describe, expect, it } from 'vitest'
import { foldAddress } from '../src/client-address.ts'
import { shop, shopper, startWorld } from './support/world.ts'

describe('an address', () => {
  it.each([
    ['::ffff:1.2.3.4', '1.2.3.4'],
    ['::FFFF:1.2.3.4', '1.2.3.4'],
    ['::ffff:102:304', '1.2.3.4'],
    ['0:0:0:0:0:ffff:1.2.3.4', '1.2.3.4'],
    ['1.2.3.4', '1.2.3.4'],
    ['2001:db8::1', '2001:db8::1'],
    ['::1', '::1'],
    ['64:ff9b::1.2.3.4', '64:ff9b::1.2.3.4'],
    ['unknown', 'unknown'],
    ['', ''],
  ])('%j is %j', (text, folded) => {
    expect(foldAddress(text)).toBe(folded)
  })

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
})
