/** A thousand sockets that never finish a request’s headers, and the shoppers who want to pay meanwhile. */
import type { Socket } from 'node:net'
import { connect } from 'node:net'
import { deploy } from '../../../packages/bff/test/chaos/deployment.ts'
import { until } from '../../../packages/bff/test/chaos/poll.ts'
import type { WorkerOptions } from '../../../packages/bff/test/chaos/worker.ts'
import { saturate } from '../bff/load.ts'
import { bffShots } from '../bff/shots.ts'
import { quantile } from '../statistics.ts'
import { arrive, countOf, paidWithin } from './arrivals.ts'
import type { LoadRow } from './row.ts'
import { count } from './row.ts'

const SOCKETS = 1000
/** Purchases a second by honest shoppers. */
const HONEST = 40
const WARM_UP = 400
const LIMIT_MS = 200
/** So few that the sockets alone use them up. */
const FEW_FILES = 512
const CONTROL_S = 5
/** Share of the sockets that is open most of the time: they are cut together, and for each another is opened. */
const STANDING = 0.9
const BYTE_EVERY_MS = 1000

/** @param seconds of honest purchases among the slow sockets */
export async function measureSlowHeaders(seconds: number): Promise<LoadRow[]> {
  const calm = await payAmong(0, seconds / 2)
  const attacked = await payAmong(SOCKETS, seconds)
  const starved = await payAmong(SOCKETS, CONTROL_S, { openFiles: FEW_FILES })
  const { paid, of, p99, standing, cut } = attacked
  return [
    {
      name: `Honest p99 among ${count(SOCKETS)} sockets with slow headers`,
      value: `${p99} ms, ${count(paid)} of ${count(of)} paid (without them ${calm.p99} ms)`,
      limit: `< ${LIMIT_MS} ms`,
      control: `with ${FEW_FILES} open files: ${count(starved.paid)} of ${count(starved.of)} paid; ${count(standing)} slow sockets stood most of the time, ${count(cut)} were cut`,
      ok:
        p99 < LIMIT_MS &&
        paid === of &&
        starved.paid < starved.of &&
        standing >= STANDING * SOCKETS &&
        cut > 0,
    },
  ]
}

async function payAmong(sockets: number, seconds: number, options: Partial<WorkerOptions> = {}) {
  const deployment = await deploy({ kind: 'sqlite', env: { PAYKKA_TIMEOUT_MS: '20000' } })
  try {
    const { url, port } = await deployment.start(options)
    await saturate(url, await bffShots(url, WARM_UP), 8)
    const shots = await bffShots(url, HONEST * seconds)
    const slow = holdSlowSockets(port, sockets)
    const enough = Math.min(options.openFiles ?? sockets, STANDING * sockets)
    await until('the slow sockets to stand', () => slow.standing() >= enough || undefined)
    const arrivals = await arrive(url, shots, [{ rate: HONEST, seconds }])
    const { usual, cut } = slow.release()
    return {
      paid: countOf(arrivals, 'paid'),
      of: arrivals.length,
      p99: paidWithin(arrivals, 0.99),
      standing: usual,
      cut,
    }
  } finally {
    await deployment.close()
  }
}

/** Opens so many sockets, sends each a byte a second, and opens another for every one that is cut. */
function holdSlowSockets(port: number, number: number) {
  const open = new Set<Socket>()
  let cut = 0
  const counts: number[] = []
  let released = false
  const add = () => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write('POST /client/v1/checkout/payments HTTP/1.1\r\nhost: pay.shop.example\r\nx-slow: ')
      open.add(socket)
    })
    socket.on('error', () => {}).resume()
    socket.once('close', () => {
      open.delete(socket)
      if (released) return
      cut += 1
      add()
    })
  }
  for (let index = 0; index < number; index++) add()
  const timer = setInterval(() => {
    counts.push(open.size)
    for (const socket of open) socket.write('a')
  }, BYTE_EVERY_MS)
  return {
    standing: () => open.size,
    release: () => {
      released = true
      clearInterval(timer)
      for (const socket of open) socket.destroy()
      return { usual: quantile(counts, 0.5), cut }
    },
  }
}
