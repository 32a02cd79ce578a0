/** What is sent, what a query double-checks, and what is too late. */
import { describe, expect, it } from 'vitest'
import { shop, shopper, startWorld } from '../support/world.ts'

describe('a purchase', () => {
  it('is not signed any more once its time to be sent is over', async () => {
    const world = await startWorld({
      gateway: (real) => ({
        ...real,
        // The process sleeps between the database and the network, as under SIGSTOP.
        purchase: (purchase) => {
          world.clock.advance(11 * 60_000)
          return real.purchase(purchase)
        },
      }),
    })
    const response = await shopper(world, await shop(world).create()).pay()
    expect([response.statusCode, response.json().code]).toEqual([502, 'gateway_unreachable'])
    expect(world.emulator.ledger().requests).toEqual({})
  })

  it('is unknown, not lost, when the gateway breaks its promise and throws', async () => {
    const world = await startWorld({
      gateway: (real) => ({
        ...real,
        purchase: async (purchase) => {
          await real.purchase(purchase)
          throw new Error('broken')
        },
      }),
    })
    const checkout = await shop(world).create()
    const buyer = shopper(world, checkout)
    expect((await buyer.pay()).json().payment.status).toBe('unknown')
    await world.resolve()
    expect((await buyer.read()).status).toBe('succeeded')
  })

  it.each([
    ['7', '7'],
    [undefined, '5'],
    ['86400', '60'],
  ])('passes on when to retry: %s gives %s', async (retryAfter, expected) => {
    const world = await startWorld()
    const body = { ret_code: '429', ret_msg: 'slow down' }
    const fault = { type: 'status' as const, status: 429, body, when: 'before' as const }
    await world.emulator.setFaults({ fault: retryAfter === undefined ? fault : { ...fault, retryAfter } })
    const response = await shopper(world, await shop(world).create()).pay()
    expect([response.statusCode, response.json().code, response.headers['retry-after']]).toEqual([
      503,
      'busy',
      expected,
    ])
  })
})
