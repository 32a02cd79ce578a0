/** A card that a shopper saves again: one entry, renewed, and all of its tokens removed with it. */
import { expect, it } from 'vitest'
import type { CardTraits } from '../../src/payments/saved-cards/same-card.ts'
import { isSameCard } from '../../src/payments/saved-cards/same-card.ts'
import type { World } from '../support/world.ts'
import { SECRET_KEY, shop, shopper, startWorld } from '../support/world.ts'

async function save(world: World, card: Record<string, string> = {}): Promise<string | undefined> {
  const checkout = await shop(world).create({ shopper: { reference: 'anna' }, saveCard: 'always' })
  await shopper(world, checkout).pay({ card })
  return (await shop(world).read(checkout.id)).payments[0]?.savedCardId
}
const listed = async (world: World) => (await shop(world).send('GET', '/v1/shoppers/anna/cards')).json()
const tokens = (world: World) => world.emulator.ledger().tokens

it('is one entry with one id, whose removal reaches every token of it', async () => {
  const world = await startWorld()
  const first = await save(world)
  expect([await save(world), await save(world)]).toEqual([first, first])
  const other = await save(world, { expMonth: '11' })
  expect(other).not.toBe(first)
  const { data, others } = await listed(world)
  expect([data.map(({ id }: { id: string }) => id).toSorted(), others]).toEqual([
    [first, other].toSorted(),
    undefined,
  ])
  const url = `/v1/shoppers/anna/cards/${first}`
  const headers = { authorization: `Bearer ${SECRET_KEY}` }
  expect((await world.app.inject({ method: 'DELETE', url, headers })).statusCode).toBe(204)
  const after = await listed(world)
  expect([after.data.map(({ id }: { id: string }) => id), after.others]).toEqual([[other], undefined])
  expect(tokens(world)).toHaveLength(1)
  expect(await save(world)).not.toBe(first)
})

const CARD: CardTraits = {
  token: 'TK1',
  bin: '424242',
  brand: 'visa',
  last4: '4242',
  exp_month: '12',
  exp_year: '2031',
}

it.each([
  ['the same token, whatever else', { brand: null, last4: null, exp_month: null, bin: '400000' }, true],
  ['another token of the same card', { token: 'TK2' }, true],
  ['first digits that are not known', { token: 'TK2', bin: null }, true],
  ['other first digits', { token: 'TK2', bin: '400000' }, false],
  ['other last digits', { token: 'TK2', last4: '4243' }, false],
  ['another month', { token: 'TK2', exp_month: '11' }, false],
  ['another brand', { token: 'TK2', brand: 'mastercard' }, false],
  ['an expiry that is not known', { token: 'TK2', exp_month: null }, false],
  ['a token that can not be opened', { token: null }, true],
])('%s', (_name, changes, same) => {
  expect(isSameCard(CARD, { ...CARD, ...changes })).toBe(same)
})
