/** What a run leaves behind: `bench/results.json` and the page made of it. A part that was not run keeps what it had. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { BffResults } from './bff/report.ts'
import { bffSection } from './bff/report.ts'
import type { LoadResults } from './load/report.ts'
import { loadSection } from './load/report.ts'
import type { Report } from './report.ts'
import { broken, tableOf } from './report.ts'

type Results = { element?: Report; bff?: BffResults; load?: LoadResults }

const RESULTS = new URL('../results.json', import.meta.url)
const PAGE = new URL('../../docs/benchmarks.md', import.meta.url)

/** @returns the section of the page that belongs to the part */
export function writeResults<Part extends keyof Results>(part: Part, found: Required<Results>[Part]): string {
  const known = existsSync(RESULTS) ? (JSON.parse(readFileSync(RESULTS, 'utf8')) as Results) : {}
  const results: Results = { ...known, [part]: found }
  writeFileSync(RESULTS, `${JSON.stringify(results, null, 2)}\n`)
  const sections = {
    element: results.element && elementSection(results.element),
    bff: results.bff && bffSection(results.bff),
    load: results.load && loadSection(results.load),
  }
  const written = Object.values(sections).filter((section) => section !== undefined)
  writeFileSync(PAGE, `${[HEAD, ...written].join('\n\n')}\n`)
  return `${sections[part]}\n`
}

const HEAD = `# Benchmarks

Written by \`npm run bench\` (\`npm run bench:element\`, \`bench:bff\` and \`bench:load\` run one part). Only figures of one run are
compared: absolute ones differ from machine to machine.`

/** What the table cannot say by itself. */
const READING = `Every page is visited with an empty cache. Theirs is timed to its first markup, ours until the card form stands uncovered, its
frame and the checkout’s answer included. A bare form in a frame of another origin, there from the page’s first byte and with
nothing behind it, is what isolation alone costs.

A key is timed while the page works for it: from the key going down to the end of its handling, and again from the start of the
frame to its painting; the wait for the screen in between is left out. At this slowdown most of it is the browser’s own work on a plain
text box, as the bare form shows.`

const elementSection = (report: Report) =>
  `## Element\n\n${READING}\n\n\`\`\`text\n${tableOf(report)}\n\`\`\`\n\n${verdictOf(report)}`

function verdictOf(report: Report): string {
  const failures = broken(report).map((failure) => `- ${failure}`)
  return failures.length > 0 ? ['Limits that do not hold:', '', ...failures].join('\n') : 'Every limit holds.'
}
