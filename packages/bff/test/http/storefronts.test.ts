/** A thousand orders with the data of more than forty countries: every one is taken and paid, and PayKKa takes what it is sent. */
import { CreateCheckout } from '@paykka-checkout/shared-types'
import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { COUNTRY_COUNT, storefrontOrder } from '../support/storefront-orders.ts'
import type { World } from '../support/world.ts'
import { shop, shopper, startWorld } from '../support/world.ts'

const MANY = 1000
const ORDERS = Array.from({ length: MANY }, (_, index) => storefrontOrder(index))

/** Creates one and pays it. @returns what went wrong, undefined when nothing did */
async function buy(world: World, order: (typeof ORDERS)[number]): Promise<string | undefined> {
  const created = await shop(world).send('POST', '/v1/checkouts', order)
  if (created.statusCode !== 201) return `${order.orderReference}: ${created.body}`
  const checkout = created.json()
  if (JSON.stringify(checkout.amount) !== JSON.stringify(order.amount))
    return `${order.orderReference}: amount`
  const paid = await shopper(world, checkout).pay()
  if (paid.json().payment?.status !== 'succeeded') return `${order.orderReference}: ${paid.body}`
  return undefined
}

describe('orders of storefronts', () => {
  it('are all taken, and what PayKKa gets of each passes its checks', { timeout: 300_000 }, async () => {
    const world = await startWorld()
    const failures = []
    for (const order of ORDERS) failures.push(...[await buy(world, order)].filter((one) => one !== undefined))
    expect(failures).toEqual([])
    const { attempts } = world.emulator.ledger()
    expect(attempts.map(({ charges }) => charges)).toEqual(ORDERS.map(() => 1))
    const sums = (amounts: number[]) => amounts.reduce((sum, amount) => sum + amount, 0)
    const charged = world.emulator.ledger().orders.map(({ amount }) => amount)
    expect(sums(charged)).toBe(sums(ORDERS.map(({ amount }) => amount.value)))
  })

  it('come from more than forty countries, and hardly one is written as PayKKa wants it', () => {
    expect(COUNTRY_COUNT).toBeGreaterThan(40)
    const asTheyAre = ORDERS.filter((order) => Value.Check(CreateCheckout, order))
    expect(asTheyAre.length).toBeLessThan(MANY / 50)
  })
})
