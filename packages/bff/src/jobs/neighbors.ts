/** How one process sees the others on its database: which ones are alive, and which settings differ. */

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
   * Examines the processes that have not left.
   * @param databaseNow the database's time in Unix milliseconds
   */
  look(rows: InstanceRow[], databaseNow: number): void
}

export const BEAT_EVERY_MS = 10_000
/** A process without a heartbeat for this long counts as dead. */
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
      report(parts.log, before, { notReadyReasons, differing })
    },
  }
}

/**
 * A process is alive when its heartbeat is recent, or when its row changes. A heartbeat in the future proves nothing else:
 * its writer's clock was wrong, and it may be long dead.
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

/** The newer process becomes not ready: the older ones continue to accept payments. */
function accountReasons(
  { settings }: NeighborParts,
  own: InstanceRow | undefined,
  others: InstanceRow[],
): string[] {
  const startedAt = own?.started_at ?? Number.POSITIVE_INFINITY
  const different = others.some((other) => other.started_at <= startedAt && other.settings !== settings)
  return different ? ['another process on this database has another PayKKa account, host or key'] : []
}

/** PayKKa's time decides which clock is wrong; until it is known, the database's. */
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

const NOT_READY_CURE = 'Correct the settings of this process and restart it, or give it a separate database.'

type Found = { notReadyReasons: string[]; differing: string[] }

function report(log: Logger, before: Found, { notReadyReasons, differing }: Found): void {
  const isNew = (found: string[], known: string[]) => found.join() !== known.join()
  if (notReadyReasons.length > 0 && isNew(notReadyReasons, before.notReadyReasons))
    log.error({ notReadyReasons }, `not ready: ${notReadyReasons.join('; ')}. ${NOT_READY_CURE}`)
  if (!isNew(differing, before.differing)) return
  if (differing.length === 0) log.info({}, 'the processes on this database have the same settings again')
  else
    log.warn(
      { settings: differing },
      `another process on this database has another ${differing.join(', ')}: use the same settings, and restart the wrong one`,
    )
}
