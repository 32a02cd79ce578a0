/** This process among those on the same ledger: whether they are set up alike, and whether the ledger was kept all the time. */

import type { Store } from '../database/database.ts'
import { markAsked, readIdentity } from '../database/database-identity.ts'
import { enterInstance, listInstances, listLives, touchInstance } from '../database/instance-rows.ts'
import type { InstanceRow } from '../database/tables.ts'
import type { Logger } from '../process/logging.ts'
import type { Fingerprints } from './fingerprints.ts'
import { createNeighbors } from './neighbors.ts'

type HeartbeatParts = {
  store: Store
  /** Unix milliseconds. */
  now: () => number
  /** @returns milliseconds by which this machine's clock is ahead of PayKKa's; null while PayKKa has not told the time */
  skewMs: () => number | null
  /** Milliseconds since any moment, by a clock that nobody sets. */
  monotonic?: () => number
  log: Logger
  /** Names this process. */
  owner: string
  /** What decides whose payments these are, as `settingsFingerprint` writes it. */
  settings: string
  /** What else all processes on one ledger must share. */
  fingerprints: () => Fingerprints
}

export type Heartbeat = {
  /** @returns why this process must not get payments; empty when it may */
  notReadyReasons(): string[]
  /** @returns the names of the variables that another process on this ledger has otherwise */
  differences(): string[]
  isServing(): boolean
  /**
   * Enters the ledger. @returns since when nobody kept it, in Unix milliseconds; null when it was kept until now.
   * A restored backup looks like that, or says that it is one: it has forgotten what was sent since.
   */
  enter(): Promise<number | null>
  /** Until when, in Unix milliseconds, even a new checkout may be one that this ledger forgot; 0 when it forgot none. */
  askFirstUntil(): number
  /** Opens the process for payments. */
  serve(): Promise<void>
  /** Says that it lives, and looks at the others. */
  beat(): Promise<void>
  leave(): Promise<void>
}

/** Longer than a restart takes, shorter than any restore. */
const UNKEPT_AFTER_MS = 60_000
/** So long a shop may ask for the checkout of an order again under its old key. */
const ASK_FIRST_MS = 24 * 60 * 60_000

export function createHeartbeat(parts: HeartbeatParts): Heartbeat {
  const { store, now, owner, settings, fingerprints, monotonic = () => performance.now() } = parts
  const began = monotonic()
  const neighbors = createNeighbors({ ...parts, monotonic })
  let state: InstanceRow['state'] = 'starting'
  /** By the clock that nobody sets. */
  let askFirstEnd = Number.NEGATIVE_INFINITY
  /** This database is a copy that was taken up, about which PayKKa is yet to be asked. */
  let restored = false
  const marks = () => JSON.stringify(fingerprints())
  const look = async (databaseNow: number) => neighbors.look(await listInstances(store.db), databaseNow)
  const touch = (next: InstanceRow['state']) => {
    state = next
    const beat = { id: owner, state, fingerprints: marks(), upMs: monotonic() - began }
    return touchInstance(store, beat, now())
  }
  return {
    notReadyReasons: () => {
      const found = neighbors.notReadyReasons()
      return state === 'serving' ? found : ['asking PayKKa what this ledger may have forgotten', ...found]
    },
    differences: neighbors.differences,
    isServing: () => state === 'serving',
    enter: async () => {
      const row = { id: owner, state, settings, fingerprints: marks() }
      const { servedAt, now: startedAt } = await enterInstance(store, row, now())
      restored = (await readIdentity(store.db))?.unasked_since != null
      const own = { started_at: startedAt, seen_at: startedAt }
      const lives = await listLives(store.db, startedAt)
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
      if (restored) await markAsked(store.db)
    },
    beat: async () => look(await touch(state)),
    leave: async () => {
      if (state === 'serving') await touch('left')
    },
  }
}

type Life = Pick<InstanceRow, 'started_at' | 'seen_at'>

/** @returns when a process last took up a ledger that nobody had kept, in Unix milliseconds; null when none did */
export function lastTakenUp(lives: Life[]): number | null {
  let keptUntil: number | undefined
  let takenUpAt: number | null = null
  for (const { started_at, seen_at } of lives.toSorted((a, b) => a.started_at - b.started_at)) {
    if (keptUntil !== undefined && started_at - keptUntil > UNKEPT_AFTER_MS) takenUpAt = started_at
    keptUntil = Math.max(keptUntil ?? 0, seen_at)
  }
  return takenUpAt
}
