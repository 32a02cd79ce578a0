/**
 * Startup recovery: after a restored backup, queries PayKKa for payments missing from the database before accepting new
 * ones. Otherwise accepts payments at once.
 */
import type { RecoveryParts } from '../payments/recovery/recover-forgotten.ts'
import { recoverForgotten } from '../payments/recovery/recover-forgotten.ts'
import type { GatewayWatch } from './gateway-watch.ts'
import type { Heartbeat } from './heartbeat.ts'

export type StartupRecoveryParts = RecoveryParts & {
  heartbeat: Pick<Heartbeat, 'enter' | 'serve'>
  gatewayWatch: Pick<GatewayWatch, 'ask'>
  /** Resolves after `ms` milliseconds. */
  pause(ms: number): Promise<void>
  /** Resolves after `ms` milliseconds, without keeping the process alive. */
  timeout(ms: number): Promise<void>
}

export type StartupRecovery = {
  /** Resolves when the process accepts payments, or was stopped before. */
  done: Promise<void>
  /** Stops further queries and waits for those in flight. */
  stop(): Promise<void>
}

const RETRY_MS = 2000
/** A PayKKa outage must not keep the shop closed: old checkouts are queried again before they are paid anyway. */
const LONGEST_MS = 2 * 60_000
/** Waits for PayKKa's time before the first checkout; without an answer this machine's clock is used. */
const LONGEST_FOR_TIME_MS = 3000

/** @throws Error when the process can't be registered in the database */
export async function recoverAtStartup(parts: StartupRecoveryParts): Promise<StartupRecovery> {
  const since = await parts.heartbeat.enter()
  const stopping = new AbortController()
  const { signal } = stopping
  const reported = parts.gatewayWatch
    .ask()
    .catch((err: unknown) => parts.log.warn({ err }, 'could not ask PayKKa for the time'))
  const recalled = since === null ? Promise.resolve() : recoverWithRetries(parts, since, signal)
  const enough = Promise.race([recalled, parts.timeout(LONGEST_MS)])
  const dated = Promise.race([reported, parts.timeout(LONGEST_FOR_TIME_MS)])
  return {
    done: Promise.all([enough, dated]).then(() => (signal.aborted ? undefined : parts.heartbeat.serve())),
    stop: () => {
      stopping.abort()
      return Promise.all([recalled, reported]).then(() => {})
    },
  }
}

async function recoverWithRetries(
  parts: StartupRecoveryParts,
  since: number,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const sums = await recoverForgotten(parts, since, signal)
      return parts.log.info({ ...sums, since }, 'startup recovery is complete')
    } catch (err) {
      parts.log.error({ err }, 'startup recovery failed; trying again')
      await parts.pause(RETRY_MS)
    }
  }
}
