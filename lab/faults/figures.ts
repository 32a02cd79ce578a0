/** What two safeguards cost: a Redis that hangs, and the probe that writes into the database. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../packages/bff/src/database/database.ts'
import { watchDatabase } from '../../packages/bff/src/jobs/database-watch.ts'
import { addPayment } from '../../packages/bff/test/database/rows.ts'
import { pause } from '../chaos/poll.ts'
import type { Ground, Lab } from './lab.ts'
import { openLab } from './lab.ts'

const ROUNDS = 5
const PURCHASES = 15
/** A beat of the watch, and how much oftener it comes here: its usual cost would drown in the noise of any machine. */
const BEAT_MS = 10_000
const OFTENER = 100
const RUN_MS = 3000

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

/** @returns Markdown list items */
export async function measureFigures(ground: Ground): Promise<string[]> {
  const redis = await measureRedis(ground)
  const { lost, probes } = await measureProbe()
  return [
    `- A purchase takes ${redis.usual} ms with Redis. The first one after Redis begins to hang takes ${redis.more} ms longer (median of ${ROUNDS}; at most ${redis.most} ms), and each after it takes ${redis.after} ms. The limit is 300 ms longer.`,
    `- Beats ${OFTENER} times as often as usual (${probes} of them) cost ${lost.toFixed(1)} % of the transactions of SQLite, so the usual ones cost ${(lost / OFTENER).toFixed(3)} %. The limit is 1 %.`,
  ]
}

async function measureRedis(ground: Ground) {
  const lab = await openLab(ground, {
    redis: true,
    env: { RATE_LIMIT_EXEMPT: '', RATE_LIMITS: 'requests=100000/60' },
  })
  const timed = async () => {
    const order = await lab.order()
    const at = performance.now()
    const reported = await lab.pay(order)
    if (reported !== 'succeeded') throw new Error(`a purchase ended as ${reported}`)
    return performance.now() - at
  }
  const times = async (count: number) => {
    const found: number[] = []
    for (let turn = 0; turn < count; turn++) found.push(await timed())
    return found
  }
  try {
    await lab.start()
    await times(PURCHASES)
    const usual = median(await times(PURCHASES))
    const firsts: number[] = []
    const later: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      lab.redis().signal('SIGSTOP')
      firsts.push((await timed()) - usual)
      later.push(...(await times(5)))
      lab.redis().signal('SIGCONT')
      await usedAgain(lab, lab.since([]).length)
    }
    return {
      usual: Math.round(usual),
      more: Math.round(median(firsts)),
      most: Math.round(Math.max(...firsts)),
      after: Math.round(median(later)),
    }
  } finally {
    await lab.close()
  }
}

/** The breaker leaves Redis alone for five seconds and then tries it with the next request. */
async function usedAgain(lab: Lab, from: number): Promise<void> {
  for (let turn = 0; turn < 24; turn++) {
    if (
      lab
        .since([])
        .slice(from)
        .some((line) => line.includes('used again'))
    )
      return
    await pause(500)
    await lab.buy()
  }
}

async function measureProbe(): Promise<{ lost: number; probes: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'paykka-probe-'))
  const database = openDatabase(`sqlite:${join(folder, 'paykka.db')}`, { exclusive: true })
  const watch = watchDatabase(database, { warn: () => {}, error: () => {} })
  let id = 0
  let probes = 0
  const run = async (probed: boolean) => {
    const timer = setInterval(() => {
      if (!probed) return
      probes++
      void watch.look()
    }, BEAT_MS / OFTENER)
    const end = performance.now() + RUN_MS
    const before = id
    const work = async () => {
      while (performance.now() < end) await watch.database.transaction((tx) => addPayment(tx, String(id++)))
    }
    await Promise.all(Array.from({ length: 8 }, work))
    clearInterval(timer)
    return id - before
  }
  try {
    await database.migrate()
    await run(false)
    const ratios: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const without = await run(false)
      ratios.push((await run(true)) / without)
    }
    return { lost: Math.max(0, 100 * (1 - median(ratios))), probes }
  } finally {
    await database.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
