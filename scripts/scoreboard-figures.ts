/** Runs the measuring scripts and turns what they print into figures. */
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inRoot } from './paths.ts'
import { run } from './run.ts'

/** One measured figure. `ok` is false when it is not what the README promises, or its control did not fail. */
export type Figure = {
  name: string
  value: string
  control: string
  ok: boolean
  command: string
  seed?: number
}

const BFF = inRoot('packages', 'bff')

type Simulation = {
  seeds: number
  payments: number
  doubleCharges: number
  lost: number
  violations: number
  bugs: Record<string, { found: boolean; seedsToFind: number }>
}

/** Payments on a virtual clock, judged by the invariants; planted bugs are the control. */
export async function simulatorFigures(seeds: number): Promise<Figure[]> {
  const args = ['scripts/simulate.ts', '--seeds', `1..${seeds}`, '--workers', '2', '--bugs', '--json']
  const { result, command } = await runJson<Simulation>(args)
  const bugs = Object.values(result.bugs)
  const found = bugs.filter((bug) => bug.found).length
  const control = `${found} of ${bugs.length} planted bugs found, the last after ${Math.max(...bugs.map((bug) => bug.seedsToFind))} seeds`
  const caught = found === bugs.length && found > 0
  const of = `of ${count(result.payments)} payments in ${count(result.seeds)} seeds`
  const figure = (name: string, n: number): Figure => ({
    name,
    value: `${n} ${of}`,
    control,
    ok: n === 0 && caught,
    command,
  })
  return [
    figure('Simulated: charged twice', result.doubleCharges),
    figure('Simulated: lost', result.lost),
    figure('Simulated: broken invariants', result.violations),
  ]
}

type Chaos = {
  store: string
  seed: number
  payments: number
  kills: number
  charges: number
  faultsSurvived: { n: number; of: number }
  doubleCharges: number
  lost: number
  phantom: number
  controlsDetected: { n: number; of: number }
  readyMs: number[]
  resolveMs: number[]
  noticeAck: { p99: number; rate: number; seconds: number; sent: number; lost: number }
}

/** Real BFF processes under faults and kills; a naive BFF under the same ones is the control. */
export async function chaosFigures(
  store: 'sqlite' | 'postgres',
  load: { payments: number; rate: number; seconds: number },
): Promise<Figure[]> {
  const { payments, rate, seconds } = load
  const sizes = ['--payments', String(payments), '--rate', String(rate), '--seconds', String(seconds)]
  const { result, command } = await runJson<Chaos>(['scripts/chaos.ts', '--store', store, ...sizes, '--json'])
  const { controlsDetected, faultsSurvived, noticeAck, seed } = result
  const control = `naive BFF caught ${controlsDetected.n} of ${controlsDetected.of} times`
  const caught = controlsDetected.n === controlsDetected.of
  const of = `of ${count(result.payments)} payments, ${result.kills} kills`
  const figure = (name: string, value: string, ok: boolean, other = control): Figure => ({
    name: `${store}: ${name}`,
    value,
    control: other,
    ok: ok && (other !== control || caught),
    command,
    seed,
  })
  const wrong = result.lost + result.phantom
  return [
    figure(
      'gateway faults survived',
      `${faultsSurvived.n} of ${faultsSurvived.of}`,
      faultsSurvived.n === faultsSurvived.of,
    ),
    figure('charged twice', `${result.doubleCharges} ${of}`, result.doubleCharges === 0),
    figure('lost or invented', `${wrong} ${of}`, wrong === 0),
    figure(
      'kill -9 to ready, slowest',
      `${Math.max(...result.readyMs)} ms of ${result.readyMs.length}`,
      true,
      'a time, no promise of this table',
    ),
    figure(
      'unknown resolved after the gateway is back, slowest',
      `${Math.max(...result.resolveMs)} ms`,
      true,
      'a time, no promise of this table',
    ),
    figure(
      'notices lost',
      `${noticeAck.lost} of ${count(noticeAck.sent)} at ${noticeAck.rate}/s, acknowledged p99 ${Math.round(noticeAck.p99)} ms`,
      noticeAck.lost === 0,
      'counted in the inbox',
    ),
  ]
}

/** SIGKILL at every point a payment passes, on both databases. */
export async function crashFigures(): Promise<Figure[]> {
  return [
    await vitestFigure(
      'SIGKILL at nine points: charged at most once, both books equal',
      'test/chaos/crash-points.test.ts',
      {},
    ),
  ]
}

/** One click, the worker dies, Chromium sends again. */
export async function browserFigures(runs: number): Promise<Figure[]> {
  const env = { CHAOS_BROWSER_RUNS: String(runs) }
  return [
    await vitestFigure(
      `Chromium resends, ${runs} runs a case: one charge each`,
      'test/chaos/browser-resend.test.ts',
      env,
    ),
  ]
}

async function vitestFigure(name: string, file: string, env: Record<string, string>): Promise<Figure> {
  const report = join(mkdtempSync(join(tmpdir(), 'paykka-scoreboard-')), 'report.json')
  const vitest = join(BFF, 'node_modules', 'vitest', 'vitest.mjs')
  const { output } = await run(
    process.execPath,
    [vitest, 'run', file, '--reporter=json', `--outputFile=${report}`],
    { cwd: BFF, env },
  )
  const { numPassedTests = 0, numTotalTests = 0, numPendingTests = 0 } = readReport(report, output)
  const of = numTotalTests - numPendingTests
  const settings = Object.entries(env)
    .map(([key, value]) => `${key}=${value} `)
    .join('')
  return {
    name,
    value: `${numPassedTests} of ${of} cases`,
    control: 'naive BFF in the same file',
    ok: of > 0 && numPassedTests === of,
    command: `${settings}vitest run ${file}`,
  }
}

function readReport(file: string, output: string): Record<string, number> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>
  } catch {
    throw new Error(`A test run left no report:\n${output.slice(-2000)}`)
  }
}

/** The scripts talk on the error stream and end with one JSON document. */
async function runJson<T>(args: string[]): Promise<{ result: T; command: string }> {
  const { output } = await run(process.execPath, args, { cwd: BFF })
  const line = output
    .trimEnd()
    .split('\n')
    .findLast((text) => text.startsWith('{'))
  if (!line) throw new Error(`node ${args.join(' ')} printed no figures:\n${output.slice(-2000)}`)
  return { result: JSON.parse(line) as T, command: `node ${args.join(' ')}` }
}

const count = (value: number) => value.toLocaleString('en')
