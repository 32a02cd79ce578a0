/** The comparison of database and gateway: each kind of difference planted once, and nothing changed by looking. */
import { describe, expect, it } from 'vitest'
import { transIdKey } from '../../src/config/derived-keys.ts'
import { claimJob } from '../../src/database/job-rows.ts'
import { runDaily } from '../../src/jobs/daily.ts'
import { reconcile } from '../../src/payments/recovery/reconcile.ts'
import type { World } from '../support/world.ts'
import { shop, shopper, startWorld } from '../support/world.ts'

async function payOnce(world: World, number = '4242424242424242') {
  const checkout = await shop(world).create()
  await shopper(world, checkout).pay({ card: { number } })
  return checkout
}

function compare(world: World) {
  return reconcile({ ...world.parts, transIdKey: transIdKey(world.config) }, world.clock.now() - 86_400_000)
}

async function kinds(world: World): Promise<string[]> {
  return (await compare(world)).findings.map((finding) => finding.kind)
}

const payments = (world: World) =>
  world.database.db.selectFrom('payments').selectAll().orderBy('attempt').execute()

describe('reconcile', () => {
  it('finds nothing where both agree', async () => {
    const world = await startWorld()
    for (const number of ['4242424242424242', '4000000000000002', '4000000000000119'])
      await payOnce(world, number)
    expect(await compare(world)).toMatchObject({ payments: 3, checkouts: 3, empty: false, findings: [] })
  })

  it('says that a database without payments proves nothing', async () => {
    const world = await startWorld()
    expect(await compare(world)).toMatchObject({ payments: 0, empty: true, findings: [] })
    await payOnce(world)
    world.clock.advance(10 * 86_400_000)
    expect(await compare(world)).toMatchObject({ payments: 0, empty: false, findings: [] })
  })

  it('finds a payment that the database gave up', async () => {
    const world = await startWorld()
    await payOnce(world)
    await world.database.db.updateTable('payments').set({ status: 'failed' }).execute()
    expect(await kinds(world)).toEqual(['paid_without_record'])
  })

  it('finds an attempt that a restored backup forgot, by its derived trans_id', async () => {
    const world = await startWorld()
    await payOnce(world)
    await world.database.db.deleteFrom('shop_events').execute()
    await world.database.db.deleteFrom('payment_steps').execute()
    await world.database.db.deleteFrom('payments').execute()
    await world.database.db
      .updateTable('checkouts')
      .set({ attempts: 0, status: 'open', paid_payment_id: null })
      .execute()
    expect((await compare(world)).findings).toMatchObject([
      { kind: 'paid_without_record', here: 'none', gateway: 'succeeded' },
    ])
  })

  it('finds a payment the gateway does not know', async () => {
    const world = await startWorld()
    await payOnce(world)
    world.emulator.reset()
    expect(await kinds(world)).toEqual(['recorded_without_payment'])
  })

  it('finds a checkout that was paid twice', async () => {
    const world = await startWorld()
    const checkout = await payOnce(world)
    await world.database.db.updateTable('checkouts').set({ status: 'open', paid_payment_id: null }).execute()
    await shopper(world, checkout).pay()
    const { findings } = await compare(world)
    expect(findings.map((finding) => finding.kind)).toEqual(['paid_twice'])
    expect(findings[0]?.paymentId).toBe((await payments(world))[1]?.id)
  })

  it('finds a stuck payment, and refunds made elsewhere', async () => {
    const world = await startWorld({ emulator: { settleDelayMs: 86_400_000 } })
    await payOnce(world, '4000000000000119')
    await payOnce(world)
    const balances = {
      authorized: 1099,
      captured: 1099,
      capturable: 0,
      voided: 0,
      voidable: 0,
      refunded: 5,
      refundable: 1094,
    }
    await world.database.db
      .updateTable('payments')
      .set({ balances: JSON.stringify(balances) })
      .where('status', '=', 'succeeded')
      .execute()
    world.clock.advance(16 * 60_000)
    expect((await kinds(world)).sort()).toEqual(['refund_mismatch', 'stuck'])
  })

  it('changes nothing', async () => {
    const world = await startWorld()
    await payOnce(world)
    await world.database.db.updateTable('payments').set({ status: 'failed' }).execute()
    const before = await payments(world)
    await compare(world)
    expect(await payments(world)).toEqual(before)
  })
})

describe('the daily comparison', () => {
  it('records what the gateway proves, reports it, and runs on one instance a day', async () => {
    const world = await startWorld()
    const checkout = await payOnce(world)
    await world.database.db.updateTable('payments').set({ status: 'failed', live: 0 }).execute()
    await world.database.db.updateTable('checkouts').set({ status: 'open', paid_payment_id: null }).execute()
    const parts = { ...world.parts, transIdKey: transIdKey(world.config) }
    const [mine, other] = await Promise.all([runDaily(parts), runDaily(parts)])
    expect([mine, other].filter((findings) => findings !== null)).toHaveLength(1)
    expect((await shop(world).read(checkout.id)).status).toBe('succeeded')
    expect(world.logs.join('')).toContain('late success')
    expect(await runDaily(parts)).toBeNull()
    world.clock.advance(86_400_000)
    expect(await claimJob(world.database.db, 'daily', world.clock.now(), 86_400_000, 1000)).toBe(true)
  })
})
