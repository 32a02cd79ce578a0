/** Sockets that never finish a request, in its headers or in its body, and the shoppers who want to pay meanwhile. */
import type { Socket } from 'node:net'
import { connect } from 'node:net'
import { deploy } from '../../chaos/deployment.ts'
import { until } from '../../chaos/poll.ts'
import type { WorkerOptions } from '../../chaos/worker.ts'
import type { Shot } from '../bff/load.ts'
import { saturate } from '../bff/load.ts'
import { bffShots } from '../bff/shots.ts'
import { quantile } from '../statistics.ts'
import { arrive, countOf, paidWithin } from './arrivals.ts'
import type { LoadRow } from './row.ts'
import { count } from './row.ts'

type Attack = {
  /** `headers` or `body`: what never ends. */
  what: string
  sockets: number
  limitMs: number
  /** @returns what a socket begins with; `shots` are purchases that nobody else sends */
  beginning(shots: readonly Shot[], number: number): string
}

const START = 'POST /client/v1/checkout/payments HTTP/1.1\r\nhost: pay.shop.example\r\n'

const HEADERS: Attack = {
  what: 'headers',
  sockets: 1000,
  limitMs: 200,
  beginning: () => `${START}x-slow: `,
}

/** With good client secrets, a few sockets each: nothing refuses them before their body is there. */
const BODIES: Attack = {
  what: 'bodies',
  sockets: 500,
  limitMs: 300,
  beginning: (shots, number) => {
    const headers = Object.entries(shots[number % shots.length]?.headers ?? {})
    const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
    return `${START}${lines}content-length: 60000\r\n\r\n{"version":`
  },
}
/** Client secrets of the attack. */
const SECRETS = 100

/** Purchases a second by honest shoppers. */
const HONEST = 40
const WARM_UP = 400
/** So few that the sockets alone use them up. */
const FEW_FILES = 512
const CONTROL_S = 5
/** Share of the sockets that is open most of the time: they are cut together, and for each another is opened. */
const STANDING = 0.9
const BYTE_EVERY_MS = 1000

/** @param seconds of honest purchases among sockets with slow headers */
export const measureSlowHeaders = (seconds: number) => measureSlowSockets(HEADERS, seconds)

/** @param seconds of honest purchases among sockets with slow bodies */
export const measureSlowBodies = (seconds: number) => measureSlowSockets(BODIES, seconds)

async function measureSlowSockets(attack: Attack, seconds: number): Promise<LoadRow[]> {
  const { what, sockets, limitMs } = attack
  const calm = await payAmong({ ...attack, sockets: 0 }, seconds / 2)
  const attacked = await payAmong(attack, seconds)
  const starved = await payAmong(attack, CONTROL_S, { openFiles: FEW_FILES })
  const { paid, of, p99, standing, cut } = attacked
  return [
    {
      name: `Honest p99 among ${count(sockets)} sockets with slow ${what}`,
      value: `${p99} ms, ${count(paid)} of ${count(of)} paid (without them ${calm.p99} ms)`,
      limit: `< ${limitMs} ms, all paid`,
      control: `with ${FEW_FILES} open files: ${count(starved.paid)} of ${count(starved.of)} paid; ${count(standing)} slow sockets were open most of the time, ${count(cut)} were cut`,
      ok:
        p99 < limitMs &&
        paid === of &&
        starved.paid < starved.of &&
        standing >= STANDING * sockets &&
        cut > 0,
    },
  ]
}

async function payAmong(attack: Attack, seconds: number, options: Partial<WorkerOptions> = {}) {
  const { sockets } = attack
  const deployment = await deploy({ kind: 'sqlite', env: { PAYKKA_TIMEOUT_MS: '20000' } })
  try {
    const { url, port } = await deployment.start(options)
    await saturate(url, await bffShots(url, WARM_UP), 8)
    const shots = await bffShots(url, HONEST * seconds)
    const theirs = await bffShots(url, SECRETS)
    const slow = holdSlowSockets(port, sockets, (number) => attack.beginning(theirs, number))
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
function holdSlowSockets(port: number, number: number, beginning: (number: number) => string) {
  const open = new Set<Socket>()
  let cut = 0
  const counts: number[] = []
  let released = false
  const add = (index: number) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(beginning(index))
      open.add(socket)
    })
    socket.on('error', () => {}).resume()
    socket.once('close', () => {
      open.delete(socket)
      if (released) return
      cut += 1
      add(index)
    })
  }
  for (let index = 0; index < number; index++) add(index)
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
