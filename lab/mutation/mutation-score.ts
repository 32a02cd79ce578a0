/** Runs Stryker over the BFF's money and security rules, slice by slice (`packages/bff/mutation-slices.json`), and counts. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { inRoot } from '../../scripts/paths.ts'
import { run } from '../../scripts/processes/run.ts'
import type { Report, Tally } from './mutation-page.ts'
import { total } from './mutation-page.ts'

const BFF = inRoot('packages', 'bff')
const SLICES = inRoot('packages', 'bff', 'mutation-slices.json')
const REPORT = inRoot('.mutation-report.json')
const STRYKER = inRoot('packages', 'bff', 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js')
/** What was measured of each slice, so that one can be measured again without the others. */
const KEPT = inRoot('node_modules', '.cache', 'mutation')
/** `tempDirName` of `stryker.config.json`. */
const SANDBOXES = inRoot('.mutation')
const MINUTE = 60_000

/** What must be noticed at least. */
export const LEAST_KILLED = 0.85

/** Files that are changed together, and the tests that must detect it. */
type Slice = { name: string; mutate: string[]; tests: string[] }
type Score = Tally & { command: string; report: Report }

/**
 * @param minutes for each slice
 * @param names slices to measure anew; of the others what was last measured counts. All when empty
 * @throws Error when Stryker leaves no report of a slice
 */
export async function readScore(minutes: number, names: string[] = []): Promise<Score> {
  const slices = JSON.parse(readFileSync(SLICES, 'utf8')) as Slice[]
  const unknown = names.find((name) => !slices.some((slice) => slice.name === name))
  if (unknown) throw new Error(`no slice is named ${unknown}: ${slices.map(({ name }) => name).join(', ')}`)
  const files: Report['files'] = {}
  for (const slice of slices) {
    const again = names.length === 0 || names.includes(slice.name) || !existsSync(keptReport(slice))
    if (again) await measure(slice, minutes)
    Object.assign(files, readReport(slice).files)
  }
  return { ...total(files), command: 'npm run mutation', report: { files } }
}

const keptReport = ({ name }: Slice) => join(KEPT, `${name}.json`)

async function measure(slice: Slice, minutes: number): Promise<void> {
  mkdirSync(KEPT, { recursive: true })
  rmSync(REPORT, { force: true })
  linkNeighbor()
  const { output } = await run(process.execPath, [STRYKER, 'run', '--mutate', slice.mutate.join(',')], {
    cwd: BFF,
    limitMs: minutes * MINUTE,
    env: { MUTATION_TESTS: JSON.stringify(slice.tests) },
  })
  if (!existsSync(REPORT)) throw new Error(`stryker left no report of ${slice.name}:\n${output.slice(-2000)}`)
  renameSync(REPORT, keptReport(slice))
}

/** Tests import the emulator's test vectors by a relative path, which starts in Stryker's copy of the BFF. */
function linkNeighbor(): void {
  mkdirSync(SANDBOXES, { recursive: true })
  rmSync(join(SANDBOXES, 'emulator'), { force: true })
  symlinkSync(inRoot('packages', 'emulator'), join(SANDBOXES, 'emulator'))
}

function readReport(slice: Slice): Report {
  return JSON.parse(readFileSync(keptReport(slice), 'utf8')) as Report
}
