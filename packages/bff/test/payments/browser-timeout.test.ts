/** A browser gets an answer within half a minute, and the payment continues without it. */
import { expect, it } from 'vitest'
import { shop, shopper, startWorld } from '../support/world.ts'

it('waits no longer than the purchase takes', async () => {
  const waits: (AbortSignal | undefined)[] = []
  const world = await startWorld({
    timeout: (_ms, over) => {
      waits.push(over)
      return new Promise(() => {})
    },
  })
  const buyer = shopper(world, await shop(world).create())
  expect((await buyer.pay()).json().payment.status).toBe('succeeded')
  expect(waits.map((over) => over?.aborted)).toEqual([true])
})

it('answers 202 while PayKKa is slow, then settles by itself', async () => {
  const gate = Promise.withResolvers<void>()
  const sent = Promise.withResolvers<void>()
  const world = await startWorld({
    timeout: () => sent.promise,
    gateway: (real) => ({
      ...real,
      purchase: async (purchase) => {
        sent.resolve()
        await gate.promise
        return real.purchase(purchase)
      },
    }),
  })
  const buyer = shopper(world, await shop(world).create())
  const response = await buyer.pay()
  expect([response.statusCode, response.json().payment.status]).toEqual([202, 'processing'])
  expect((await buyer.pay()).json().code).toBe('payment_in_progress')
  gate.resolve()
  await expect.poll(async () => (await buyer.read()).status).toBe('succeeded')
  expect(world.emulator.ledger().attempts.map((attempt) => attempt.charges)).toEqual([1])
})
