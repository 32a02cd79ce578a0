/** Plays the whole table of gateway faults through one process and says what was wrong with each case. */
import type { Deployment } from './deployment.ts'
import type { Run } from './fault-run.ts'
import { findFaultsOf, playAll, quiesce } from './fault-run.ts'
import { FAULT_CASES } from './gateway-faults.ts'
import { readBeliefs } from './judge.ts'
import type { WorkerKind } from './worker.ts'

/** Long enough for forty payments at once on a slow machine, shorter than the faults that mean to exceed it. */
export const MATRIX_ENV = { PAYKKA_TIMEOUT_MS: '3000' }

/** `wrong` is empty when the case was survived. */
export type Judged = Run & { wrong: string[] }

export async function playMatrix(deployment: Deployment, kind: WorkerKind): Promise<Judged[]> {
  const worker = await deployment.start({ kind })
  // An earlier payment, so that there is a connection to be reused and an answer to be replayed.
  const warm = await deployment.order(worker.url)
  await warm.buyer.pay()
  const runs = await playAll(deployment, worker, FAULT_CASES)
  await quiesce(kind === 'naive' ? [] : runs)
  const ledger = deployment.emulator.ledger()
  const idsOf = kind === 'naive' ? byPrefix(deployment) : await byLedger(deployment)
  return Promise.all(
    runs.map(async (run) => ({ ...run, wrong: await findFaultsOf(run, ledger, idsOf(run.checkoutId)) })),
  )
}

type IdsOf = (checkoutId: string) => string[]

async function byLedger(deployment: Deployment): Promise<IdsOf> {
  const beliefs = await readBeliefs(deployment.database())
  return (checkoutId) => beliefs.filter((one) => one.checkoutId === checkoutId).map((one) => one.transId)
}

/** The naive BFF has no database; its trans_ids start with the checkout's id. */
function byPrefix(deployment: Deployment): IdsOf {
  const transIds = deployment.emulator.ledger().attempts.map((one) => one.transId)
  return (checkoutId) => transIds.filter((id) => id.startsWith(checkoutId))
}
