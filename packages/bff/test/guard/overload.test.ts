/** New work is refused before anything is promised; what lets work finish is served. */
import { setImmediate as turn } from 'node:timers/promises'
import Fastify from 'fastify'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { limitInFlight, measurePressure } from '../../src/guard/overload.ts'
import { expectProblem } from '../support/refusals.ts'
import { order, shop, shopper, startWorld } from '../support/world.ts'

const HIGH = { eventLoopDelayMs: 0, rssBytes: 2 ** 40, purchases: 1000 }

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
