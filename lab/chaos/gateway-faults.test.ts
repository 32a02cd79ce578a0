/** Every way a gateway can fail (A-01 … A-16), against real processes on both databases, and against the naive one. */
import getPort from 'get-port'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Deployment } from './deployment.ts'
import { deploy } from './deployment.ts'
import type { Judged } from './fault-matrix.ts'
import { MATRIX_ENV, playMatrix } from './fault-matrix.ts'
import { FAULT_CASES } from './gateway-faults.ts'
import { judge, readBeliefs } from './judge.ts'
import { until } from './poll.ts'
import { startStranger } from './stranger.ts'
import type { WorkerKind } from './worker.ts'

const AFTER_THE_RULE_MS = 11 * 60_000
const PURCHASE = '/v3/payment/acq'

type Bench = { deployment: Deployment; judged: Judged[] }
type Name = 'sqlite' | 'postgres' | 'naive'

const benches = new Map<Name, Bench>()
const bench = (name: Name): Bench => {
  const found = benches.get(name)
  if (!found) throw new Error(`${name} is not deployed`)
  return found
}

async function open(name: Name, worker: WorkerKind): Promise<void> {
  const deployment = await deploy({ kind: name === 'postgres' ? 'postgres' : 'sqlite', env: MATRIX_ENV })
  benches.set(name, { deployment, judged: [] })
  benches.set(name, { deployment, judged: await playMatrix(deployment, worker) })
}

beforeAll(async () => {
  // One after the other: the time limits of the one are not to be eaten up by the others.
  await open('sqlite', 'bff')
  await open('postgres', 'bff')
  await open('naive', 'naive')
}, 240_000)

afterAll(async () => {
  await Promise.all([...benches.values()].map(({ deployment }) => deployment.close()))
}, 30_000)

const cases = FAULT_CASES.map((fault, index) => ({ ...fault, index }))

describe.each(['sqlite', 'postgres'] as const)('gateway faults on %s', (name) => {
  it.each(cases)('$id $title: $outcome', ({ index }) => {
    expect(bench(name).judged[index]?.wrong).toEqual([])
  })

  it('A-03: every held shopper may pay once ten minutes have shown that nothing was executed', async () => {
    const { deployment, judged } = bench(name)
    await deployment.workers[0]?.kill()
    deployment.advance(AFTER_THE_RULE_MS)
    await deployment.start()
    for (const { buyer, fault, number } of judged.filter((run) => run.fault.outcome === 'held')) {
      const status = async () => (await buyer.view()).lastPayment?.status
      await until(`${fault.title}: given up`, async () => ((await status()) === 'failed' ? true : undefined))
      expect((await buyer.pay(number)).payment).toBe('succeeded')
    }
    const verdict = judge(deployment.emulator.ledger(), await readBeliefs(deployment.database()))
    const charges = FAULT_CASES.length + 1
    expect(verdict).toEqual({ charges, doubleCharges: [], lost: [], phantom: [], open: [] })
  }, 120_000)
})

describe('the naive BFF', () => {
  it('takes money without a fault, and is caught by every one of them', () => {
    const { deployment, judged } = bench('naive')
    const charged = deployment.emulator.ledger().attempts.filter((attempt) => attempt.charges > 0).length
    expect(charged).toBeGreaterThan(judged.length)
    expect(judged.filter((run) => run.wrong.length === 0).map((run) => run.fault.title)).toEqual([])
  })
})

async function readyDetail(url: string): Promise<string> {
  const { detail = '' } = (await (await fetch(`${url}/readyz`)).json()) as { detail?: string }
  return detail
}

describe('a gateway out of reach', () => {
  const sent = (deployment: Deployment) => deployment.emulator.ledger().requests[PURCHASE] ?? 0

  /** Pays through a BFF that looks for the gateway at that address, then through one that knows the right one. */
  async function payAcross(address: string): Promise<void> {
    const deployment = await deploy({ kind: 'sqlite' })
    try {
      await (await deployment.start()).kill()
      // A host that nobody knows counts as live: it begins no database by itself.
      const env = { PAYKKA_API_URL: address, PAYKKA_TIMEOUT_MS: '10000', PCI_DSS_ATTESTED: 'true' }
      const cut = await deployment.start({ env })
      const { buyer } = await deployment.order(cut.url)
      const refused = await buyer.pay()
      expect([refused.status, refused.code, sent(deployment)]).toEqual([502, 'gateway_unreachable', 0])
      await cut.kill()
      await deployment.start({ port: cut.port })
      expect((await buyer.pay()).payment).toBe('succeeded')
    } finally {
      await deployment.close()
    }
  }

  it.each([
    ['refuses the connection', 'http://127.0.0.1:9'],
    ['has no address', 'https://nowhere.invalid'],
  ])(
    'A-01 %s: nothing is sent, and the same checkout can be paid later',
    async (_title, address) => {
      await payAcross(address)
    },
    120_000,
  )

  it('A-02 shows a certificate nobody vouches for: nothing is sent to it', async () => {
    const stranger = await startStranger()
    try {
      await payAcross(stranger.url)
      expect(stranger.requests()).toBe(0)
    } finally {
      await stranger.close()
    }
  }, 120_000)

  it.each([
    [4, 'succeeded', 1],
    [-4, 'succeeded', 1],
    [6, 'succeeded', 1],
    [-6, 'succeeded', 1],
    [365 * 24 * 60, 'succeeded', 1],
  ])(
    'A-16: with a clock wrong by %d minutes the payment is %s, and the process is not ready',
    async (minutes, status, charges) => {
      const { deployment } = bench('naive')
      const skewed = await deployment.start({
        port: await getPort(),
        probe: '/healthz',
        env: {
          CHAOS_CLOCK_MS: String(minutes * 60_000),
          DATABASE_URL: `sqlite:${deployment.directory}/skewed${minutes}.db`,
        },
      })
      const before = deployment.emulator.ledger().attempts.length
      const wrong = new RegExp(`^the clock is \\d+ s ${minutes > 0 ? 'ahead of' : 'behind'} PayKKa's$`)
      await until(
        'the clock to be compared',
        async () => wrong.test(await readyDetail(skewed.url)) || undefined,
      )
      // Requests carry PayKKa's time, which the process has asked for; so does the shopper's seal.
      const { buyer } = await deployment.order(skewed.url)
      expect((await buyer.pay()).payment).toBe(status)
      expect(deployment.emulator.ledger().attempts.length - before).toBe(charges)
      expect(await readyDetail(skewed.url)).toMatch(wrong)
      await skewed.kill()
    },
    60_000,
  )
})
