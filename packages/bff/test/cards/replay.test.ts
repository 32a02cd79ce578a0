/** A sealed card that paid once never pays again, from any sender and in any notation. */
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { sealHash } from '../../src/cards/seal-hash.ts'
import { expectProblem } from '../support/refusals.ts'
import { sealCard } from '../support/seal.ts'
import { shop, shopper, startWorld } from '../support/world.ts'

const DECLINED = '4000000000000002'

async function declinedOnce() {
  const world = await startWorld()
  const checkout = await shop(world).create()
  const buyer = shopper(world, checkout)
  const { cardKey } = await buyer.read()
  const iat = Math.floor(world.clock.now() / 1000)
  const sealed = await sealCard(cardKey, { number: DECLINED, checkout: checkout.id, iat })
  const key = randomUUID()
  const first = await buyer.pay({ sealed, key })
  expect(first.json().payment.status).toBe('declined')
  return { world, buyer, sealed, key, checkout }
}

describe('a sealed card', () => {
  it('is refused a second time, and nothing is sent', async () => {
    const { world, buyer, sealed } = await declinedOnce()
    expectProblem(await buyer.pay({ sealed }), 422, 'card_unreadable')
    expect(world.emulator.ledger().orders).toHaveLength(1)
  })

  it('leaves the checkout open after the refusal, and the same card freshly sealed may try', async () => {
    const { world, buyer, sealed, checkout } = await declinedOnce()
    await buyer.pay({ sealed })
    expect((await shop(world).read(checkout.id)).status).toBe('open')
    expect((await buyer.pay()).json().payment.status).toBe('succeeded')
  })

  it('may come again with its own key: that is the same request', async () => {
    const { buyer, sealed, key } = await declinedOnce()
    const again = await buyer.pay({ sealed, key })
    expect([again.statusCode, again.headers['idempotency-replayed']]).toEqual([200, 'true'])
  })

  it('pays once when it comes twice at the same moment', async () => {
    const world = await startWorld()
    const checkout = await shop(world).create()
    const buyer = shopper(world, checkout)
    const { cardKey } = await buyer.read()
    const iat = Math.floor(world.clock.now() / 1000)
    const sealed = await sealCard(cardKey, { checkout: checkout.id, iat })
    await Promise.all(Array.from({ length: 8 }, () => buyer.pay({ sealed })))
    expect(world.emulator.ledger().orders).toHaveLength(1)
  })
})

describe('sealHash', () => {
  it('is the same for every spelling of the same bytes', () => {
    // The last character of two Base64url characters carries four unused bits.
    expect(sealHash('aa..bb.cc.YQ')).toBe(sealHash('aa..bb.cc.YR'))
    expect(sealHash('aa..bb.cc.YQ')).not.toBe(sealHash('aa..bb.cc.Yg'))
  })
})
