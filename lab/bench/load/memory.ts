/** Resident memory of one BFF while it takes payments, and how it grows once everything is compiled and filled. */
import { saturate } from '../bff/load.ts'
import { leaveServerCore } from '../bff/processes.ts'
import { bffShots } from '../bff/shots.ts'
import { round } from '../statistics.ts'
import { withDeployedBff } from './deployed.ts'
import type { LoadRow } from './row.ts'
import { count } from './row.ts'

const LIMIT_MB = 180
const MILLION = 1_000_000
const STEPS = 20
const WIDTH = 8

/** @param payments in all; what a million leave is drawn out from the second half of them */
export function measureMemoryGrowth(payments: number): Promise<LoadRow[]> {
  leaveServerCore()
  return withDeployedBff(async ({ start }) => {
    const server = await start()
    const sizes: number[] = []
    for (let step = 0; step < STEPS; step++) {
      await saturate(server.url, await bffShots(server.url, payments / STEPS), WIDTH)
      sizes.push(server.rssMb())
    }
    return [rowOf(sizes, payments)]
  })
}

function rowOf(sizes: number[], payments: number): LoadRow {
  const perThousand = slope(sizes.slice(STEPS / 2)) / (payments / STEPS / 1000)
  const last = sizes.at(-1) ?? 0
  const drawn = last + Math.max(0, perThousand) * ((MILLION - payments) / 1000)
  return {
    name: `RSS after ${count(payments)} payments`,
    value: `${last} MB, ${round(perThousand, 3)} MB per 1,000 in their second half; a million at that: ${round(drawn, 0)} MB`,
    limit: `≤ ${LIMIT_MB} MB`,
    control: `after the first ${count(payments / STEPS)}: ${sizes[0] ?? 0} MB`,
    ok: drawn <= LIMIT_MB,
  }
}

/** @returns the rise per step by least squares */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const rise = values.reduce((sum, value, index) => sum + (index - middle) * (value - mean), 0)
  return rise / values.reduce((sum, _, index) => sum + (index - middle) ** 2, 0)
}
