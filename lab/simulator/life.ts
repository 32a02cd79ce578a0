/** One BFF process from start to crash. Everything it waits for passes here, so it can die or freeze at any await. */

import type { Random } from '../../packages/bff/test/support/random.ts'
import type { ClockOffsets } from './clock-jumps.ts'
import type { Scheduler } from './scheduler.ts'
import type { Trace } from './trace.ts'

export type Life = {
  name: string
  alive: boolean
  frozenUntil: number
  /** Times it was frozen, to tell a slow answer from a frozen one. */
  freezes: number
  /** How many more awaits until it dies or freezes. */
  crashIn: number
  freezeIn: number
  freezeMs: number
  /** No freeze lasts longer than until here. */
  thawBy: number
  /** How far its clock is off, always and by no more than a good one may be. */
  skew: number
  /** How far its clocks have been set. */
  offsets: ClockOffsets
  /** The time it goes by. */
  now(): number
  /** An answer of PayKKa shows the time. */
  reported(at: number): void
  onDeath: Set<() => void>
  onFreeze: Set<() => void>
}

type LifeParts = { random: Random; scheduler: Scheduler; trace: Trace }

export function createLife(name: string, skew: number, thawBy: number): Life {
  return {
    name,
    alive: true,
    frozenUntil: 0,
    freezes: 0,
    crashIn: Number.POSITIVE_INFINITY,
    freezeIn: Number.POSITIVE_INFINITY,
    freezeMs: 0,
    thawBy,
    skew,
    offsets: { wall: 0, monotonic: 0 },
    now: () => 0,
    reported: () => {},
    onDeath: new Set(),
    onFreeze: new Set(),
  }
}

/** What a dead process waits for. */
export function never(): Promise<never> {
  return new Promise(() => {})
}

/** Counts one await: an armed crash or freeze happens at exactly one of them. */
export function tick(parts: LifeParts, life: Life): void {
  if (--life.crashIn === 0) crash(parts, life)
  if (--life.freezeIn === 0) freeze(parts, life, life.freezeMs)
}

/** Resolves `ms` later, after the thaw when the process is frozen then, and never when it is dead. */
export function pass(parts: LifeParts, life: Life, label: string, ms: number): Promise<void> {
  tick(parts, life)
  if (!life.alive) return never()
  return new Promise((resolve) => {
    const fire = () => {
      if (!life.alive) return
      const { scheduler, random, trace } = parts
      if (life.frozenUntil > scheduler.now()) return scheduler.at(life.frozenUntil + random.int(0, 20), fire)
      trace.line(`${life.name} ${label}`)
      resolve()
    }
    parts.scheduler.after(ms, fire)
  })
}

export function crash(parts: LifeParts, life: Life): void {
  if (!life.alive) return
  life.alive = false
  parts.trace.line(`${life.name} CRASH`)
  for (const report of life.onDeath) report()
}

export function freeze(parts: LifeParts, life: Life, ms: number): void {
  if (!life.alive) return
  life.frozenUntil = Math.max(life.frozenUntil, Math.min(parts.scheduler.now() + ms, life.thawBy))
  life.freezes++
  parts.trace.line(`${life.name} FREEZE ${ms}`)
  for (const report of life.onFreeze) report()
}
