/** Listens on several sockets so that a busy event loop still accepts (or rejects) connections. */
import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'
import { createServer } from 'node:net'
import type { FastifyInstance } from 'fastify'

type Address = { host: string; port: number }

/**
 * libuv accepts one connection per listener and event loop turn, and under load a turn is long: new connections would wait,
 * neither served nor refused. With SO_REUSEPORT Linux distributes connections among listeners.
 */
const LISTENERS = 8

/**
 * Opens several listeners on one address; only one where the system does not support that.
 * @returns the address it listens on
 * @throws Error EADDRINUSE when another process listens there
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

/** SO_REUSEPORT would let a second BFF on the same port take half of the payments unnoticed. */
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

/** Divides the connection limit: the kernel distributes connections evenly. */
function shareLimit([own, ...listeners]: [Server, ...Server[]]): void {
  if (own.maxConnections === undefined) return
  const share = Math.ceil(own.maxConnections / (listeners.length + 1))
  for (const server of [own, ...listeners]) server.maxConnections = share
}

/** Requests on these listeners are answered before the database closes, like those on the app's own listener. */
function closeWith(app: FastifyInstance, listeners: readonly Server[]): void {
  const closed: Promise<unknown>[] = []
  app.addHook('preClose', async () => {
    for (const listener of listeners) closed.push(new Promise((done) => listener.close(done)))
    app.server.closeIdleConnections()
  })
  app.addHook('onClose', async () => void (await Promise.all(closed)))
}
