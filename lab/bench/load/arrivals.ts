/** Purchases that arrive at given moments whatever the answers take, and what became of each. */
import { Agent, request } from 'undici'
import type { Shot } from '../bff/load.ts'
import { quantile, round } from '../statistics.ts'

/** So many a second for so long; one phase follows the other without a pause. */
type Phase = { rate: number; seconds: number }

export type Arrival = {
  phase: number
  /** Milliseconds from the beginning of the first phase to the moment it was due. */
  dueMs: number
  /** Milliseconds from that moment to the end of its answer. */
  ms: number
  outcome: 'paid' | 'shed' | 'other'
}

const CONNECTIONS = 512
const ANSWER_WITHIN_MS = 30_000

/**
 * A request refused as `busy` is sent again later, as a shopper would, behind all others.
 * @throws Error when so many wait for their answer that none is left to send
 */
export async function arrive(
  url: string,
  shots: readonly Shot[],
  phases: readonly Phase[],
): Promise<Arrival[]> {
  const agent = new Agent({ connections: CONNECTIONS, headersTimeout: ANSWER_WITHIN_MS })
  const queue = [...shots]
  const arrivals: Arrival[] = []
  const flying: Promise<void>[] = []
  const startedAt = performance.now()
  for (const { phase, dueMs } of moments(phases)) {
    await untilMoment(startedAt + dueMs)
    const shot = queue.shift()
    if (!shot)
      throw new Error(
        `after ${Math.round(dueMs)} ms all that was prepared is under way: ${reported(arrivals)}`,
      )
    const done = fire(agent, url, shot).then((outcome) => {
      if (outcome === 'shed') queue.push(shot)
      arrivals.push({ phase, dueMs, ms: performance.now() - startedAt - dueMs, outcome })
    })
    flying.push(done)
  }
  await Promise.all(flying)
  await agent.close()
  return arrivals
}

function* moments(phases: readonly Phase[]) {
  let beginsMs = 0
  for (const [phase, { rate, seconds }] of phases.entries()) {
    for (let index = 0; index < rate * seconds; index++)
      yield { phase, dueMs: beginsMs + (index * 1000) / rate }
    beginsMs += seconds * 1000
  }
}

async function untilMoment(moment: number): Promise<void> {
  while (performance.now() < moment - 0.5) await new Promise((resolve) => setTimeout(resolve, 1))
}

async function fire(agent: Agent, url: string, { path, headers, body }: Shot): Promise<Arrival['outcome']> {
  try {
    const response = await request(url + path, { dispatcher: agent, method: 'POST', headers, body })
    const text = await response.body.text()
    if (response.statusCode === 200 && text.includes('"succeeded"')) return 'paid'
    return response.statusCode === 503 && text.includes('"busy"') ? 'shed' : 'other'
  } catch {
    return 'other'
  }
}

/** @returns how many ended so */
export const countOf = (arrivals: readonly Arrival[], outcome: Arrival['outcome']): number =>
  arrivals.filter((arrival) => arrival.outcome === outcome).length

/** @returns milliseconds below which that share of the paid ones was answered */
export const paidWithin = (arrivals: readonly Arrival[], share: number): number =>
  round(
    quantile(
      arrivals.filter(({ outcome }) => outcome === 'paid').map(({ ms }) => ms),
      share,
    ),
  )

function reported(arrivals: readonly Arrival[]): string {
  const [paid, shed, other] = (['paid', 'shed', 'other'] as const).map((outcome) =>
    countOf(arrivals, outcome),
  )
  return `${paid} paid, ${shed} refused, ${other} otherwise`
}
