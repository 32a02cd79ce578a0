/** This process among those on the same ledger: whether they are set up alike, and whether the ledger was kept all the time. */
import { deriveKey } from '../card/card-keys.ts'
import type { Config } from '../config.ts'
import { fingerprint } from '../ids.ts'
import type { SettleLog } from '../payment/settle.ts'
import type { Store } from '../store/database.ts'
import { markAsked, readIdentity } from '../store/identity.ts'
import { enterInstance, listInstances, listLives, touchInstance } from '../store/instances.ts'
import type { InstanceRow } from '../store/tables.ts'

export type PresenceParts = {
  store: Store
  now: () => number
  log: SettleLog
  /** Names this process. */
  owner: string
  /** What all processes on one ledger must share, as `settingsMark` writes it. */
  settings: string
}

export type Presence = {
  /** @returns why this process must not get payments; empty when it may */
  obstacles(): string[]
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

export const BEAT_EVERY_MS = 10_000
/** A process that has not been seen for so long is taken for dead. */
const DEAD_AFTER_MS = 3.5 * BEAT_EVERY_MS
/** Longer than a restart takes, shorter than any restore. */
const UNKEPT_AFTER_MS = 60_000
const MAX_SKEW_MS = 60_000
/** So long a shop may ask for the checkout of an order again under its old key. */
const ASK_FIRST_MS = 24 * 60 * 60_000

/** @returns a fingerprint of what decides whose payments these are: another key gives other trans_ids and opens no card */
export function settingsMark({ paykka, masterKey }: Pick<Config, 'paykka' | 'masterKey'>): string {
  const { apiUrl, appId, merchantId } = paykka
  const key = Buffer.from(deriveKey(masterKey, 'settings-mark')).toString('base64url')
  return fingerprint(JSON.stringify([apiUrl.origin, appId, merchantId, key]))
}

export function createPresence(parts: PresenceParts): Presence {
  const { store, now, owner, settings } = parts
  const startedAt = now()
  let state: InstanceRow['state'] = 'starting'
  let found: string[] = []
  let askFirstUntil = 0
  let restored = false
  const look = async () => {
    const others = await listInstances(store.db, now() - DEAD_AFTER_MS)
    const before = found.join()
    found = compare({ id: owner, settings, startedAt }, others, now())
    if (found.length > 0 && found.join() !== before) parts.log.error({ obstacles: found }, 'not ready')
  }
  const touch = async (next: InstanceRow['state']) => {
    state = next
    await touchInstance(store, owner, state, now())
  }
  return {
    obstacles: () =>
      state === 'serving' ? found : ['asking PayKKa what this ledger may have forgotten', ...found],
    isServing: () => state === 'serving',
    enter: async () => {
      const row = { id: owner, state, settings, started_at: startedAt, seen_at: startedAt }
      const servedAt = await enterInstance(store, row)
      restored = (await readIdentity(store.db))?.unasked_since != null
      const takenUpAt = restored ? startedAt : lastTakenUp([...(await listLives(store.db)), row])
      if (takenUpAt !== null) askFirstUntil = takenUpAt + ASK_FIRST_MS
      await look()
      if (servedAt === null) return startedAt
      return restored || startedAt - servedAt > UNKEPT_AFTER_MS ? servedAt : null
    },
    askFirstUntil: () => askFirstUntil,
    serve: async () => {
      await touch('serving')
      if (restored) await markAsked(store.db)
    },
    beat: async () => {
      await touch(state)
      await look()
    },
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

type Own = { id: string; settings: string; startedAt: number }

/** The newcomer steps aside: those who were there before go on taking payments. */
function compare(own: Own, others: InstanceRow[], now: number): string[] {
  const older = others.filter((other) => other.id !== own.id && other.started_at <= own.startedAt)
  const different = older.some((other) => other.settings !== own.settings)
  const ahead = others.some((other) => other.seen_at - now > MAX_SKEW_MS)
  return [
    ...(different ? ['another process on this ledger has another PayKKa account, host or key'] : []),
    ...(ahead ? ['the clock is behind that of another process on this ledger'] : []),
  ]
}
