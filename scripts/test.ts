/** `npm test`: runs every step, goes on after a failed one, and ends with one line that counts all tests. */
import { delimiter, join } from 'node:path'
import { parseArgs } from 'node:util'
import { CACHE, inRoot } from './paths.ts'
import { stopRunning } from './processes/run.ts'
import { findChromium } from './programs/chromium.ts'
import { findFirefox, findWebKit } from './programs/engines.ts'
import type { Count } from './test-steps/count-results.ts'
import { sum } from './test-steps/count-results.ts'
import type { Step } from './test-steps/test-steps.ts'
import { GROUPS, testSteps, USUAL_GROUPS } from './test-steps/test-steps.ts'

/** How long `--all` goes on where `npm test` looks only briefly. It also ends a process a hundred times while it pays, restores backups in real processes and searches a browser's heap. */
const LONG = { CHAOS_PAYMENTS: '150', CHAOS_ENDINGS: '12', RESTORES: '1', HEAPS: '1' }

async function main(): Promise<number> {
  const groups = chosenGroups()
  const steps = testSteps().filter((step) => groups.has(step.group))
  await findBrowsers(steps)
  process.env.PATH = inRoot('node_modules', '.bin') + delimiter + process.env.PATH
  // Some hundred processes are started; each finds compiled what the one before it compiled.
  process.env.NODE_COMPILE_CACHE ??= join(CACHE, 'compiled')
  const counts: Count[] = []
  for (const step of steps) counts.push(await runStep(step))
  const { passed, failed } = sum(counts)
  console.log(`\n${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}

/** Before the first step, so that a machine without one learns this at once and not after minutes. */
async function findBrowsers(steps: readonly Step[]): Promise<void> {
  const needed = new Set(steps.map(({ needs }) => needs))
  if (needed.has('chromium')) process.env.CHROME_PATH = await findChromium()
  if (needed.has('firefox')) process.env.FIREFOX_PATH = await findFirefox()
  if (needed.has('webkit')) await findWebKit()
}

/** `npm test -- unit browser` or `npm test -- --only unit,browser`; `--all` adds the other engines to the usual ones. */
function chosenGroups(): Set<string> {
  const { values, positionals } = parseArgs({
    options: { only: { type: 'string', multiple: true }, all: { type: 'boolean' } },
    allowPositionals: true,
  })
  if (values.all) {
    Object.assign(process.env, { ...LONG, ...process.env })
    return new Set(GROUPS)
  }
  const names = [...positionals, ...(values.only ?? [])].flatMap((name) => name.split(','))
  const wrong = names.find((name) => !GROUPS.some((group) => group === name))
  if (wrong !== undefined) throw new Error(`There is no step "${wrong}". Steps: ${GROUPS.join(', ')}.`)
  return new Set(names.length > 0 ? names : USUAL_GROUPS)
}

async function runStep(step: Step): Promise<Count> {
  const started = Date.now()
  console.log(`\n== ${step.title}`)
  const { passed, failed, output } = await step.run()
  if (failed > 0 || step.title.startsWith('Size')) console.log(output.trimEnd())
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  console.log(`${failed > 0 ? 'FAILED' : 'ok'}: ${passed} passed, ${failed} failed, ${seconds} s`)
  return { passed, failed }
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, () => {
    stopRunning()
    process.exit(code)
  })
}

main()
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error))
    return 1
  })
  .then((code) => process.exit(code))
