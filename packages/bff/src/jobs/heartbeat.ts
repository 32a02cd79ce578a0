/** This process among the others on the same database: compares their settings, and detects times without any process. */

import type { Database } from '../database/database.ts'
import { markAsked, readIdentity } from '../database/database-identity.ts'
import { enterInstance, listInstances, listLives, touchInstance } from '../database/instance-rows.ts'
import type { InstanceRow } from '../database/tables.ts'
import type { Logger } from '../process/logging.ts'
import type { Fingerprints } from './fingerprints.ts'
import { createNeighbors } from './neighbors.ts'

type HeartbeatParts = {
  database: Database
  /** Unix milliseconds. */
  now: () => number
  /** @returns milliseconds by which this machine's clock is ahead of PayKKa's; null while PayKKa's time is unknown */
  skewMs: () => number | null
  /** Milliseconds of a monotonic clock. */
  monotonic?: () => number
  log: Logger
  /** Id of this process. */
  owner: string
  /** Fingerprint of the PayKKa account and the master key, from `settingsFingerprint`. */
  settings: string
  /** The other settings that all processes on one database must share. */
  fingerprints: () => Fingerprints
}

export type Heartbeat = {
  /** @returns the reasons why this process must not get payments; empty when it may */
  notReadyReasons(): string[]
  /** @returns the names of the variables that differ in another process on this database */
  differences(): string[]
  isServing(): boolean
  /**
   * Registers the process. @returns since when no process used the database, in Unix milliseconds; null when one used it
   * until now. A restored backup looks unused, or is marked as a backup: it lacks the requests sent since.
   */
  enter(): Promise<number | null>
  /** Unix milliseconds until which even a new checkout may be one that this database lost; 0 when none was lost. */
  askFirstUntil(): number
  /** Marks the process as accepting payments. */
  serve(): Promise<void>
  /** Writes the heartbeat and reads the others'. */
  beat(): Promise<void>
  leave(): Promise<void>
}

/** Longer than a restart, shorter than any restore. */
const UNKEPT_AFTER_MS = 60_000
/** For this long a shop may repeat the creation of a checkout under its old key. */
const ASK_FIRST_MS = 24 * 60 * 60_000

export function createHeartbeat(parts: HeartbeatParts): Heartbeat {
  const { database, now, owner, settings, fingerprints, monotonic = () => performance.now() } = parts
  const began = monotonic()
  const neighbors = createNeighbors({ ...parts, monotonic })
  let state: InstanceRow['state'] = 'starting'
  /** On the monotonic clock. */
  let askFirstEnd = Number.NEGATIVE_INFINITY
  /** This database is a restored copy, and startup recovery is not complete. */
  let restored = false
  const marks = () => JSON.stringify(fingerprints())
  const look = async (databaseNow: number) => neighbors.look(await listInstances(database.db), databaseNow)
  const touch = (next: InstanceRow['state']) => {
    state = next
    const beat = { id: owner, state, fingerprints: marks(), upMs: monotonic() - began }
    return touchInstance(database, beat, now())
  }
  return {
    notReadyReasons: () => {
      const found = neighbors.notReadyReasons()
      return state === 'serving'
        ? found
        : ['startup recovery: querying PayKKa for payments missing from the database', ...found]
    },
    differences: neighbors.differences,
    isServing: () => state === 'serving',
    enter: async () => {
      const row = { id: owner, state, settings, fingerprints: marks() }
      const { servedAt, now: startedAt } = await enterInstance(database, row, now())
      restored = (await readIdentity(database.db))?.unasked_since != null
      const own = { started_at: startedAt, seen_at: startedAt }
      const lives = await listLives(database.db, startedAt)
      const takenUpAt = restored ? startedAt : lastTakenUp([...lives, own])
      if (takenUpAt !== null) askFirstEnd = monotonic() + takenUpAt - startedAt + ASK_FIRST_MS
      await look(startedAt)
      if (servedAt === null) return now()
      const unkeptMs = startedAt - servedAt
      return restored || unkeptMs > UNKEPT_AFTER_MS ? now() - unkeptMs : null
    },
    askFirstUntil: () => (monotonic() < askFirstEnd ? Math.ceil(now() + askFirstEnd - monotonic()) : 0),
    serve: async () => {
      await touch('serving')
      if (restored) await markAsked(database.db)
    },
    beat: async () => look(await touch(state)),
    leave: async () => {
      if (state === 'serving') await touch('left')
    },
  }
}

type Life = Pick<InstanceRow, 'started_at' | 'seen_at'>

/** @returns when a process last started on an unused database, in Unix milliseconds; null when none did */
export function lastTakenUp(lives: Life[]): number | null {
  let keptUntil: number | undefined
  let takenUpAt: number | null = null
  for (const { started_at, seen_at } of lives.toSorted((a, b) => a.started_at - b.started_at)) {
    if (keptUntil !== undefined && started_at - keptUntil > UNKEPT_AFTER_MS) takenUpAt = started_at
    keptUntil = Math.max(keptUntil ?? 0, seen_at)
  }
  return takenUpAt
}
