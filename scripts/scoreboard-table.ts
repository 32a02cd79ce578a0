/** Puts the measured figures into the README, between two marks. */
import type { Figure } from './scoreboard-figures.ts'

export type Board = { date: string; commit: string; machine: string; figures: Figure[] }

const START = '<!-- scoreboard: written by npm run scoreboard -->'
const END = '<!-- end of scoreboard -->'

/** @returns the page with a new table; throws when the marks are not there */
export function writeTable(page: string, board: Board): string {
  const start = page.indexOf(START)
  const end = page.indexOf(END)
  if (start < 0 || end < start) throw new Error('README.md has no marks for the scoreboard.')
  return `${page.slice(0, start)}${START}\n\n${table(board)}\n\n${page.slice(end)}`
}

function table({ date, commit, machine, figures }: Board): string {
  const rows = figures.map(
    ({ name, value, control, ok }) => `| ${name} | ${ok ? value : `**${value}**`} | ${control} |`,
  )
  const measured = `Measured ${date.slice(0, 10)} at ${commit} on ${machine}. \`scoreboard.json\` has the commands and seeds.`
  return ['| figure | measured | control |', '| --- | --- | --- |', ...rows, '', measured].join('\n')
}
