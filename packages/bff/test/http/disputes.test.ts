/** Disputes on their payment: kept from notifications, moved on by their stages, and in the way of a refund. */
import { randomUUID } from 'node:crypto'
import type { Payment } from '@paykka-checkout/shared-types'
import { describe, expect, it } from 'vitest'
import { processNotifications } from '../../src/payments/notifications/notification.ts'
import { postgresOfFile } from '../database/postgres-of-file.ts'
import { disputeRow } from '../database/rows.ts'
import { expectProblem } from '../support/refusals.ts'
import type { WorldOptions } from '../support/world.ts'
import { MERCHANT_ID, platformSign, shop, shopper, startWorld } from '../support/world.ts'

const postgres = postgresOfFile()
const PATH = '/paykka/notifications'

async function disputable(options: WorldOptions = {}) {
  const world = await startWorld(options)
  const checkout = await shop(world).create()
  await shopper(world, checkout).pay()
  const [payment] = (await shop(world).read(checkout.id)).payments
  if (!payment) throw new Error('no payment')
  const report = async (changes: object, signed: boolean) => {
    const { transId: trans_id, gatewayOrderId: order_id } = payment
    const payload = JSON.stringify({
      event_type: 'DISPUTE',
      merchant_id: MERCHANT_ID,
      trans_id,
      order_id,
      ...changes,
    })
    const headers = {
      'content-type': 'application/json',
      ...(signed ? platformSign(world, PATH, payload) : {}),
    }
    const response = await world.app.inject({ method: 'POST', url: PATH, headers, payload })
    expect(response.statusCode).toBe(200)
    // Each comes a little later than the one before, and a repeated one is worked off again after a pause.
    world.clock.advance(6000)
    await processNotifications(world.parts, 60_000)
  }
  const read = async (): Promise<Payment> =>
    (await shop(world).send('GET', `/v1/payments/${payment.id}`)).json().payment
  const refund = (body: object = {}) =>
    shop(world).send('POST', `/v1/payments/${payment.id}/refunds`, body, { 'idempotency-key': randomUUID() })
  const events = async () => {
    const all = world.database.db
      .selectFrom('shop_events')
      .select('payload')
      .where('type', '=', 'dispute.reported')
    return (await all.execute()).map(({ payload }) => JSON.parse(payload).data)
  }
  return { world, report, read, refund, events }
}

const CREATED = { dispute_id: 'DG1', dispute_stage: 'DISPUTE_CREATED' }
const LOST = { dispute_id: 'DG1', dispute_stage: 'LOST' }
const seen = ({ disputes }: Payment) => disputes.map(({ id, stage, verified }) => [id, stage, verified])

describe('a disputed payment', () => {
  it('shows the dispute, also in events, and is refunded only where the shop means it', async () => {
    const { world, report, read, refund, events } = await disputable()
    expect((await read()).disputes).toEqual([])
    await report(
      {
        ...CREATED,
        reason_code: '4853',
        dispute_amount: 1099,
        dispute_currency: 'EUR',
        due_time: '2026-07-01T00:00:00+08:00',
      },
      false,
    )
    const expected = {
      id: 'DG1',
      stage: 'DISPUTE_CREATED',
      reason: '4853',
      amount: { value: 1099, currency: 'EUR' },
      dueTime: '2026-07-01T00:00:00+08:00',
      verified: false,
      disputeId: expect.stringMatching(/^dsp_[\w-]{22}$/),
      open: true,
      reportedAt: expect.any(String),
      updatedAt: expect.any(String),
    }
    expect((await read()).disputes).toEqual([expected])
    expect((await events())[0].payment.disputes).toEqual([expected])

    const refused = await refund()
    expectProblem(refused, 409, 'payment_disputed')
    expect(refused.json().detail).toBe(
      'dispute DG1, stage DISPUTE_CREATED, reported by an unsigned notification.',
    )
    expect(world.emulator.ledger().requests['/v3/payment/acq/refund'] ?? 0).toBe(0)
    expect((await refund({ evenIfDisputed: true })).json().operation.status).toBe('succeeded')
  })

  it('may still be captured and voided: only a refund pays back twice', async () => {
    const world = await startWorld()
    const checkout = await shop(world).create({ capture: 'manual' })
    const { payment } = (await shopper(world, checkout).pay()).json()
    await world.database.db.insertInto('disputes').values(disputeRow('dsp_1', payment.id)).execute()
    const send = (verb: string) =>
      shop(world).send('POST', `/v1/payments/${payment.id}/${verb}`, {}, { 'idempotency-key': randomUUID() })
    expect((await send('captures')).json().operation.status).toBe('succeeded')
    const refused = await send('refunds')
    expectProblem(refused, 409, 'payment_disputed')
    expect(refused.json().detail).toBe('One dispute, reported by a signed notification.')
  })

  it.each(['SQLite', 'PostgreSQL'])(
    'shows one line per dispute at its newest stage, on %s',
    async (database) => {
      const env: Record<string, string> =
        database === 'SQLite' ? {} : { DATABASE_URL: await postgres().createDatabase() }
      const { report, read, events } = await disputable({ env })
      await report(CREATED, true)
      await report({ dispute_id: 'DG2' }, true)
      await report(LOST, true)
      expect(seen(await read())).toEqual([
        ['DG1', 'LOST', true],
        ['DG2', undefined, true],
      ])
      // PayKKa sends again what it holds unfinished.
      await report(CREATED, true)
      expect(seen(await read())[0]).toEqual(['DG1', 'LOST', true])
      expect((await events()).map(({ dispute }) => dispute.stage)).toEqual([
        'DISPUTE_CREATED',
        undefined,
        'LOST',
      ])
    },
  )

  it('believes what was signed, whatever comes unsigned before or after', async () => {
    const { report, read, events } = await disputable()
    await report(LOST, false)
    expect(seen(await read())).toEqual([['DG1', 'LOST', false]])
    await report(CREATED, true)
    expect(seen(await read())).toEqual([['DG1', 'DISPUTE_CREATED', true]])
    await report(CREATED, false)
    await report({ ...LOST, dispute_stage: 'WON' }, false)
    expect(seen(await read())).toEqual([['DG1', 'DISPUTE_CREATED', true]])
    await report(LOST, true)
    expect(seen(await read())).toEqual([['DG1', 'LOST', true]])
    // One event per dispute and stage.
    expect((await events()).map(({ dispute }) => dispute.stage)).toEqual(['LOST', 'DISPUTE_CREATED', 'WON'])
  })

  it('is not buried under notifications that anyone can send', async () => {
    const { world, report, read, events } = await disputable()
    for (let copy = 0; copy < 25; copy++) await report({ dispute_id: `D${copy}` }, false)
    expect((await read()).disputes).toHaveLength(20)
    expect(await events()).toHaveLength(20)
    expect(world.logs.join('')).toContain('too many unsigned disputes of one payment')
    await report(CREATED, true)
    expect(seen(await read())).toContainEqual(['DG1', 'DISPUTE_CREATED', true])
  })
})
