/** Plays one shopper through one fault, the same way for the BFF and for the naive one, and says what was wrong. */
import { randomUUID } from 'node:crypto'
import type { Ledger } from '@paykka-checkout/emulator'
import type { Deployment } from './deployment.ts'
import type { FaultCase } from './gateway-faults.ts'
import { pause, until } from './poll.ts'
import type { Answer, Shopper } from './shopper.ts'
import { cardNumber } from './shopper.ts'
import type { Worker } from './worker.ts'

const PURCHASE = '/v3/payment/acq'

export type Run = {
  fault: FaultCase
  checkoutId: string
  buyer: Shopper
  number: string
  first: Answer
  /** The same request again, as a browser resends it. */
  resent: Answer
  /** Another tab, with its own key. */
  second: Answer
}

/** Runs all cases at once; each has its own card, so that its fault affects no other case. */
export function playAll(deployment: Deployment, worker: Worker, cases: FaultCase[]): Promise<Run[]> {
  return Promise.all(cases.map((fault, index) => play(deployment, worker, fault, index)))
}

async function play(deployment: Deployment, worker: Worker, fault: FaultCase, index: number): Promise<Run> {
  const number = cardNumber(index)
  const { checkout, buyer } = await deployment.order(() => deployment.workers.at(-1)?.url ?? worker.url)
  await strike(deployment, fault, number)
  const key = randomUUID()
  const body = await buyer.fill(number)
  const first = await buyer.post(key, body)
  const resent = await buyer.post(key, body)
  const second = await buyer.pay(number)
  return { fault, checkoutId: checkout.id, buyer, number, first, resent, second }
}

/** Only the card's first purchase is struck; a query never is. */
function strike(deployment: Deployment, fault: FaultCase, number: string): Promise<void> {
  const match = { path: PURCHASE, last4: number.slice(-4) }
  return deployment.addFaults(...fault.faults.map((one) => ({ match, fault: one, times: 1 })))
}

/** The answer that the shopper must have received, by outcome. */
const FIRST: Record<FaultCase['outcome'], (answer: Answer) => boolean> = {
  // On a machine too slow for the time limit this one too is only found by the query.
  paid: (answer) => [200, 202].includes(answer.status) && answer.payment !== 'failed',
  found: (answer) => [200, 202].includes(answer.status) && answer.payment !== 'failed',
  held: (answer) => answer.status === 202,
  free: (answer) => answer.status === 503 && answer.code === 'busy',
}

/** @returns everything wrong with one run, before the ten minutes are over */
export async function findFaultsOf(run: Run, ledger: Ledger, transIds: string[]): Promise<string[]> {
  const { outcome } = run.fault
  const wrong: string[] = []
  const attempts = ledger.attempts.filter((attempt) => transIds.includes(attempt.transId))
  const charges = attempts.reduce((sum, attempt) => sum + attempt.charges, 0)
  const calls = attempts.reduce((sum, attempt) => sum + attempt.purchaseCalls, 0)
  if (!FIRST[outcome](run.first)) wrong.push(`first told ${describe(run.first)}`)
  if (charges !== (outcome === 'held' ? 0 : 1)) wrong.push(`charged ${charges} times`)
  if (outcome !== 'free' && calls > 1) wrong.push(`sent ${calls} purchases while one was open`)
  const blocked = run.second.status === 409
  if (outcome === 'free' ? run.second.payment !== 'succeeded' : !blocked)
    wrong.push(`another tab was told ${describe(run.second)}`)
  const status = (await run.buyer.view()).lastPayment?.status
  if (status !== (outcome === 'held' ? 'unknown' : 'succeeded')) wrong.push(`stands at ${status}`)
  return wrong
}

/** Waits until queries have found what can be found. */
export async function quiesce(runs: Run[]): Promise<void> {
  const findable = runs.filter((run) => run.fault.outcome !== 'held')
  const settled = async (run: Run) =>
    (await run.buyer.view()).lastPayment?.status === 'succeeded' || undefined
  await Promise.allSettled(
    findable.map((run) => until(`${run.fault.id} ${run.fault.title}`, () => settled(run), 40_000, 200)),
  )
  // Late charges of the emulator land within its longest delay.
  await pause(500)
}

function describe(answer: Answer): string {
  return `${answer.status} ${answer.code ?? answer.payment ?? ''}`.trim()
}
