/**
 * Random lives of a checkout: whatever the order of paying, leaving, coming back and failing, one charge is kept, and what
 * the shopper reads after each step is true by PayKKa's books.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide, HOSTED_ENV, hostedWorld, visit } from '../support/hosted.ts'
import type { Step } from '../support/hosted-walk.ts'
import { Listener, walk, walks } from '../support/hosted-walk.ts'
import { shareWorld } from '../support/shared-world.ts'
import type { World } from '../support/world.ts'

const WALKS = 200
/** The same walks in every run, since how many of them pay twice is checked too. `WALK_SEED` takes others. */
const SEED = Number(process.env.WALK_SEED ?? 7)
const pausedForever = { listen: true, pause: () => new Promise<void>(() => {}) }
const world = shareWorld({ ...pausedForever, env: { ...HOSTED_ENV, LOG_LEVEL: 'fatal' } })
const reporting = shareWorld({
  ...pausedForever,
  env: { ...HOSTED_ENV, HOSTED_DUPLICATE: 'report', LOG_LEVEL: 'fatal' },
})

/** What PayKKa's books say of the whole checkout after the walk. */
async function outcome(of: World, steps: Step[]) {
  const visitor = await walk(of, steps)
  const { status, payments } = await visitor.truth()
  const orders = of.emulator.ledger().orders.filter(({ charges }) => charges > 0)
  const left = orders.map(({ balances: sums }) => (sums.captured_amount ?? 0) - (sums.refunded_amount ?? 0))
  const refunds = orders.map((order) => order.refunds.filter((refund) => refund.status === 'SUCCESS').length)
  return {
    charges: orders.map((order) => order.charges),
    kept: left.filter((sum) => sum !== 0),
    refundedOnce: left.every((sum, index) => refunds[index] === (sum === 0 ? 1 : 0)),
    isPaid: status === 'succeeded',
    lies: visitor.reported.lies,
    live: payments.filter((payment) =>
      ['sending', 'unknown', 'action_required', 'processing'].includes(payment.status),
    ),
  }
}

async function judge(of: World, steps: Step[]): Promise<void> {
  const { charges, ...ending } = await outcome(of, steps)
  expect(ending).toEqual({
    kept: charges.length > 0 ? [1099] : [],
    refundedOnce: true,
    isPaid: charges.length > 0,
    live: [],
    lies: [],
  })
  expect(charges.every((times) => times === 1)).toBe(true)
}

describe('what the shopper reads', () => {
  const pages: [string, 'canceled' | 'succeeded', boolean][] = [
    ['that nothing was charged, of a page that was paid', 'canceled', true],
    ['that they paid, of a page that was not', 'succeeded', false],
  ]
  it.each(pages)('is seen to be untrue where it is: %s', async (_name, status, isPaid) => {
    const of = await hostedWorld()
    const visitor = await visit(of)
    const { url } = (await visitor.open({ methods: ['ideal'] })).json()
    const listener = new Listener(of, visitor)
    await listener.listen({ do: 'open', ways: ['ideal'] })
    expect(listener.reported.lies).toEqual([])
    if (isPaid) await decide(url, 'pay')
    await of.database.db.updateTable('payments').set({ status, live: 0 }).execute()
    if (!isPaid) await of.database.db.updateTable('checkouts').set({ status: 'succeeded' }).execute()
    await listener.listen({ do: 'wait', minutes: 0 })
    expect(listener.reported.lies).toHaveLength(1)
  })
})

describe('any walk between a page, a card and a bank', () => {
  it('ends in one charge that is kept, and every other given back once', { timeout: 600_000 }, async () => {
    const seen = { charged: 0, twice: 0 }
    await fc.assert(
      fc.asyncProperty(walks, async (steps) => {
        await judge(world(), steps)
        const charged = world()
          .emulator.ledger()
          .orders.filter(({ charges }) => charges > 0).length
        seen.charged += charged > 0 ? 1 : 0
        seen.twice += charged > 1 ? 1 : 0
      }),
      { numRuns: WALKS, seed: SEED },
    )
    // A walk without a double payment proves little.
    expect(seen.charged).toBeGreaterThan(WALKS / 3)
    expect(seen.twice).toBeGreaterThan(WALKS / 20)
  })

  it('is judged by a test that sees two charges where nothing is given back', {
    timeout: 600_000,
  }, async () => {
    const check = await fc.check(
      fc.asyncProperty(walks, (steps) => judge(reporting(), steps)),
      { numRuns: WALKS, seed: SEED, endOnFailure: true },
    )
    expect(check.failed).toBe(true)
  })
})
