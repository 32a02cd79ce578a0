/** Listens so that a busy process still lets people in, be it to refuse them. */
import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'
import { createServer } from 'node:net'
import type { FastifyInstance } from 'fastify'

type Address = { host: string; port: number }

/**
 * libuv takes one connection per listener and turn of the event loop, and under load a turn is long: whoever came with a
 * connection of their own waited outside, neither served nor refused. Linux shares connections out among listeners.
 */
const LISTENERS = 8

/**
 * Listens at several listeners of one address; where the system has no such thing, at one.
 * @returns the address it listens at
 * @throws Error EADDRINUSE when anything else listens there
 */
export async function listenOnSockets(app: FastifyInstance, address: Address): Promise<string> {
  if (process.platform !== 'linux') return app.listen(address)
  await refuseTaken(address)
  const listeners = Array.from({ length: LISTENERS - 1 }, () => addListener(app))
  shareLimit([app.server, ...listeners])
  closeWith(app, listeners)
  const shared = { ...address, reusePort: true }
  const url = await app.listen(shared)
  const { address: host, port } = app.server.address() as AddressInfo
  for (const listener of listeners) await open(listener, { host, port, reusePort: true })
  return url
}

/** Listeners are shared with whoever asks for it, so that a second BFF would take half of the payments unnoticed. */
async function refuseTaken(address: Address): Promise<void> {
  const probe = createServer()
  await open(probe, address)
  await new Promise((done) => probe.close(done))
}

async function open(server: Server, address: Address & { reusePort?: boolean }): Promise<void> {
  const listening = once(server, 'listening')
  server.listen(address)
  await listening
}

function addListener(app: FastifyInstance): Server {
  return createServer({ noDelay: true }, (socket) => app.server.emit('connection', socket))
}

/** Each takes its part of what one alone would take: the kernel gives all of them alike. */
function shareLimit([own, ...listeners]: [Server, ...Server[]]): void {
  if (own.maxConnections === undefined) return
  const share = Math.ceil(own.maxConnections / (listeners.length + 1))
  for (const server of [own, ...listeners]) server.maxConnections = share
}

/** What came in by a listener is answered before the ledger closes, as at the app's own. */
function closeWith(app: FastifyInstance, listeners: readonly Server[]): void {
  const closed: Promise<unknown>[] = []
  app.addHook('preClose', async () => {
    for (const listener of listeners) closed.push(new Promise((done) => listener.close(done)))
    app.server.closeIdleConnections()
  })
  app.addHook('onClose', async () => void (await Promise.all(closed)))
}
