/** What `npm run scoreboard` measures, in order: each row by itself, so that one can be measured again alone. */
import { attackRows } from './attack-rows.ts'
import { loadRows } from './load-rows.ts'
import type { Figure, Row } from './row-figures.ts'
import { count, row, runCases, runJson } from './row-figures.ts'

export type Sizes = {
  seeds: number
  /** Real payments per database. */
  payments: number
  /** Seconds of notifications at the high rate. */
  seconds: number
  restarts: number
  /** Seconds of overload. */
  overload: number
  /** Browser runs per number of kills. */
  browser: number
}

const DATABASES = ['sqlite', 'postgres'] as const
type DatabaseName = (typeof DATABASES)[number]

/** @returns every row with its sizes */
export function scoreboardRows(sizes: Sizes): Row[] {
  return [
    row('simulator', 'Payments on a virtual clock', 8, (minutes) => simulated(sizes.seeds, minutes)),
    ...DATABASES.flatMap((database) => databaseRows(database, sizes)),
    row('crash', 'SIGKILL at the nine points of a payment', 4, crashed),
    ...attackRows(),
    ...loadRows(sizes.overload, Math.ceil(sizes.restarts / 2), Math.ceil(sizes.restarts / 4)),
    row('browser', 'Chromium sends a payment again by itself', 6, (minutes) =>
      resent(sizes.browser, minutes),
    ),
  ]
}

function databaseRows(database: DatabaseName, { payments, seconds, restarts }: Sizes): Row[] {
  return [
    row(`${database}-faults`, `Gateway faults on ${database}`, 4, (minutes) => survived(database, minutes)),
    row(`${database}-campaign`, `Payments under faults and kills on ${database}`, 6, (minutes) =>
      campaigned(database, payments, minutes),
    ),
    row(`${database}-recovery`, `Recovery on ${database}`, 3, (minutes) =>
      recovered(database, restarts, minutes),
    ),
    row(`${database}-acknowledgement`, `Notices at 200 a second on ${database}`, 3, (minutes) =>
      acknowledged(database, minutes),
    ),
    row(`${database}-notices`, `Notices at 500 a second on ${database}`, 4, (minutes) =>
      kept(database, seconds, minutes),
    ),
  ]
}

type Simulation = {
  seeds: number
  payments: number
  doubleCharges: number
  lost: number
  violations: number
  bugs: Record<string, { found: boolean; seedsToFind: number }>
}

/** Judged by the invariants; planted bugs are the control. */
async function simulated(seeds: number, minutes: number): Promise<Figure[]> {
  const args = ['lab/simulator/simulate.ts', '--seeds', `1..${seeds}`, '--workers', '2', '--bugs', '--json']
  const { result, command } = await runJson<Simulation>(args, minutes)
  const bugs = Object.values(result.bugs)
  const found = bugs.filter((bug) => bug.found).length
  const slowest = Math.max(...bugs.map((bug) => bug.seedsToFind))
  const control = `${found} of ${bugs.length} planted bugs found, the last after ${slowest} seeds`
  const of = `of ${count(result.payments)} payments, ${count(result.seeds)} seeds`
  const figure = (name: string, n: number): Figure => ({
    name: `Simulated: ${name}`,
    value: `${n} ${of}`,
    control,
    ok: n === 0 && found === bugs.length && found > 0,
    command,
  })
  return [
    figure('charged twice', result.doubleCharges),
    figure('lost', result.lost),
    figure('broken invariants', result.violations),
  ]
}

type Chaos = { seed: number } & {
  faults: { survived: number; of: number; control: { caught: number; of: number } }
  campaign: {
    payments: number
    kills: number
    doubleCharges: number
    lost: number
    phantom: number
    open: number
    control: { doubleCharges: number; lost: number; of: number }
  }
  restart: { readyMs: number[]; control: { silent: number; of: number } }
  recovery: { resolveMs: number[]; control: { unknownBefore: number; of: number } }
  notices: {
    sent: number
    lost: number
    p50: number
    p99: number
    senderLateP99: number
    control: { acknowledged: number; lost: number }
  }
}

function chaos(database: DatabaseName, part: string, options: Record<string, number>, minutes: number) {
  const sizes = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])
  return runJson<Chaos>(
    ['lab/chaos/run-chaos.ts', '--database', database, '--part', part, ...sizes, '--json'],
    minutes,
  )
}

async function survived(database: DatabaseName, minutes: number): Promise<Figure[]> {
  const { result, command } = await chaos(database, 'faults', {}, minutes)
  const { survived: n, of, control } = result.faults
  return [
    {
      name: `${database}: gateway faults survived`,
      value: `${n} of ${of}`,
      control: `naive BFF caught by ${control.caught} of ${control.of}`,
      ok: n === of && control.caught === control.of,
      command,
    },
  ]
}

async function campaigned(database: DatabaseName, payments: number, minutes: number): Promise<Figure[]> {
  const { result, command } = await chaos(database, 'campaign', { payments }, minutes)
  const { campaign, seed } = result
  const of = `of ${count(campaign.payments)} payments, ${campaign.kills} kills`
  const { control } = campaign
  const figure = (name: string, n: number, caught: number, things: string): Figure => ({
    name: `${database}: ${name}`,
    value: `${n} ${of}`,
    control: `naive BFF: ${caught} ${things} in ${control.of} payments`,
    ok: n === 0 && caught > 0,
    command,
    seed,
  })
  const wrong = campaign.lost + campaign.phantom + campaign.open
  return [
    figure('charged twice', campaign.doubleCharges, control.doubleCharges, 'double charges'),
    figure('lost, invented or left open', wrong, control.lost, 'lost charges'),
  ]
}

const READY_MS = 2000
const RESOLVED_MS = 5000
const ACKNOWLEDGED_MS = 100

async function recovered(database: DatabaseName, restarts: number, minutes: number): Promise<Figure[]> {
  const { result, command } = await chaos(database, 'restart,recovery', { restarts }, minutes)
  const { restart, recovery } = result
  const ready = Math.max(...restart.readyMs)
  const resolved = Math.max(...recovery.resolveMs)
  const silent = restart.control
  const held = recovery.control
  return [
    {
      name: `${database}: kill -9 to ready, slowest`,
      value: `${count(ready)} ms in ${silent.of} restarts`,
      control: `no answer between kill and start in ${silent.silent} of ${silent.of}`,
      ok: ready < READY_MS && silent.silent === silent.of,
      command,
    },
    {
      name: `${database}: unknown resolved once the gateway answers, slowest`,
      value: `${count(resolved)} ms of ${recovery.resolveMs.length} payments`,
      control: `unknown until then: ${held.unknownBefore} of ${held.of}`,
      ok: resolved < RESOLVED_MS && held.unknownBefore === held.of,
      command,
    },
  ]
}

async function acknowledged(database: DatabaseName, minutes: number): Promise<Figure[]> {
  const { result, command } = await chaos(database, 'notices', { rate: 200, seconds: 20 }, minutes)
  const { sent, lost, p50, p99, senderLateP99, control } = result.notices
  return [
    {
      name: `${database}: notification acknowledged at 200/s`,
      value: `p50 ${p50} ms, p99 ${p99} ms of ${count(sent)}`,
      control: `the sender's own delay, p99: ${senderLateP99} ms`,
      ok: p99 < ACKNOWLEDGED_MS && lost === 0 && control.lost > 0,
      command,
    },
  ]
}

async function kept(database: DatabaseName, seconds: number, minutes: number): Promise<Figure[]> {
  const { result, command } = await chaos(database, 'notices', { rate: 500, seconds }, minutes)
  const { sent, lost, control } = result.notices
  return [
    {
      name: `${database}: notifications lost at 500/s for ${seconds} s`,
      value: `${lost} of ${count(sent)}`,
      control: `naive BFF: ${control.lost} of ${control.acknowledged}`,
      ok: lost === 0 && control.lost > 0,
      command,
    },
  ]
}

const NAIVE = 'the naive BFF charges twice there'

async function crashed(minutes: number): Promise<Figure[]> {
  const { passed, of, command } = await runCases('chaos/crash-points.test.ts', {}, minutes)
  const name = 'SIGKILL at nine points, both databases: one charge each, both books equal'
  return [{ name, value: `${passed} of ${of} cases`, control: NAIVE, ok: of > 0 && passed === of, command }]
}

/** One click, the worker dies once or twice, Chromium sends again. */
async function resent(runs: number, minutes: number): Promise<Figure[]> {
  const env = { CHAOS_BROWSER_RUNS: String(runs) }
  const { passed, of, command } = await runCases('chaos/browser-resend.test.ts', env, minutes)
  const ok = of > 0 && passed === of
  const value = ok
    ? `${runs} of ${runs} runs with one kill, ${runs} of ${runs} with two`
    : `${passed} of ${of} cases`
  return [{ name: 'Chromium resends by itself: one charge', value, control: NAIVE, ok, command }]
}
