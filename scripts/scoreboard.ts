/** `npm run scoreboard`: measures what the README claims about money, each figure with a control that must fail. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { buildElement } from './build-element.ts'
import { findChromium } from './chromium.ts'
import { inRoot, ROOT } from './paths.ts'
import { stopRunning } from './run.ts'
import type { Figure } from './scoreboard-figures.ts'
import { browserFigures, chaosFigures, crashFigures, simulatorFigures } from './scoreboard-figures.ts'
import { writeTable } from './scoreboard-table.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '4000' },
    payments: { type: 'string', default: '1000' },
    browser: { type: 'string', default: '20' },
    rate: { type: 'string', default: '500' },
    seconds: { type: 'string', default: '60' },
  },
})

async function main(): Promise<void> {
  process.env.CHROME_PATH = await findChromium()
  await buildElement()
  const figures: Figure[] = []
  const add = async (title: string, measure: () => Promise<Figure[]>) => {
    console.log(`\n== ${title}`)
    const started = Date.now()
    const found = await measure()
    for (const figure of found) console.log(`   ${figure.name}: ${figure.value} (control: ${figure.control})`)
    console.log(`   ${Math.round((Date.now() - started) / 1000)} s`)
    figures.push(...found)
  }
  await add('Simulator', () => simulatorFigures(Number(values.seeds)))
  const load = {
    payments: Number(values.payments),
    rate: Number(values.rate),
    seconds: Number(values.seconds),
  }
  for (const store of ['sqlite', 'postgres'] as const) {
    await add(`Real processes on ${store}`, () => chaosFigures(store, load))
  }
  await add('SIGKILL at the nine points', crashFigures)
  await add('Chromium resends by itself', () => browserFigures(Number(values.browser)))
  publish(figures)
  if (figures.some((figure) => !figure.ok)) process.exitCode = 1
}

/** One file for machines, one table for the README. Nothing in either is typed by hand. */
function publish(figures: Figure[]): void {
  const board = { date: new Date().toISOString(), commit: commit(), machine: machine(), figures }
  writeFileSync(inRoot('scoreboard.json'), `${JSON.stringify(board, null, 2)}\n`)
  const readme = inRoot('README.md')
  writeFileSync(readme, writeTable(readFileSync(readme, 'utf8'), board))
  const failed = figures.filter((figure) => !figure.ok)
  console.log(
    `\nWrote scoreboard.json and the table in README.md: ${figures.length} figures, ${failed.length} not as promised.`,
  )
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
