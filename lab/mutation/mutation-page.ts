/** `docs/reports/mutations.md`: what each file scored, and every change to it that no test noticed. */

import { readFileSync } from 'node:fs'
import { inRoot } from '../../scripts/paths.ts'

type Place = { line: number; column: number }
type Mutant = { status: string; replacement: string; location: { start: Place; end: Place } }
/** As Stryker writes it (mutation-testing-report-schema). */
export type Report = { files: Record<string, { source: string; mutants: Mutant[] }> }

const NOTICED = new Set(['Killed', 'Timeout'])
const MISSED = new Set(['Survived', 'NoCoverage'])
const LONGEST_CODE = 70

export type Tally = { killed: number; of: number; same: number }

/** What was counted of a file. `same` were not detected and need not be: they change nothing that can be seen. */
export type Files = Report['files']

/**
 * Those that count: what does not compile and what Stryker could not run is left out.
 * @param reasons why a change is none, by change
 */
export function tally({ mutants, source }: Files[string], reasons: Record<string, string> = {}): Tally {
  const killed = mutants.filter(({ status }) => NOTICED.has(status)).length
  const missed = mutants.filter(({ status }) => MISSED.has(status))
  const same = missed.filter((mutant) => reasons[changeOf(source, mutant)] !== undefined).length
  return { killed, of: killed + missed.length, same }
}

/** @returns the tallies of all files as one */
export function total(files: Files): Tally {
  const reasons = readReasons()
  const tallies = Object.entries(files).map(([name, file]) => tally(file, reasons[name]))
  return tallies.reduce(
    (sum, { killed, of, same }) => ({ killed: sum.killed + killed, of: sum.of + of, same: sum.same + same }),
    { killed: 0, of: 0, same: 0 },
  )
}

/** @returns Markdown; reasons come from `lab/mutation/mutation-reasons.json` by file and change */
export function mutationPage({ files }: Report): string {
  const reasons = readReasons()
  const names = Object.keys(files).sort()
  const all = total(files)
  const scores = names.map((name) => {
    const file = files[name]
    return file ? row(name, tally(file, reasons[name])) : ''
  })
  return [
    '# Mutations',
    '',
    'Written by `npm run mutation`, which changes the rules about money and card data in one place at a time and runs their fast tests.',
    `${all.killed} of ${all.of} changes were noticed (${share(all)}); at least 85 % must be. ${all.same} of the others change nothing`,
    `that can be seen, for the reason given below; without them it is ${share({ ...all, of: all.of - all.same })}.`,
    '',
    '| file in `packages/bff` | noticed | share | the same |',
    '| --- | --- | --- | --- |',
    ...scores,
    '',
    '## Not noticed',
    '',
    ...names.flatMap((name) => survivors(name, files[name], reasons[name] ?? {})),
  ].join('\n')
}

const row = (name: string, counted: Tally) =>
  `| \`${name}\` | ${counted.killed} of ${counted.of} | ${share(counted)} | ${counted.same} |`

type Reasons = Record<string, Record<string, string>>

function readReasons(): Reasons {
  return JSON.parse(readFileSync(inRoot('lab', 'mutation', 'mutation-reasons.json'), 'utf8')) as Reasons
}

const share = ({ killed, of }: Pick<Tally, 'killed' | 'of'>) =>
  `${((killed / Math.max(1, of)) * 100).toFixed(1)} %`

function survivors(name: string, file: Report['files'][string] | undefined, reasons: Record<string, string>) {
  const missed = file?.mutants.filter(({ status }) => MISSED.has(status)) ?? []
  if (!file || missed.length === 0) return []
  const rows = missed.sort(byLine).map((mutant) => {
    const change = changeOf(file.source, mutant)
    return `| ${mutant.location.start.line} | ${change} | ${reasons[change] ?? 'no test detects it yet'} |`
  })
  return [`### \`${name}\``, '', '| line | change | why |', '| --- | --- | --- |', ...rows, '']
}

const byLine = (a: Mutant, b: Mutant) => a.location.start.line - b.location.start.line

function changeOf(source: string, mutant: Mutant): string {
  return `${inline(original(source, mutant))} → ${inline(mutant.replacement)}`
}

function original(source: string, { location: { start, end } }: Mutant): string {
  const lines = source.split('\n').slice(start.line - 1, end.line)
  const last = lines.length - 1
  return lines
    .map((line, index) =>
      line.slice(index === 0 ? start.column - 1 : 0, index === last ? end.column - 1 : undefined),
    )
    .join(' ')
}

/** Code for one cell of a table. */
function inline(code: string): string {
  const text = code.replace(/\s+/g, ' ').replaceAll('|', '\\|')
  return `\`\`${text.length > LONGEST_CODE ? `${text.slice(0, LONGEST_CODE)}…` : text || ' '}\`\``
}
