/** Enforces the size budgets: what a storefront loads before the frame, what the frame loads before jose, each locale. */
import { readFileSync } from 'node:fs'
import type { Manifest } from './file-manifest.ts'

/** `define-express.js` includes `define.js`. Bytes, gzip. */
const BUDGETS = {
  'define.js': 20_000,
  'define-express.js': 21_000,
  'define-saved-cards.js': 18_000,
  'card-frame.js': 30_000,
  'challenge.js': 1_000,
  'challenge-over.js': 500,
}

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

/** What one wallet adds to a page. Bytes, gzip. */
const WALLET_BUDGET = 6_000
const first = closureOf('define.js')
for (const wallet of ['apple-pay', 'google-pay']) {
  const entry = Object.keys(files).find((name) => name.startsWith(`chunks/${wallet}-`)) ?? wallet
  const added = [...closureOf(entry)].filter((name) => !first.has(name))
  const size = added.reduce((sum, name) => sum + (files[name]?.gzip ?? Number.POSITIVE_INFINITY), 0)
  process.stdout.write(`${wallet}: ${size} of ${WALLET_BUDGET} bytes gzip, ${added.length} files\n`)
  if (size > WALLET_BUDGET) process.exitCode = 1
}

/** The parser of appearances, in the page and in the frame. Bytes. */
const PARSER_BUDGET = 3_000
const parsers = Object.keys(files).filter((name) => name.includes('/appearance-parser-'))
for (const name of parsers) {
  const { gzip = Number.POSITIVE_INFINITY } = files[name] ?? {}
  process.stdout.write(`${name}: ${gzip} of ${PARSER_BUDGET} bytes gzip\n`)
  if (gzip > PARSER_BUDGET) process.exitCode = 1
}
if (parsers.length !== 2) process.exitCode = 1

/** What the billing details add to a page: code, and the list of countries without their rules. Bytes, gzip. */
const BILLING_BUDGET = 12_000
/** The rules of one country. */
const COUNTRY_BUDGET = 2_500
const picker = new Set(Object.keys(files).filter((name) => name.startsWith('chunks/picker-')))
const billing = Object.keys(files).find((name) => name.startsWith('chunks/billing-details-')) ?? 'billing'
const brought = [...closureOf(billing)].filter((name) => !first.has(name) && !picker.has(name))
const billingSize = brought.reduce((sum, name) => sum + (files[name]?.gzip ?? Number.POSITIVE_INFINITY), 0)
process.stdout.write(`billing: ${billingSize} of ${BILLING_BUDGET} bytes gzip, ${brought.length} files\n`)
if (billingSize > BILLING_BUDGET) process.exitCode = 1
const countries = Object.entries(files).filter(([name]) => name.startsWith('chunks/countries/'))
const [widest] = countries.toSorted(([, one], [, other]) => other.gzip - one.gzip)
process.stdout.write(
  `countries: ${countries.length}, largest ${widest?.[0]} ${widest?.[1].gzip} of ${COUNTRY_BUDGET} bytes gzip\n`,
)
if (!widest || widest[1].gzip > COUNTRY_BUDGET) process.exitCode = 1

const LOCALE_BUDGET = 3_000
const locales = Object.entries(files).filter(([name]) => /^chunks\/locales\//.test(name))
const [largest] = locales.toSorted(([, one], [, other]) => other.gzip - one.gzip)
const tooBig = locales.filter(([, { gzip }]) => gzip > LOCALE_BUDGET)
process.stdout.write(
  `locales: ${locales.length}, largest ${largest?.[0]} ${largest?.[1].gzip} of ${LOCALE_BUDGET} bytes gzip\n`,
)
for (const [name, { gzip }] of tooBig) process.stdout.write(`${name}: ${gzip} bytes gzip, too big\n`)
if (tooBig.length > 0 || locales.length === 0) process.exitCode = 1
