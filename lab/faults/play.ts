/** Runs one fault: a good purchase, the fault, its observation, the repair, a good purchase, and the judgment. */
import { pause } from '../chaos/poll.ts'
import type { Seen } from './bff.ts'
import { awaitLight } from './bff.ts'
import type { Sale } from './books.ts'
import { isOpen, judgeBooks } from './books.ts'
import type { Axis, Fault, Light } from './fault.ts'
import type { Ground, Lab } from './lab.ts'
import { openLab } from './lab.ts'
import { detailedLines, loudLines } from './operator.ts'
import type { Purchase } from './shop.ts'

export type Outcome = {
  fault: Fault
  seconds: number
  /** What the operator read, and what `/readyz` said. */
  line: string
  light: Light
  detail: string
  charges: number
  orders: number
  /** Not charged, and not given up yet: a query that knows nothing counts ten minutes after the payment was sent. */
  held: number
  /** All warnings and errors, for debugging. */
  loud: string[]
  /** Per axis, what is not as it must be. */
  wrong: Record<Axis, string[]>
}

/**
 * Timeouts in milliseconds for the log line, the health state and the repair. A control is expected to fail and needs no
 * wait.
 */
const TIMEOUT = { line: 25_000, light: 20_000, well: 60_000 }
const BRIEF: typeof TIMEOUT = { line: 6000, light: 6000, well: 6000 }

/** Never throws: what could not be played is wrong on the axis of recovery. */
export async function playFault(ground: Ground, fault: Fault): Promise<Outcome> {
  const startedAt = performance.now()
  const outcome = blank(fault)
  let lab: Lab | undefined
  try {
    lab = await openLab(ground, fault.world)
    await playIn(lab, fault, outcome)
  } catch (error) {
    outcome.wrong.recovery.push(error instanceof Error ? error.message : String(error))
  }
  outcome.loud = [...new Set(detailedLines(lab?.since([]) ?? []))]
  await lab?.close()
  return { ...outcome, seconds: (performance.now() - startedAt) / 1000 }
}

const blank = (fault: Fault): Outcome => ({
  fault,
  seconds: 0,
  line: '',
  light: 'off',
  detail: '',
  charges: 0,
  orders: 0,
  held: 0,
  loud: [],
  wrong: { books: [], operator: [], recovery: [] },
})

async function playIn(lab: Lab, fault: Fault, outcome: Outcome): Promise<void> {
  const { wrong } = outcome
  const timeout = fault.control ? BRIEF : TIMEOUT
  const sell = (when: string, found: string[], ms = timeout.light) =>
    fault.world?.naive ? undefined : mustSell(lab, when, found, ms)
  if (!fault.world?.cold) {
    await lab.start()
    await sell('before the fault', wrong.recovery)
  }
  const mark = lab.mark()
  await fault.strike(lab)
  const light = await whilePeopleBuy(lab, fault.light, timeout.light)
  Object.assign(outcome, light)
  if (light.light !== fault.light) wrong.operator.push(`readiness is ${light.light}, not ${fault.light}`)
  if (fault.light === 'green') await sell('although readiness is green', wrong.operator)
  outcome.line =
    fault.says instanceof RegExp
      ? await hear(lab, mark, fault.says, timeout.line, fault.light === 'green')
      : fault.says.nothing
  if (outcome.line === '') wrong.operator.push(`no line says ${fault.says}`)
  await fault.lift?.(lab)
  await sell('after the repair', wrong.recovery, timeout.well)
  const well = await awaitLight(lab.bff(), ['green'], timeout.light)
  if (well.light !== 'green') wrong.recovery.push(`still ${well.light} after it was mended: ${well.detail}`)
  const sales = await closeSales(lab, timeout.light)
  const { charges, held, wrong: money } = judgeBooks(await lab.emulator.ledger(), sales)
  wrong.books.push(...money)
  Object.assign(outcome, { charges, held, orders: sales.length })
}

/** Trouble that only a sale meets shows only while somebody buys. */
async function whilePeopleBuy(lab: Lab, expected: Light, timeoutMs: number): Promise<Seen> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const seen = await awaitLight(lab.bff(), [expected], 2000)
    if (seen.light === expected || Date.now() > deadline) return seen
    if (expected !== 'green' && expected !== 'off') await lab.buy()
  }
}

/** A shop that was refused for a moment tries again with a new order. */
async function mustSell(lab: Lab, when: string, wrong: string[], timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const reported = await lab.buy()
    if (reported === 'succeeded') return
    if (Date.now() > deadline) return void wrong.push(`no purchase succeeds ${when}: ${reported}`)
    await pause(500)
  }
}

async function hear(lab: Lab, mark: number[], says: RegExp, ms: number, sells: boolean): Promise<string> {
  const deadline = Date.now() + ms
  for (let turn = 1; ; turn++) {
    const found = loudLines(lab.since(mark)).find((line) => says.test(line))
    if (found !== undefined) return found
    if (Date.now() > deadline) return ''
    await pause(200)
    // Where purchases are possible, they continue, and a busy machine may need more than one to detect the fault.
    if (sells && turn % 10 === 0) await lab.buy()
  }
}

/** The shop creates each order again. Unserved shoppers wait for the result of their payment, and pay again when it failed. */
async function closeSales(lab: Lab, timeoutMs: number): Promise<Sale[]> {
  const sales: Sale[] = []
  for (const purchase of lab.purchases) {
    await lab.repeat(purchase).catch(() => {})
    const first = await statusOf(lab, purchase, timeoutMs)
    const unpaid = first !== 'succeeded' && !isOpen(first)
    if (unpaid && purchase.reported.length > 0) await lab.pay(purchase)
    const status = unpaid ? await statusOf(lab, purchase, timeoutMs) : first
    sales.push({ amount: purchase.amount, reported: purchase.reported, status })
  }
  return sales
}

async function statusOf(lab: Lab, purchase: Purchase, timeoutMs: number): Promise<string | null> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const status = await lab.view(purchase).then(
      (view) => view.lastPayment?.status ?? null,
      () => 'unknown',
    )
    if (!isOpen(status) || Date.now() > deadline) return status
    await pause(200)
  }
}
