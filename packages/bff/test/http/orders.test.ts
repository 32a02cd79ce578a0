/** One order, one payment: what a second checkout of an order gets, and what becomes of the first; races on both databases. */
import { randomUUID } from 'node:crypto'
import type { CreatedCheckout } from '@paykka-checkout/shared-types'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/database/database.ts'
import type { GatewayAnswer } from '../../src/payments/gateway.ts'
import { settlePayment } from '../../src/payments/purchases/settle-payment.ts'
import { postgresOfFile } from '../database/postgres-of-file.ts'
import { charges, expectProblem } from '../support/refusals.ts'
import type { World } from '../support/world.ts'
import { order, shop, shopper, startWorld } from '../support/world.ts'

const postgres = postgresOfFile()

const LOST = '4000000000000341'
const ASKS_THE_BANK = '5555555555554444'
const DECLINED = '4000000000000002'
const SUCCEEDED: GatewayAnswer = { kind: 'state', state: { status: 'succeeded' }, facts: {} }
const REFUSED: GatewayAnswer = {
  kind: 'state',
  state: { status: 'declined', code: 'declined', retry: 'other-card' },
  facts: {},
}

const post = (world: World, changes = {}, key: Record<string, string> = {}) =>
  shop(world).send('POST', '/v1/checkouts', order(changes), key)
const create = (world: World, changes = {}) => shop(world).create({ orderReference: 'order-1', ...changes })
const operate = (world: World, paymentId: string, verb: string, body = {}) =>
  shop(world).send('POST', `/v1/payments/${paymentId}/${verb}`, body, { 'idempotency-key': randomUUID() })
const pay = (world: World, checkout: CreatedCheckout, number?: string) =>
  shopper(world, checkout).pay(number === undefined ? {} : { card: { number } })
const events = async (world: World) => {
  const rows = await world.database.db.selectFrom('shop_events').select('payload').execute()
  return rows.map(({ payload }) => JSON.parse(payload))
}

/** A checkout whose one attempt was given up, and which then lost its order. */
async function supersededOne(world: World) {
  const old = await create(world)
  await pay(world, old, LOST)
  world.clock.advance(11 * 60_000)
  await world.resolve()
  const [{ id = '' } = {}] = (await shop(world).read(old.id)).payments
  const now = { what: 'query' as const, at: world.clock.now(), provenAt: world.clock.now() }
  const late = () => settlePayment(world.parts, id, SUCCEEDED, now)
  return { world, old, young: await create(world), late }
}

describe('an order', () => {
  it('answers a repeated creation under its key as before, also when that checkout is closed', async () => {
    const world = await startWorld()
    const key = { 'idempotency-key': 'create-0000000001' }
    const first = await post(world, {}, key)
    const second = await post(world, {}, { 'idempotency-key': 'create-0000000002' })
    expect(second.json().superseded).toEqual([first.json().id])
    const again = [
      await post(world, {}, key),
      await post(world, {}, { 'idempotency-key': 'create-0000000002' }),
    ]
    expect(again.map((answer) => answer.json())).toEqual([first.json(), second.json()])
    expect((await shop(world).read(second.json().id)).status).toBe('open')
  })

  it.each([
    [ASKS_THE_BANK, 'action_required'],
    ['4000000000000119', 'processing'],
    [LOST, 'unknown'],
  ])('whose payment by %s is %s gets no second checkout', async (number, status) => {
    const world = await startWorld({ emulator: { settleDelayMs: 86_400_000 } })
    const checkout = await create(world)
    await pay(world, checkout, number)
    const refused = await post(world)
    expectProblem(refused, 409, 'order_in_progress')
    expect(refused.json().checkout).toEqual({ id: checkout.id, status })
    expect((await shop(world).read(checkout.id)).status).toBe(status)
    expect(await world.database.db.selectFrom('checkouts').select('id').execute()).toHaveLength(1)
  })

  it.each([
    ['automatic', 'succeeded'],
    ['manual', 'authorized'],
  ])('with %s capture that is %s gets no second checkout', async (capture, status) => {
    const world = await startWorld()
    const checkout = await create(world, { capture })
    await pay(world, checkout)
    const refused = await post(world)
    expectProblem(refused, 409, 'order_already_paid')
    expect(refused.json().checkout).toEqual({ id: checkout.id, status })
  })

  it("leaves a refused creation's key free for the day the order is free", async () => {
    const world = await startWorld()
    const first = await create(world)
    await pay(world, first, LOST)
    const key = { 'idempotency-key': 'create-0000000003' }
    expectProblem(await post(world, {}, key), 409, 'order_in_progress')
    world.clock.advance(11 * 60_000)
    await world.resolve()
    const created = await post(world, {}, key)
    expect([created.statusCode, created.json().superseded]).toEqual([201, [first.id]])
  })

  it.each(['declined', 'canceled', 'expired'])('is not held by a checkout that is %s', async (how) => {
    const world = await startWorld()
    const first = await create(world, { expiresIn: 60 })
    if (how === 'declined') await pay(world, first, DECLINED)
    if (how === 'canceled') await shop(world).send('POST', `/v1/checkouts/${first.id}/cancel`)
    if (how === 'expired') world.clock.advance(61_000)
    const second = await create(world)
    expect(second.superseded).toEqual(how === 'declined' ? [first.id] : undefined)
    const { status, cancellationReason } = await shop(world).read(first.id)
    expect([status, cancellationReason]).toEqual(
      how === 'declined' ? ['canceled', 'superseded'] : [how, undefined],
    )
  })

  it.each([
    ['refunds', {}, 'automatic', 201],
    ['refunds', { amount: { value: 1000, currency: 'EUR' } }, 'automatic', 409],
    ['voids', {}, 'manual', 201],
    ['captures', { amount: { value: 1000, currency: 'EUR' }, final: true }, 'manual', 409],
  ])('is free again once all of the money went back (%s %j)', async (verb, body, capture, status) => {
    const world = await startWorld()
    const first = await create(world, { capture })
    const { payment } = (await pay(world, first)).json()
    expect((await operate(world, payment.id, verb, body)).statusCode).toBe(200)
    expect((await post(world)).statusCode).toBe(status)
  })

  it('has further checkouts where the shop allows it, and all of them may be paid', async () => {
    const world = await startWorld()
    const parts = [
      await create(world, { allowRepeat: true }),
      await create(world, { allowRepeat: true, amount: { value: 200, currency: 'EUR' } }),
    ]
    expect(parts.map(({ allowRepeat, superseded }) => [allowRepeat, superseded])).toEqual([
      [true, undefined],
      [true, undefined],
    ])
    for (const part of parts) expect((await pay(world, part)).json().payment.status).toBe('succeeded')
    const paid = (await events(world)).filter(({ type }) => type === 'payment.succeeded')
    expect(paid.map(({ data }) => [data.order, data.duplicate])).toEqual([
      [{ paidBefore: false }, undefined],
      [{ paidBefore: true }, undefined],
    ])
    expectProblem(await post(world), 409, 'order_already_paid')
    expect((await post(world, { allowRepeat: true })).statusCode).toBe(201)
  })

  it('closes further checkouts, too, when one is created without that', async () => {
    const world = await startWorld()
    const deposits = [await create(world, { allowRepeat: true }), await create(world, { allowRepeat: true })]
    const whole = await create(world)
    expect(whole.superseded?.toSorted()).toEqual(deposits.map(({ id }) => id).toSorted())
  })

  it('that is paid with a closed checkout after all is reported as paid twice', async () => {
    const { world, old, young, late } = await supersededOne(await startWorld())
    await pay(world, young)
    await late()
    expect((await shop(world).read(old.id)).status).toBe('succeeded')
    const paid = (await events(world)).filter(({ type }) => type === 'payment.succeeded')
    expect(paid.map(({ data }) => [data.checkoutId, data.duplicate, data.late, data.order])).toEqual([
      [young.id, undefined, undefined, { paidBefore: false }],
      [old.id, true, true, { paidBefore: true }],
    ])
  })

  it('that is paid with a closed checkout takes the money from no other', async () => {
    const { world, old, young, late } = await supersededOne(await startWorld())
    await late()
    expect(await shop(world).read(young.id)).toMatchObject({ status: 'canceled', supersededBy: old.id })
    expectProblem(await pay(world, young), 409, 'checkout_closed')
    expectProblem(await post(world), 409, 'order_already_paid')
    const [paid] = (await events(world)).filter(({ type }) => type === 'payment.succeeded')
    expect([paid.data.duplicate, paid.data.order]).toEqual([undefined, { paidBefore: false }])
  })

  it.each([
    ['declined', REFUSED, 'canceled'],
    ['paid too', SUCCEEDED, 'succeeded'],
  ])(
    'that is paid with a closed checkout while the other is under way, which is %s',
    async (_n, answer, status) => {
      const { world, young, late } = await supersededOne(await startWorld())
      await pay(world, young, ASKS_THE_BANK)
      await late()
      expect((await shop(world).read(young.id)).status).toBe('action_required')
      const [{ id = '' } = {}] = (await shop(world).read(young.id)).payments
      await settlePayment(world.parts, id, answer, {
        what: 'query',
        at: world.clock.now(),
        provenAt: world.clock.now(),
      })
      expect(await shop(world).read(young.id)).toMatchObject({ status })
      const twice = (await events(world)).filter(({ data }) => data.duplicate)
      expect(twice.map(({ data }) => data.checkoutId)).toEqual(status === 'succeeded' ? [young.id] : [])
    },
  )
})

describe.each(['SQLite', 'PostgreSQL'])('an order on %s, by many at once', (database) => {
  const open = async (): Promise<World> =>
    startWorld(database === 'SQLite' ? {} : { env: { DATABASE_URL: await postgres().createDatabase() } })

  it('is paid with its newest checkout; the one before is closed and says why', async () => {
    const world = await open()
    const [first, second] = [await create(world), await create(world)]
    expect(first.superseded).toBeUndefined()
    expect(second.superseded).toEqual([first.id])
    expect(await shop(world).read(first.id)).toMatchObject({
      status: 'canceled',
      cancellationReason: 'superseded',
      supersededBy: second.id,
    })
    expect(await shopper(world, first).read()).toMatchObject({
      status: 'canceled',
      cancellationReason: 'superseded',
    })
    expectProblem(await pay(world, first), 409, 'checkout_closed')
    expect((await pay(world, second)).json().payment.status).toBe('succeeded')
    expect(charges(world)).toBe(1)
  })

  it('has one open checkout after a hundred creations at once', async () => {
    const world = await open()
    const answers = await Promise.all(Array.from({ length: 100 }, () => post(world)))
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([201]))
    const rows = await world.database.db.selectFrom('checkouts').select(['id', 'status']).execute()
    const left = rows.filter(({ status }) => status === 'open')
    expect([rows.length, left.length]).toEqual([100, 1])
    const superseded = answers.flatMap((answer) => answer.json().superseded ?? [])
    expect(superseded.toSorted()).toEqual(
      rows.flatMap(({ id, status }) => (status === 'canceled' ? [id] : [])).toSorted(),
    )
  })

  it('is paid or gets another checkout, never both', async () => {
    const world = await open()
    const outcomes = new Set<string>()
    for (let round = 0; round < 20; round++) {
      const orderReference = `race-${round}`
      const first = await create(world, { orderReference })
      const [paid, created] = await Promise.all([
        pay(world, first),
        round % 2 === 0 ? post(world, { orderReference }) : later(() => post(world, { orderReference })),
      ])
      outcomes.add([paid.json().payment?.status ?? paid.json().code, created.json().code ?? 'created'].join())
    }
    const allowed = ['succeeded,order_in_progress', 'succeeded,order_already_paid', 'checkout_closed,created']
    expect([...outcomes].filter((outcome) => !allowed.includes(outcome))).toEqual([])
  })

  it('that is paid twice at the same moment is reported once', async () => {
    const { world, young, late } = await supersededOne(await open())
    await pay(world, young, ASKS_THE_BANK)
    const [{ id = '' } = {}] = (await shop(world).read(young.id)).payments
    const other =
      database === 'PostgreSQL' ? openDatabase(world.config.databaseUrl, { exclusive: true }) : world.database
    const asked = { what: 'query' as const, at: world.clock.now(), provenAt: world.clock.now() }
    try {
      await Promise.all([late(), settlePayment({ ...world.parts, database: other }, id, SUCCEEDED, asked)])
    } finally {
      if (other !== world.database) await other.close()
    }
    const paid = (await events(world)).filter(({ type }) => type === 'payment.succeeded')
    expect(paid.map(({ data }) => data.duplicate ?? false).toSorted()).toEqual([false, true])
  })
})

/** After the other request has begun. */
async function later<T>(send: () => Promise<T>): Promise<T> {
  await new Promise((resolve) => setImmediate(resolve))
  return send()
}
