/** Many seeds, on one thread or several, and what they add up to. */
import { Worker } from 'node:worker_threads'
import type { Profile } from './options.ts'
import type { SeedResult } from './run-seed.ts'
import { runSeed } from './run-seed.ts'

export type Range = { from: number; to: number; profile: Profile }

export type Tally = {
  seeds: number
  payments: number
  charged: number
  /** I1: a checkout that was charged twice, or an attempt that arrived twice. */
  doubleCharges: number
  /** I2: a charge that the database does not have. */
  lost: number
  violations: number
  longestAnswerMs: number
  failures: SeedResult[]
}

const KEPT_FAILURES = 5

export async function runRange({ from, to, profile }: Range): Promise<Tally> {
  const tally = emptyTally()
  for (let seed = from; seed <= to; seed++) {
    add(tally, await runSeed(seed, { profile }))
    // Lets the thread answer its parent between two seeds.
    if (seed % 20 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  return tally
}

function emptyTally(): Tally {
  const zero = { seeds: 0, payments: 0, charged: 0, doubleCharges: 0, lost: 0, violations: 0 }
  return { ...zero, longestAnswerMs: 0, failures: [] }
}

function add(tally: Tally, result: SeedResult): void {
  const broken = (code: string) => result.violations.some((violation) => violation.code === code)
  tally.seeds++
  tally.payments += result.payments
  tally.charged += result.charged
  tally.doubleCharges += broken('I1') ? 1 : 0
  tally.lost += broken('I2') ? 1 : 0
  tally.violations += result.violations.length
  tally.longestAnswerMs = Math.max(tally.longestAnswerMs, result.longestAnswer)
  if (result.violations.length > 0 && tally.failures.length < KEPT_FAILURES) tally.failures.push(result)
}

/** Shares the seeds among threads; each thread has its own database. */
export async function runParallel(range: Range, workers: number): Promise<Tally> {
  if (workers <= 1) return runRange(range)
  const size = Math.ceil((range.to - range.from + 1) / workers)
  const shares = Array.from({ length: workers }, (_, index) => ({
    ...range,
    from: range.from + index * size,
    to: Math.min(range.to, range.from + (index + 1) * size - 1),
  }))
  return (await Promise.all(shares.map(runInThread))).reduce(merge, emptyTally())
}

function runInThread(range: Range): Promise<Tally> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: range })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

function merge(a: Tally, b: Tally): Tally {
  return {
    seeds: a.seeds + b.seeds,
    payments: a.payments + b.payments,
    charged: a.charged + b.charged,
    doubleCharges: a.doubleCharges + b.doubleCharges,
    lost: a.lost + b.lost,
    violations: a.violations + b.violations,
    longestAnswerMs: Math.max(a.longestAnswerMs, b.longestAnswerMs),
    failures: [...a.failures, ...b.failures].slice(0, KEPT_FAILURES),
  }
}
