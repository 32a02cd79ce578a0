/** Sums up deleted and kept data. Pure. */
import type { KeptReason } from './fate.ts'
import type { Retention, RetentionKind } from './retention.ts'
import { cutoff, RETENTION_KINDS } from './retention.ts'
import type { Days } from './short-lived.ts'

/** Rows that are kept although they are old. `oldest` in Unix milliseconds. */
export type Kept = { kind: RetentionKind; reason: KeptReason; rows: number; oldest: number }

export type PruneReport = {
  /** Deleted data, or data that would be deleted. `before` in Unix milliseconds; null where it is kept forever. */
  kinds: { kind: RetentionKind; before: number | null; rows: number; days: Days }[]
  kept: Kept[]
}

export type Tally = {
  /** @param day UTC day, as days since 1970 */
  went(kind: RetentionKind, day: number, rows: number): void
  /** @param at Unix milliseconds from which its age is counted */
  stays(kind: RetentionKind, reason: KeptReason, at: number): void
  report(): PruneReport
}

export function newTally(retention: Retention, provenNow: number): Tally {
  const kinds = RETENTION_KINDS.map((kind) => ({
    kind,
    before: cutoff(retention, kind, provenNow),
    rows: 0,
    days: new Map<number, number>(),
  }))
  const kept = new Map<string, Kept>()
  return {
    went: (kind, day, rows) => {
      const found = kinds.find((each) => each.kind === kind)
      if (!found) return
      found.rows += rows
      found.days.set(day, (found.days.get(day) ?? 0) + rows)
    },
    stays: (kind, reason, at) => {
      const before = kept.get(`${kind} ${reason}`) ?? { kind, reason, rows: 0, oldest: at }
      kept.set(`${kind} ${reason}`, { ...before, rows: before.rows + 1, oldest: Math.min(before.oldest, at) })
    },
    report: () => ({ kinds, kept: [...kept.values()] }),
  }
}
