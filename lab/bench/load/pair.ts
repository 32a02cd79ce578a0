/** Two BFFs behind a balancer that asks each whether it is ready. */
import getPort from 'get-port'
import { request } from 'undici'
import { startBalancer } from '../../chaos/balancer.ts'
import type { Deployment } from '../../chaos/deployment.ts'
import { pause } from '../../chaos/poll.ts'
import type { Worker } from '../../chaos/worker.ts'

export type Pair = {
  /** The balancer's. */
  url: string
  /** Ends one of the two and starts another in its place; returns when that one gets connections. */
  restart(index: number, end: 'stop' | 'kill'): Promise<void>
  close(): Promise<void>
}

const ASK_EVERY_MS = 100

export async function startPair(deployment: Deployment, port: number): Promise<Pair> {
  const start = async () => deployment.start({ port: await getPort() })
  // One after the other: the first brings the schema.
  const workers: Worker[] = [await start(), await start()]
  const ports = () => workers.map((worker) => worker.port)
  const balancer = await startBalancer({ port, ports: ports(), mode: 'round-robin' })
  const asking = { over: false }
  const asked = askOn(asking, async () => {
    const ready = await Promise.all(ports().map(isReady))
    balancer.setPorts(ports().filter((_, index) => ready[index]))
  })
  return {
    url: balancer.url,
    restart: async (index, end) => {
      await workers[index]?.[end]()
      workers[index] = await start()
      await pause(2 * ASK_EVERY_MS)
    },
    close: async () => {
      asking.over = true
      await asked
      await balancer.close()
    },
  }
}

async function askOn(asking: { over: boolean }, ask: () => Promise<void>): Promise<void> {
  while (!asking.over) {
    await ask()
    await pause(ASK_EVERY_MS)
  }
}

async function isReady(port: number): Promise<boolean> {
  try {
    const response = await request(`http://127.0.0.1:${port}/readyz`, { reset: true, headersTimeout: 1000 })
    await response.body.dump()
    return response.statusCode === 200
  } catch {
    return false
  }
}
