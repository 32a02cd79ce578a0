/** One PostgreSQL with one BFF on it, then two, then four: what more processes bring. */
import { availableParallelism } from 'node:os'
import type { PostgresServer } from '../../../packages/bff/test/database/postgres-server.ts'
import { startPostgres } from '../../../packages/bff/test/database/postgres-server.ts'
import type { Shot } from '../bff/load.ts'
import { saturate } from '../bff/load.ts'
import { bffShots } from '../bff/shots.ts'
import { round } from '../statistics.ts'
import { withDeployedBff } from './deployed.ts'
import type { LoadRow } from './row.ts'
import { count } from './row.ts'

const PROCESSES = [1, 2, 4]
const WIDTH = 32
const WARM_UP = 300
const LIMIT = 1.7
/** Two BFFs, the database, and what loads them and plays PayKKa. */
const CORES_NEEDED = 4

type Taken = { perSecond: number; asked: number }

/** @param purchases for every number of processes */
export async function measureProcesses(purchases: number): Promise<LoadRow[]> {
  const postgres = await startPostgres()
  try {
    const taken: Taken[] = []
    for (const processes of PROCESSES) taken.push(await take(postgres, processes, purchases))
    return [rowOf(taken, purchases)]
  } finally {
    await postgres.stop()
  }
}

async function take(postgres: PostgresServer, processes: number, purchases: number): Promise<Taken> {
  return withDeployedBff(
    async ({ start, gateway }) => {
      const urls: string[] = []
      // One after the other: the first brings the schema.
      while (urls.length < processes) urls.push((await start()).url)
      await buy(urls, WARM_UP * processes)
      const before = gateway.purchases()
      const perSecond = await buy(urls, purchases)
      return { perSecond, asked: gateway.purchases() - before }
    },
    await postgres.createDatabase(),
  )
}

/** @returns purchases per second of all of them together, each taking its share */
async function buy(urls: readonly string[], purchases: number): Promise<number> {
  const [first = ''] = urls
  const shots = await bffShots(first, purchases)
  const share = (index: number): Shot[] => shots.filter((_, each) => each % urls.length === index)
  const startedAt = performance.now()
  await Promise.all(urls.map((url, index) => saturate(url, share(index), WIDTH / urls.length)))
  return purchases / ((performance.now() - startedAt) / 1000)
}

function rowOf(taken: readonly Taken[], purchases: number): LoadRow {
  const cores = availableParallelism()
  const [one = 0, ...more] = taken.map(({ perSecond }) => perSecond)
  const [ratio = 0] = more.map((rate) => rate / one)
  const enough = cores >= CORES_NEEDED
  return {
    name: `Purchases/s on PostgreSQL with ${PROCESSES.join(', ')} processes on ${cores} cores`,
    value: [one, ...more].map((rate) => `${round(rate)} (×${round(rate / one, 2)})`).join(', '),
    limit: `≥ ×${LIMIT} with two, from ${CORES_NEEDED} cores on`,
    control: `PayKKa was asked ${taken.map(({ asked }) => count(asked)).join(', ')} times for ${count(purchases)} each`,
    ok: (!enough || ratio >= LIMIT) && taken.every(({ asked }) => asked === purchases),
  }
}
