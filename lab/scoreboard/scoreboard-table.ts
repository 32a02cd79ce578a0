/** Puts the measured figures into their report, between two marks. */
import type { Figure } from './row-figures.ts'

/** One row of `scoreboard-rows.ts`, with when and at which commit it was measured. */
export type Measured = { id: string; date: string; commit: string; seconds: number; figures: Figure[] }

export type Board = { machine: string; rows: Measured[] }

const START = '<!-- scoreboard: written by npm run scoreboard -->'
const END = '<!-- end of scoreboard -->'

/** @returns the page with a new table; throws when the marks are not there */
export function writeTable(page: string, board: Board): string {
  const start = page.indexOf(START)
  const end = page.indexOf(END)
  if (start < 0 || end < start) throw new Error('docs/reports/scoreboard.md has no marks for the scoreboard.')
  return `${page.slice(0, start)}${START}\n\n${table(board)}\n\n${page.slice(end)}`
}

function table({ machine, rows }: Board): string {
  const lines = rows
    .flatMap(({ figures }) => figures)
    .map(({ name, value, control, ok }) => `| ${name} | ${ok ? value : `**${value}**`} | ${control} |`)
  const when = unique(rows.map(({ date }) => date.slice(0, 10)))
  const at = unique(rows.map(({ commit }) => commit))
  const measured = `Measured ${when} at ${at} on ${machine}. \`scoreboard.json\` has the commands and seeds.`
  return ['| figure | measured | control |', '| --- | --- | --- |', ...lines, '', measured].join('\n')
}

const unique = (words: string[]) => [...new Set(words)].join(', ')
