/** An order is charged once by its agreement, with any keys, on both databases. */
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { GatewayAnswer } from '../../src/payments/gateway.ts'
import { settlePayment } from '../../src/payments/purchases/settle-payment.ts'
import { postgresOfFile } from '../database/postgres-of-file.ts'
import { charges, expectProblem } from '../support/refusals.ts'
import type { World } from '../support/world.ts'
import { order, shop, shopper, startWorld } from '../support/world.ts'

const postgres = postgresOfFile()

const DECLINED: GatewayAnswer = {
  kind: 'state',
  state: { status: 'declined', code: 'insufficient_funds', retry: 'later' },
  facts: {},
}
const NOTHING_BACK = { match: { path: '/v3/payment/acq' }, fault: { type: 'hang', when: 'before' } } as const

describe.each(['SQLite', 'PostgreSQL'])('an agreement on %s', (database) => {
  /** A shopper has agreed; what that cost is not counted. */
  const subscribed = async () => {
    const env: Record<string, string> =
      database === 'SQLite' ? {} : { DATABASE_URL: await postgres().createDatabase() }
    const world = await startWorld({ env })
    const subscription = { shopper: { reference: 'anna' }, recurring: { type: 'subscription' } }
    const first = await shop(world).create({ orderReference: 'month-1', ...subscription })
    await shopper(world, first).pay()
    const { data } = (await shop(world).send('GET', '/v1/shoppers/anna/agreements')).json()
    const before = charges(world)
    const charge = (changes: Record<string, unknown> = {}, key: string = randomUUID()) =>
      shop(world).send(
        'POST',
        '/v1/recurring/charges',
        {
          agreementId: data[0].id,
          orderReference: 'month-2',
          amount: { value: 500, currency: 'EUR' },
          ...changes,
        },
        { 'idempotency-key': key },
      )
    return { world, first, charge, charged: () => charges(world) - before }
  }
  const newCheckout = (world: World, orderReference = 'month-2') =>
    shop(world).send('POST', '/v1/checkouts', order({ orderReference }))

  it('is charged once for an order by a scheduler that runs twice', async () => {
    const { charge, charged } = await subscribed()
    const key = randomUUID()
    const { payment } = (await charge({}, key)).json()
    const again = await charge()
    expectProblem(again, 409, 'already_paid')
    expect(again.json().payment).toMatchObject({ id: payment.id, status: 'succeeded' })
    expect((await charge({}, key)).headers['idempotency-replayed']).toBe('true')
    expect(charged()).toBe(1)
    expect((await charge({ orderReference: 'month-3' })).statusCode).toBe(201)
    expect(charged()).toBe(2)
  })

  it('is charged once more for it where the shop says so', async () => {
    const { charge, charged } = await subscribed()
    await charge()
    const key = randomUUID()
    expect((await charge({ allowRepeat: true }, key)).statusCode).toBe(201)
    expectProblem(await charge({}, key), 422, 'idempotency_key_reused')
    expect(charged()).toBe(2)
  })

  it('is not charged while an earlier charge is unknown, and again once it was declined', async () => {
    const { world, charge, charged } = await subscribed()
    await world.emulator.setFaults(NOTHING_BACK)
    const { payment } = (await charge()).json()
    const meanwhile = await charge()
    expectProblem(meanwhile, 409, 'payment_in_progress')
    expect(meanwhile.json().payment).toMatchObject({ id: payment.id, status: 'unknown' })
    await settlePayment(world.parts, payment.id, DECLINED, {
      what: 'query',
      at: world.clock.now(),
      provenAt: world.clock.now(),
    })
    expect((await charge()).json().payment).toMatchObject({ status: 'succeeded', orderReference: 'month-2' })
    expect(charged()).toBe(1)
  })

  it('is charged once by a hundred charges at once under a hundred keys', async () => {
    const { world, charge, charged } = await subscribed()
    const answers = await Promise.all(Array.from({ length: 100 }, () => charge()))
    const reported = Map.groupBy(answers, (answer) => answer.json().code ?? answer.json().payment.status)
    expect(reported.get('succeeded')).toHaveLength(1)
    expect(
      [...reported.keys()].toSorted().filter((code) => !/^(already_paid|payment_in_progress)$/.test(code)),
    ).toEqual(['succeeded'])
    expect(charged()).toBe(1)
    const rows = await world.database.db
      .selectFrom('checkouts')
      .select('id')
      .where('order_reference', '=', 'month-2')
      .execute()
    expect(rows).toHaveLength(1)
  })

  it('is not charged for an order that the shopper has paid', async () => {
    const { world, first, charge, charged } = await subscribed()
    const refused = await charge({ orderReference: 'month-1' })
    expectProblem(refused, 409, 'order_already_paid')
    expect(refused.json().checkout).toEqual({ id: first.id, status: 'succeeded' })
    await charge()
    expectProblem(await newCheckout(world), 409, 'order_already_paid')
    expect(charged()).toBe(1)
  })

  it('takes the order from a checkout that nobody is paying, and waits for one that somebody is', async () => {
    const { world, charge, charged } = await subscribed()
    const open = (await newCheckout(world)).json()
    expect((await charge()).statusCode).toBe(201)
    expect((await shop(world).read(open.id)).cancellationReason).toBe('superseded')
    const busy = (await newCheckout(world, 'month-3')).json()
    await shopper(world, busy).pay({ card: { number: '5555555555554444' } })
    expectProblem(await charge({ orderReference: 'month-3' }), 409, 'order_in_progress')
    expect(charged()).toBe(1)
  })
})
