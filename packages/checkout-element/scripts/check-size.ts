/** Enforces the size budgets: what a storefront loads before the frame, and what the frame loads before jose. */
import { readFileSync } from 'node:fs'
import type { Manifest } from './file-manifest.ts'

const BUDGETS = { 'define.js': 20_000, 'card-frame.js': 30_000 }

const manifestUrl = new URL('../dist/browser/manifest.json', import.meta.url)
const { files } = JSON.parse(readFileSync(manifestUrl, 'utf8')) as Manifest

/** The entry and everything it imports at once. */
function closureOf(entry: string, seen = new Set<string>()): Set<string> {
  if (seen.has(entry)) return seen
  seen.add(entry)
  for (const name of files[entry]?.imports ?? []) closureOf(name, seen)
  return seen
}

for (const [entry, budget] of Object.entries(BUDGETS)) {
  const names = [...closureOf(entry)]
  const size = names.reduce((sum, name) => sum + (files[name]?.gzip ?? Number.POSITIVE_INFINITY), 0)
  const verdict = size <= budget ? 'ok' : 'too big'
  process.stdout.write(`${entry}: ${size} of ${budget} bytes gzip, ${names.length} files, ${verdict}\n`)
  if (size > budget) process.exitCode = 1
}
