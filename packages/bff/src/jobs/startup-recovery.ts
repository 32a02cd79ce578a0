/** Opens a process for payments: at once when its ledger was kept, else after PayKKa was asked what the ledger forgot. */
import type { RecoveryParts } from '../payments/recovery/recover-forgotten.ts'
import { recoverForgotten } from '../payments/recovery/recover-forgotten.ts'
import type { GatewayWatch } from './gateway-watch.ts'
import type { Heartbeat } from './heartbeat.ts'

export type StartupRecoveryParts = RecoveryParts & {
  heartbeat: Pick<Heartbeat, 'enter' | 'serve'>
  gatewayWatch: Pick<GatewayWatch, 'ask'>
  /** Resolves after that many milliseconds. */
  pause(ms: number): Promise<void>
  /** Resolves after that many milliseconds, without keeping the process alive. */
  timeout(ms: number): Promise<void>
}

export type StartupRecovery = {
  /** Fulfilled when the process takes payments, or was stopped before. */
  done: Promise<void>
  /** Ends what is still being asked; waits for it. */
  stop(): Promise<void>
}

const RETRY_MS = 2000
/** A PayKKa that gives no answer must not keep the shop closed: each old checkout is asked about before it is paid anyway. */
const LONGEST_MS = 2 * 60_000
/** PayKKa is asked for the time before the first checkout is dated; without an answer this machine's clock must do. */
const LONGEST_FOR_TIME_MS = 3000

/** @throws Error when the ledger can't be entered */
export async function recoverAtStartup(parts: StartupRecoveryParts): Promise<StartupRecovery> {
  const since = await parts.heartbeat.enter()
  const stopping = new AbortController()
  const { signal } = stopping
  const told = parts.gatewayWatch
    .ask()
    .catch((err: unknown) => parts.log.warn({ err }, 'could not ask PayKKa for the time'))
  const recalled = since === null ? Promise.resolve() : recoverWithRetries(parts, since, signal)
  const enough = Promise.race([recalled, parts.timeout(LONGEST_MS)])
  const dated = Promise.race([told, parts.timeout(LONGEST_FOR_TIME_MS)])
  return {
    done: Promise.all([enough, dated]).then(() => (signal.aborted ? undefined : parts.heartbeat.serve())),
    stop: () => {
      stopping.abort()
      return Promise.all([recalled, told]).then(() => {})
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
      return parts.log.info({ ...sums, since }, 'asked PayKKa what this ledger may have forgotten')
    } catch (err) {
      parts.log.error({ err }, 'could not compare the ledger with PayKKa; trying again')
      await parts.pause(RETRY_MS)
    }
  }
}
