/** What a run leaves behind: `lab/bench/results.json` and the page made of it. A part that was not run keeps what it had, a row of the load too. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { BffResults } from './bff/report.ts'
import { bffSection } from './bff/report.ts'
import type { LoadResults } from './load/report.ts'
import { loadSection } from './load/report.ts'
import type { Report } from './report.ts'
import { broken, tableOf } from './report.ts'

type Results = { element?: Report; bff?: BffResults; load?: LoadResults }

const RESULTS = new URL('./results.json', import.meta.url)
const PAGE = new URL('../../docs/reports/benchmarks.md', import.meta.url)

/** @returns the section of the page that belongs to the part */
export function writeResults<Part extends keyof Results>(part: Part, found: Required<Results>[Part]): string {
  const known = existsSync(RESULTS) ? (JSON.parse(readFileSync(RESULTS, 'utf8')) as Results) : {}
  const load = part === 'load' ? { ...known.load, ...(found as LoadResults) } : known.load
  const results: Results = { ...known, [part]: found, ...(load ? { load } : {}) }
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
const READING = `Every page is visited with an empty cache. A field exists from the moment its markup is in the document, which is what a
\`MutationObserver\` sees: the same moment for all. Of theirs that is the place of the card number field, whose own frame is yet to come. Of
ours it is the field itself, in our frame, taking keys that are kept and paid with (\`e2e/tests/early.spec.ts\` types them before any
script of ours has come); the limits hold this moment against theirs. That is the page we tell shops to write, with the card frame in the
tag. A bare form in a frame of another origin, there from the page's first byte and with nothing behind it, is what isolation
with a script costs.

Painted is the end of the frame of the screen that first shows the field, with nothing over it. Of theirs it is not measured: what is painted then is an
empty place. So the ratio of our painting to their markup compares unlike moments, to our disadvantage; the painting of the bare form in a
frame is what ours can be held against. The last line is ours until all of it is there: the element's script, the checkout's answer, and the pay button.

A key costs what the page's main thread works from the key going down to the frame with it being painted: the CPU time of every
task in between, read from a trace. Waits between the tasks belong to the browser's other processes and the screen, and are left out. Nothing of the
bench runs in that time. At this slowdown most of it is the browser's own work on a plain text box, as the bare form shows.`

/** A run from before the measure changed is not read as one of now. */
const OLD = `This run is older than the way it is measured now: ours was timed to its painting, the others to their markup.
\`npm run bench:element\` replaces it.`

const elementSection = (report: Report) =>
  `## Element\n\n${'paintedMs' in report ? READING : OLD}\n\n\`\`\`text\n${tableOf(report)}\n\`\`\`\n\n${verdictOf(report)}`

function verdictOf(report: Report): string {
  const failures = broken(report).map((failure) => `- ${failure}`)
  return failures.length > 0 ? ['Limits that do not hold:', '', ...failures].join('\n') : 'Every limit holds.'
}
