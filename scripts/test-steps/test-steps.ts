/** The steps of `npm test`: what each runs and how its results are counted. */
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildBff } from '../build/build-bff.ts'
import { buildElement } from '../build/build-element.ts'
import { CHECKOUT_ELEMENT, inRoot, ROOT } from '../paths.ts'
import { run } from '../processes/run.ts'
import { findWebKit } from '../programs/engines.ts'
import { findPgBouncer } from '../programs/pgbouncer.ts'
import { withWebKit } from '../programs/webkit.ts'
import type { Count } from './count-results.ts'
import { countPlaywright, countVitest, countWebTestRunner, judge } from './count-results.ts'

export type Outcome = Count & { output: string }
type Engine = 'chromium' | 'firefox' | 'webkit'
export type Step = { group: string; title: string; needs?: Engine; run: () => Promise<Outcome> }

/** What `npm test` runs. */
export const USUAL_GROUPS = ['lint', 'types', 'build', 'unit', 'browser', 'e2e'] as const
/** Continuous integration runs these too: `engines` need programs that most machines lack, `packages` what a release packs, `lab` breaks things. */
export const GROUPS = [...USUAL_GROUPS, 'engines', 'packages', 'examples', 'lab'] as const

export function testSteps(): Step[] {
  return [
    {
      group: 'lint',
      title: 'Format and lint',
      run: () => check(ROOT, biome(), 'ci', `--colors=${process.stdout.isTTY ? 'force' : 'off'}`, '.'),
    },
    { group: 'lint', title: 'Imports between folders', run: () => check(ROOT, CHECK_ROOMS) },
    { group: 'lint', title: 'Format of the documents', run: () => check(ROOT, prettier(), '--check', '.') },
    { group: 'lint', title: 'Lint the documents', run: () => check(ROOT, markdownlint()) },
    { group: 'lint', title: 'Plain words', run: () => check(ROOT, inRoot('scripts', 'docs', 'words.ts')) },
    ...typedProjects().map((config) => typeStep(config)),
    { group: 'build', title: 'Build the element', run: () => build(buildElement) },
    { group: 'build', title: 'Build the BFF', run: () => build(buildBff) },
    { group: 'build', title: 'Size of the element', run: () => check(CHECKOUT_ELEMENT, SIZE_CHECK) },
    { group: 'unit', title: 'Unit: scripts', run: () => vitest('scripts', '--dir=test') },
    ...vitestProjects().map((folder) => vitestStep(folder)),
    {
      group: 'packages',
      title: 'Packages as published',
      run: () => vitest('scripts', '--dir=packages-test'),
    },
    { group: 'browser', title: 'Browser: Chromium', needs: 'chromium', run: () => browserTests('chromium') },
    { group: 'engines', title: 'Browser: Firefox', needs: 'firefox', run: () => browserTests('firefox') },
    { group: 'engines', title: 'Browser: WebKit', needs: 'webkit', run: webKitTests },
    { group: 'e2e', title: 'End to end', needs: 'chromium', run: () => playwright() },
    {
      group: 'examples',
      title: 'Example shops',
      needs: 'chromium',
      run: () => playwright('--config=examples.config.ts'),
    },
    { group: 'lab', title: 'Faults, the short ones', run: shortFaults },
  ]
}

const CHECK_ROOMS = inRoot('scripts', 'figures', 'check-rooms.ts')
const SIZE_CHECK = join(CHECKOUT_ELEMENT, 'scripts', 'check-size.ts')
const biome = () => inRoot('node_modules', '@biomejs', 'biome', 'bin', 'biome')
const prettier = () => inRoot('node_modules', 'prettier', 'bin', 'prettier.cjs')
const markdownlint = () => inRoot('node_modules', 'markdownlint-cli2', 'markdownlint-cli2-bin.mjs')
const typescript = () => inRoot('node_modules', 'typescript', 'bin', 'tsc')

function workspaceFolders(): string[] {
  const groups = ['packages', 'examples'].flatMap((group) =>
    readdirSync(inRoot(group), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${group}/${name}`),
  )
  return [...groups, 'e2e', 'lab', 'scripts'].filter((folder) => existsSync(inRoot(folder)))
}

/** A plain `npm test` installs no libraries of other vendors (`scripts/bootstrap.js`), so it cannot check what imports them. */
const IMPORT_VENDORS = /^lab\/tsconfig\.(bench|pages)\.json$/
const hasVendors = () => existsSync(inRoot('lab', 'bench', 'node_modules'))

/** A package may have several: browser code and its Node scripts do not share their globals. Those that emit are no check. */
function typedProjects(): string[] {
  return workspaceFolders().flatMap((folder) =>
    readdirSync(inRoot(folder))
      .filter((name) => /^tsconfig(\.\w+)?\.json$/.test(name) && name !== 'tsconfig.build.json')
      .map((name) => `${folder}/${name}`)
      .filter((config) => hasVendors() || !IMPORT_VENDORS.test(config)),
  )
}

function typeStep(config: string): Step {
  return { group: 'types', title: `Types: ${config}`, run: () => check(ROOT, typescript(), '-p', config) }
}

/** Anything with Vitest installed must have tests: a suite that went missing is a failure, not a pass. The laboratory runs those of the BFF too. */
const vitestProjects = () =>
  workspaceFolders().filter((folder) => existsSync(vitestIn(folder)) && !COUNTED_APART.has(folder))

/** Run by the step of another folder, or in two steps. */
const COUNTED_APART = new Set(['packages/bff', 'scripts'])
const LAB = 'lab'
const vitestIn = (folder: string) =>
  inRoot(folder === 'scripts' ? '' : folder, 'node_modules', 'vitest', 'vitest.mjs')

function vitestStep(folder: string): Step {
  const run = async () => {
    if (folder === LAB) await findPgBouncer()
    return vitest(folder)
  }
  return { group: 'unit', title: folder === LAB ? 'Unit: packages/bff and lab' : `Unit: ${folder}`, run }
}

/** A check has no tests to count: it passes or fails as one. */
async function check(cwd: string, script: string, ...args: string[]): Promise<Outcome> {
  const { code, output } = await run(process.execPath, [script, ...args], { cwd })
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output }
}

async function build(what: typeof buildElement): Promise<Outcome> {
  try {
    await what({ force: true })
    return { passed: 1, failed: 0, output: '' }
  } catch (error) {
    return { passed: 0, failed: 1, output: error instanceof Error ? error.message : String(error) }
  }
}

async function vitest(folder: string, ...files: string[]): Promise<Outcome> {
  const report = reportFile('vitest.json')
  const args = ['run', ...files, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const { code, output } = await run(process.execPath, [vitestIn(folder), ...args], { cwd: inRoot(folder) })
  return { ...judge(countVitest(readReport(report)), code), output }
}

async function browserTests(engine: Engine, settings: Record<string, string> = {}): Promise<Outcome> {
  const runner = join(CHECKOUT_ELEMENT, 'node_modules', '@web', 'test-runner', 'dist', 'bin.js')
  const env = { ...settings, BROWSERS: engine }
  const { code, output } = await run(process.execPath, [runner], { cwd: CHECKOUT_ELEMENT, env })
  return { ...judge(countWebTestRunner(output), code), output }
}

async function webKitTests(): Promise<Outcome> {
  return await withWebKit(await findWebKit(), (settings) => browserTests('webkit', settings))
}

async function playwright(...more: string[]): Promise<Outcome> {
  const report = reportFile('playwright.json')
  const runner = inRoot('e2e', 'node_modules', '@playwright', 'test', 'cli.js')
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report, PLAYWRIGHT_JSON_OUTPUT_NAME: report }
  const args = [runner, 'test', '--reporter=list,json', ...more]
  const { code, output } = await run(process.execPath, args, { cwd: inRoot('e2e'), env })
  return { ...judge(countPlaywright(readReport(report)), code), output }
}

async function shortFaults(): Promise<Outcome> {
  const script = inRoot('lab', 'main.ts')
  const { code, output } = await run(process.execPath, [script, 'faults', '--short'], { cwd: ROOT })
  const [, passed, failed] = /^(\d+) passed, (\d+) failed$/m.exec(output) ?? []
  return { ...judge({ passed: Number(passed ?? 0), failed: Number(failed ?? 0) }, code), output }
}

function reportFile(name: string): string {
  return join(mkdtempSync(join(tmpdir(), 'paykka-test-')), name)
}

const readReport = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '')
