/**
 * `npm run scoreboard`: measures what docs/reports/scoreboard.md claims about money, each figure with a control that must fail.
 * `--only sqlite-notices,browser` measures those rows again and keeps the others; `--small` tries everything in little.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { buildAll } from '../../scripts/build/build.ts'
import { inRoot, ROOT } from '../../scripts/paths.ts'
import { stopRunning } from '../../scripts/processes/run.ts'
import { findChromium } from '../../scripts/programs/chromium.ts'
import type { Figure, Row } from './row-figures.ts'
import type { Sizes } from './scoreboard-rows.ts'
import { scoreboardRows } from './scoreboard-rows.ts'
import type { Board, Measured } from './scoreboard-table.ts'
import { writeTable } from './scoreboard-table.ts'

const FULL: Sizes = { seeds: 5800, payments: 1000, seconds: 60, restarts: 20, overload: 60, browser: 20 }
const SMALL: Sizes = { seeds: 100, payments: 60, seconds: 4, restarts: 2, overload: 5, browser: 1 }
const BOARD = inRoot('scoreboard.json')
const REPORT = inRoot('docs', 'reports', 'scoreboard.md')

const { values } = parseArgs({
  options: { only: { type: 'string' }, small: { type: 'boolean', default: false } },
})

async function main(): Promise<void> {
  const rows = scoreboardRows(values.small ? SMALL : FULL)
  const chosen = choose(rows)
  process.env.CHROME_PATH = await findChromium()
  await buildAll()
  const kept = values.only ? readBoard().rows.filter(({ id }) => !chosen.some((row) => row.id === id)) : []
  const done: Measured[] = [...kept]
  for (const row of chosen) {
    done.push(await measure(row))
    // After each row, so that a run that is broken off has lost only the one it was at.
    if (!values.small) publish(inOrder(rows, done))
  }
  const failed = done.flatMap(({ figures }) => figures).filter((figure) => !figure.ok)
  const where = values.small
    ? 'Nothing was written'
    : 'scoreboard.json and the table in docs/reports/scoreboard.md are written'
  console.log(`\n${where}; ${failed.length} figures are not as promised.`)
  for (const { name, value } of failed) console.log(`   ${name}: ${value}`)
  if (failed.length > 0) process.exitCode = 1
}

function choose(rows: Row[]): Row[] {
  if (!values.only) return rows
  const names = values.only.split(',')
  const wrong = names.find((name) => !rows.some((row) => row.id === name))
  if (wrong !== undefined)
    throw new Error(`There is no row "${wrong}". Rows: ${rows.map((row) => row.id).join(', ')}.`)
  return rows.filter((row) => names.includes(row.id))
}

async function measure({ id, title, minutes, measure: run }: Row): Promise<Measured> {
  console.log(`\n== ${id}: ${title} (${minutes} minutes at most)`)
  const started = Date.now()
  const figures = await run().catch((error: unknown) => [notMeasured(title, error)])
  for (const { ok, name, value, control } of figures)
    console.log(`   ${ok ? 'ok ' : 'NOT'} ${name}: ${value} (control: ${control})`)
  const seconds = Math.round((Date.now() - started) / 1000)
  console.log(`   ${seconds} s`)
  return { id, date: new Date().toISOString(), commit: commit(), seconds, figures }
}

/** A row that can't be measured must not cost the others. */
function notMeasured(title: string, error: unknown): Figure {
  console.error(error instanceof Error ? error.message : String(error))
  return { name: title, value: 'not measured', control: 'none', ok: false, command: '' }
}

function readBoard(): Board {
  return existsSync(BOARD) ? (JSON.parse(readFileSync(BOARD, 'utf8')) as Board) : { machine: '', rows: [] }
}

const inOrder = (rows: Row[], done: Measured[]): Measured[] =>
  rows.flatMap(({ id }) => done.filter((measured) => measured.id === id))

/** One file for machines, one table for people. Nothing in either is typed by hand. */
function publish(rows: Measured[]): void {
  const board: Board = { machine: machine(), rows }
  writeFileSync(BOARD, `${JSON.stringify(board, null, 2)}\n`)
  writeFileSync(REPORT, writeTable(readFileSync(REPORT, 'utf8'), board))
}

const machine = () =>
  `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}, Node ${process.versions.node}`

/** Says so when the tree holds changes that the commit does not. */
function commit(): string {
  try {
    const git = (...args: string[]) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim()
    const changed = git('status', '--porcelain', '--', 'packages') !== ''
    return git('rev-parse', '--short', 'HEAD') + (changed ? ' with changes' : '')
  } catch {
    return 'unknown'
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stopRunning()
    process.exit(130)
  })
}

main()
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  })
  .finally(() => process.exit())
