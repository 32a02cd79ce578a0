/** What PayKKa keeps for a shopper and this database does not know: the shop can see and remove it, a shopper is offered none. */
import { describe, expect, it } from 'vitest'
import type { World } from '../support/world.ts'
import { SECRET_KEY, SHOP_ORIGIN, shop, shopper, startWorld } from '../support/world.ts'

const CARDS = '/v1/shoppers/anna/cards'
const ANNA = { shopper: { reference: 'anna' } }

const read = async (world: World) => (await shop(world).send('GET', CARDS)).json()

const remove = (world: World, id: string) =>
  world.app.inject({
    method: 'DELETE',
    url: `${CARDS}/${id}`,
    headers: { authorization: `Bearer ${SECRET_KEY}` },
  })

/** A database that has forgotten the cards it kept, as one that was restored. */
async function start() {
  const world = await startWorld()
  for (const order of [{ saveCard: 'always' }, { recurring: { type: 'subscription' } }]) {
    const checkout = await shop(world).create({ ...ANNA, ...order })
    await shopper(world, checkout).pay()
  }
  expect((await read(world)).others).toBeUndefined()
  await world.database.db.deleteFrom('saved_cards').execute()
  return world
}

describe('a token that PayKKa stores and the database does not know', () => {
  it('is listed by a name of ours, says what it is for, and is offered to no shopper', async () => {
    const world = await start()
    const { data, others } = await read(world)
    expect(data).toEqual([])
    expect(others).toEqual([
      { id: expect.stringMatching(/^tok_/), usage: 'saved_card', paidWith: 'card' },
      { id: expect.stringMatching(/^tok_/), usage: 'subscription', paidWith: 'card' },
    ])
    expect((await read(world)).others).toEqual(others)
    for (const { token } of world.emulator.ledger().tokens)
      expect(JSON.stringify(others) + world.logs.join('')).not.toContain(token)
    const buyer = shopper(world, await shop(world).create(ANNA))
    expect((await buyer.read()).cards).toEqual([])
    const { clientSecret } = (await shop(world).send('POST', '/v1/shoppers/anna/secrets', {})).json()
    const headers = { authorization: `Bearer ${clientSecret}`, origin: SHOP_ORIGIN }
    const account = await world.app.inject({ url: '/client/v1/shopper', headers })
    expect(account.json()).toMatchObject({ cards: [], agreements: [] })
  })

  it('is removed at PayKKa by the shop, and twice is fine', async () => {
    const world = await start()
    const [first, second] = (await read(world)).others
    for (const _ of [1, 2]) expect((await remove(world, first.id)).statusCode).toBe(204)
    expect((await read(world)).others).toEqual([second])
    expect(world.emulator.ledger().tokens).toHaveLength(1)
  })

  it('stays when PayKKa does not answer, and the shop gets an error', async () => {
    const world = await start()
    const [first] = (await read(world)).others
    for (const path of ['token/query', 'token/remove']) {
      await world.emulator.setFaults({
        match: { path: `/v3/payment/acq/${path}` },
        fault: { type: 'status', status: 500, when: 'before' },
        times: 5,
      })
      expect((await remove(world, first.id)).json().code).toBe('gateway_unreachable')
    }
    await world.emulator.setFaults()
    expect((await read(world)).others).toHaveLength(2)
  })

  it("is nobody else's, and no page may remove it", async () => {
    const world = await start()
    const [first] = (await read(world)).others
    expect((await shop(world).send('GET', '/v1/shoppers/ben/cards')).json()).toEqual({ data: [] })
    const foreign = await world.app.inject({
      method: 'DELETE',
      url: `/v1/shoppers/ben/cards/${first.id}`,
      headers: { authorization: `Bearer ${SECRET_KEY}` },
    })
    expect(foreign.statusCode).toBe(204)
    const { clientSecret } = (await shop(world).send('POST', '/v1/shoppers/anna/secrets', {})).json()
    const own = await world.app.inject({
      method: 'DELETE',
      url: `/client/v1/shopper/cards/${first.id}`,
      headers: { authorization: `Bearer ${clientSecret}`, origin: SHOP_ORIGIN },
    })
    expect(own.statusCode).toBe(404)
    expect(world.emulator.ledger().tokens).toHaveLength(2)
  })
})
