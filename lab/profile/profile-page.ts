/** `docs/reports/profile.md`: where a purchase spends its time, and what it costs. */
import { round } from '../bench/statistics.ts'
import type { PurchaseCounts } from './count-purchases.ts'
import { MEANINGS, PHASES } from './phases.ts'
import type { Shares } from './shares.ts'
import { total } from './shares.ts'

export type Profile = {
  machine: { node: string; cores: number; load: number }
  lonely: PurchaseCounts
  crowded: PurchaseCounts
  purchases: number
  time: Shares
  memory: Shares
}

/** @returns Markdown */
export function profilePage(profile: Profile): string {
  const { machine, lonely, crowded, purchases } = profile
  return [
    '# Profile of a purchase',
    '',
    `Written by \`npm run lab -- profile\`: purchases with a sealed card in the built BFF on SQLite, and a mock gateway that signs its answers. Node ${machine.node}, ${machine.cores} cores, load average ${round(machine.load)} at the start.`,
    '',
    '## Work of one purchase',
    '',
    'These figures do not depend on the machine. The log keeps all its pages, so checkpoints are left out; repeated jobs of the BFF are included.',
    '',
    `| per purchase | ${lonely.width} under way | ${crowded.width} under way |`,
    '| --- | --: | --: |',
    ...FIGURES.map(([name, figure]) => `| ${name} | ${figure(lonely)} | ${figure(crowded)} |`),
    '',
    '## Pages by table and index',
    '',
    'SQLite writes a changed page once per commit. Purchases that share a commit share its pages.',
    '',
    `| table or index | ${lonely.width} under way | ${crowded.width} under way |`,
    '| --- | --: | --: |',
    ...pageRows(lonely, crowded),
    '',
    '## Statements in order',
    '',
    '| phase | statement | times |',
    '| --- | --- | --: |',
    ...statementRows(lonely),
    '',
    '## Time and memory by phase',
    '',
    `Shares of the processor time and of the memory allocated by JavaScript while ${crowded.width} purchases were under way at all times, ${purchases} in all. Only shares of one run are compared.`,
    '',
    '| phase | time | memory | contains |',
    '| --- | --: | --: | --- |',
    ...phaseRows(profile),
    '',
    `In all ${round(total(profile.time) / purchases / 1000, 2)} ms of the main thread and ${round(total(profile.memory) / purchases / 1024, 0)} KiB per purchase.`,
    '',
  ].join('\n')
}

const FIGURES: readonly (readonly [string, (counts: PurchaseCounts) => string | number])[] = [
  ['statements', ({ statements }) => round(statements)],
  ['begin, commit, savepoints, pragmas', ({ control }) => round(control)],
  ['pages written', ({ pages }) => round(pages)],
  ['kB written', ({ bytes }) => round(bytes / 1000)],
  ['waits for the disk (`fdatasync`)', ({ syncs }) => round(syncs, 2)],
  ['jobs of other threads', ({ hops }) => round(hops, 2)],
  ['of these', ({ hopsBy }) => hopsBy.map(([type, count]) => `${type} ${round(count, 2)}`).join(', ')],
  ['promises', ({ promises }) => round(promises, 0)],
]

function pageRows(lonely: PurchaseCounts, crowded: PurchaseCounts): string[] {
  const others = new Map(crowded.pagesBy)
  const names = new Set([...lonely.pagesBy, ...crowded.pagesBy].map(([name]) => name))
  const alone = new Map(lonely.pagesBy)
  return [...names].map(
    (name) => `| \`${name}\` | ${round(alone.get(name) ?? 0, 2)} | ${round(others.get(name) ?? 0, 2)} |`,
  )
}

/** Rarer ones belong to repeated jobs. */
const OFTEN = 0.5
const LONGEST = 150

function statementRows({ statementsBy }: PurchaseCounts): string[] {
  return statementsBy
    .filter(([, count]) => count >= OFTEN)
    .map(([key, count]) => {
      const at = key.indexOf(': ')
      const text = key.slice(at + 2)
      const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text
      return `| ${key.slice(0, at)} | \`${shown.replaceAll('|', '\\|')}\` | ${round(count, 1)} |`
    })
}

function phaseRows({ time, memory }: Profile): string[] {
  const share = (shares: Shares, phase: (typeof PHASES)[number]) =>
    `${round(((shares[phase] ?? 0) / total(shares)) * 100)} %`
  return PHASES.map(
    (phase) => `| ${phase} | ${share(time, phase)} | ${share(memory, phase)} | ${MEANINGS[phase]} |`,
  )
}
