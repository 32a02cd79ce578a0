/** Starts the servers once for all workers and stops them after the last test. */
import type { StackFacts } from './stack.ts'
import { startE2eStack } from './stack.ts'

const VARIABLE = 'PAYKKA_E2E_STACK'

// biome-ignore lint/style/noDefaultExport: Playwright calls the default export.
export default async function globalSetup(): Promise<() => Promise<void>> {
  const { stop, ...facts } = await startE2eStack()
  process.env[VARIABLE] = JSON.stringify(facts)
  return stop
}

/** The running servers, as a worker sees them. */
export function stackFacts(): StackFacts {
  const text = process.env[VARIABLE]
  if (!text) throw new Error('The servers are not running: start the suite with `npm run e2e`.')
  return JSON.parse(text) as StackFacts
}
