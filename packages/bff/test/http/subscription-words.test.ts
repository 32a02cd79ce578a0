/** What the shopper reads about a subscription: its name, its price and how often it is paid. */
import { describe, expect, it } from 'vitest'
import { expectProblem } from '../support/refusals.ts'
import type { World } from '../support/world.ts'
import { order, shop, shopper, startWorld } from '../support/world.ts'

const EUR = (value: number) => ({ value, currency: 'EUR' })

async function created(world: World, recurring: object) {
  const body = { ...order(), shopper: { reference: 'anna' }, locale: 'de', recurring }
  return (await shop(world).send('POST', '/v1/checkouts', body)).json()
}

const seen = async (world: World, checkout: { id: string; clientSecret: string }) =>
  (await shopper(world, checkout).read()).recurring

describe('a subscription', () => {
  it('is shown with its name, its interval and its later amount', async () => {
    const world = await startWorld()
    const given = {
      type: 'subscription',
      label: 'Premium',
      interval: { unit: 'month', count: 3 },
      amount: EUR(2997),
    }
    const checkout = await created(world, given)
    expect(checkout.recurring).toEqual(given)
    expect(checkout).not.toHaveProperty('warnings')
    expect(await seen(world, checkout)).toEqual({
      ...given,
      amount: { ...EUR(2997), display: expect.stringMatching(/^29,97\s€$/), decimals: 2 },
    })
  })

  it('needs only its type', async () => {
    const world = await startWorld()
    const checkout = await created(world, { type: 'subscription', label: null, interval: '', amount: null })
    expect(checkout.recurring).toEqual({ type: 'subscription' })
    expect(await seen(world, checkout)).toEqual({ type: 'subscription' })
  })

  it('is taken in the words of other systems, and a warning names every change', async () => {
    const world = await startWorld()
    const checkout = await created(world, {
      type: 'subscription',
      label: ` Premium\n${'x'.repeat(100)}`,
      interval: 'P1M',
    })
    expect(checkout.recurring).toMatchObject({ interval: { unit: 'month', count: 1 } })
    expect(checkout.recurring.label).toMatch(/^Premium x{72}$/)
    const changes = checkout.warnings.map(({ field, reason }: Record<string, string>) => `${field} ${reason}`)
    expect(changes).toEqual(['/recurring/label shortened', '/recurring/interval changed'])
    const vague = await created(world, { type: 'unscheduled', interval: 'sometimes' })
    expect(vague.recurring).toEqual({ type: 'unscheduled' })
    expect(vague.warnings).toMatchObject([{ field: '/recurring/interval', reason: 'left_out' }])
  })

  it.each([
    [{ amount: { value: 999, currency: 'USD' } }, '/recurring/amount/currency'],
    [{ amount: { value: 9.99, currency: 'EUR' } }, '/recurring/amount/value'],
    [{ amount: EUR(0) }, '/recurring/amount/value'],
    [{ amount: '9.99' }, '/recurring/amount'],
    [{ price: 1 }, '/recurring/price'],
  ])('is exact about money: %j is refused', async (change, field) => {
    const world = await startWorld()
    const body = {
      ...order(),
      shopper: { reference: 'anna' },
      recurring: { type: 'subscription', ...change },
    }
    const answer = await shop(world).send('POST', '/v1/checkouts', body)
    expectProblem(answer, 422, 'validation_failed')
    expect(answer.json().errors.map((error: { field: string }) => error.field)).toContain(field)
  })
})
