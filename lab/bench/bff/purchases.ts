/** Every server in turn, several rounds of it: purchases per second, and latency at the load it should carry. */
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import getPort from 'get-port'
import { round } from '../statistics.ts'
import type { Latency } from './load.ts'
import { openLoop, saturate } from './load.ts'
import type { MockGateway } from './mock-gateway.ts'
import type { Process, ServerKind } from './processes.ts'
import { startProcess } from './processes.ts'
import { FIXED_RATES } from './rates.ts'
import type { Keys } from './settings.ts'
import { environment } from './settings.ts'
import { bffShots, plainShots } from './shots.ts'

type Gateway = Pick<MockGateway, 'url' | 'tlsUrl'>
export type Sizes = { rounds: number; purchases: number; seconds: number }

/** One server in one round. */
export type Finding = {
  server: ServerKind
  round: number
  perSecond: number
  /** At 60 % of `perSecond`. */
  latency: Latency
  /** At each of `FIXED_RATES`, the same for all servers; runs from before these were measured have none. */
  atRates?: Latency[]
  /** The machine's load average before and after, with what the bench itself adds to it. */
  loads?: [number, number]
  /** Milliseconds from the start of the process until it was ready, with an empty database. */
  startMs: number
  /** Milliseconds from a restart after SIGKILL, on the database of the round, until it was ready. */
  restartMs: number
  /** Resident memory after the purchases of the round. */
  rssMb: number
}

const KINDS: readonly ServerKind[] = ['bff', 'floor', 'ceiling', 'express', 'stripe', 'adyen']
const WIDTH = 64
/** Lets the engine compile what is used often before the clock runs. */
const WARM_UP = 600
const USUAL_LOAD = 0.6

export async function measurePurchases(keys: Keys, gateway: Gateway, sizes: Sizes) {
  const findings: Finding[] = []
  for (let turn = 1; turn <= sizes.rounds; turn++)
    for (const server of KINDS)
      findings.push({ server, round: turn, ...(await measureOne(server, keys, gateway, sizes)) })
  return { findings }
}

async function measureOne(kind: ServerKind, keys: Keys, gateway: Gateway, sizes: Sizes) {
  const directory = mkdtempSync(join(tmpdir(), 'paykka-bench-'))
  const [before = 0] = loadavg()
  const env = environment(keys, gateway, `sqlite:${join(directory, 'ownRows.db')}`, await getPort())
  const servers: Process[] = []
  const start = async () => {
    const server = await startProcess(kind, env)
    servers.push(server)
    return server
  }
  try {
    const server = await start()
    const figures = await load(kind, server, sizes)
    await server.kill()
    const heir = await start()
    const times = { startMs: round(server.readyMs, 0), restartMs: round(heir.readyMs, 0) }
    const loads: [number, number] = [round(before), round(loadavg()[0] ?? 0)]
    process.stderr.write(`${kind}: ${lineOf(figures)}, load average ${loads.join(' to ')}\n`)
    return { ...figures, ...times, loads }
  } finally {
    await Promise.all(servers.map((server) => server.kill()))
    rmSync(directory, { recursive: true, force: true })
  }
}

const lineOf = ({ perSecond, atRates }: Awaited<ReturnType<typeof load>>): string =>
  [
    `${perSecond} purchases/s`,
    ...atRates.map(({ rate, p50, p99 }) => `at ${rate}/s ${p50} and ${p99} ms`),
  ].join(', ')

async function load(kind: ServerKind, server: Process, { purchases, seconds }: Sizes) {
  const { url } = server
  const shots = (count: number) => (kind === 'bff' ? bffShots(url, count) : plainShots(count))
  await saturate(url, await shots(WARM_UP), WIDTH)
  const perSecond = await saturate(url, await shots(purchases), WIDTH)
  const rate = Math.max(1, Math.round(perSecond * USUAL_LOAD))
  const latency = await openLoop(url, await shots(rate * seconds), rate)
  const atRates: Latency[] = []
  for (const fixed of FIXED_RATES) atRates.push(await openLoop(url, await shots(fixed * seconds), fixed))
  return { perSecond, latency, atRates, rssMb: server.rssMb() }
}
