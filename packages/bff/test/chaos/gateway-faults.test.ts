/** Every way a gateway can fail (A-01 … A-16), against real processes on both databases. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Deployment } from './deployment.ts'
import { deploy } from './deployment.ts'
import type { Run } from './fault-run.ts'
import { findFaultsOf, playAll, quiesce } from './fault-run.ts'
import { FAULT_CASES } from './gateway-faults.ts'
import { readBeliefs } from './judge.ts'
import { until } from './poll.ts'

const AFTER_THE_RULE_MS = 11 * 60_000

describe.each(['sqlite', 'postgres'] as const)('gateway faults on %s', (kind) => {
  const late: { deployment?: Deployment; runs: Run[]; transIds: Map<string, string[]> } = {
    runs: [],
    transIds: new Map(),
  }
  const deployment = (): Deployment => {
    if (!late.deployment) throw new Error('nothing is deployed')
    return late.deployment
  }

  beforeAll(async () => {
    late.deployment = await deploy({ kind })
    const worker = await deployment().start()
    const warm = await deployment().order(worker.url)
    await warm.buyer.pay()
    late.runs = await playAll(deployment(), worker, FAULT_CASES)
    await quiesce(late.runs)
    for (const { checkoutId, transId } of await readBeliefs(deployment().ledger()))
      late.transIds.set(checkoutId, [...(late.transIds.get(checkoutId) ?? []), transId])
  }, 120_000)

  afterAll(() => late.deployment?.close(), 30_000)

  it.each(FAULT_CASES.map((fault, index) => ({ ...fault, index })))(
    '$id $title: $outcome',
    async ({ index }) => {
      const run = late.runs[index]
      if (!run) throw new Error('was not played')
      expect(
        await findFaultsOf(run, deployment().emulator.ledger(), late.transIds.get(run.checkoutId) ?? []),
      ).toEqual([])
    },
  )

  it('lets every held shopper pay once ten minutes have shown that nothing was executed', async () => {
    const held = late.runs.filter((run) => run.fault.outcome === 'held')
    await deployment().workers[0]?.kill()
    deployment().advance(AFTER_THE_RULE_MS)
    await deployment().start()
    for (const run of held) {
      await until(`${run.fault.title}: given up`, async () =>
        (await run.buyer.view()).lastPayment?.status === 'failed' ? true : undefined,
      )
      expect((await run.buyer.pay(run.number)).payment).toBe('succeeded')
    }
    const ledger = deployment().emulator.ledger()
    expect(ledger.attempts.filter((attempt) => attempt.charges > 1)).toEqual([])
    expect(ledger.attempts.filter((attempt) => attempt.charges === 1)).toHaveLength(FAULT_CASES.length + 1)
  }, 60_000)
})

describe('the naive BFF under the same faults', () => {
  it('is caught by every one of them', async () => {
    const deployment = await deploy({ kind: 'sqlite' })
    try {
      const worker = await deployment.start({ kind: 'naive' })
      const runs = await playAll(deployment, worker, FAULT_CASES)
      await quiesce(runs.filter((run) => run.fault.outcome === 'paid'))
      const ledger = deployment.emulator.ledger()
      const charged = ledger.attempts.filter((attempt) => attempt.charges > 0).length
      expect(charged, 'without a fault it does take money').toBeGreaterThan(runs.length)
      const missed: string[] = []
      for (const run of runs) {
        const transIds = ledger.attempts
          .map((one) => one.transId)
          .filter((id) => id.startsWith(run.checkoutId))
        if ((await findFaultsOf(run, ledger, transIds)).length === 0) missed.push(run.fault.title)
      }
      expect(missed).toEqual([])
    } finally {
      await deployment.close()
    }
  }, 60_000)
})
