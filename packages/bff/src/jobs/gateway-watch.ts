/** Heartbeat query to PayKKa when there was no answer for a while: the answer shows the time and that PayKKa is up. */
import { randomBytes } from 'node:crypto'
import type { SettleParts } from '../payments/engine/engine-parts.ts'
import type { Gateway } from '../payments/gateway.ts'
import type { GatewayHealth } from '../payments/recovery/gateway-health.ts'
import { recordHealth } from '../payments/recovery/gateway-health.ts'
import type { ProcessClock } from '../process/process-clock.ts'
import { clockReasons } from '../process/process-clock.ts'

type GatewayWatchParts = SettleParts & {
  gateway: Pick<Gateway, 'query'>
  health: GatewayHealth
  clock: Pick<ProcessClock, 'reportedAgoMs' | 'skewMs'>
  /** Milliseconds of a monotonic clock. */
  monotonic?: () => number
}

export type GatewayWatch = {
  /** Queries when it is due. */
  look(): Promise<void>
  /** Queries now. Never throws. */
  ask(): Promise<void>
}

/** The interval at which to call `look`. */
export const WATCH_EVERY_MS = 2000
/** The interval of queries while there are no payments. */
const QUIET_MS = 5 * 60_000
/** The longest pause while PayKKa does not answer, or its answers do not confirm the time. */
const LONGEST_PAUSE_MS = 60_000
/** No payment has such an id: real ids are derived and longer. */
const newTransId = () => `watch${randomBytes(12).toString('hex')}`

export function createGatewayWatch(parts: GatewayWatchParts): GatewayWatch {
  const { clock, health, provenNow, monotonic = () => performance.now() } = parts
  const reportClock = createClockTeller(parts)
  let pause = WATCH_EVERY_MS
  let askedAt = Number.NEGATIVE_INFINITY
  const isContent = () => provenNow() > 0 && !health.isShaky() && !health.isUnproven()
  const isDue = () => {
    const askedAgo = monotonic() - askedAt
    if (isContent()) return Math.min(askedAgo, clock.reportedAgoMs() ?? QUIET_MS) >= QUIET_MS
    return askedAgo >= pause && health.allowance(1) > 0
  }
  const ask = async () => {
    askedAt = monotonic()
    const recoveries = health.recoveries()
    const answer = await parts.gateway.query({
      transId: newTransId(),
      amount: { value: 1, currency: 'EUR' },
    })
    await recordHealth(parts, answer, recoveries)
    pause = isContent() ? WATCH_EVERY_MS : Math.min(2 * pause, LONGEST_PAUSE_MS)
    reportClock()
  }
  return {
    look: async () => {
      reportClock()
      if (isDue()) await ask()
    },
    ask,
  }
}

/** @returns a function that logs once when the clock is wrong, and once when it is right again */
function createClockTeller({ clock, log }: GatewayWatchParts): () => void {
  let wrong = false
  return () => {
    const [reason] = clockReasons(clock)
    if (wrong === (reason !== undefined)) return
    wrong = reason !== undefined
    if (wrong)
      log.warn({ skewMs: clock.skewMs() }, `${reason}: not ready. Set it, and let a time service keep it.`)
    else log.info({}, "the clock agrees with PayKKa's again")
  }
}
