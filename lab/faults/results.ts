/** Keeps what each fault came to, so that one that is played again renews its row of the page. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { inRoot } from '../../scripts/paths.ts'
import type { Fault } from './fault.ts'
import type { Outcome } from './play.ts'

const FILE = inRoot('node_modules', '.cache', 'lab', 'faults.json')

type Kept = { figures: string[]; outcomes: Record<string, Omit<Outcome, 'fault'>> }

/**
 * @param figures measured anew; those of before when left out
 * @returns the latest outcome of every fault; undefined while one was never played on this machine
 */
export function keepResults(
  faults: readonly Fault[],
  played: readonly Outcome[],
  figures?: string[],
): { outcomes: Outcome[]; figures: string[] } | undefined {
  const kept = read()
  for (const { fault, ...rest } of played) kept.outcomes[fault.id] = { ...rest, loud: [] }
  if (figures) kept.figures = figures
  mkdirSync(dirname(FILE), { recursive: true })
  writeFileSync(FILE, JSON.stringify(kept))
  const outcomes = faults.flatMap((fault) => {
    const found = kept.outcomes[fault.id]
    return found ? [{ ...found, fault }] : []
  })
  return outcomes.length === faults.length ? { outcomes, figures: kept.figures } : undefined
}

const read = (): Kept =>
  existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Kept) : { figures: [], outcomes: {} }
