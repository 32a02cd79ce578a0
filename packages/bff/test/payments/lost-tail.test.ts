/** A database that forgot an attempt it had sent (a failover, an old backup): the same trans_id must not charge twice. */
import { describe, expect, it } from 'vitest'
import { transIdKey } from '../../src/config/derived-keys.ts'
import { recoverForgotten } from '../../src/payments/recovery/recover-forgotten.ts'
import type { World } from '../support/world.ts'
import { order, shop, shopper, startWorld } from '../support/world.ts'

/** Pays, then takes the attempt out of the database as if its commit had been lost. */
async function payAndForget(world: World, number = '4242424242424242') {
  const checkout = await shop(world).create()
  await shopper(world, checkout).pay({ card: { number } })
  for (const table of ['shop_events', 'payment_steps', 'payments', 'idempotency_keys'] as const) {
    await world.database.db.deleteFrom(table).execute()
  }
  const untouched = { attempts: 0, status: 'open' as const, paid_payment_id: null, live_payment_id: null }
  await world.database.db.updateTable('checkouts').set(untouched).execute()
  return shopper(world, checkout)
}

const charges = (world: World) => world.emulator.ledger().attempts.map((attempt) => attempt.charges)

describe('an attempt the database lost', () => {
  it('is found by a query when PayKKa refuses the repeated trans_id', async () => {
    const world = await startWorld({ emulator: { dialect: { duplicateTransId: 'refuse' } } })
    const buyer = await payAndForget(world)
    expect((await buyer.pay()).json().payment.status).toBe('succeeded')
    expect(charges(world)).toEqual([1])
  })

  it('is found before anything is sent when the client says it repeats', async () => {
    const world = await startWorld({ emulator: { dialect: { duplicateTransId: 'charge' } } })
    const buyer = await payAndForget(world)
    const response = await buyer.pay({ headers: { 'x-retry': '1' } })
    expect(response.json().payment.status).toBe('succeeded')
    expect(charges(world)).toEqual([1])
  })

  it('is charged twice by a gateway that takes a trans_id twice and a client that does not say so (control)', async () => {
    const world = await startWorld({ emulator: { dialect: { duplicateTransId: 'charge' } } })
    const buyer = await payAndForget(world)
    await buyer.pay()
    expect(charges(world)).toEqual([2])
  })
})

describe('a checkout the database lost', () => {
  const key = { 'idempotency-key': 'order-1-0123456789' }
  const create = async (world: World) =>
    (await shop(world).send('POST', '/v1/checkouts', order(), key)).json()
  const forgetAll = async ({ database }: World) => {
    const tables = ['shop_events', 'payment_steps', 'payments', 'checkout_versions', 'checkouts'] as const
    for (const table of [...tables, 'idempotency_keys'] as const)
      await database.db.deleteFrom(table).execute()
  }

  it('is the same when the shop asks for it again, and found paid on a restored database', async () => {
    const restored = { askFirstUntil: () => Number.POSITIVE_INFINITY }
    const world = await startWorld({ ...restored, emulator: { dialect: { duplicateTransId: 'charge' } } })
    const first = await create(world)
    await shopper(world, first).pay()
    await forgetAll(world)
    const again = await create(world)
    expect([again.id, again.clientSecret]).toEqual([first.id, first.clientSecret])
    expect((await shopper(world, again).pay()).json().payment.status).toBe('succeeded')
    expect(charges(world)).toEqual([1])
  })

  it('is another one for another order, and for a key that was forgotten for its age', async () => {
    const world = await startWorld()
    const first = await create(world)
    await world.database.db.deleteFrom('idempotency_keys').execute()
    const ids = new Set([first.id, (await create(world)).id])
    await forgetAll(world)
    const body = order({ orderReference: 'order-2' })
    ids.add((await shop(world).send('POST', '/v1/checkouts', body, key)).json().id)
    expect(ids.size).toBe(3)
  })
})

describe('a refund the database lost', () => {
  it('is found and not made again when the shop repeats it on a restored database', async () => {
    const sent: string[] = []
    const world = await startWorld({
      askFirstUntil: () => Number.POSITIVE_INFINITY,
      modifications: (real) => ({
        ...real,
        refund: (wanted) => {
          sent.push(wanted.transId)
          return real.refund(wanted)
        },
      }),
    })
    const checkout = await shop(world).create()
    const paid = (await shopper(world, checkout).pay()).json().payment
    const body = { amount: { value: 400, currency: 'EUR' } }
    const key = { 'idempotency-key': 'refund-1-0123456789' }
    const refund = async () =>
      (await shop(world).send('POST', `/v1/payments/${paid.id}/refunds`, body, key)).json()
    expect((await refund()).operation.status).toBe('succeeded')
    await world.database.db.deleteFrom('operations').execute()
    await world.database.db.deleteFrom('idempotency_keys').where('scope', 'like', 'modify:%').execute()
    expect((await refund()).operation.status).toBe('succeeded')
    expect(sent).toHaveLength(1)
    expect(world.emulator.ledger().orders[0]?.balances).toMatchObject({ refunded_amount: 400 })
  })
})

describe('a restored database, before it accepts payments', () => {
  const recall = (world: World) =>
    recoverForgotten({ ...world.parts, transIdKey: transIdKey(world.config) }, world.clock.now())
  const events = async (world: World) =>
    (await world.database.db.selectFrom('shop_events').select('type').execute()).map((event) => event.type)

  it('finds a payment it lost, and notifies the shop', async () => {
    const world = await startWorld()
    const buyer = await payAndForget(world)
    expect(await recall(world)).toEqual({ checkouts: 1, recalled: 1, silent: 0 })
    expect((await buyer.read()).status).toBe('succeeded')
    expect(await events(world)).toEqual(['payment.succeeded'])
    expect((await buyer.pay()).json().code).toBe('already_paid')
    expect(charges(world)).toEqual([1])
  })

  it('learns of every declined attempt, so that the next one gets a new id', async () => {
    const world = await startWorld()
    const buyer = await payAndForget(world, '4000000000000002')
    expect(await recall(world)).toMatchObject({ recalled: 1 })
    expect(await buyer.read()).toMatchObject({
      status: 'open',
      lastPayment: { status: 'declined', attempt: 1 },
    })
    expect((await buyer.pay()).json().payment).toMatchObject({ status: 'succeeded', attempt: 2 })
    expect(charges(world)).toEqual([0, 1])
  })

  it('holds a checkout whose price was changed after the backup', async () => {
    const world = await startWorld()
    const buyer = await payAndForget(world)
    await world.database.db.updateTable('checkouts').set({ amount: 500 }).execute()
    expect(await recall(world)).toMatchObject({ recalled: 1 })
    expect(await buyer.read()).toMatchObject({ status: 'unknown' })
    expect((await buyer.pay()).json().code).toBe('payment_in_progress')
  })

  it('asks about nothing that could not be paid since, and enters nothing twice', async () => {
    const world = await startWorld()
    await payAndForget(world)
    const parts = { ...world.parts, transIdKey: transIdKey(world.config) }
    expect(await recoverForgotten(parts, world.clock.now() + 30 * 86_400_000)).toMatchObject({ checkouts: 0 })
    const both = await Promise.all([recall(world), recall(world)])
    expect(both.map(({ recalled }) => recalled).toSorted()).toEqual([0, 1])
  })

  it('sends nothing for a checkout PayKKa said nothing about', async () => {
    const world = await startWorld({ emulator: { dialect: { duplicateTransId: 'charge' } } })
    const buyer = await payAndForget(world)
    const query = { match: { path: '/v3/payment/acq/query' }, times: 0 }
    await world.emulator.setFaults({ ...query, fault: { type: 'status', status: 503 } })
    expect(await recall(world)).toMatchObject({ recalled: 0, silent: 1 })
    await world.database.db.updateTable('checkouts').set({ created_at: 0 }).execute()
    expect((await buyer.pay()).json().payment.status).toBe('unknown')
    expect(charges(world)).toEqual([1])
    await world.emulator.setFaults()
    world.clock.advance(60_000)
    await world.resolve()
    expect((await buyer.read()).status).toBe('succeeded')
  })
})
