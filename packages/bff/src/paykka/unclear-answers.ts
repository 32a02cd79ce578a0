/** Logs answers to purchases that prove nothing: one line per cause and minute, for any number of payments. */

import type { Gateway, GatewayAnswer } from '../payments/gateway.ts'
import { explainOutage } from '../payments/recovery/outage.ts'
import { onceAMinute } from '../process/log-once.ts'
import type { Logger } from '../process/logging.ts'

/**
 * @param monotonic milliseconds of a monotonic clock
 * @returns the gateway, with unclear answers to purchases logged at `warn`
 */
export function logUnclearAnswers(
  gateway: Gateway,
  log: Pick<Logger, 'warn'>,
  monotonic?: () => number,
): Gateway {
  const isDue = onceAMinute(monotonic)
  const report = (answer: GatewayAnswer) => {
    const { reason, cause, cure } = explainOutage(answer)
    if (!isDue(cause)) return
    log.warn({ reason }, `A payment is unknown, and PayKKa is asked about it: ${cause}. ${cure}`)
  }
  return {
    ...gateway,
    purchase: async (purchase) => {
      const answer = await gateway.purchase(purchase)
      if (answer.kind === 'unknown') report(answer)
      return answer
    },
  }
}
