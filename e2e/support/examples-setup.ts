/** Starts the examples once and stops them after the last test. */
import type { Examples } from './examples.ts'
import { startExamples } from './examples.ts'

const VARIABLE = 'PAYKKA_EXAMPLES'

// biome-ignore lint/style/noDefaultExport: Playwright calls the default export.
export default async function examplesSetup(): Promise<() => Promise<void>> {
  const { stop, ...facts } = await startExamples()
  process.env[VARIABLE] = JSON.stringify(facts)
  return stop
}

/** The running examples, as a worker sees them. */
export function exampleFacts(): Omit<Examples, 'stop'> {
  const text = process.env[VARIABLE]
  if (!text) throw new Error('The examples are not running: start the suite with `npm run examples:test`.')
  return JSON.parse(text) as ReturnType<typeof exampleFacts>
}
