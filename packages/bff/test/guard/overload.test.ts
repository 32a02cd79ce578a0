/** New work is refused before anything is promised; what lets work finish is served. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import Fastify from 'fastify'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { limitInFlight, measurePressure } from '../../src/guard/overload.ts'
import { expectProblem } from '../support/refusals.ts'
import { order, SECRET_KEY, shop, shopper, startWorld } from '../support/world.ts'

/** Needs no view of the checkout first. */
const SEALED = { sealed: 'a.b.c.d.e' }
const HIGH = { eventLoopDelayMs: 0, rssBytes: 2 ** 40, purchases: 1000, checkouts: 1000 }

describe('under pressure', () => {
  it('begins no payment and no checkout, but shows results and takes notices', async () => {
    const calm = await startWorld()
    const pressed = await startWorld({ overload: { ...HIGH, rssBytes: 1 } })
    await pressed.app.ready()
    await until(() => pressed.app.isUnderPressure())
    const created = await shop(pressed).send('POST', '/v1/checkouts', order())
    expectProblem(created, 503, 'busy')
    expect(created.headers['retry-after']).toBe('2')

    const urls = [
      '/healthz',
      '/readyz',
      `/v1/checkouts/chk_${'a'.repeat(22)}`,
      '/paykka/return/ret_x',
      '/client/v1/checkout',
    ]
    for (const url of urls) {
      const [here, there] = await Promise.all([pressed, calm].map((world) => shop(world).send('GET', url)))
      expect([url, here?.statusCode]).toEqual([url, there?.statusCode])
    }
    const notice = await pressed.app.inject({ method: 'POST', url: '/paykka/notifications', payload: {} })
    expect(notice.statusCode).toBe(401)
  })

  it('goes on measuring after memory could not be read, as when no more files can be opened', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const reading = vi.spyOn(process.memoryUsage, 'rss').mockImplementation(() => {
      throw Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' })
    })
    onTestFinished(() => void vi.useRealTimers().restoreAllMocks())
    const app = Fastify()
    measurePressure(app, { ...HIGH, rssBytes: 1 })
    vi.advanceTimersByTime(1000)
    expect([reading.mock.calls.length > 0, app.isUnderPressure()]).toEqual([true, false])
    reading.mockRestore()
    vi.advanceTimersByTime(1000)
    expect(app.isUnderPressure()).toBe(true)
    await app.close()
  })

  it('refuses one purchase more than there are places, and stores and sends nothing of it', async () => {
    const world = await startWorld({ overload: { ...HIGH, purchases: 0 } })
    const checkout = await shop(world).create()
    const response = await shopper(world, checkout).pay()
    expectProblem(response, 503, 'busy')
    expect(await world.store.db.selectFrom('payments').selectAll().execute()).toEqual([])
    expect(world.emulator.ledger().orders).toEqual([])
    expect((await shop(world).read(checkout.id)).status).toBe('open')
  })
})

describe('the door', () => {
  it('counts a purchase from its first bytes until its answer is out, also by an error', async () => {
    const reached = Promise.withResolvers<void>()
    const gate = Promise.withResolvers<void>()
    const world = await startWorld({
      overload: { ...HIGH, purchases: 1 },
      gateway: (real) => ({
        ...real,
        purchase: async (purchase) => {
          reached.resolve()
          await gate.promise
          return real.purchase(purchase)
        },
      }),
    })
    const [one, two] = [await shop(world).create(), await shop(world).create()]
    const first = shopper(world, one).pay()
    await reached.promise
    // Refused before its secret is looked at.
    expectProblem(await shopper(world, { ...two, clientSecret: 'cs_none' }).pay(SEALED), 503, 'busy')
    expectProblem(await shopper(world, two).pay(), 503, 'busy')
    gate.resolve()
    expect((await first).statusCode).toBe(200)
    expect((await shopper(world, two).pay({ body: { version: 7 } })).statusCode).toBe(422)
    expect((await shopper(world, two).pay()).statusCode).toBe(200)
  })

  it('counts new checkouts apart from purchases', async () => {
    const world = await startWorld({ overload: { ...HIGH, checkouts: 0 } })
    expectProblem(await shop(world).send('POST', '/v1/checkouts', order()), 503, 'busy')
    const payment = await world.app.inject({
      method: 'POST',
      url: '/client/v1/checkout/payments',
      payload: {},
    })
    expect(payment.statusCode).toBe(401)
  })

  it('lets go of a client that is gone', async () => {
    const { app } = await startWorld({ listen: true, overload: { ...HIGH, checkouts: 1 } })
    const { port } = app.server.address() as { port: number }
    const socket = connect(port, '127.0.0.1')
    const head = `POST /v1/checkouts HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${SECRET_KEY}\r\ncontent-type: application/json`
    socket.write(`${head}\r\ncontent-length: 99\r\n\r\n`)
    const [, response] = await once(app.server, 'request')
    const send = () =>
      app.inject({
        method: 'POST',
        url: '/v1/checkouts',
        headers: { authorization: `Bearer ${SECRET_KEY}` },
        payload: order(),
      })
    expect((await send()).statusCode).toBe(503)
    socket.destroy()
    await once(response, 'close')
    expect((await send()).statusCode).toBe(201)
  })
})

describe('limitInFlight', () => {
  it('frees a place when the work ends, also by an error', async () => {
    const run = limitInFlight(1)
    const gate = Promise.withResolvers<string>()
    const first = run(() => gate.promise)
    await expect(run(async () => 'second')).rejects.toMatchObject({ code: 'busy' })
    gate.resolve('first')
    expect(await first).toBe('first')
    await expect(run(() => Promise.reject(new Error('x')))).rejects.toThrow('x')
    expect(await run(async () => 'third')).toBe('third')
  })
})

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn()
}
