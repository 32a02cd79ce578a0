/** New work is refused before anything is promised; what lets work finish is served. */
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import Fastify from 'fastify'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { limitEntry, limitInFlight, measurePressure } from '../../../src/http/guard/overload.ts'
import { expectProblem } from '../../support/refusals.ts'
import { order, shop, shopper, startWorld } from '../../support/world.ts'

/** Needs no view of the checkout first. */
const SEALED = { sealed: 'a.b.c.d.e' }
const HIGH = { eventLoopDelayMs: 0, rssBytes: 2 ** 40, purchases: 1000, checkouts: 1000 }

describe('under pressure', () => {
  it('begins no payment and no checkout, but shows results and accepts notifications', async () => {
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
    expect(await world.database.db.selectFrom('payments').selectAll().execute()).toEqual([])
    expect(world.emulator.ledger().orders).toEqual([])
    expect((await shop(world).read(checkout.id)).status).toBe('open')
  })
})

describe('entry', () => {
  it('counts a purchase from its complete body until its answer is out, also by an error', async () => {
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
    const { app, reached, port } = await slowApp(limitEntry({ ...HIGH, checkouts: 1 }))
    const socket = connect(port, '127.0.0.1')
    socket.write('POST /v1/checkouts HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{}')
    const response = await reached
    const send = () => app.inject({ method: 'POST', url: '/v1/checkouts', headers: { quick: '1' } })
    expect((await send()).statusCode).toBe(500)
    socket.destroy()
    await once(response, 'close')
    expect((await send()).statusCode).toBe(200)
  })
})

/** Its one route answers when asked to be quick, and else never. */
async function slowApp(entry: ReturnType<typeof limitEntry>) {
  const app = Fastify()
  const { promise: reached, resolve } = Promise.withResolvers<ServerResponse>()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, _body, done) => done(null))
  app.addHook('onRequest', async (request) => entry.refuseFull(request))
  app.addHook('preValidation', async (request, reply) => entry.enter(request, reply))
  app.post('/v1/checkouts', (request, reply) => {
    if (request.headers.quick) return reply.send({})
    resolve(reply.raw)
    return undefined
  })
  onTestFinished(() => app.close())
  await app.listen({ host: '127.0.0.1', port: 0 })
  return { app, reached, port: (app.server.address() as { port: number }).port }
}

/** More than there are places, fewer than any other limit forbids. */
const SLOW = 225

/** Begins purchases of one checkout whose bodies never end, and waits until the BFF has all of them. */
async function floodSlowly(app: FastifyInstance, clientSecret: string): Promise<void> {
  const { port } = app.server.address() as { port: number }
  const all = Promise.withResolvers<void>()
  let seen = 0
  app.server.on('request', () => {
    if (++seen === SLOW) all.resolve()
  })
  const head = `POST /client/v1/checkout/payments HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${clientSecret}`
  const body = 'content-type: application/json\r\ncontent-length: 999\r\n\r\n{"version":'
  const sockets = Array.from({ length: SLOW }, () => connect(port, '127.0.0.1'))
  onTestFinished(() => sockets.forEach((socket) => void socket.destroy()))
  for (const socket of sockets) socket.on('error', () => {}).write(`${head}\r\n${body}`)
  await all.promise
}

describe('slow bodies', () => {
  /** The BFF as it runs, but for what a busy test machine would be refused for. */
  const overload = { ...HIGH, purchases: 200 }

  it('of one checkout keep nobody else out', async () => {
    const world = await startWorld({ listen: true, overload })
    const honest = await Promise.all(Array.from({ length: 12 }, () => shop(world).create()))
    await floodSlowly(world.app, (await shop(world).create()).clientSecret)
    const answers = await Promise.all(honest.map((checkout) => shopper(world, checkout).pay()))
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(honest.map(() => 200))
  })

  it.each([
    ['preValidation', 200],
    // What entry once did.
    ['onRequest', 503],
  ] as const)('leave the places free that are taken at %s: %i', async (hook, status) => {
    const app = Fastify()
    const entry = limitEntry(overload)
    const take = async (request: FastifyRequest, reply: FastifyReply) => entry.enter(request, reply)
    if (hook === 'onRequest') app.addHook(hook, take)
    else app.addHook(hook, take)
    app.setErrorHandler((_error, _request, reply) => reply.code(503).send())
    app.post('/client/v1/checkout/payments', async () => ({}))
    onTestFinished(() => app.close())
    await app.listen({ host: '127.0.0.1', port: 0 })
    await floodSlowly(app, 'cs_anybody')
    const honest = await app.inject({ method: 'POST', url: '/client/v1/checkout/payments', payload: {} })
    expect(honest.statusCode).toBe(status)
  })
})

describe('limitInFlight', () => {
  it('frees a place when the work ends, also by an error', async () => {
    const run = limitInFlight(1)
    const gate = Promise.withResolvers<string>()
    const first = run('chk_1', () => gate.promise)
    await expect(run('chk_2', async () => 'second')).rejects.toMatchObject({ code: 'busy' })
    gate.resolve('first')
    expect(await first).toBe('first')
    await expect(run('chk_1', () => Promise.reject(new Error('x')))).rejects.toThrow('x')
    expect(await run('chk_1', async () => 'third')).toBe('third')
  })

  it('lets a checkout have two places, and leaves the others to the others', async () => {
    const run = limitInFlight(100)
    const gate = Promise.withResolvers<number>()
    const two = [run('chk_1', () => gate.promise), run('chk_1', () => gate.promise)]
    await expect(run('chk_1', async () => 3)).rejects.toMatchObject({ code: 'payment_in_progress' })
    expect(await run('chk_2', async () => 4)).toBe(4)
    gate.resolve(1)
    await Promise.all(two)
    expect(await run('chk_1', async () => 5)).toBe(5)
  })
})

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn()
}
