/** A TCP balancer as small as can be: it joins connections to living servers and knows nothing of HTTP. */
import type { Socket } from 'node:net'
import { connect, createServer } from 'node:net'
import { pause } from './poll.ts'

export type Balancer = {
  url: string
  /** Ports of the servers that a payment's bytes arrived at, in order. */
  arrivals: number[]
  /** Replaces the servers behind it. */
  setPorts(ports: number[]): void
  close(): Promise<void>
}

type BalancerOptions = {
  port: number
  ports: number[]
  /** `round-robin` takes the next for every connection; `fail-over` the first that lives. */
  mode: 'round-robin' | 'fail-over'
}

/** How long a connection waits for a server to come (back) to life. */
const TIMEOUT_MS = 30_000
const PAYMENT = 'POST /client/v1/checkout/payments'

export async function startBalancer(options: BalancerOptions): Promise<Balancer> {
  let { ports } = options
  let turn = 0
  const arrivals: number[] = []
  const sockets = new Set<Socket>()
  const order = () => {
    const first = options.mode === 'round-robin' ? turn++ % Math.max(1, ports.length) : 0
    return [...ports.slice(first), ...ports.slice(0, first)]
  }
  const server = createServer((client) => {
    sockets.add(client)
    client.once('close', () => sockets.delete(client))
    client.on('error', () => client.destroy())
    client.pause()
    void reachOne(order).then((found) => {
      if (found) join(client, found.socket, () => arrivals.push(found.port))
      else client.destroy()
    })
  })
  await new Promise<void>((resolve) => server.listen(options.port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${options.port}`,
    arrivals,
    setPorts: (next) => {
      ports = next
    },
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

type Found = { socket: Socket; port: number }

async function reachOne(order: () => number[]): Promise<Found | undefined> {
  const deadline = Date.now() + TIMEOUT_MS
  while (Date.now() < deadline) {
    for (const port of order()) {
      const socket = await dial(port)
      if (socket) return { socket, port }
    }
    await pause(20)
  }
  return undefined
}

function dial(port: number): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket))
    socket.once('error', () => resolve(undefined))
  })
}

/** When the server dies its client sees the connection end, as it would without a balancer. */
function join(client: Socket, upstream: Socket, onPayment: () => void): void {
  upstream.on('error', () => upstream.destroy())
  client.on('data', (chunk) => {
    if (chunk.includes(PAYMENT)) onPayment()
  })
  upstream.once('close', () => client.destroy())
  client.once('close', () => upstream.destroy())
  upstream.pipe(client)
  client.pipe(upstream)
}
