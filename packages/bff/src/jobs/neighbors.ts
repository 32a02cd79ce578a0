/** What one process makes of the others on its ledger: which of them live, and in what they are set up otherwise. */

import type { InstanceRow } from '../database/tables.ts'
import type { Logger } from '../process/logging.ts'
import { MAX_SKEW_MS } from '../process/process-clock.ts'
import type { Fingerprints } from './fingerprints.ts'
import { differences, readFingerprints } from './fingerprints.ts'

type NeighborParts = {
  now: () => number
  skewMs: () => number | null
  monotonic: () => number
  log: Logger
  owner: string
  settings: string
  fingerprints: () => Fingerprints
}

type Neighbors = {
  notReadyReasons(): string[]
  differences(): string[]
  /**
   * Looks at the processes that have not left.
   * @param databaseNow the database's time in Unix milliseconds
   */
  look(rows: InstanceRow[], databaseNow: number): void
}

export const BEAT_EVERY_MS = 10_000
/** A process that has not been seen for so long is taken for dead. */
const DEAD_AFTER_MS = 3.5 * BEAT_EVERY_MS

export function createNeighbors(parts: NeighborParts): Neighbors {
  const isAlive = createPulse(parts.monotonic)
  let notReadyReasons: string[] = []
  let differing: string[] = []
  return {
    notReadyReasons: () => notReadyReasons,
    differences: () => differing,
    look: (rows, databaseNow) => {
      const own = rows.find((row) => row.id === parts.owner)
      const others = rows.filter((row) => row.id !== parts.owner && isAlive(row, databaseNow))
      const before = { notReadyReasons, differing }
      notReadyReasons = [...accountReasons(parts, own, others), ...clockReasons(parts, databaseNow)]
      differing = otherSettings(parts, others)
      tell(parts.log, before, { notReadyReasons, differing })
    },
  }
}

/**
 * A row lives when the database saw it lately, or when it moves. One whose time lies in the future proves nothing else: its
 * writer's clock was wrong, and it may be long dead.
 */
function createPulse(monotonic: () => number): (row: InstanceRow, databaseNow: number) => boolean {
  const sights = new Map<string, { seenAt: number; movedAt: number }>()
  return ({ id, seen_at: seenAt }, databaseNow) => {
    const before = sights.get(id)
    const moved = before !== undefined && seenAt > before.seenAt
    const movedAt = moved ? monotonic() : (before?.movedAt ?? Number.NEGATIVE_INFINITY)
    sights.set(id, { seenAt, movedAt })
    const age = databaseNow - seenAt
    return (age > -MAX_SKEW_MS && age < DEAD_AFTER_MS) || monotonic() - movedAt < DEAD_AFTER_MS
  }
}

/** The newcomer steps aside: those who were there before go on taking payments. */
function accountReasons(
  { settings }: NeighborParts,
  own: InstanceRow | undefined,
  others: InstanceRow[],
): string[] {
  const startedAt = own?.started_at ?? Number.POSITIVE_INFINITY
  const different = others.some((other) => other.started_at <= startedAt && other.settings !== settings)
  return different ? ['another process on this ledger has another PayKKa account, host or key'] : []
}

/** Once PayKKa has told the time, it says who is wrong; until then the database does. */
function clockReasons({ now, skewMs }: NeighborParts, databaseNow: number): string[] {
  const ahead = now() - databaseNow
  if (skewMs() !== null || Math.abs(ahead) <= MAX_SKEW_MS) return []
  const seconds = Math.round(Math.abs(ahead) / 1000)
  return [`the clock is ${seconds} s ${ahead > 0 ? 'ahead of' : 'behind'} the database's`]
}

function otherSettings({ fingerprints }: NeighborParts, others: InstanceRow[]): string[] {
  const ours = fingerprints()
  const names = others.flatMap((other) => differences(ours, readFingerprints(other.fingerprints)))
  return [...new Set(names)].toSorted()
}

const NOT_READY_CURE = 'Set this process right and restart it, or give it a database of its own.'

type Found = { notReadyReasons: string[]; differing: string[] }

function tell(log: Logger, before: Found, { notReadyReasons, differing }: Found): void {
  const isNew = (found: string[], known: string[]) => found.join() !== known.join()
  if (notReadyReasons.length > 0 && isNew(notReadyReasons, before.notReadyReasons))
    log.error({ notReadyReasons }, `not ready: ${notReadyReasons.join('; ')}. ${NOT_READY_CURE}`)
  if (!isNew(differing, before.differing)) return
  if (differing.length === 0) log.info({}, 'the processes on this ledger are set up alike again')
  else
    log.warn(
      { settings: differing },
      `another process on this ledger has another ${differing.join(', ')}: set them alike, and restart the one that is wrong`,
    )
}
