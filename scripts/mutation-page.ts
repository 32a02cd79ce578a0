/** `docs/mutations.md`: what each file scored, and every change to it that no test noticed. */

import { readFileSync } from 'node:fs'
import { inRoot } from './paths.ts'

type Place = { line: number; column: number }
type Mutant = { status: string; replacement: string; location: { start: Place; end: Place } }
/** As Stryker writes it (mutation-testing-report-schema). */
export type Report = { files: Record<string, { source: string; mutants: Mutant[] }> }

const NOTICED = new Set(['Killed', 'Timeout'])
const MISSED = new Set(['Survived', 'NoCoverage'])
const LONGEST_CODE = 70

/** Those that count: mutants of constants and those that do not compile are not run. */
export function tally(mutants: Mutant[]): { killed: number; of: number } {
  const killed = mutants.filter(({ status }) => NOTICED.has(status)).length
  return { killed, of: killed + mutants.filter(({ status }) => MISSED.has(status)).length }
}

/** @returns Markdown; reasons come from `scripts/mutation-reasons.json` by file and change */
export function mutationPage({ files }: Report): string {
  const reasons = readReasons()
  const names = Object.keys(files).sort()
  const { killed, of } = tally(Object.values(files).flatMap(({ mutants }) => mutants))
  const scores = names.map((name) => {
    const score = tally(files[name]?.mutants ?? [])
    return `| \`${name}\` | ${score.killed} of ${score.of} | ${share(score)} |`
  })
  return [
    '# Mutations',
    '',
    'Written by `npm run mutation`, which changes the rules about money and card data in one place at a time and runs their fast tests.',
    `${killed} of ${of} changes were noticed (${share({ killed, of })}); at least 85 % must be.`,
    '',
    '| file in `packages/bff` | noticed | share |',
    '| --- | --- | --- |',
    ...scores,
    '',
    '## Not noticed',
    '',
    ...names.flatMap((name) => survivors(name, files[name], reasons[name] ?? {})),
  ].join('\n')
}

type Reasons = Record<string, Record<string, string>>

function readReasons(): Reasons {
  return JSON.parse(readFileSync(inRoot('scripts', 'mutation-reasons.json'), 'utf8')) as Reasons
}

const share = ({ killed, of }: { killed: number; of: number }) =>
  `${((killed / Math.max(1, of)) * 100).toFixed(1)} %`

function survivors(name: string, file: Report['files'][string] | undefined, reasons: Record<string, string>) {
  const missed = file?.mutants.filter(({ status }) => MISSED.has(status)) ?? []
  if (!file || missed.length === 0) return []
  const rows = missed.map((mutant) => {
    const change = `${inline(original(file.source, mutant))} → ${inline(mutant.replacement)}`
    return `| ${mutant.location.start.line} | ${change} | ${reasons[change] ?? 'no test notices it yet'} |`
  })
  return [`### \`${name}\``, '', '| line | change | why |', '| --- | --- | --- |', ...rows, '']
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
