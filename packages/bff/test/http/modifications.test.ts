/** Captures, voids and refunds through the real routes, counted on the emulator's books. */
import { randomUUID } from 'node:crypto'
import type { Operation, Payment } from '@paykka-checkout/shared-types'
import type { LightMyRequestResponse } from 'fastify'
import { describe, expect, it } from 'vitest'
import { watchHeldFunds } from '../../src/payments/modifications/held-funds.ts'
import type { World, WorldOptions } from '../support/world.ts'
import { shop, shopper, startWorld } from '../support/world.ts'

const CAPTURE = '/v3/payment/acq/capture'
const REFUND = '/v3/payment/acq/refund'

type Answer = { payment: Payment; operation: Operation; code?: string }

/** A hundred answers at once take their time on a busy machine; here none may count as lost. */
const PATIENT = { env: { PAYKKA_TIMEOUT_MS: '20000' } }

async function start(capture: 'automatic' | 'manual', options: WorldOptions = {}) {
  const world = await startWorld(options)
  const checkout = await shop(world).create({ capture })
  await shopper(world, checkout).pay()
  const [payment] = (await shop(world).read(checkout.id)).payments
  if (!payment) throw new Error('no payment')
  const send = (what: string, body: unknown = {}, key: string = randomUUID()) =>
    shop(world).send('POST', `/v1/payments/${payment.id}/${what}`, body, { 'idempotency-key': key })
  const read = async (): Promise<Payment> =>
    (await shop(world).send('GET', `/v1/payments/${payment.id}`)).json().payment
  const order = () => {
    const [found] = world.emulator.ledger().orders
    if (!found) throw new Error('no order at the emulator')
    return found
  }
  const calls = (path: string) => world.emulator.ledger().requests[`/v3/payment/acq/${path}`] ?? 0
  return { world, payment, send, read, order, calls }
}

const euro = (value: number) => ({ amount: { value, currency: 'EUR' } })
const reported = (response: LightMyRequestResponse) => response.json() as Answer
const eventTypes = async (world: World) =>
  (await world.database.db.selectFrom('shop_events').select('type').orderBy('created_at').execute()).map(
    ({ type }) => type,
  )

describe('captures', () => {
  it('takes all held funds, notifies the shop and records every step', async () => {
    const { world, send, order } = await start('manual')
    const answer = await send('captures')
    expect(answer.statusCode).toBe(200)
    expect(reported(answer)).toMatchObject({
      payment: { status: 'succeeded', balances: { authorized: 1099, captured: 1099, refundable: 1099 } },
      operation: {
        type: 'capture',
        status: 'succeeded',
        final: true,
        amount: { value: 1099, currency: 'EUR' },
      },
    })
    expect(order().balances).toMatchObject({ captured_amount: 1099 })
    const causes = reported(answer).payment.history.map(({ cause }) => cause)
    expect(causes).toEqual(
      expect.arrayContaining(['capture_sending', 'capture_processing', 'capture_succeeded']),
    )
    expect(await eventTypes(world)).toEqual(
      expect.arrayContaining(['capture.succeeded', 'payment.succeeded']),
    )
  })

  it('takes a part, then another, and releases the rest with the final one', async () => {
    const { send, order, read } = await start('manual')
    expect(reported(await send('captures', euro(400)))).toMatchObject({
      payment: { status: 'authorized', balances: { captured: 400, capturable: 699 } },
      operation: { status: 'succeeded', final: false },
    })
    expect(reported(await send('captures', { ...euro(100), final: true })).operation.status).toBe('succeeded')
    expect(order().balances).toMatchObject({ captured_amount: 500, able_to_capture_amount: 0 })
    expect((await read()).operations.map(({ amount }) => amount.value)).toEqual([400, 100])
  })

  it.each([
    ['more than is held', euro(1100), 422, 'amount_too_high'],
    ['another currency', { amount: { value: 100, currency: 'USD' } }, 422, 'validation_failed'],
    ['nothing at all', euro(0), 422, 'validation_failed'],
    ['an unknown member', { amout: 3 }, 422, 'validation_failed'],
  ])('refuses %s and sends nothing', async (_name, body, status, code) => {
    const { send, calls } = await start('manual')
    const answer = await send('captures', body)
    expect([answer.statusCode, answer.json().code]).toEqual([status, code])
    expect(calls('capture')).toBe(0)
  })

  it('does it once per key, also for two clicks at the same moment', async () => {
    const { send, order, calls } = await start('manual', PATIENT)
    const key = randomUUID()
    const answers = await Promise.all([send('captures', euro(300), key), send('captures', euro(300), key)])
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 409])
    const again = await send('captures', euro(300), key)
    expect(again.headers['idempotency-replayed']).toBe('true')
    expect(reported(again).operation.status).toBe('succeeded')
    expect((await send('captures', euro(301), key)).json().code).toBe('idempotency_key_reused')
    expect([order().balances.captured_amount, calls('capture')]).toEqual([300, 1])
  })

  it('never captures more than is held under 100 requests at once', async () => {
    const { send, order } = await start('manual', PATIENT)
    await Promise.all(Array.from({ length: 100 }, () => send('captures', { ...euro(100), final: false })))
    const { captured_amount: captured = 0, authed_amount: authed = 0 } = order().balances
    expect(captured).toBeGreaterThan(0)
    expect(captured).toBeLessThanOrEqual(authed)
  })

  it('waits for one that is not answered, and ends it by the balances', async () => {
    const { world, send, order, read } = await start('manual')
    await world.emulator.setFaults({ match: { path: CAPTURE }, fault: { type: 'reset', when: 'after' } })
    const answer = await send('captures', euro(500))
    expect(answer.statusCode).toBe(202)
    expect(reported(answer).operation.status).toBe('unknown')
    expect((await send('captures', euro(500))).json().code).toBe('operation_in_progress')
    world.clock.advance(5000)
    expect(await world.resolveModifications()).toBe(1)
    expect((await read()).operations).toMatchObject([{ status: 'succeeded' }])
    expect(order().balances.captured_amount).toBe(500)
  })

  it("fails what was never executed once PayKKa's clock window is over", async () => {
    const { world, send, order, read } = await start('manual')
    await world.emulator.setFaults({ match: { path: CAPTURE }, fault: { type: 'reset', when: 'before' } })
    expect((await send('captures')).statusCode).toBe(202)
    world.clock.advance(11 * 60_000)
    await world.resolveModifications()
    expect((await read()).operations).toMatchObject([{ status: 'failed', failure: { code: 'not_executed' } }])
    expect(order().balances.captured_amount).toBe(0)
    await world.emulator.setFaults()
    expect(reported(await send('captures')).operation.status).toBe('succeeded')
  })

  it('takes a yes without content for one, and believes only the balances', async () => {
    const { world, send } = await start('manual')
    await world.emulator.setFaults({ match: { path: CAPTURE }, fault: { type: 'garbage', kind: 'empty' } })
    expect((await send('captures')).statusCode).toBeLessThan(300)
    world.clock.advance(5000)
    await world.resolveModifications()
    expect(await eventTypes(world)).toContain('capture.succeeded')
  })

  it('sends nothing when PayKKa does not tell the balances', async () => {
    const { world, send, calls } = await start('manual')
    await world.emulator.setFaults({
      match: { path: '/v3/payment/acq/query' },
      times: 0,
      fault: { type: 'reset', when: 'before' },
    })
    expect((await send('captures')).json().code).toBe('gateway_unreachable')
    expect(calls('capture')).toBe(0)
  })

  it('has committed the capture as sending before the first byte goes out', async () => {
    const seen: string[] = []
    const late: { world?: World } = {}
    const { world, send } = await start('manual', {
      modifications: (real) => ({
        ...real,
        capture: async (order) => {
          const rows = await late.world?.database.db.selectFrom('operations').select('status').execute()
          seen.push(...(rows ?? []).map(({ status }) => status))
          return real.capture(order)
        },
      }),
    })
    late.world = world
    await send('captures')
    expect(seen).toEqual(['sending'])
  })
})

describe('voids', () => {
  it('releases held funds and ends the checkout', async () => {
    const { world, send, order } = await start('manual')
    const answer = reported(await send('voids', { reason: 'out of stock' }))
    expect(answer).toMatchObject({
      payment: { status: 'canceled' },
      operation: { type: 'void', status: 'succeeded', amount: { value: 1099 }, reason: 'out of stock' },
    })
    expect(order().balances.voided_amount).toBe(1099)
    expect(await eventTypes(world)).toEqual(expect.arrayContaining(['void.succeeded', 'payment.canceled']))
    for (const what of ['captures', 'refunds'])
      expect((await send(what)).json().code).toBe('operation_not_possible')
    expect((await send('voids', { allowRepeat: true })).json().code).toBe('operation_not_possible')
  })

  it('takes an amount only where that is configured', async () => {
    const { send, calls } = await start('manual')
    expect((await send('voids', euro(100))).json().code).toBe('validation_failed')
    expect(calls('void')).toBe(0)
    const other = await start('manual', { env: { PARTIAL_VOID: 'true' } })
    expect(reported(await other.send('voids', euro(100))).payment.status).toBe('partially_reversed')
    expect(reported(await other.send('captures')).operation.amount.value).toBe(999)
  })

  it('lets a capture or a void win, never both', async () => {
    const { send, order } = await start('manual')
    await Promise.all([send('captures'), send('voids')])
    const { captured_amount: captured = 0, voided_amount: voided = 0 } = order().balances
    expect(captured + voided).toBe(1099)
  })

  it('reports held funds that nobody captured in time, once', async () => {
    const { world } = await start('manual')
    const policy = { withinMs: world.config.heldFunds.withinMs, action: 'alert' as const }
    expect(await watchHeldFunds(world.parts, policy)).toBe(0)
    world.clock.advance(policy.withinMs + 1)
    expect([await watchHeldFunds(world.parts, policy), await watchHeldFunds(world.parts, policy)]).toEqual([
      1, 0,
    ])
    expect(await eventTypes(world)).toContain('payment.capture_overdue')
  })

  it('releases them where that is configured', async () => {
    const { world, order } = await start('manual')
    world.clock.advance(2 * 3_600_000)
    expect(await watchHeldFunds(world.parts, { withinMs: 3_600_000, action: 'void' })).toBe(1)
    expect(order().balances.voided_amount).toBe(1099)
  })
})

describe('refunds', () => {
  it('gives a part back, then the rest', async () => {
    const { world, send, order, payment } = await start('automatic')
    const first = reported(await send('refunds', { ...euro(99), reason: 'duplicate' }))
    expect(first).toMatchObject({
      payment: { status: 'partially_refunded', balances: { refunded: 99, refundable: 1000 } },
      operation: { type: 'refund', status: 'succeeded', reason: 'duplicate', gatewayStatus: 'SUCCESS' },
    })
    expect(reported(await send('refunds')).payment.status).toBe('refunded')
    expect(order().refunds.map(({ amount, reason }) => [amount, reason])).toEqual([
      [99, 'DUPLICATE'],
      [1000, 'REQUESTED_BY_CUSTOMER'],
    ])
    const list = await shop(world).send('GET', `/v1/payments/${payment.id}/refunds`)
    expect(list.json().data.map(({ amount }: Operation) => amount.value)).toEqual([99, 1000])
    expect((await send('refunds', { allowRepeat: true })).json().code).toBe('operation_not_possible')
  })

  it('gives back once for a double click, and refuses more than is left', async () => {
    const { send, order } = await start('automatic')
    const key = randomUUID()
    await Promise.all([send('refunds', euro(500), key), send('refunds', euro(500), key)])
    expect(order().refunds).toHaveLength(1)
    expect((await send('refunds', euro(600))).json()).toMatchObject({ code: 'amount_too_high', status: 422 })
  })

  it('never gives back more than was captured under 100 requests at once', async () => {
    const { send, order, read } = await start('automatic', PATIENT)
    // Each of its own amount: equal ones would be taken for repetitions.
    await Promise.all(Array.from({ length: 100 }, (_, index) => send('refunds', euro(1 + index))))
    const done = (await read()).operations.filter(({ status }) => status === 'succeeded')
    const sum = done.reduce((total, { amount }) => total + amount.value, 0)
    expect(sum).toBeGreaterThan(1099 - 100)
    expect(sum).toBeLessThanOrEqual(1099)
    expect(order().balances.refunded_amount).toBe(sum)
    expect(new Set(order().refunds.map(({ refundTransId }) => refundTransId)).size).toBe(done.length)
  })

  it('asks about one that is not answered, by its own id', async () => {
    const { world, send, order, read } = await start('automatic')
    await world.emulator.setFaults({ match: { path: REFUND }, fault: { type: 'reset', when: 'after' } })
    expect((await send('refunds', euro(500))).statusCode).toBe(202)
    expect((await send('refunds', euro(600))).json().code).toBe('amount_too_high')
    world.clock.advance(3000)
    await world.resolveModifications()
    expect(await read()).toMatchObject({
      status: 'partially_refunded',
      operations: [{ status: 'succeeded' }],
    })
    expect(order().refunds).toHaveLength(1)
    expect(await eventTypes(world)).toEqual(expect.arrayContaining(['refund.unknown', 'refund.succeeded']))
  })

  it('keeps one under review until PayKKa has decided', async () => {
    const { world, send, read } = await start('automatic')
    await world.emulator.setFaults({ match: { path: REFUND }, fault: { type: 'review', ms: 86_400_000 } })
    const answer = await send('refunds', euro(500))
    expect([answer.statusCode, reported(answer).operation.status]).toEqual([202, 'reviewing'])
    world.clock.advance(2 * 86_400_000)
    await world.resolveModifications()
    expect((await read()).operations).toMatchObject([{ status: 'succeeded', gatewayStatus: 'SUCCESS' }])
  })

  it('reports one that PayKKa declines, and allows another try', async () => {
    const { world, send, order } = await start('automatic')
    await world.emulator.setFaults({ match: { path: REFUND }, fault: { type: 'decline', errorCode: '3005' } })
    expect(reported(await send('refunds', euro(500))).operation).toMatchObject({
      status: 'failed',
      failure: { code: 'refused_by_gateway', gatewayCode: '3005' },
    })
    expect(reported(await send('refunds', euro(1099))).operation.status).toBe('succeeded')
    expect(order().balances.refunded_amount).toBe(1099)
  })

  it('does not believe an answer about another amount', async () => {
    const { world, send, read } = await start('automatic')
    await world.emulator.setFaults({ match: { path: REFUND }, fault: { type: 'answer', amount: 1 } })
    expect(reported(await send('refunds', euro(500))).operation.status).toBe('unknown')
    world.clock.advance(3000)
    await world.resolveModifications()
    expect((await read()).operations).toMatchObject([{ status: 'succeeded' }])
  })
})

describe('who may', () => {
  it.each(['captures', 'voids', 'refunds'])('nobody without the secret key: %s', async (what) => {
    const { world, payment } = await start('automatic')
    const checkout = await shop(world).create()
    const url = `/v1/payments/${payment.id}/${what}`
    const headers = { authorization: `Bearer ${checkout.clientSecret}`, 'idempotency-key': randomUUID() }
    const answer = await world.app.inject({ method: 'POST', url, headers, payload: {} })
    expect(answer.statusCode).toBe(401)
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    const absent = await shop(world).send(
      'POST',
      url.replace(payment.id, `pay_${'A'.repeat(22)}`),
      {},
      headers,
    )
    expect(absent.statusCode).toBe(401)
  })

  it('asks for an Idempotency-Key, and knows no payment that is not there', async () => {
    const { world, payment } = await start('automatic')
    const bare = await shop(world).send('POST', `/v1/payments/${payment.id}/refunds`, {})
    expect(bare.json().code).toBe('idempotency_key_invalid')
    const key = { 'idempotency-key': randomUUID() }
    const absent = await shop(world).send('POST', `/v1/payments/pay_${'A'.repeat(22)}/refunds`, {}, key)
    expect(absent.statusCode).toBe(404)
  })
})
