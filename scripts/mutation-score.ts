/** Runs Stryker over the BFF’s money and security rules (`packages/bff/stryker.config.json`) and counts. */
import { readFileSync, rmSync } from 'node:fs'
import type { Report } from './mutation-page.ts'
import { tally } from './mutation-page.ts'
import { inRoot } from './paths.ts'
import { run } from './run.ts'

const BFF = inRoot('packages', 'bff')
const REPORT = inRoot('.mutation-report.json')
const STRYKER = inRoot('packages', 'bff', 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js')
const MINUTE = 60_000

/** What must be noticed at least. */
export const LEAST_KILLED = 0.85

export type Score = { killed: number; of: number; command: string; report: Report }

/** @throws Error when Stryker leaves no report within so many minutes */
export async function readScore(minutes: number): Promise<Score> {
  rmSync(REPORT, { force: true })
  const { output } = await run(process.execPath, [STRYKER, 'run'], { cwd: BFF, limitMs: minutes * MINUTE })
  const report = readReport(output)
  return {
    ...tally(Object.values(report.files).flatMap(({ mutants }) => mutants)),
    command: 'npm run mutation',
    report,
  }
}

function readReport(output: string): Report {
  try {
    return JSON.parse(readFileSync(REPORT, 'utf8')) as Report
  } catch (cause) {
    throw new Error(`stryker left no report:\n${output.slice(-2000)}`, { cause })
  }
}
