/** Who ordered a capture, void or refund: the key, the operator it names, or a job. */
import { randomUUID } from 'node:crypto'
import type { Operation } from '@paykka-checkout/shared-types'
import { describe, expect, it } from 'vitest'
import { watchHeldFunds } from '../../src/payments/modifications/held-funds.ts'
import { expectProblem } from '../support/refusals.ts'
import { SECRET_KEY, shop, shopper, startWorld } from '../support/world.ts'

const SUPPORT_KEY = 's'.repeat(40)
const HEADER = 'paykka-operator'

async function start(capture: 'automatic' | 'manual' = 'automatic') {
  const env = { BFF_SECRET_KEYS: `${SECRET_KEY},support:${SUPPORT_KEY}` }
  const world = await startWorld({ env })
  const checkout = await shop(world).create({ capture })
  const { payment } = (await shopper(world, checkout).pay()).json()
  const refund = (value: number, extra: Record<string, string> = {}) =>
    shop(world).send(
      'POST',
      `/v1/payments/${payment.id}/refunds`,
      { amount: { value, currency: 'EUR' } },
      { 'idempotency-key': randomUUID(), ...extra },
    )
  const operations = async (): Promise<Operation[]> =>
    (await shop(world).send('GET', `/v1/payments/${payment.id}`)).json().payment.operations
  return { world, payment, refund, operations }
}

describe('an operation', () => {
  it('names the key that ordered it, and the operator whom the key claims', async () => {
    const { refund, operations } = await start()
    const support = { authorization: `Bearer ${SUPPORT_KEY}` }
    expect((await refund(1)).json().operation.actor).toEqual({ type: 'key', id: 'key-1' })
    await refund(2, support)
    await refund(3, { ...support, [HEADER]: 'ana@shop.example' })
    expect((await operations()).map(({ actor }) => actor)).toEqual([
      { type: 'key', id: 'key-1' },
      { type: 'key', id: 'support' },
      { type: 'key', id: 'support', claimed: 'ana@shop.example' },
    ])
  })

  it('keeps its first actor when another repeats it', async () => {
    const { refund } = await start()
    const key = { 'idempotency-key': 'one' }
    await refund(1, { ...key, [HEADER]: 'ana' })
    const again = await refund(1, { ...key, [HEADER]: 'bea' })
    expect(again.headers['idempotency-replayed']).toBe('true')
    expect(again.json().operation.actor.claimed).toBe('ana')
  })

  it.each(['', ' ', '<script>', 'a'.repeat(65), '=1+1', 'ana\tb', '4111 1111 1111 1111', '4111111111111111'])(
    'is not begun for the operator %j',
    async (name) => {
      const { world, refund } = await start()
      const refused = await refund(1, { [HEADER]: name })
      expect(refused.statusCode).toBe(422)
      if (!name.startsWith('4111')) expectProblem(refused, 422, 'validation_failed')
      expect(world.emulator.ledger().requests['/v3/payment/acq/refund'] ?? 0).toBe(0)
    },
  )

  it('names the job that did it', async () => {
    const { world, operations } = await start('manual')
    world.clock.advance(2 * 3_600_000)
    await watchHeldFunds(world.parts, { withinMs: 3_600_000, action: 'void' })
    expect((await operations()).map(({ actor }) => actor)).toEqual([{ type: 'job', id: 'held-funds' }])
  })
})
