/** A ledger that forgot an attempt it had sent (a failover, an old backup): the same trans_id must not charge twice. */
import { describe, expect, it } from 'vitest'
import type { World } from '../support/world.ts'
import { shop, shopper, startWorld } from '../support/world.ts'

/** Pays, then takes the attempt out of the ledger as if its commit had been lost. */
async function payAndForget(world: World) {
  const checkout = await shop(world).create()
  await shopper(world, checkout).pay()
  for (const table of ['shop_events', 'payment_steps', 'payments', 'idempotency_keys'] as const) {
    await world.store.db.deleteFrom(table).execute()
  }
  const untouched = { attempts: 0, status: 'open' as const, paid_payment_id: null, live_payment_id: null }
  await world.store.db.updateTable('checkouts').set(untouched).execute()
  return shopper(world, checkout)
}

const charges = (world: World) => world.emulator.ledger().attempts.map((attempt) => attempt.charges)

describe('an attempt the ledger forgot', () => {
  it('is found by a query when PayKKa refuses the repeated trans_id', async () => {
    const world = await startWorld({ emulator: { duplicateTransId: 'refuse' } })
    const buyer = await payAndForget(world)
    expect((await buyer.pay()).json().payment.status).toBe('succeeded')
    expect(charges(world)).toEqual([1])
  })

  it('is found before anything is sent when the client says it repeats', async () => {
    const world = await startWorld({ emulator: { duplicateTransId: 'charge' } })
    const buyer = await payAndForget(world)
    const response = await buyer.pay({ headers: { 'x-retry': '1' } })
    expect(response.json().payment.status).toBe('succeeded')
    expect(charges(world)).toEqual([1])
  })

  it('is charged twice by a gateway that takes a trans_id twice and a client that does not say so (control)', async () => {
    const world = await startWorld({ emulator: { duplicateTransId: 'charge' } })
    const buyer = await payAndForget(world)
    await buyer.pay()
    expect(charges(world)).toEqual([2])
  })
})
