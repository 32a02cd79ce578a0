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
const DOORS = 8

/**
 * Listens at several doors of one address; where the system has no such thing, at one.
 * @returns the address it listens at
 * @throws Error EADDRINUSE when anything else listens there
 */
export async function listenOnSockets(app: FastifyInstance, address: Address): Promise<string> {
  if (process.platform !== 'linux') return app.listen(address)
  await refuseTaken(address)
  const doors = Array.from({ length: DOORS - 1 }, () => doorTo(app))
  shareLimit([app.server, ...doors])
  closeWith(app, doors)
  const shared = { ...address, reusePort: true }
  const url = await app.listen(shared)
  const { address: host, port } = app.server.address() as AddressInfo
  for (const door of doors) await open(door, { host, port, reusePort: true })
  return url
}

/** Doors are shared with whoever asks for it, so that a second BFF would take half of the payments unnoticed. */
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

function doorTo(app: FastifyInstance): Server {
  return createServer({ noDelay: true }, (socket) => app.server.emit('connection', socket))
}

/** Each takes its part of what one alone would take: the kernel gives all of them alike. */
function shareLimit([own, ...doors]: [Server, ...Server[]]): void {
  if (own.maxConnections === undefined) return
  const share = Math.ceil(own.maxConnections / (doors.length + 1))
  for (const server of [own, ...doors]) server.maxConnections = share
}

/** What came in by a door is answered before the ledger closes, as at the app's own. */
function closeWith(app: FastifyInstance, doors: readonly Server[]): void {
  const closed: Promise<unknown>[] = []
  app.addHook('preClose', async () => {
    for (const door of doors) closed.push(new Promise((done) => door.close(done)))
    app.server.closeIdleConnections()
  })
  app.addHook('onClose', async () => void (await Promise.all(closed)))
}
