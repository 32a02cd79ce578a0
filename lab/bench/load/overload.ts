/** Three times as many purchases as one BFF can take: it must go on paying as many as before, and forget the rest at once. */
import { deploy } from '../../chaos/deployment.ts'
import type { WorkerKind } from '../../chaos/worker.ts'
import type { Shot } from '../bff/load.ts'
import { saturate } from '../bff/load.ts'
import { startMockGateway } from '../bff/mock-gateway.ts'
import { leaveServerCore, SERVER_CORE } from '../bff/processes.ts'
import { bffShots } from '../bff/shots.ts'
import { round } from '../statistics.ts'
import type { Arrival } from './arrivals.ts'
import { arrive, countOf, paidWithin } from './arrivals.ts'
import type { LoadRow } from './row.ts'
import { count } from './row.ts'

/** PayKKa's real time limit: what is slow here is the BFF and not the gateway. */
const ENV = { PAYKKA_TIMEOUT_MS: '20000', CHAOS_SHEDS: 'true' }
/** Enough concurrent requests to share commits as under overload; fewer would show a smaller capacity. */
const WIDTH = 128
const WARM_UP = 600
const PROBES = 3
/** Purchases made ready for each that should be paid: some are under way, and more may be paid than were measured. */
const SPARE = 1.5
const TIMES = 3
/** A purchase answered later than that is of no use to a shopper. */
const TIMEOUT_MS = 5000
const AFTERWARDS_S = 10
const RECOVERED_MS = 5000
/** At half the capacity an answer takes some ten milliseconds, so one this late still waited behind the overload. */
const LATE_MS = 500
const CONTROL_S = 15

/** @param seconds of overload */
export async function measureOverload(seconds: number): Promise<LoadRow[]> {
  leaveServerCore()
  const ours = await overload('bff', seconds)
  const naive = await overload('naive', CONTROL_S)
  const { capacity, goodput, paid, shed, other, p99, callsForShed, recoveredMs } = ours
  const share = goodput / capacity
  const reported = `naive BFF, which sheds nothing: ${percent(naive.goodput / naive.capacity)} in ${CONTROL_S} s`
  const answers = `${count(paid)} paid, ${count(shed)} refused, ${count(other)} otherwise`
  return [
    {
      name: `Overload at ${TIMES}× capacity for ${seconds} s: goodput`,
      value: `${percent(share)} of ${capacity}/s (${answers}; paid p99 ${count(Math.round(p99))} ms)`,
      limit: '≥ 80 %',
      control: reported,
      ok: share >= 0.8 && other === 0 && naive.goodput / naive.capacity < 0.8,
    },
    {
      name: 'Gateway calls for refused purchases',
      value: `${count(callsForShed)} of ${count(shed)} refused`,
      limit: '0',
      control: `the gateway counted ${count(paid)} calls for as many paid`,
      ok: callsForShed === 0 && shed > 0 && paid > 0,
    },
    {
      name: 'Last purchase refused or late after the overload ended',
      value: `${round(recoveredMs / 1000)} s`,
      limit: `≤ ${RECOVERED_MS / 1000} s`,
      control: `naive BFF: ${round(naive.recoveredMs / 1000)} s, as long as was looked at: ${AFTERWARDS_S} s`,
      ok: recoveredMs <= RECOVERED_MS && naive.recoveredMs > RECOVERED_MS,
    },
  ]
}

const percent = (share: number): string => `${Math.round(share * 100)} %`

async function overload(kind: WorkerKind, seconds: number) {
  const deployment = await deploy({ kind: 'sqlite', env: ENV })
  // The emulator would need more of this core than is left beside so many shoppers, and make the BFF look slow.
  const gateway = await startMockGateway(deployment.platformKey)
  try {
    const env = { PAYKKA_API_URL: gateway.url }
    const { url } = await deployment.start({ kind, core: SERVER_CORE, env })
    await saturate(url, await bffShots(url, WARM_UP), WIDTH)
    const capacity = await bestOf(PROBES, async () => saturate(url, await bffShots(url, 2 * WARM_UP), WIDTH))
    const callsBefore = gateway.purchases()
    const shots = await bffShots(
      url,
      Math.ceil(capacity * (kind === 'naive' ? 1 : SPARE * (seconds + AFTERWARDS_S))),
    )
    const arrivals = await arrive(url, kind === 'naive' ? again(shots, seconds) : shots, [
      { rate: TIMES * capacity, seconds },
      { rate: capacity / 2, seconds: AFTERWARDS_S },
    ])
    const calls = gateway.purchases() - callsBefore
    return { capacity, ...judge(arrivals, seconds), callsForShed: calls - countOf(arrivals, 'paid') }
  } finally {
    await gateway.close()
    await deployment.close()
  }
}

/** A machine that does something else meanwhile can only make a server look slower than it is. */
async function bestOf(times: number, measure: () => Promise<number>): Promise<number> {
  let best = 0
  for (let turn = 0; turn < times; turn++) best = Math.max(best, await measure())
  return best
}

/** The naive BFF takes the same card twice, so a second's worth of purchases serves for all. */
const again = (shots: readonly Shot[], seconds: number): Shot[] =>
  Array.from({ length: TIMES * (seconds + AFTERWARDS_S) }, () => shots).flat()

function judge(arrivals: readonly Arrival[], seconds: number) {
  const during = arrivals.filter(({ phase }) => phase === 0)
  const afterwards = arrivals.filter(({ phase }) => phase === 1)
  const good = during.filter(({ outcome, ms }) => outcome === 'paid' && ms <= TIMEOUT_MS)
  const bad = afterwards.filter(({ outcome, ms }) => outcome !== 'paid' || ms > LATE_MS)
  return {
    goodput: good.length / seconds,
    paid: countOf(arrivals, 'paid'),
    shed: countOf(arrivals, 'shed'),
    other: countOf(arrivals, 'other'),
    p99: paidWithin(during, 0.99),
    recoveredMs: Math.max(0, ...bad.map(({ dueMs }) => dueMs - seconds * 1000)),
  }
}
