/** The cost of each route on a young and on an old database, measured alternately in one run. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Deployment } from '../../chaos/deployment.ts'
import { deploy } from '../../chaos/deployment.ts'
import { until } from '../../chaos/poll.ts'
import { median, round } from '../statistics.ts'
import { growDatabase, someCheckouts } from './growth-database.ts'
import { askEverything, asking, METRICS_TOKEN } from './growth-routes.ts'
import type { LoadRow } from './row.ts'
import { count } from './row.ts'

const YOUNG = 1000
const WARM_UP = 40
const LIMIT = 1.2
const ENV = { METRICS_TOKEN, PAYKKA_TIMEOUT_MS: '20000' }

type Side = {
  deployment: Deployment
  url: string
  file: string
  olds: string[]
  times: Map<string, number[]>
}

/** @param checkouts of the old database @param rounds of every route on either database */
export async function measureGrowth(checkouts: number, rounds: number): Promise<LoadRow[]> {
  const young = await prepare(YOUNG)
  const old = await prepare(checkouts)
  try {
    for (let turn = 0; turn < WARM_UP; turn++) for (const side of [young, old]) await ask(side, turn)
    for (const { times } of [young, old]) times.clear()
    for (let turn = 0; turn < rounds; turn++)
      for (const side of turn % 2 === 0 ? [young, old] : [old, young]) await ask(side, turn)
    return [...young.times.keys()]
      .map((name) => compare(name, young, old, checkouts))
      .concat(control(young, old))
  } finally {
    await young.deployment.close()
    await old.deployment.close()
  }
}

/** One payment is made, then copied so often. */
async function prepare(checkouts: number): Promise<Side> {
  const deployment = await deploy({ kind: 'sqlite', env: ENV })
  const file = join(deployment.directory, 'paykka.db')
  const first = await deployment.start()
  const { buyer } = await deployment.order(first.url)
  await buyer.pay()
  await until(
    'its notice',
    () => deployment.emulator.ledger().notices.some(({ delivered }) => delivered) || undefined,
  )
  await first.stop()
  growDatabase(file, checkouts)
  const { url } = await deployment.start()
  return { deployment, url, file, olds: someCheckouts(file, 200), times: new Map() }
}

async function ask({ deployment, url, olds, times }: Side, turn: number): Promise<void> {
  const note = (name: string, ms: number) => {
    times.set(name, [...(times.get(name) ?? []), ms])
  }
  await askEverything(asking(url, note), deployment, olds[turn % olds.length] ?? '')
}

function compare(name: string, young: Side, old: Side, checkouts: number): LoadRow {
  const [before, after] = [young, old].map(({ times }) => median(times.get(name) ?? []))
  const ratio = round((after ?? 0) / (before ?? 0), 2)
  return {
    name: `${name}: ${count(checkouts)} checkouts over ${count(YOUNG)}`,
    value: `×${ratio} (${round(before ?? 0, 2)} → ${round(after ?? 0, 2)} ms, medians)`,
    limit: `≤ ×${LIMIT}`,
    control: 'see the last row of these',
    ok: ratio <= LIMIT,
  }
}

/** The same query without an index on both, as a control: its cost must grow with the database. */
function control(young: Side, old: Side): LoadRow {
  const [before = 0, after = 0] = [young, old].map(({ file }) => scanMs(file))
  return {
    name: 'A query without an index, young over old',
    value: `×${round(after / before, 0)}`,
    limit: '',
    control: 'must be far above the limit',
    ok: after / before > 10,
  }
}

function scanMs(file: string): number {
  const database = new DatabaseSync(file, { readOnly: true })
  const statement = database.prepare('select count(*) from payments where request_id = ?')
  const times = Array.from({ length: 5 }, () => {
    const startedAt = performance.now()
    statement.get('none')
    return performance.now() - startedAt
  })
  database.close()
  return median(times)
}
