/** All background jobs. Any number of instances may run them: leases distribute the work. */

import { SEAL_BATCH, sealAudit } from '../audit/seal.ts'
import type { ErasureParts } from '../erasure/erasures.ts'
import { workOffErasures } from '../erasure/repeat.ts'
import type { GiveBackParts } from '../payments/duplicates/give-back.ts'
import { giveBackSurplus } from '../payments/duplicates/give-back.ts'
import type { HeldFundsPolicy } from '../payments/modifications/held-funds.ts'
import { watchHeldFunds } from '../payments/modifications/held-funds.ts'
import { NOTIFICATION_BATCH, processNotifications } from '../payments/notifications/notification.ts'
import { resolve } from '../payments/payments.ts'
import { cancelReplaced } from '../payments/recurring/cancel-replaced.ts'
import type { SavedCardParts } from '../payments/saved-cards/token-gateway.ts'
import type { DailyParts } from './daily.ts'
import { runDaily } from './daily.ts'
import type { DatabaseWatch } from './database-watch.ts'
import { TICK_EVERY_MS } from './database-watch.ts'
import type { DeliveryParts } from './deliver-events.ts'
import { deliverEvents } from './deliver-events.ts'
import { bringFarAheadBack } from './far-ahead.ts'
import type { GatewayWatch } from './gateway-watch.ts'
import { WATCH_EVERY_MS } from './gateway-watch.ts'
import type { Heartbeat } from './heartbeat.ts'
import { BEAT_EVERY_MS } from './neighbors.ts'
import { reportAudit } from './report-audit.ts'
import type { Ticker } from './ticker.ts'
import { startTicker } from './ticker.ts'

type JobParts = GiveBackParts &
  DailyParts &
  SavedCardParts &
  ErasureParts & {
    heldFunds: HeldFundsPolicy
    /** Id of this instance. */
    owner: string
    /** Longer than one query to the gateway can take. */
    leaseMs: number
    /** Undefined when the shop receives no events. */
    deliveries: DeliveryParts | undefined
    heartbeat: Pick<Heartbeat, 'beat'>
    watch: Pick<DatabaseWatch, 'tick' | 'onTrouble'>
    gatewayWatch: Pick<GatewayWatch, 'look'>
  }

const RESOLVE_EVERY_MS = 500
/** Several, so that one hanging query does not delay the others. */
const RESOLVERS = 3
const NOTICES_EVERY_MS = 500
const DELIVER_EVERY_MS = 500
const SURPLUS_EVERY_MS = 2000
const HELD_FUNDS_EVERY_MS = 60_000
const AUDIT_EVERY_MS = 1000
const AUDIT_EVENTS_EVERY_MS = 5000
const FAR_AHEAD_EVERY_MS = 10_000
const REPLACED_EVERY_MS = 10 * 60_000
const ERASURES_EVERY_MS = 10 * 60_000
const DAILY_EVERY_MS = 10 * 60_000

export type Jobs = { stop(): Promise<void>; onNotification(): void }

/** Starts every job. */
export function startJobs(parts: JobParts): Jobs {
  /** `full`: from this number of work items on, the next run starts at once. */
  const run = (name: string, work: () => Promise<number>, everyMs: number, full = 1): Ticker => {
    const reported = sayOnce((err) => parts.log.error({ err, job: name }, 'a job could not run'))
    return startTicker(async () => (await reported.on(work)) >= full, everyMs, reported.failed)
  }
  const { deliveries } = parts
  const notices = run(
    'notices',
    () => processNotifications(parts, parts.leaseMs),
    NOTICES_EVERY_MS,
    NOTIFICATION_BATCH,
  )
  const watch = run('database watch', () => parts.watch.tick().then(() => 0), TICK_EVERY_MS)
  parts.watch.onTrouble(watch.wake)
  const tickers = [
    notices,
    watch,
    ...Array.from({ length: RESOLVERS }, () =>
      run('resolver', () => resolve(parts, parts.owner, parts.leaseMs), RESOLVE_EVERY_MS),
    ),
    run('surplus', () => giveBackSurplus(parts, parts.leaseMs), SURPLUS_EVERY_MS),
    run('held funds', () => watchHeldFunds(parts, parts.heldFunds), HELD_FUNDS_EVERY_MS),
    run('heartbeat', () => parts.heartbeat.beat().then(() => 0), BEAT_EVERY_MS),
    run('gateway watch', () => parts.gatewayWatch.look().then(() => 0), WATCH_EVERY_MS),
    run('audit', () => sealAudit(parts.database), AUDIT_EVERY_MS, SEAL_BATCH),
    run('far ahead', () => bringFarAheadBack(parts).then(() => 0), FAR_AHEAD_EVERY_MS),
    run('replaced agreements', () => cancelReplaced(parts), REPLACED_EVERY_MS),
    run('erasures', () => workOffErasures(parts).then(() => 0), ERASURES_EVERY_MS),
    run('daily', () => runDaily(parts).then(() => 0), DAILY_EVERY_MS),
    ...(deliveries ? [run('audit events', () => reportAudit(deliveries), AUDIT_EVENTS_EVERY_MS)] : []),
    ...deliverersOf(deliveries).map((parts) =>
      run('deliveries', () => deliverEvents(parts), DELIVER_EVERY_MS),
    ),
  ]
  return {
    onNotification: () => notices.wake(),
    stop: async () => {
      await Promise.all(tickers.map((ticker) => ticker.stop()))
    },
  }
}

/** With several endpoints there are several, so that one that hangs does not delay the others. */
function deliverersOf(deliveries: DeliveryParts | undefined): DeliveryParts[] {
  if (!deliveries) return []
  return deliveries.targets.length > 1 ? Array.from({ length: 3 }, () => deliveries) : [deliveries]
}

/** A failing job tries again twice a second. Its error is logged once, and again when it changes or returns. */
function sayOnce(report: (error: unknown) => void) {
  let reported: string | undefined
  return {
    on: async (work: () => Promise<number>): Promise<number> => {
      const done = await work()
      reported = undefined
      return done
    },
    failed: (error: unknown): void => {
      if (String(error) === reported) return
      reported = String(error)
      report(error)
    },
  }
}
