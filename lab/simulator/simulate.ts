/**
 * Simulates payments from seeds, and replays a seed that failed.
 *   npm run lab -- simulate --seeds 1..3000 --workers 2 --bugs --json
 *   npm run lab -- simulate --seed 42 [--profile late] [--bug no-claim]
 */
import { parseArgs } from 'node:util'
import { BUGS } from './bugs.ts'
import type { Tally } from './campaign.ts'
import { runParallel } from './campaign.ts'
import { findBug } from './find-bug.ts'
import type { Profile } from './options.ts'
import { PROFILES } from './options.ts'
import { describeFailure } from './report.ts'
import { runSeed } from './run-seed.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string', default: '1..500' },
    profile: { type: 'string', default: 'default' },
    workers: { type: 'string', default: '1' },
    bug: { type: 'string' },
    bugs: { type: 'boolean', default: false },
    'bug-limit': { type: 'string', default: '150' },
    json: { type: 'boolean', default: false },
  },
})

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

function readProfile(name: string): Profile {
  const profile = PROFILES.find((known) => known === name)
  if (!profile) throw new Error(`--profile is one of ${PROFILES.join(', ')}`)
  return profile
}

function readRange(text: string): { from: number; to: number } {
  const [from, to] = text.split('..').map(Number)
  if (!Number.isInteger(from) || !Number.isInteger(to)) throw new Error('--seeds looks like 1..500')
  return { from: from as number, to: to as number }
}

/** @returns whether every promise held */
async function replay(seed: number, profile: Profile): Promise<boolean> {
  const planted = values.bug ? BUGS[values.bug] : undefined
  if (values.bug && !planted) throw new Error(`--bug is one of ${Object.keys(BUGS).join(', ')}`)
  const result = await runSeed(seed, {
    profile: planted?.profile ?? profile,
    bug: planted?.bug ?? {},
    options: planted?.options ?? {},
  })
  const clean = result.violations.length === 0
  const { payments, charged, hash } = result
  if (values.json) print(JSON.stringify({ seed, payments, charged, hash, violations: result.violations }))
  else if (clean) print(`seed ${seed}: ${payments} payments, ${charged} charges, all well (trace ${hash})`)
  else print(describeFailure(result, values.bug))
  return clean
}

type BugReport = Record<string, { found: boolean; seedsToFind: number }>

async function searchBugs(from: number): Promise<BugReport> {
  const names = values.bug ? [values.bug] : values.bugs ? Object.keys(BUGS) : []
  const report: BugReport = {}
  for (const name of names) {
    const { found, seedsToFind, code, result } = await findBug(name, from, Number(values['bug-limit']))
    report[name] = { found, seedsToFind }
    if (values.json) continue
    const seed = result ? ` by seed ${result.seed} (${code}: ${result.violations[0]?.message})` : ''
    print(`${found ? 'found' : 'MISSED'} ${name} after ${seedsToFind} seeds${seed}`)
  }
  return report
}

async function campaign(profile: Profile): Promise<boolean> {
  const range = readRange(values.seeds)
  const started = performance.now()
  const tally = values.bug ? null : await runParallel({ ...range, profile }, Number(values.workers))
  const durationMs = Math.round(performance.now() - started)
  const bugs = await searchBugs(range.from)
  if (tally) report(tally, bugs, durationMs)
  else if (values.json) print(JSON.stringify({ bugs }))
  return (tally?.violations ?? 0) === 0 && Object.values(bugs).every(({ found }) => found)
}

function report(tally: Tally, bugs: BugReport, durationMs: number): void {
  const { failures, ...sums } = tally
  if (values.json) {
    print(JSON.stringify({ ...sums, bugs, durationMs }))
    return
  }
  for (const failure of failures) print(describeFailure(failure))
  const speed = Math.round((sums.payments / durationMs) * 1000)
  print(
    `${sums.seeds} seeds, ${sums.payments} payments, ${sums.charged} charges in ${durationMs} ms (${speed}/s)`,
  )
  print(`double charges ${sums.doubleCharges}, lost ${sums.lost}, broken promises ${sums.violations}`)
}

const profile = readProfile(values.profile)
const clean = values.seed === undefined ? await campaign(profile) : await replay(Number(values.seed), profile)
process.exitCode = clean ? 0 : 1
