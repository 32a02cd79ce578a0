/** What one seed unfolds into: how many of everything, and how often each fault comes. */
import type { Random } from '../../packages/bff/test/support/random.ts'

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE

/**
 * `default`: the gateway keeps its five-minute rule and the database keeps what it committed.
 * `late`: the gateway charges long after it should have. `calm`: no faults at all. `jumps`: clocks are set meanwhile.
 */
export const PROFILES = ['default', 'late', 'calm', 'jumps'] as const
export type Profile = (typeof PROFILES)[number]

/** What the gateway does with a `trans_id` it saw before; PayKKa does not document it. */
export type DuplicateMode = 'reject' | 'return' | 'execute'

export type Options = {
  profile: Profile
  instances: number
  checkouts: number
  duplicates: DuplicateMode
  /** Share of calls to the gateway that go wrong. */
  gatewayFaults: number
  /** Share of notifications that never arrive. */
  notificationLoss: number
  /** Share of statements that fail. */
  databaseFaults: number
  crashes: number
  freezes: number
  gatewayOutages: number
  /** Length of the gateway's outage before everything recovers. */
  lastOutageMs: number
  databaseOutages: number
  shopOutages: number
  /** When everything heals, in milliseconds after the start. */
  healAt: number
  /** How often a process's clock is set. */
  clockJumps: number
  /** Whether transactions of the same moment share one commit, as on SQLite. */
  grouped: boolean
}

export function drawOptions(random: Random, profile: Profile): Options {
  const instances = random.int(1, 4)
  const quiet = profile === 'calm'
  const rate = (rates: number[]) => (quiet ? 0 : random.pick(rates))
  const count = (max: number) => (quiet ? 0 : random.int(0, max))
  return {
    profile,
    instances,
    checkouts: random.int(8, 20),
    duplicates: random.pick(['reject', 'return', 'execute'] as const),
    gatewayFaults: rate([0, 0.05, 0.15, 0.3]),
    notificationLoss: rate([0, 0.1, 0.5, 1]),
    databaseFaults: rate([0, 0, 0.002, 0.01]),
    crashes: count(2 * instances),
    freezes: count(instances + 1),
    gatewayOutages: count(2),
    lastOutageMs: !quiet && random.chance(0.4) ? random.int(MINUTE, 10 * MINUTE) : 0,
    databaseOutages: count(2),
    shopOutages: count(2),
    healAt: random.int(20, 45) * MINUTE,
    grouped: random.chance(0.5),
    clockJumps: profile === 'jumps' ? random.int(2, 8) : 0,
  }
}
