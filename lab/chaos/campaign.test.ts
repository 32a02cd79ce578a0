/** Hundreds of payments under random faults and kills, per database: none charged twice, none lost. */
import { describe, expect, it } from 'vitest'
import { runCampaign } from './campaign.ts'

/** Another one by `CHAOS_SEED=…`; a failing one is printed. */
const SEED = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000)
const PAYMENTS = Number(process.env.CHAOS_PAYMENTS ?? 60)

describe('a campaign of payments', () => {
  it.each(['sqlite', 'postgres'] as const)(
    'charges nobody twice and loses nothing on %s',
    async (database) => {
      const result = await runCampaign({ database, payments: PAYMENTS, seed: SEED, kills: 3 })
      const { doubleCharges, lost, phantom, open } = result
      expect({ seed: SEED, doubleCharges, lost, phantom, open }).toEqual({
        seed: SEED,
        doubleCharges: [],
        lost: [],
        phantom: [],
        open: [],
      })
      expect(result.charges).toBeGreaterThan(PAYMENTS * 0.7)
      const ready = result.readyMs.map((ms) => Math.round(ms)).join(', ')
      process.stdout.write(
        `  ${database}: seed ${SEED}, ${result.charges} charges, ready after ${ready} ms\n`,
      )
    },
    240_000,
  )

  it('catches the naive BFF charging twice and losing payments', async () => {
    const result = await runCampaign({
      database: 'sqlite',
      payments: 60,
      seed: SEED,
      kills: 2,
      worker: 'naive',
    })
    expect(result.doubleCharges.length).toBeGreaterThan(0)
    expect(result.lost.length).toBeGreaterThan(0)
  }, 120_000)
})
