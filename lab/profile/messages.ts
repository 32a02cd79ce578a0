/** What the profiler asks a BFF with preloaded code, and what that answers. */

/** `count`, `time` and `allocate` begin something, the others end it and return what was found. */
export type Ask = 'count' | 'counted' | 'time' | 'timed' | 'allocate' | 'allocated'

export type Report = { ask: Ask; value: unknown; error?: string }

export type Counts = {
  /** By phase and text: `claim: insert into …`. */
  statements: Record<string, number>
  /** `fdatasync` on another thread. */
  syncs: number
  promises: number
  /** Work done by other threads, by the type that Node gives it. */
  jobs: Record<string, number>
}
