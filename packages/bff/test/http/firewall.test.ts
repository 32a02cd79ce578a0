/**
 * Something between here and PayKKa answers for it, after PayKKa did the work and while its notifications are lost: no second
 * charge, no second refund, and the truth comes by query.
 */
import { randomUUID } from 'node:crypto'
import type { FaultRule } from '@paykka-checkout/emulator'
import { describe, expect, it } from 'vitest'
import { charges } from '../support/refusals.ts'
import type { World } from '../support/world.ts'
import { shop, shopper, startWorld } from '../support/world.ts'

const PURCHASE = '/v3/payment/acq'
const PAGE = '<!doctype html><title>Request blocked</title>'
const STATUSES = [401, 403, 404, 429]
const MODES = ['enforce', 'log', 'off']

/** The page comes once, after the work was done; every notification is lost. */
const firewall = (status: number, path: string, body: unknown = PAGE): FaultRule[] => [
  { match: { path }, times: 1, fault: { type: 'status', status, body, when: 'after' } },
  { times: 0, fault: { type: 'notice', kind: 'lost' } },
]

const start = (mode: string) => startWorld({ env: { PAYKKA_RESPONSE_SIGNATURE: mode } })

describe.each(MODES)("a firewall's page where signatures are in mode %s", (mode) => {
  it.each(STATUSES)('under HTTP %i after the charge: one charge, never two', async (status) => {
    const world = await start(mode)
    const checkout = await shop(world).create()
    const buyer = shopper(world, checkout)
    await world.emulator.setFaults(...firewall(status, PURCHASE))
    const first = await buyer.pay()
    expect([first.statusCode, first.json().payment.status]).toEqual([202, 'unknown'])
    expect((await buyer.pay()).json().code).toBe('payment_in_progress')
    world.clock.advance(60_000)
    await world.resolve()
    expect((await buyer.pay()).json().code).toBe('already_paid')
    expect(charges(world)).toBe(1)
    expect((await shop(world).read(checkout.id)).payments.map((payment) => payment.status)).toEqual([
      'succeeded',
    ])
  })

  it.each(STATUSES)('under HTTP %i after the money went back: one refund, never two', async (status) => {
    const { world, id } = await paid(mode)
    await world.emulator.setFaults(...firewall(status, `${PURCHASE}/refund`))
    const [first, second] = [await operate(world, id, 'refunds'), await operate(world, id, 'refunds')]
    expect([first.statusCode, first.json().operation.status]).toEqual([202, 'unknown'])
    expect(second.json().code).toBe('operation_in_progress')
    world.clock.advance(60_000)
    await world.resolveModifications()
    expect((await readPayment(world, id)).operations.map(({ status: now }) => now)).toEqual(['succeeded'])
    expect(world.emulator.ledger().orders[0]?.refunds).toHaveLength(1)
  })

  it.each(STATUSES)(
    'under HTTP %i after a capture and after a void: asked for, not repeated',
    async (status) => {
      for (const [path, route] of [
        ['capture', 'captures'],
        ['void', 'voids'],
      ] as const) {
        const { world, id } = await paid(mode, { capture: 'manual' })
        await world.emulator.setFaults(...firewall(status, `${PURCHASE}/${path}`))
        expect((await operate(world, id, route)).json().operation.status).toBe('unknown')
        world.clock.advance(60_000)
        await world.resolveModifications()
        expect((await readPayment(world, id)).operations.map(({ status: now }) => now)).toEqual(['succeeded'])
        expect(world.emulator.ledger().requests[`${PURCHASE}/${path}`]).toBe(1)
      }
    },
  )
})

describe("a firewall's page instead of the address of PayKKa's own page", () => {
  it.each(STATUSES)('under HTTP %i frees no checkout: the shopper may be there', async (status) => {
    const world = await startWorld({ env: { HOSTED_METHODS: 'ideal:EUR' } })
    const checkout = await shop(world).create()
    const [once, lost] = firewall(status, `${PURCHASE}/session`)
    await world.emulator.setFaults({ ...(once as FaultRule), times: 0 }, lost as FaultRule)
    const headers = { authorization: `Bearer ${checkout.clientSecret}`, 'idempotency-key': randomUUID() }
    const payload = { methods: ['ideal'] }
    const url = '/client/v1/checkout/hosted'
    const opened = await world.app.inject({ method: 'POST', url, headers, payload })
    expect(opened.json().code).toBe('payment_in_progress')
    const { payments } = await shop(world).read(checkout.id)
    expect(payments.map((payment) => payment.status)).toEqual(['unknown'])
  })
})

describe('the control', () => {
  it("PayKKa's own words under these statuses are a refusal, and the shopper pays again", async () => {
    for (const status of STATUSES) {
      const world = await start('enforce')
      const buyer = shopper(world, await shop(world).create())
      const body = { ret_code: String(status), ret_msg: 'no' }
      await world.emulator.setFaults(...firewall(status, PURCHASE, body))
      expect((await buyer.pay()).json().payment.status).toBe('failed')
      expect((await buyer.pay()).json().payment.status).toBe('succeeded')
      // The fault lies: PayKKa would refuse before it charges. Who believes such an answer charges twice.
      expect(charges(world)).toBe(2)
    }
  })
})

async function paid(mode: string, order: Record<string, unknown> = {}) {
  const world = await start(mode)
  const checkout = await shop(world).create(order)
  await shopper(world, checkout).pay()
  const [payment] = (await shop(world).read(checkout.id)).payments
  return { world, id: payment?.id ?? '' }
}

const operate = (world: World, id: string, route: string) =>
  shop(world).send('POST', `/v1/payments/${id}/${route}`, {}, { 'idempotency-key': randomUUID() })

async function readPayment(world: World, id: string): Promise<{ operations: { status: string }[] }> {
  return (await shop(world).send('GET', `/v1/payments/${id}`)).json().payment
}
