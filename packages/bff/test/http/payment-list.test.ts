/** The list of payments: found by any id, code or reference, page by page, on both databases. */
import { randomUUID } from 'node:crypto'
import type { ListedPayment, PaymentList } from '@paykka-checkout/shared-types'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { insertCheckout } from '../../src/database/checkout-rows.ts'
import { insertPayment } from '../../src/database/payment-rows.ts'
import { listPaymentPage } from '../../src/lists/payment-list.ts'
import { postgresOfFile } from '../database/postgres-of-file.ts'
import { checkoutRow, disputeRow, NOW, paymentRow } from '../database/rows.ts'
import { expectProblem } from '../support/refusals.ts'
import type { World } from '../support/world.ts'
import { shop, shopper, startWorld } from '../support/world.ts'

const postgres = postgresOfFile()
const DATABASES = ['SQLite', 'PostgreSQL']

async function worldOn(database: string): Promise<World> {
  const env = { SEARCHABLE_METADATA: 'invoice,plan' }
  return startWorld({
    env: database === 'SQLite' ? env : { ...env, DATABASE_URL: await postgres().createDatabase() },
  })
}

const ask = (world: World, query: Record<string, string>) =>
  shop(world).send('GET', `/v1/payments?${new URLSearchParams(query)}`)

async function list(world: World, query: Record<string, string> = {}): Promise<ListedPayment[]> {
  const response = await ask(world, query)
  expect(response.statusCode, response.body).toBe(200)
  return (response.json() as PaymentList).data
}

const ids = (rows: { id: string }[]) => rows.map(({ id }) => id)

/** Four payments of three orders: paid, declined, held, and paid by a guest. */
async function shopDay(world: World) {
  const pay = async (order: object, number = '4242424242424242') => {
    world.clock.advance(60_000)
    const checkout = await shop(world).create({ ...order })
    return (await shopper(world, checkout).pay({ card: { number } })).json().payment as {
      id: string
      supportCode: string
    }
  }
  const ada = { shopper: { reference: 'ada', email: 'Ada@Shop.example' } }
  const paid = await pay({ orderReference: 'order-1001', ...ada })
  const declined = await pay({ orderReference: 'order-1002', ...ada }, '4000000000000002')
  const held = await pay({
    orderReference: 'x-7',
    capture: 'manual',
    amount: { value: 5000, currency: 'EUR' },
  })
  const guest = await pay({ orderReference: '4242', amount: { value: 700, currency: 'USD' } })
  return { paid, declined, held, guest }
}

describe.each(DATABASES)('the list of payments on %s', (kind) => {
  it('finds a payment by whatever is known of it', async () => {
    const world = await worldOn(kind)
    const { paid, declined, held, guest } = await shopDay(world)
    const all = [guest, held, declined, paid].map(({ id }) => id)
    const rows = await list(world)
    expect(ids(rows)).toEqual(all)
    const row = rows[3] as ListedPayment
    expect(row).toMatchObject({
      orderReference: 'order-1001',
      shopperReference: 'ada',
      status: 'succeeded',
      captured: 1099,
      refunded: 0,
      card: { brand: 'visa', last4: expect.stringMatching(/^\d{4}$/) },
      attention: [],
      refunds: { count: 0, open: 0 },
      disputes: { open: 0 },
      shop: 'default',
    })
    expect(JSON.stringify(rows)).not.toMatch(/shop\.example/i)

    const found: [Record<string, string>, string[]][] = [
      [{ q: paid.id }, [paid.id]],
      [{ q: row.checkoutId }, [paid.id]],
      [{ q: row.transId }, [paid.id]],
      [{ q: row.gatewayOrderId ?? '' }, [paid.id]],
      [{ q: paid.supportCode.toLowerCase() }, [paid.id]],
      [{ q: 'order-1001' }, [paid.id]],
      [{ q: 'order-100' }, [declined.id, paid.id]],
      [{ q: 'order-1001', orderReference: 'order-1002' }, []],
      [{ q: ' ADA@shop.example ' }, [declined.id, paid.id]],
      [{ q: 'nobody@shop.example' }, []],
      [{ q: 'order%' }, []],
      [{ q: 'order_1001' }, []],
      [{ supportCode: paid.supportCode }, [paid.id]],
      [{ email: 'ada@shop.example', status: 'declined' }, [declined.id]],
      [{ orderReference: 'order-100' }, []],
      [{ shopperReference: 'ada', order: 'oldest' }, [paid.id, declined.id]],
      [{ checkoutId: row.checkoutId }, [paid.id]],
      [{ transId: row.transId }, [paid.id]],
      [{ gatewayOrderId: row.gatewayOrderId ?? '' }, [paid.id]],
      [{ status: 'succeeded,declined' }, [guest.id, declined.id, paid.id]],
      [{ status: 'unknown,processing' }, []],
      [{ currency: 'USD' }, [guest.id]],
      [{ method: 'card', cardBrand: 'visa' }, all],
      [{ method: 'apple_pay' }, []],
      [{ attention: 'capture_due' }, [held.id]],
      [{ attention: 'unknown,needs_review,refund_open,dispute_open,duplicate' }, []],
      [
        {
          currency: 'EUR',
          amountMin: '1100',
          createdFrom: '2026-06-01T00:00:00Z',
          createdBefore: '2026-06-02T00:00:00Z',
        },
        [held.id],
      ],
      [{ createdFrom: row.createdAt, createdBefore: rows[1]?.createdAt ?? '' }, [declined.id, paid.id]],
    ]
    for (const [query, expected] of found)
      expect(ids(await list(world, query)), JSON.stringify(query)).toEqual(expected)
    // The digits of a card are the number of an order too.
    const last4 = row.card?.last4 ?? ''
    expect(ids(await list(world, { q: last4 })).includes(paid.id)).toBe(true)
    expect(ids(await list(world, { q: '4242' })).includes(guest.id)).toBe(true)
  })

  it('shows what needs a look, until it does not', async () => {
    const world = await worldOn(kind)
    const { paid } = await shopDay(world)
    const { db } = world.database
    await db
      .updateTable('payments')
      .set({ status: 'needs_review', live: 0 })
      .where('id', '=', paid.id)
      .execute()
    const dispute = (dispute_id: string, stage: string, open: number) =>
      disputeRow(`dsp_${dispute_id}`, paid.id, { dispute_id, stage, open, due_time: '2026-07-01' })
    await db
      .insertInto('disputes')
      .values([dispute('D1', 'DISPUTE_CREATED', 1), dispute('D2', 'DISPUTE_LOST', 0)])
      .execute()
    const [row] = await list(world, { attention: 'needs_review,dispute_open' })
    expect(row).toMatchObject({
      id: paid.id,
      attention: ['needs_review', 'dispute_open'],
      disputes: { open: 1, stage: 'DISPUTE_CREATED', dueTime: '2026-07-01' },
    })
    await db.updateTable('disputes').set({ stage: 'DISPUTE_WON', open: 0 }).execute()
    await db.updateTable('payments').set({ status: 'succeeded' }).where('id', '=', paid.id).execute()
    expect(await list(world, { attention: 'needs_review,dispute_open' })).toEqual([])
  })

  it('finds payments by the metadata that are named, and by their last change', async () => {
    const world = await worldOn(kind)
    const pay = async (metadata: object) => {
      world.clock.advance(60_000)
      const checkout = await shop(world).create({ metadata })
      return (await shopper(world, checkout).pay()).json().payment.id as string
    }
    const first = await pay({ invoice: 'R-1', plan: 'gold', color: 'red' })
    const second = await pay({ invoice: 'R-2', plan: 'gold' })
    const other = await pay({})
    const find = async (query: Record<string, string>) => ids(await list(world, query))
    expect(await find({ 'metadata.invoice': 'R-1' })).toEqual([first])
    expect(await find({ 'metadata.invoice': 'r-1' })).toEqual([])
    expect(await find({ 'metadata.plan': 'gold' })).toEqual([second, first])
    expect(await find({ 'metadata.plan': 'gold', order: 'oldest', status: 'succeeded' })).toEqual([
      first,
      second,
    ])
    for (const query of [{ 'metadata.color': 'red' }, { 'metadata.plan': 'gold', 'metadata.invoice': 'R-1' }])
      expectProblem(await ask(world, query as never), 422, 'validation_failed')
    world.clock.advance(60_000)
    const before = new Date(world.clock.now()).toISOString()
    const refund = await shop(world).send(
      'POST',
      `/v1/payments/${first}/refunds`,
      {},
      { 'idempotency-key': 'r' },
    )
    expect(refund.json().payment.status).toBe('refunded')
    expect(await find({ order: 'updated' })).toEqual([second, other, first])
    expect(await find({ updatedFrom: before })).toEqual([first])
    expect(await find({ updatedBefore: before })).toEqual([other, second])
    expect(await find({ order: 'updated', updatedFrom: before })).toEqual([first])
    expect(await find({ q: refund.json().operation.id })).toEqual([first])
  })

  it('lists what was paid after it had been given up, until it is given back', async () => {
    const world = await worldOn(kind)
    const { paid, declined } = await shopDay(world)
    expect(await list(world, { attention: 'late' })).toEqual([])
    const { db } = world.database
    await db.updateTable('payments').set({ late: 1 }).where('id', '=', paid.id).execute()
    const [row] = await list(world, { attention: 'late,unknown' })
    expect(row).toMatchObject({ id: paid.id, attention: ['late'] })
    await db.updateTable('payments').set({ status: 'refunded' }).where('id', '=', paid.id).execute()
    expect(await list(world, { attention: 'late' })).toEqual([])
    expect(ids(await list(world, { status: 'declined,refunded' }))).toEqual([declined.id, paid.id])
  })

  it('has pages that neither overlap nor skip while rows arrive, whatever moments repeat', async () => {
    const world = await worldOn(kind)
    const { database } = world
    const parts = { database, transIdKey: new Uint8Array(32) }
    let made = 0
    const add = async (at: number, changes: object = {}) => {
      const name = `${made++}_${randomUUID().slice(0, 8)}`
      await database.transaction(async (tx) => {
        await insertCheckout(tx, checkoutRow(`chk_${name}`, { attempts: 1, secret_hash: name }))
        await insertPayment(
          tx,
          paymentRow(`pay_${name}`, `chk_${name}`, {
            live: 0,
            status: 'succeeded',
            ...changes,
            created_at: at,
          }),
        )
      })
      return `pay_${name}`
    }
    const there = new Map<string, number>()
    const moments = fc.sample(fc.integer({ min: 0, max: 5 }), { numRuns: 60, seed: 7 })
    for (const [index, moment] of moments.entries()) {
      const status = (['succeeded', 'declined', 'refunded'] as const)[index % 3]
      there.set(await add(NOW + moment, { status }), NOW + moment)
    }
    const walk = async (query: Record<string, string>) => {
      const seen: string[] = []
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const writing = Promise.all([add(NOW + 100), add(NOW + 100, { status: 'declined' })])
        const page = await listPaymentPage(parts, { ...query, ...(cursor ? { cursor } : {}) })
        seen.push(...ids(page.data))
        await writing
        cursor = page.nextCursor
        if (seen.length > 1000) throw new Error('no end')
      }
      return seen
    }
    const createdBefore = new Date(NOW + 50).toISOString()
    const all: Record<string, string>[] = [
      {},
      { status: 'succeeded,declined,refunded' },
      { method: 'card' },
      { currency: 'EUR', amountMin: '1', createdFrom: new Date(NOW).toISOString() },
    ]
    for (const limit of ['1', '7', '25', '100'])
      for (const filters of all) {
        const seen = await walk({ limit, ...filters, createdBefore })
        expect(new Set(seen).size).toBe(seen.length)
        expect(new Set(seen)).toEqual(new Set(there.keys()))
        const order = seen.map((id) => there.get(id) ?? 0)
        expect(order).toEqual(order.toSorted((a, b) => b - a))
      }
    // Without an end rows arrive at the first page only.
    const seen = await walk({ limit: '9' })
    expect(new Set(seen).size).toBe(seen.length)
    expect([...there.keys()].filter((id) => !seen.includes(id))).toEqual([])
  })
})

describe.each(DATABASES)('the beginning of too many orders on %s', (kind) => {
  it('is refused, since all of them would be sorted for each page', async () => {
    const world = await worldOn(kind)
    const insert = (number: number) =>
      insertCheckout(
        world.database.db,
        checkoutRow(`chk_${number}`, { secret_hash: `${number}`, order_reference: `many-${number}` }),
      )
    for (let number = 100; number < 299; number++) await insert(number)
    expect(await list(world, { q: 'many-' })).toEqual([])
    await insert(299)
    const refused = await ask(world, { q: 'many-' })
    expectProblem(refused, 422, 'validation_failed')
    expect(refused.json().errors[0].message).toContain('type more of it')
    expect((await ask(world, { q: 'many-1' })).statusCode).toBe(200)
  })
})

describe('a question that is refused', () => {
  it.each([
    [{ status: 'paid' }, '/status'],
    [{ status: '' }, '/status'],
    [{ attention: 'all' }, '/attention'],
    [{ currency: 'EURO' }, '/currency'],
    [{ amountMin: '1' }, '/amountMin'],
    [{ amountMin: '1', currency: 'EUR' }, '/amountMin'],
    [
      {
        amountMax: '1',
        currency: 'EUR,USD',
        createdFrom: '2026-01-01T00:00Z',
        createdBefore: '2026-02-01T00:00Z',
      },
      '/amountMax',
    ],
    [
      {
        amountMax: '1',
        currency: 'EUR',
        createdFrom: '2024-01-01T00:00Z',
        createdBefore: '2026-02-01T00:00Z',
      },
      '/amountMax',
    ],
    [{ createdFrom: 'yesterday' }, '/createdFrom'],
    [{ createdBefore: '2026-13-01T00:00:00Z' }, '/createdBefore'],
    [{ supportCode: 'ABC' }, '/supportCode'],
    [{ limit: '101' }, '/limit'],
    [{ limit: '0' }, '/limit'],
    [{ offset: '10' }, '/offset'],
    [{ q: 'a' }, '/q'],
    [{ order: 'amount' }, '/order'],
  ] as [Record<string, string>, string][])('%j', async (query, field) => {
    const world = await startWorld()
    const refused = await ask(world, query)
    expectProblem(refused, 422, 'validation_failed')
    expect(refused.json().errors?.[0]?.field ?? '').toContain(field)
  })

  it('is one with a cursor of other filters, of another key, or of nobody', async () => {
    const world = await startWorld()
    await shopDay(world)
    const { nextCursor } = (await ask(world, { limit: '1' })).json()
    expect((await ask(world, { limit: '2', cursor: nextCursor })).statusCode).toBe(200)
    const wrong = [
      { cursor: nextCursor, status: 'declined' },
      { cursor: nextCursor, order: 'oldest' },
      { cursor: `${nextCursor.slice(0, -1)}${nextCursor.endsWith('A') ? 'B' : 'A'}` },
      { cursor: `9${nextCursor}` },
      { cursor: 'x' },
    ]
    for (const query of wrong) expectProblem(await ask(world, query), 422, 'cursor_invalid')
  })

  it('is one with a card number, of which nothing is logged', async () => {
    const world = await startWorld()
    for (const number of ['4111111111111111', '4111 1111 1111 1111', '4111-1111-1111-1111'])
      for (const name of ['q', 'orderReference', 'shopperReference'])
        expectProblem(await ask(world, { [name]: number }), 422, 'card_data_refused')
    expect(world.logs.join('')).not.toMatch(/4111.?1111/)
  })

  it('needs a key of the shop', async () => {
    const world = await startWorld()
    expect((await world.app.inject('/v1/payments')).statusCode).toBe(401)
  })

  it('never ends in an error, whatever is typed', async () => {
    const world = await startWorld()
    await shopDay(world)
    const names = ['q', 'orderReference', 'email', 'transId', 'shopperReference', 'gatewayOrderId', 'cursor']
    const check = fc.asyncProperty(
      fc.constantFrom(...names),
      fc.oneof(
        fc.string({ minLength: 2, maxLength: 70, unit: 'binary' }),
        fc.constantFrom(
          "' or 1=1 --",
          '%',
          '__',
          '\\',
          '=cmd()',
          '\u0000\u0000',
          '../../etc',
          '日本語の注文',
        ),
      ),
      async (name, text) => {
        const response = await ask(world, { [name]: text })
        expect([200, 422]).toContain(response.statusCode)
      },
    )
    await fc.assert(check, { numRuns: 300 })
  })
})
