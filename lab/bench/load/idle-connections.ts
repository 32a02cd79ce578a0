/** Nearly as many connections as the BFF takes, all kept alive and doing nothing, and the shoppers who pay meanwhile (K-06). */
import type { Socket } from 'node:net'
import { connect } from 'node:net'
import { deploy } from '../../chaos/deployment.ts'
import { until } from '../../chaos/poll.ts'
import { saturate } from '../bff/load.ts'
import { residentKb } from '../bff/processes.ts'
import { bffShots } from '../bff/shots.ts'
import { round } from '../statistics.ts'
import { arrive, countOf, paidWithin } from './arrivals.ts'
import type { LoadRow } from './row.ts'
import { count } from './row.ts'

/** The BFF takes 10,000; the shoppers need some of them. */
const CONNECTIONS = 9000
/** Purchases a second. */
const HONEST = 20
const WARM_UP = 400
const LIMIT_MS = 200
/** As many as the BFF takes stay within a quarter of the memory at which it refuses payments. */
const LIMIT_KB = 25

/** @param seconds of purchases with the idle connections, and as many without */
export async function measureIdleConnections(seconds: number): Promise<LoadRow[]> {
  const deployment = await deploy({ kind: 'sqlite', env: { PAYKKA_TIMEOUT_MS: '20000' } })
  try {
    const { url, port, pid } = await deployment.start()
    const payFor = async () => arrive(url, await bffShots(url, HONEST * seconds), [{ rate: HONEST, seconds }])
    await saturate(url, await bffShots(url, WARM_UP), 8)
    const calm = await payFor()
    const before = residentKb(pid)
    const idle = await holdIdle(port)
    const among = await payFor()
    const perConnection = (residentKb(pid) - before) / CONNECTIONS
    const standing = idle.filter((socket) => !socket.destroyed).length
    for (const socket of idle) socket.destroy()
    const paid = countOf(among, 'paid')
    return [
      {
        name: `Honest p99 among ${count(CONNECTIONS)} idle connections`,
        value: `${paidWithin(among, 0.99)} ms, ${paid} of ${among.length} paid; ${round(perConnection)} KB of memory each`,
        limit: `< ${LIMIT_MS} ms, ≤ ${LIMIT_KB} KB`,
        control: `without them ${paidWithin(calm, 0.99)} ms; ${count(standing)} were open to the end`,
        ok:
          paidWithin(among, 0.99) < LIMIT_MS &&
          paid === among.length &&
          perConnection <= LIMIT_KB &&
          standing > 0.9 * CONNECTIONS,
      },
    ]
  } finally {
    await deployment.close()
  }
}

/** Each asks once, as a browser that then keeps its connection. */
async function holdIdle(port: number): Promise<Socket[]> {
  let answered = 0
  const sockets = Array.from({ length: CONNECTIONS }, () => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write('GET /healthz HTTP/1.1\r\nhost: pay.shop.example\r\n\r\n')
    })
    return socket.on('error', () => {}).on('data', () => answered++)
  })
  await until('the idle connections to be answered', () => answered >= CONNECTIONS || undefined, 60_000)
  return sockets
}
