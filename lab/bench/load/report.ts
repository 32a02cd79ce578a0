/** The table of the BFF under load. */
import { round } from '../statistics.ts'
import type { LoadRow } from './row.ts'

/** By part, so that one can be measured again alone. */
export type LoadResults = Record<
  string,
  { machine: { node: string; cores: number; load: number }; date: string; rows: LoadRow[] }
>

/** @returns Markdown */
export function loadSection(results: LoadResults): string {
  const parts = Object.values(results)
  const reported = parts
    .flatMap(({ rows }) => rows)
    .map(
      ({ name, value, limit, control, ok }) =>
        `| ${name} | ${ok ? value : `**${value}**`} | ${limit} | ${control} |`,
    )
  const machines = parts.map(
    ({ machine: { node, cores, load }, date }) =>
      `${date.slice(0, 16)} (${cores} cores, ${node}, load average ${round(load)})`,
  )
  return [
    '## BFF under load',
    '',
    "Real processes of the built BFF on the machine's own two cores, with whatever loads them and PayKKa's emulator beside them. What does not hold is bold.",
    '',
    '| figure | measured | limit | control |',
    '| --- | --- | --- | --- |',
    ...reported,
    '',
    `Measured ${[...new Set(machines)].join(', ')}.`,
  ].join('\n')
}
