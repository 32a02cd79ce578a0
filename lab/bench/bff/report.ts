/** The BFF's findings as a table, held against the limits. */
import { median, round } from '../statistics.ts'
import type { Latency } from './load.ts'
import type { ServerKind } from './processes.ts'
import type { Finding, Sizes } from './purchases.ts'
import { FIXED_RATES } from './rates.ts'

export type BffResults = {
  machine: { node: string; cores: number; load: number }
  sizes: Sizes
  findings: Finding[]
}

const NAMES: Record<ServerKind, string> = {
  bff: 'paykka-bff',
  floor: 'floor: bare Fastify, same signature, commits and verification',
  ceiling: 'ceiling: the floor without a database, which nothing durable on these libraries can exceed',
  express: 'the floor in plain Express',
  stripe: 'Express with `stripe`: signs nothing, stores nothing',
  adyen:
    'Express with `@adyen/api-library`: signs nothing, stores nothing; opens a TLS connection for every call',
}

const SERVERS = Object.keys(NAMES) as ServerKind[]

type Figure = (finding: Finding) => number

/** @returns Markdown */
export function bffSection({ machine, sizes, findings }: BffResults): string {
  const of = (server: ServerKind, figure: Figure) =>
    median(findings.filter((finding) => finding.server === server).map(figure))
  const row = (server: ServerKind) =>
    `| ${[NAMES[server], ...COLUMNS.map((figure) => of(server, figure))].join(' | ')} |`
  const toFloor = (server: ServerKind) => round(of(server, rate) / of('floor', rate), 2)
  const ratio = toFloor('bff')
  return [
    '## BFF',
    '',
    `Medians of ${sizes.rounds} round(s) of ${sizes.purchases} purchases on SQLite, on disk before they are answered, each server in one process on one core, the load and a mock gateway that signs its answers on the other. Rate: 64 purchases under way at all times. Latency: open-loop at 60 % of that rate for ${sizes.seconds} s, from the moment a request was due, the gateway's own time included. Node ${machine.node}, ${machine.cores} cores, load average ${round(machine.load)} at the start.`,
    '',
    '| server | purchases/s | p50 ms | p99 ms | p99.9 ms | sender late p99 ms | failed | start ms | restart after SIGKILL ms | RSS MB |',
    '| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |',
    ...SERVERS.map(row),
    '',
    ...fixedRates(findings),
    '| limit | found | holds |',
    '| --- | --: | --- |',
    limit(`purchases/s ≥ 1.3 × floor (ceiling: ${toFloor('ceiling')})`, ratio, ratio >= 1.3),
    limit('p99 at 60 % load ≤ 25 ms', of('bff', p99), of('bff', p99) <= 25),
    limit('start ≤ 700 ms', of('bff', startMs), of('bff', startMs) <= 700),
    limit('SIGKILL to ready < 2000 ms', of('bff', restartMs), of('bff', restartMs) < 2000),
    limit("RSS ≤ 180 MB after this run's purchases", of('bff', rssMb), of('bff', rssMb) <= 180),
    '',
    'The BFF also opens a sealed card, keeps idempotency keys and a step log, writes an event row and checks for card testing; the plain servers do none of that. Several processes on PostgreSQL, the intake of notifications, 10⁶ checkouts and memory after many payments have separate rows (`npm run bench:load`).',
  ].join('\n')
}

const rate: Figure = ({ perSecond }) => perSecond
const p99: Figure = ({ latency }) => latency.p99
const startMs: Figure = (finding) => finding.startMs
const restartMs: Figure = (finding) => finding.restartMs
const rssMb: Figure = (finding) => finding.rssMb
const COLUMNS: Figure[] = [
  rate,
  ({ latency }) => latency.p50,
  p99,
  ({ latency }) => latency.p999,
  ({ latency }) => latency.senderLateP99,
  ({ latency }) => latency.failed,
  startMs,
  restartMs,
  rssMb,
]

const limit = (name: string, found: number, holds: boolean) =>
  `| ${name} | ${found} | ${holds ? 'yes' : 'no'} |`

/** The middle of the rounds in which the server was measured at that rate. */
function atRate(findings: Finding[], server: ServerKind, fixed: number, figure: keyof Latency): number {
  const values = findings
    .filter((finding) => finding.server === server)
    .flatMap(({ atRates = [] }) => atRates.filter(({ rate: measured }) => measured === fixed))
    .map((latency) => latency[figure])
  return median(values)
}

/** One table for all rates. */
function fixedRates(findings: Finding[]): string[] {
  if (!findings.some(({ atRates }) => atRates)) return []
  const of = (server: ServerKind, fixed: number) => {
    const [p50, p99, failed] = (['p50', 'p99', 'failed'] as const).map((figure) =>
      atRate(findings, server, fixed, figure),
    )
    return `${p50} / ${p99}${failed ? ` (${failed} failed)` : ''}`
  }
  const toFloor = (fixed: number) =>
    (['p50', 'p99'] as const)
      .map((figure) =>
        round(atRate(findings, 'bff', fixed, figure) / atRate(findings, 'floor', fixed, figure), 2),
      )
      .join(' / ')
  const row = (name: string, cell: (fixed: number) => string) =>
    `| ${[name, ...FIXED_RATES.map(cell)].join(' | ')} |`
  return [
    "The same at fixed rates, p50 / p99 in ms: shares of a server's own maximum compare unlike loads.",
    '',
    row('server', (fixed) => `${fixed}/s`),
    row('---', () => '--:'),
    ...SERVERS.map((server) => row(NAMES[server], (fixed) => of(server, fixed))),
    row('**ours / floor**', toFloor),
    '',
    `Load average before and after each server: ${loadsOf(findings)}.`,
    '',
  ]
}

const loadsOf = (findings: Finding[]): string =>
  findings.flatMap(({ server, loads }) => (loads ? [`${server} ${loads.join(' to ')}`] : [])).join(', ')
