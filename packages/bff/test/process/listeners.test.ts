/** Several listeners: a busy event loop accepts many connections, a port has one owner, and closing waits for every answer. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import type { FastifyInstance } from 'fastify'
import Fastify from 'fastify'
import { Agent, request } from 'undici'
import { describe, expect, it, onTestFinished } from 'vitest'
import { listenOnSockets } from '../../src/process/listeners.ts'

const ANY_PORT = { host: '127.0.0.1', port: 0 }
const CALLERS = 48

function newApp(): FastifyInstance {
  const app = Fastify({ forceCloseConnections: 'idle', return503OnClosing: false })
  onTestFinished(() => app.close())
  return app
}

const portOf = (app: FastifyInstance) => (app.server.address() as AddressInfo).port

/** @returns in how many turns of the event loop all callers got in */
async function turnsToLetIn(app: FastifyInstance): Promise<number> {
  let inside = 0
  app.server.on('connection', () => inside++)
  const callers = Array.from({ length: CALLERS }, () => connect(portOf(app), '127.0.0.1'))
  await Promise.all(callers.map((caller) => once(caller, 'connect')))
  let turns = 0
  for (; inside < CALLERS; turns++) await new Promise(setImmediate)
  for (const caller of callers) caller.destroy()
  return turns
}

describe.runIf(process.platform === 'linux')('listening on several sockets', () => {
  it('accepts several per turn of the event loop; one listener accepts one', async () => {
    const [manySockets, single] = [newApp(), newApp()]
    await listenOnSockets(manySockets, ANY_PORT)
    await single.listen(ANY_PORT)
    const several = await turnsToLetIn(manySockets)
    expect(await turnsToLetIn(single)).toBeGreaterThan(2 * several)
  })

  it('has no more places in all than one listener would have', async () => {
    const app = newApp()
    app.server.maxConnections = 16
    await listenOnSockets(app, ANY_PORT)
    const { promise: allOver, resolve } = Promise.withResolvers<void>()
    let dropped = 0
    const callers = Array.from({ length: CALLERS }, () => connect(portOf(app), '127.0.0.1'))
    for (const caller of callers)
      caller
        .on('error', () => {})
        .on('close', () => {
          if (++dropped === CALLERS - 16) resolve()
        })
    await allOver
    for (const caller of callers) caller.destroy()
  })

  it('is refused where another one listens, whichever of the two ways that one does', async () => {
    const [first, second, plain] = [newApp(), newApp(), newApp()]
    await listenOnSockets(first, ANY_PORT)
    const taken = { ...ANY_PORT, port: portOf(first) }
    await expect(listenOnSockets(second, taken)).rejects.toMatchObject({ code: 'EADDRINUSE' })
    await plain.listen(ANY_PORT)
    const alsoTaken = { ...ANY_PORT, port: portOf(plain) }
    await expect(listenOnSockets(newApp(), alsoTaken)).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })

  it('answers everybody before it is closed, on whatever socket they arrived', async () => {
    const app = newApp()
    const arrived: (() => void)[] = []
    const { promise: allThere, resolve: report } = Promise.withResolvers<void>()
    app.get('/', async () => {
      await new Promise<void>((answer) => {
        if (arrived.push(answer) === CALLERS) report()
      })
      return 'done'
    })
    const url = await listenOnSockets(app, ANY_PORT)
    const agent = new Agent({ connections: CALLERS, pipelining: 0 })
    onTestFinished(() => agent.close())
    const answers = Array.from({ length: CALLERS }, () => request(url, { dispatcher: agent }))
    await allThere
    const closed = app.close()
    for (const answer of arrived) answer()
    const statuses = (await Promise.all(answers)).map(({ statusCode }) => statusCode)
    await closed
    expect(statuses).toEqual(Array.from({ length: CALLERS }, () => 200))
    await expect(request(url)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })
})
