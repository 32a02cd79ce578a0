/** How soon an unknown outcome ends once the gateway can answer again. */
import type { Deployment } from './deployment.ts'
import { percentile } from './notification-load.ts'
import { pause, until } from './poll.ts'
import type { Shopper } from './shopper.ts'
import type { Worker } from './worker.ts'

/** Charged, and the answer never comes. */
const SILENT_CARD = '4000000000000259'
const QUERY = '/v3/payment/acq/query'

export type Recovery = {
  payments: number
  /** How many of them were unknown until then. */
  unknownBefore: number
  /** Milliseconds from the gateway's recovery to each payment's result. */
  resolveMs: number[]
  p50: number
  max: number
}

/** Lets payments end unknown while queries fail too, then heals the gateway and takes the time. */
export async function measureRecovery(
  deployment: Deployment,
  worker: Worker,
  payments: number,
  outageMs: number,
): Promise<Recovery> {
  const broken = { type: 'status', status: 503 } as const
  await deployment.addFaults({ match: { path: QUERY }, fault: broken, times: 0 })
  const orders = await Promise.all(Array.from({ length: payments }, () => deployment.order(worker.url)))
  await Promise.all(orders.map(({ buyer }) => buyer.pay(SILENT_CARD)))
  await pause(outageMs)
  const before = await Promise.all(orders.map(({ buyer }) => buyer.view()))
  const unknownBefore = before.filter((view) => view.lastPayment?.status === 'unknown').length
  await deployment.emulator.setFaults()
  const healedAt = performance.now()
  const resolveMs = await Promise.all(orders.map(({ buyer }) => resolvedAfter(buyer, healedAt)))
  return {
    payments,
    unknownBefore,
    resolveMs,
    p50: percentile(resolveMs, 0.5),
    max: percentile(resolveMs, 1),
  }
}

async function resolvedAfter(buyer: Shopper, since: number): Promise<number> {
  await until(
    "the unknown payment's result",
    async () => ((await buyer.view()).lastPayment?.status === 'succeeded' ? true : undefined),
    60_000,
    100,
  )
  return Math.round(performance.now() - since)
}
