/** Knows whether the gateway answers, so that a broken one is not flooded and a healed one is noticed within seconds. */
import type { GatewayAnswer } from './gateway.ts'

/** While the gateway is down one question goes out per interval, whatever is due. */
export const PROBE_EVERY_MS = 2000
const DOWN_AFTER = 3

export type GatewayHealth = {
  /** @returns how many questions may go out now: `limit` while all is well, one per interval while it is not */
  allowance(limit: number, now: number): number
  /** Notes one answer. @returns true when the gateway has just come back */
  note(answer: GatewayAnswer): boolean
  isDown(): boolean
  /** True until the first answer: whatever another process knew about the gateway died with it. */
  isUnproven(): boolean
}

/** Counts answers in a row that were none. */
export function createGatewayHealth(): GatewayHealth {
  let failures = 0
  let lastProbeAt = 0
  let unproven = true
  const isDown = () => failures >= DOWN_AFTER
  return {
    isDown,
    isUnproven: () => unproven,
    allowance: (limit, now) => {
      if (!isDown()) return limit
      if (now - lastProbeAt < PROBE_EVERY_MS) return 0
      lastProbeAt = now
      return 1
    },
    note: (answer) => {
      const answered = isAnswer(answer)
      const back = answered && (isDown() || unproven)
      if (answered) unproven = false
      failures = answered ? 0 : failures + 1
      return back
    },
  }
}

/** A decline or "not found" is an answer too: it shows that the gateway works. */
function isAnswer(answer: GatewayAnswer): boolean {
  return answer.kind === 'state' || answer.kind === 'not_found'
}
