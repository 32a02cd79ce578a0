/** Knows whether the gateway answers, so that a broken one is not flooded and a healed one is noticed within seconds. */
import { wakeWaitingPayments } from '../../database/payment-rows.ts'
import type { Logger } from '../../process/logging.ts'
import type { SettleParts } from '../engine/engine-parts.ts'
import type { GatewayAnswer } from '../gateway.ts'
import { explainOutage } from './outage.ts'

/** While the gateway is down one question goes out per interval, whatever is due. */
export const PROBE_EVERY_MS = 2000
const DOWN_AFTER = 3

export type GatewayHealth = {
  /** @returns how many questions may go out now: `limit` while all is well, one per interval while it is not */
  allowance(limit: number): number
  /** Notes one answer. @returns true when the gateway has just come back */
  note(answer: GatewayAnswer): boolean
  isDown(): boolean
  /** True when the last answer was none. */
  isShaky(): boolean
  /** True until the first answer: whatever another process knew about the gateway died with it. */
  isUnproven(): boolean
  /** How often the gateway has come back. */
  recoveries(): number
}

export type HealthParts = {
  /** Told once when the gateway goes away, and once when it is back. */
  log?: Pick<Logger, 'info' | 'warn'>
  /** Milliseconds since any moment, by a clock that nobody sets. */
  monotonic?: () => number
}

/** Counts answers in a row that were none. */
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
      if (log && isDown() !== wasDown) tellChange(log, answer, wasDown)
      return back
    },
  }
}

function tellChange(log: Pick<Logger, 'info' | 'warn'>, answer: GatewayAnswer, isBack: boolean): void {
  const { reason, cause, cure } = explainOutage(answer)
  if (isBack) log.info({}, 'PayKKa answers again')
  else log.warn({ reason }, `PayKKa gives no answer: ${cause}. ${cure}`)
}

/** What this process itself did not send in time. */
function saysNothing(answer: GatewayAnswer): boolean {
  return answer.kind === 'not_sent' && answer.reason === 'too_late'
}

/** A decline, a refusal or "not found" is an answer too: it shows that the gateway works. Not so where it refuses whatever we send. */
function isAnswer(answer: GatewayAnswer): boolean {
  if (answer.kind === 'refused') return answer.reason !== 'busy' && answer.reason !== 'configuration'
  return answer.kind === 'state' || answer.kind === 'not_found'
}

/**
 * Notes an answer that is already settled. When it shows that the gateway is back, or the gateway came back while it was
 * on its way, whoever waits through a long pause is asked about at once. That is a convenience: when it fails, the
 * schedule still holds.
 * @param recoveries how often the gateway had come back when the question was sent
 */
export async function recordHealth(
  parts: SettleParts & { health: GatewayHealth },
  answer: GatewayAnswer,
  recoveries: number,
): Promise<void> {
  parts.health.note(answer)
  if (parts.health.recoveries() === recoveries) return
  try {
    await parts.store.transaction((tx) => wakeWaitingPayments(tx, parts.now()))
  } catch (error) {
    parts.log.warn({ err: error }, 'could not wake the waiting payments')
  }
}
