/** Hundreds of simulated worlds: no payment lost, none charged twice. `SIM_SEEDS` sets how many. */
import { describe, expect, test } from 'vitest'
import { describeFailure } from './report.ts'
import type { SeedResult } from './run-seed.ts'
import { runSeed } from './run-seed.ts'

const SEEDS = Number(process.env.SIM_SEEDS ?? 500)
const PART = 100

describe('the simulator', () => {
  test('gives the same trace for the same seed', async () => {
    const first = await runSeed(7)
    await runSeed(8)
    const again = await runSeed(7)
    expect(again.hash).toBe(first.hash)
    expect(again.trace).toEqual(first.trace)
  })

  test('gives another trace for another seed', async () => {
    expect((await runSeed(7)).hash).not.toBe((await runSeed(8)).hash)
  })
})

describe('no payment is lost, and none charged twice', () => {
  for (let from = 1; from <= SEEDS; from += PART) {
    const to = Math.min(SEEDS, from + PART - 1)
    test(`seeds ${from} to ${to}`, { timeout: 600_000 }, () => expectClean(from, to, 'default'))
  }

  test('when the gateway charges hours late', { timeout: 600_000 }, () => expectClean(1, SEEDS / 10, 'late'))

  test('when clocks are set', { timeout: 600_000 }, () => expectClean(1, SEEDS / 10, 'jumps'))

  test('when nothing goes wrong', { timeout: 600_000 }, () => expectClean(1, SEEDS / 50, 'calm'))
})

async function expectClean(
  from: number,
  to: number,
  profile: SeedResult['options']['profile'],
): Promise<void> {
  for (let seed = from; seed <= to; seed++) {
    const result = await runSeed(seed, { profile })
    if (result.violations.length > 0) expect.fail(describeFailure(result))
  }
}
