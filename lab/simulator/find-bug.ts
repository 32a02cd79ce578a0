/** Searches the first seed that finds a planted bug. */
import { BUGS } from './bugs.ts'
import type { SeedResult } from './run-seed.ts'
import { runSeed } from './run-seed.ts'

type BugSearch = { found: boolean; seedsToFind: number; code: string; result: SeedResult | null }

/** @throws Error when there is no bug of that name */
export async function findBug(name: string, from: number, limit: number): Promise<BugSearch> {
  const planted = BUGS[name]
  if (!planted) throw new Error(`no planted bug ${name}: choose one of ${Object.keys(BUGS).join(', ')}`)
  const { bug, profile = 'default', options = {} } = planted
  for (let tried = 1; tried <= limit; tried++) {
    const result = await runSeed(from + tried - 1, { profile, bug, options })
    const [first] = result.violations
    if (first) return { found: true, seedsToFind: tried, code: first.code, result }
  }
  return { found: false, seedsToFind: limit, code: '', result: null }
}
