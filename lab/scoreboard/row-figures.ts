/** Figures, and the two ways to get them: a measuring script that ends with JSON, and a file of tests. */
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inRoot } from '../../scripts/paths.ts'
import { run } from '../../scripts/processes/run.ts'

/** One measured figure. `ok` is false when it is not what is promised, or when its control did not fail. */
export type Figure = {
  name: string
  value: string
  /** What shows that the figure could have come out otherwise. */
  control: string
  ok: boolean
  command: string
  seed?: number
}

export type Row = {
  id: string
  title: string
  /** It is stopped after that. */
  minutes: number
  measure(): Promise<Figure[]>
}

/** @returns a row with a time limit */
export function row(
  id: string,
  title: string,
  minutes: number,
  measure: (minutes: number) => Promise<Figure[]>,
): Row {
  return { id, title, minutes, measure: () => measure(minutes) }
}

const LAB = inRoot('lab')
const E2E = inRoot('e2e')
const MINUTE = 60_000

/**
 * @param args script and options, from the root
 * @param minutes after which it is stopped
 * @throws Error when it is stopped or prints no JSON document
 */
export async function runJson<T>(
  args: string[],
  minutes: number,
): Promise<{ result: T; command: string; passed: boolean }> {
  const { output, code } = await run(process.execPath, args, { cwd: inRoot(), limitMs: minutes * MINUTE })
  const line = output
    .trimEnd()
    .split('\n')
    .findLast((text) => text.startsWith('{'))
  const command = `node ${args.join(' ')}`
  if (!line) throw new Error(`${command} printed no figures:\n${output.slice(-2000)}`)
  return { result: JSON.parse(line) as T, command, passed: code === 0 }
}

type Cases = { passed: number; of: number; command: string }

/** Runs one test file of the BFF and counts its cases. @throws Error when it leaves no report */
export async function runCases(file: string, env: Record<string, string>, minutes: number): Promise<Cases> {
  const report = join(mkdtempSync(join(tmpdir(), 'paykka-scoreboard-')), 'report.json')
  const vitest = join(LAB, 'node_modules', 'vitest', 'vitest.mjs')
  const args = [vitest, 'run', file, '--reporter=json', `--outputFile=${report}`]
  const { output } = await run(process.execPath, args, { cwd: LAB, env, limitMs: minutes * MINUTE })
  const {
    numPassedTests = 0,
    numTotalTests = 0,
    numPendingTests = 0,
  } = readReport<Record<string, number>>(report, output)
  const settings = Object.entries(env).map(([key, value]) => `${key}=${value} `)
  return {
    passed: numPassedTests,
    of: numTotalTests - numPendingTests,
    command: `${settings.join('')}vitest run ${file}`,
  }
}

function readReport<T>(file: string, output: string): T {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T
  } catch {
    throw new Error(`A test run left no report:\n${output.slice(-2000)}`)
  }
}

/** What one end-to-end test says of itself. */
export type Reported = { title: string; ok: boolean; figure: string }

/** Runs one file of the end-to-end suite. @returns the figure of each test @throws Error without a report */
export async function runSpecs(
  file: string,
  minutes: number,
): Promise<{ reported: Reported[]; command: string }> {
  const report = join(mkdtempSync(join(tmpdir(), 'paykka-scoreboard-')), 'report.json')
  const args = [join(E2E, 'node_modules', '@playwright', 'test', 'cli.js'), 'test', file, '--no-deps']
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report }
  const options = { cwd: E2E, env, limitMs: minutes * MINUTE }
  const { output } = await run(process.execPath, [...args, '--reporter=json'], options)
  const { suites = [] } = readReport<{ suites?: Suite[] }>(report, output)
  return { reported: suites.flatMap(({ specs }) => specs.map(figureOf)), command: `playwright test ${file}` }
}

type Spec = { title: string; ok: boolean; tests: { annotations: { type: string; description?: string }[] }[] }
type Suite = { specs: Spec[] }

function figureOf({ title, ok, tests }: Spec): Reported {
  const notes = tests.flatMap(({ annotations }) => annotations)
  return { title, ok, figure: notes.find(({ type }) => type === 'figure')?.description ?? 'nothing' }
}

/** @returns 12345 as 12,345 */
export const count = (value: number) => value.toLocaleString('en')
