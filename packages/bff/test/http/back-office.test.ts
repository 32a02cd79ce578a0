/** Lists, sums and figures for a back office, and the files for accounting. */
import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { addManyPayments } from '../database/many-payments.ts'
import { postgresOfFile } from '../database/postgres-of-file.ts'
import { csvRows } from '../support/csv-rows.ts'
import { expectProblem } from '../support/refusals.ts'
import type { World } from '../support/world.ts'
import { SECRET_KEY, shop, shopper, startWorld } from '../support/world.ts'

const postgres = postgresOfFile()

async function worldOn(database: string): Promise<World> {
  return startWorld({ env: database === 'SQLite' ? {} : { DATABASE_URL: await postgres().createDatabase() } })
}

type Query = Record<string, string>

const ask = (world: World, path: string, query: Query = {}) =>
  shop(world).send('GET', `${path}?${new URLSearchParams(query)}`)

async function read(world: World, path: string, query: Query = {}) {
  const response = await ask(world, path, query)
  expect(response.statusCode, response.body).toBe(200)
  return response.json()
}

const YEAR = { createdFrom: '2026-01-01T00:00:00Z', createdBefore: '2026-12-31T00:00:00Z' }
const QUARTER = { createdFrom: '2026-05-01T00:00:00Z', createdBefore: '2026-07-01T00:00:00Z' }

async function pay(world: World, changes: object = {}, number = '4242424242424242') {
  world.clock.advance(60_000)
  const checkout = await shop(world).create(changes as Record<string, unknown>)
  const { payment } = (await shopper(world, checkout).pay({ card: { number } })).json()
  return { checkout, payment }
}

function move(world: World, id: string, verb: string, body: object = {}, operator?: string) {
  world.clock.advance(1000)
  return shop(world).send('POST', `/v1/payments/${id}/${verb}`, body, {
    'idempotency-key': randomUUID(),
    ...(operator ? { 'paykka-operator': operator } : {}),
  })
}

/** Sold, partly given back, held, captured in part, released, declined, and one in yen. */
async function month(world: World) {
  const sold = await pay(world, { orderReference: '=HYPERLINK("x")' })
  const partly = await pay(world, { orderReference: 'order-2', amount: { value: 5000, currency: 'EUR' } })
  await move(world, partly.payment.id, 'refunds', { amount: { value: 1250, currency: 'EUR' } }, 'ana')
  const held = await pay(world, { capture: 'manual', orderReference: 'order-3' })
  const captured = await pay(world, { capture: 'manual', orderReference: 'order-4' })
  await move(world, captured.payment.id, 'captures', { amount: { value: 700, currency: 'EUR' }, final: true })
  const released = await pay(world, { capture: 'manual', orderReference: 'order-5' })
  await move(world, released.payment.id, 'voids', { reason: 'out of stock' })
  const declined = await pay(world, { orderReference: 'order-6' }, '4000000000000002')
  const yen = await pay(world, { orderReference: 'order-7', amount: { value: 700, currency: 'JPY' } })
  world.clock.advance(1000)
  const abandoned = await shop(world).create({ orderReference: 'order-8', expiresIn: 60 })
  world.clock.advance(120_000)
  const open = await shop(world).create({ orderReference: 'order-9' })
  return { sold, partly, held, captured, released, declined, yen, abandoned, open }
}

describe.each(['SQLite', 'PostgreSQL'])('a back office on %s', (database) => {
  it('lists checkouts and operations, adds up payments, and gives files of them', async () => {
    const world = await worldOn(database)
    const made = await month(world)

    const orders = async (query: Query) =>
      (await read(world, '/v1/checkouts', query)).data.map(
        (row: { orderReference: string }) => row.orderReference,
      )
    expect(await orders({})).toHaveLength(9)
    expect(await orders({ status: 'expired' })).toEqual(['order-8'])
    expect(await orders({ status: 'open' })).toEqual(['order-9', 'order-6'])
    expect(await orders({ status: 'authorized,canceled', order: 'oldest' })).toEqual(['order-3', 'order-5'])
    expect(await orders({ status: 'succeeded', orderReference: 'order-4' })).toEqual(['order-4'])
    const first = await read(world, '/v1/checkouts', { limit: '4' })
    const second = await read(world, '/v1/checkouts', { limit: '5', cursor: first.nextCursor })
    expect([...first.data, ...second.data].map(({ id }) => id)).toHaveLength(9)
    expect(second.nextCursor).toBeNull()

    const operations = async (query: Query) => (await read(world, '/v1/operations', query)).data
    expect((await operations({})).map(({ type }: { type: string }) => type)).toEqual([
      'void',
      'capture',
      'refund',
    ])
    expect(await operations({ actor: 'ana' })).toMatchObject([
      { type: 'refund', orderReference: 'order-2', actor: { id: 'key-1', claimed: 'ana' } },
    ])
    expect(await operations({ actor: 'key-1', type: 'void,capture', status: 'succeeded' })).toHaveLength(2)
    expect(await operations({ reason: 'out of stock' })).toMatchObject([{ type: 'void' }])
    expect(await operations({ paymentId: made.captured.payment.id })).toMatchObject([{ type: 'capture' }])
    expectProblem(await ask(world, '/v1/operations', { type: 'payout' }), 422, 'validation_failed')
    expectProblem(await ask(world, '/v1/operations', { cursor: first.nextCursor }), 422, 'cursor_invalid')

    const { data: sums } = await read(world, '/v1/payments/summary', QUARTER)
    expect(sums).toContainEqual({
      currency: 'EUR',
      status: 'partially_refunded',
      count: 1,
      amount: 5000,
      captured: 5000,
      refunded: 1250,
    })
    expect(sums).toContainEqual({
      currency: 'JPY',
      status: 'succeeded',
      count: 1,
      amount: 700,
      captured: 700,
      refunded: 0,
    })
    expect(sums.reduce((all: number, { count }: { count: number }) => all + count, 0)).toBe(7)
    const { data: found } = await read(world, '/v1/payments/summary', { ...QUARTER, q: 'order-2' })
    expect(found).toMatchObject([{ count: 1, amount: 5000 }])
    expectProblem(await ask(world, '/v1/payments/summary', YEAR), 422, 'validation_failed')
    expectProblem(await ask(world, '/v1/payments/summary', {}), 422, 'validation_failed')

    const window = { from: QUARTER.createdFrom, before: QUARTER.createdBefore }
    const figures = await read(world, '/v1/metrics/payments', { ...window, bucket: 'month', currency: 'EUR' })
    expect(figures.data).toEqual([
      {
        start: '2026-06-01',
        currency: 'EUR',
        attempts: 6,
        approved: 4,
        declined: 1,
        open: 0,
        unknown: 0,
        ended: 1,
        approvalRate: 0.8,
        captured: 1099 + 5000 + 700,
        refunded: 1250,
        net: 1099 + 5000 + 700 - 1250,
        authorizedOpen: 1099,
      },
    ])
    const byCode = await read(world, '/v1/metrics/payments', {
      ...window,
      groupBy: 'declineCode',
      timeZone: 'Asia/Tokyo',
    })
    expect(
      byCode.data.map(({ start, group }: { start: string; group: string }) => [start, group]),
    ).toContainEqual(['2026-06-01', expect.stringMatching(/.+/)])
    expectProblem(
      await ask(world, '/v1/metrics/payments', { ...window, timeZone: 'Mars' }),
      422,
      'validation_failed',
    )

    const file = await ask(world, '/v1/exports/payments.csv', YEAR)
    expect(file.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(file.headers['content-disposition']).toBe('attachment; filename="payments.csv"')
    const lines = csvRows(file.body)
    expect(lines).toHaveLength(7)
    expect(lines[0]).toMatchObject({
      payment_id: made.sold.payment.id,
      order_reference: `'=HYPERLINK("x")`,
      amount_minor: '1099',
      amount: '10.99',
      net_captured: '10.99',
      created_at_utc: expect.stringMatching(/^2026-06-01 \d\d:\d\d:\d\d$/),
    })
    expect(lines[6]).toMatchObject({ currency: 'JPY', amount: '700', captured: '700' })
    expect(file.body).not.toContain('email')

    const movements = csvRows((await ask(world, '/v1/exports/movements.csv', YEAR)).body)
    expect(
      movements.map(({ type, direction, signed_amount, actor }) => [type, direction, signed_amount, actor]),
    ).toEqual([
      ['capture', 'in', '10.99', ''],
      ['capture', 'in', '50.00', ''],
      ['refund', 'out', '-12.50', 'ana (key-1)'],
      ['capture', 'in', '7.00', 'key-1'],
      ['void', 'none', '0.00', 'key-1'],
      ['capture', 'in', '700', ''],
    ])
    // The same by the moment of the movement, however old its payment is.
    const refunded = (await read(world, '/v1/operations', { type: 'refund' })).data[0].updatedAt
    const later = new Date(Date.parse(refunded) + 1).toISOString()
    const only = await ask(world, '/v1/exports/movements.csv', {
      occurredFrom: refunded,
      occurredBefore: later,
    })
    expect(csvRows(only.body).map(({ type }) => type)).toEqual(['refund'])

    const { data: audit } = await read(world, '/v1/audit', { action: 'export.movements' })
    expect(audit).toHaveLength(2)
  })
})

describe('a file', () => {
  it('has the form that is asked for', async () => {
    const world = await startWorld()
    const shopperOf = {
      reference: 'ada',
      email: 'ada@shop.example',
      firstName: 'Ada',
      lastName: 'Müller;=1+1',
    }
    const { payment } = await pay(world, { shopper: shopperOf })
    const get = async (query: Query) => (await ask(world, '/v1/exports/payments.csv', query)).body
    const columns = 'payment_id,amount,created_at_local,email,name'
    expect(
      await get({
        ids: payment.id,
        columns,
        timeZone: 'Asia/Tokyo',
        delimiter: 'semicolon',
        decimal: 'comma',
        bom: 'true',
      }),
    ).toBe(
      `\ufeffpayment_id;amount;created_at_local;email;name\r\n${payment.id};10,99;2026-06-01 21:01:00;ada@shop.example;"Ada Müller;'=1+1"\r\n`,
    )
    expect(await get({ ids: payment.id, columns: 'amount', decimal: 'comma' })).toBe('amount\r\n"10,99"\r\n')
  })

  it.each([
    [{}, '/createdFrom'],
    [{ createdFrom: '2024-01-01T00:00:00Z', createdBefore: '2026-01-01T00:00:00Z' }, '/createdFrom'],
    [{ ...YEAR, columns: 'payment_id,password' }, '/columns'],
    [{ ...YEAR, columns: 'created_at_local' }, '/columns'],
    [{ ...YEAR, timeZone: 'Mars/Olympus' }, '/timeZone'],
    [{ ids: Array.from({ length: 101 }, (_, index) => `p${index}`).join(',') }, '/ids'],
    [{ ...YEAR, delimiter: 'tab' }, '/delimiter'],
    [{ ...YEAR, status: 'paid' }, '/status'],
  ] as [Query, string][])('is refused for %j', async (query, field) => {
    const world = await startWorld()
    const refused = await ask(world, '/v1/exports/payments.csv', query)
    expectProblem(refused, 422, 'validation_failed')
    expect(refused.json().errors[0].field).toBe(field)
  })

  it('breaks off where it fails, instead of looking whole', async () => {
    const world = await startWorld()
    await addManyPayments(world.database, 1200)
    const { snapshot } = world.database
    const failAfter = (reads: number) => {
      let read = 0
      world.database.snapshot = (work) =>
        snapshot((db) =>
          work(
            new Proxy(db, {
              get: (target, name) => {
                if (name === 'selectFrom' && ++read > reads) throw new Error('the disk is gone')
                const member = Reflect.get(target, name)
                return typeof member === 'function' ? member.bind(target) : member
              },
            }),
          ),
        )
    }
    await world.app.listen({ host: '127.0.0.1', port: 0 })
    const { port } = world.app.server.address() as AddressInfo
    const query = new URLSearchParams({
      createdFrom: '2025-05-01T00:00:00Z',
      createdBefore: '2026-05-01T00:00:00Z',
    })
    const url = `http://127.0.0.1:${port}/v1/exports/payments.csv?${query}`
    const get = () => fetch(url, { headers: { authorization: `Bearer ${SECRET_KEY}` } })
    const whole = await (await get()).text()
    const lines = whole.split('\r\n').length - 2
    expect(lines).toBeGreaterThan(1000)
    // It is read once to be counted, and once to be written; a step reads payments and their checkouts.
    const steps = Math.ceil((lines + 1) / 500)
    failAfter(2 * steps + 3)
    const broken = await get()
    expect(broken.status).toBe(200)
    await expect(broken.text()).rejects.toThrow()
    failAfter(1)
    expect((await get()).status).toBe(500)
    expect(world.logs.join('')).toContain('a file was not written completely')
  })

  it('waits its turn: two at a time', async () => {
    const world = await startWorld()
    const { promise, resolve } = Promise.withResolvers<void>()
    const two = [world.database.snapshot(() => promise), world.database.snapshot(() => promise)]
    const refused = await ask(world, '/v1/exports/payments.csv', YEAR)
    expectProblem(refused, 503, 'busy')
    resolve()
    await Promise.all(two)
    expect((await ask(world, '/v1/exports/payments.csv', YEAR)).statusCode).toBe(200)
  })
})
