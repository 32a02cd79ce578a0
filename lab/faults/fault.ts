/** One thing that breaks, and what must be seen of it. */
import type { Lab } from './lab.ts'

export const KINDS = [
  'answers',
  'PayKKa',
  'clock',
  'files',
  'disk',
  'PostgreSQL',
  'Redis',
  'signals',
  'log',
  'settings',
] as const
export type Kind = (typeof KINDS)[number]

/**
 * What `/readyz` shows while the fault lasts. `green`: 200, and a purchase succeeds. `degraded`: 200, and `status` says that no
 * process can sell. `red`: 503. `off`: there is no process, or it refuses to start.
 */
export type Light = 'green' | 'degraded' | 'red' | 'off'

/** Programs beside the BFF that not every machine has. */
export type Need = 'faketime' | 'root' | 'redis'

/** What a fault is judged on. */
export type Axis = 'books' | 'operator' | 'recovery'

export type Fault = {
  id: string
  kind: Kind
  /** What is broken, as a person would say it. */
  title: string
  /** It takes seconds, so the usual tests play it too. */
  short?: true
  needs?: readonly Need[]
  world?: WorldOptions
  /** Breaks it, and pays meanwhile where that matters. */
  strike(lab: Lab): Promise<unknown>
  /** The line that an operator must find: it names the cause, and what to do. Or why there can be none. */
  says: RegExp | { nothing: string }
  light: Light
  /** Takes the fault away, or does what the line says; it passes by itself when left out. */
  lift?(lab: Lab): Promise<unknown>
  /** The repair, in plain words. */
  recovery: string
  /** The axis that must fail: this fault shows that the judge can say no. */
  control?: Axis
}

export type WorldOptions = {
  database?: 'sqlite' | 'postgres'
  env?: Record<string, string>
  /** No process runs before the strike. */
  cold?: true
  /** Real TLS on the way to PayKKa. */
  tls?: true
  redis?: true
  /** The processes go by a clock that the fault can set. */
  clock?: true
  /** The database lies on a small disk: so many MiB. */
  diskMb?: number
  /** PayKKa's notifications are lost, so that only a query shows the result. */
  noNotifications?: true
  /** A BFF that forwards and believes, to show what the judge sees then. */
  naive?: true
  /** Where the judge looks for readiness; `/readyz` when left out. */
  probe?: '/healthz'
}
