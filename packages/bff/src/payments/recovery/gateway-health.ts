/** Tracks whether the gateway answers: an outage is not flooded with queries, and a recovery is detected within seconds. */
import { wakeWaitingPayments } from '../../database/payment-rows.ts'
import type { Logger } from '../../process/logging.ts'
import type { SettleParts } from '../engine/engine-parts.ts'
import type { GatewayAnswer } from '../gateway.ts'
import { explainOutage } from './outage.ts'

/** During an outage one query is sent per interval, whatever is due. */
const PROBE_EVERY_MS = 2000
const DOWN_AFTER = 3

export type GatewayHealth = {
  /** @returns the number of queries allowed now: `limit` normally, one per interval during an outage */
  allowance(limit: number): number
  /** Records one answer. @returns true when the gateway has just recovered */
  note(answer: GatewayAnswer): boolean
  isDown(): boolean
  /** True when the last call got no answer. */
  isShaky(): boolean
  /** True until the first answer: a new process does not know the gateway's health. */
  isUnproven(): boolean
  /** The number of recoveries so far. */
  recoveries(): number
}

type HealthParts = {
  /** Gets one line when an outage begins, and one when it ends. */
  log?: Pick<Logger, 'info' | 'warn'>
  /** Milliseconds of a monotonic clock. */
  monotonic?: () => number
}

/** Counts consecutive calls without an answer. */
export function createGatewayHealth(parts: HealthParts = {}): GatewayHealth {
  const { log, monotonic = () => performance.now() } = parts
  let failures = 0
  let lastProbeAt = Number.NEGATIVE_INFINITY
  let unproven = true
  let recoveries = 0
  const isDown = () => failures >= DOWN_AFTER
  return {
    isDown,
    isShaky: () => failures > 0,
    isUnproven: () => unproven,
    recoveries: () => recoveries,
    allowance: (limit) => {
      if (!isDown()) return limit
      const now = monotonic()
      if (now - lastProbeAt < PROBE_EVERY_MS) return 0
      lastProbeAt = now
      return 1
    },
    note: (answer) => {
      if (saysNothing(answer)) return false
      const answered = isAnswer(answer)
      const wasDown = isDown()
      const back = answered && (wasDown || unproven)
      if (answered) unproven = false
      if (back) recoveries++
      failures = answered ? 0 : failures + 1
      if (log && isDown() !== wasDown) reportChange(log, answer, wasDown)
      return back
    },
  }
}

function reportChange(log: Pick<Logger, 'info' | 'warn'>, answer: GatewayAnswer, isBack: boolean): void {
  const { reason, cause, cure } = explainOutage(answer)
  if (isBack) log.info({}, 'PayKKa answers again')
  else log.warn({ reason }, `PayKKa gives no answer: ${cause}. ${cure}`)
}

/** Requests that this process itself did not send in time: they say nothing about the gateway. */
function saysNothing(answer: GatewayAnswer): boolean {
  return answer.kind === 'not_sent' && answer.reason === 'too_late'
}

/**
 * A decline, a refusal or "not found" is an answer too: it shows that the gateway works. A gateway that refuses every
 * request does not count as working.
 */
function isAnswer(answer: GatewayAnswer): boolean {
  if (answer.kind === 'refused') return answer.reason !== 'busy' && answer.reason !== 'configuration'
  return answer.kind === 'state' || answer.kind === 'not_found'
}

/**
 * Records an answer that is already settled. When the gateway has just recovered, or recovered while the answer was in
 * flight, all payments in a long pause become due at once. That only saves time: when it fails, the schedule still applies.
 * @param recoveries the number of recoveries when the query was sent
 */
export async function recordHealth(
  parts: SettleParts & { health: GatewayHealth },
  answer: GatewayAnswer,
  recoveries: number,
): Promise<void> {
  parts.health.note(answer)
  if (parts.health.recoveries() === recoveries) return
  try {
    await parts.database.transaction((tx) => wakeWaitingPayments(tx, parts.now()))
  } catch (error) {
    parts.log.warn({ err: error }, 'could not wake the waiting payments')
  }
}
