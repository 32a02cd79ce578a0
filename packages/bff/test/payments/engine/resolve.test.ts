/** Asks about what is due, as far as the gateway may be asked. */
import { expect, it } from 'vitest'
import type { AttemptRow } from '../../../src/payments/engine/attempt.ts'
import type { Queue } from '../../../src/payments/engine/resolve.ts'
import { resolveDue } from '../../../src/payments/engine/resolve.ts'
import { createGatewayHealth } from '../../../src/payments/recovery/gateway-health.ts'

const NOW = 1_000_000

function bench(allowed: number, due: Record<'payment' | 'operation', number>) {
  const asked: string[] = []
  const claims: unknown[] = []
  const logged: unknown[] = []
  const note = (facts: Record<string, unknown>, message: string) => void logged.push([facts, message])
  const queue = (noun: 'payment' | 'operation'): Queue => ({
    noun,
    claim: async (lease) => {
      claims.push([noun, lease])
      return Array.from({ length: Math.min(due[noun], lease.limit) }, (_, index) => ({
        id: `${noun}_${index}`,
      })) as AttemptRow[]
    },
    ask: async ({ id }) => {
      asked.push(id)
      if (id === 'payment_0') throw new Error('broken')
      if (id === 'payment_1') throw Object.assign(new Error('full'), { errcode: 13 })
    },
  })
  const parts = {
    now: () => NOW,
    health: { ...createGatewayHealth(), allowance: () => allowed },
    log: { info: note, warn: note, error: note },
  }
  const run = () => resolveDue(parts, [queue('payment'), queue('operation')], 'bff_1', 5000)
  return { run, asked, claims, logged }
}

it('asks about every kind, one beside the other, and one failure keeps nothing from the rest', async () => {
  const { run, asked, claims, logged } = bench(20, { payment: 3, operation: 2 })
  expect(await run()).toBe(5)
  expect(asked).toEqual(['payment_0', 'payment_1', 'payment_2', 'operation_0', 'operation_1'])
  const lease = { owner: 'bff_1', now: NOW, leaseMs: 5000 }
  expect(claims).toEqual([
    ['payment', { ...lease, limit: 20 }],
    ['operation', { ...lease, limit: 17 }],
  ])
  // A failing database is logged once, by what keeps the results.
  expect(logged).toEqual([
    [{ payment: 'payment_0', err: new Error('broken') }, 'could not ask about this payment'],
  ])
})

it.each([
  [0, 0, []],
  [1, 1, ['payment']],
  [4, 4, ['payment', 'operation']],
])('asks no more than the gateway may be asked: %d', async (allowed, count, kinds) => {
  const { run, claims } = bench(allowed, { payment: 3, operation: 9 })
  expect(await run()).toBe(count)
  expect(claims.map((claim) => (claim as string[])[0])).toEqual(kinds)
})
