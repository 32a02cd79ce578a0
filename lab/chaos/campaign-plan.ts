/** What happens to each payment of a campaign, drawn from one seed. */
import type { FaultRule } from '@paykka-checkout/emulator'
import { FAULT_CASES } from './gateway-faults.ts'
import { cardNumber } from './shopper.ts'

/** What the shopper does besides paying once. */
type Habit = 'calm' | 'double-click' | 'second-tab' | 'reload'

export type Plan = {
  number: string
  habit: Habit
  faults: FaultRule[]
  /** Ids of the faults that strike it. */
  ids: string[]
  /** Milliseconds after the click at which the process it is paid through is killed. */
  killAfterMs: number | undefined
}

const PURCHASE = '/v3/payment/acq'
const HABITS: Habit[] = ['calm', 'calm', 'calm', 'double-click', 'second-tab', 'reload']
const NOTICES = ['lost', 'duplicate', 'late', 'reorder', 'bad-signature', 'stale'] as const
/** Cards that go their own way; the rest pays. */
const CARDS = ['4000000000000002', '4000000000000119', '4000000000000259', '4000000000000341']

/** @returns numbers from 0 to 1, the same for the same seed (mulberry32) */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** @param kills how many of the payments end with a killed process */
export function drawPlans(seed: number, count: number, kills: number): Plan[] {
  const random = createRandom(seed)
  const plans = Array.from({ length: count }, (_, index) => draw(random, index))
  const every = kills === 0 ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(count / kills))
  return plans.map((plan, index) => {
    const ms = Math.floor(random() * 60)
    return index % every === every - 1 ? { ...plan, killAfterMs: ms } : plan
  })
}

function draw(random: () => number, index: number): Plan {
  const pick = <T>(list: readonly T[], otherwise: T): T =>
    list[Math.floor(random() * list.length)] ?? otherwise
  const own = random() < 0.12 ? pick(CARDS, cardNumber(index)) : cardNumber(index)
  const plan: Plan = { number: own, habit: pick(HABITS, 'calm'), faults: [], ids: [], killAfterMs: undefined }
  const last4 = own.slice(-4)
  const struck = random() < 0.3 ? pick(FAULT_CASES, undefined) : undefined
  if (struck && own === cardNumber(index)) {
    plan.ids.push(struck.id)
    plan.faults.push(...struck.faults.map((fault) => ({ match: { path: PURCHASE, last4 }, fault, times: 1 })))
  }
  if (random() < 0.3) {
    const kind = pick(NOTICES, 'lost')
    plan.ids.push(`notice ${kind}`)
    plan.faults.push({ match: { last4 }, fault: { type: 'notice', kind, ms: 1500 }, times: 1 })
  }
  return plan
}
