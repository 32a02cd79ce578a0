/** A database that refuses writes, under a whole BFF: what is refused meanwhile, what is logged, how it ends. */
import { renameSync } from 'node:fs'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { sqlitePath } from '../../src/database/database-address.ts'
import { watchDatabase } from '../../src/jobs/database-watch.ts'
import { expectProblem } from '../support/refusals.ts'
import type { World, WorldOptions } from '../support/world.ts'
import { order, platformSign, shop, shopper, startWorld } from '../support/world.ts'

/** Lets SQLite refuse every write, as on a disk that was mounted anew to be read only, and takes that back. */
async function closeForWrites({ database: { db } }: Pick<World, 'database'>): Promise<() => Promise<void>> {
  await sql`pragma query_only = on`.execute(db)
  return async () => void (await sql`pragma query_only = off`.execute(db))
}

/** A BFF whose database takes nothing from the moment PayKKa has charged the first payment. */
async function closedAfterCharge(options: WorldOptions = {}) {
  const late: { world?: World; end?: () => Promise<void> } = {}
  const world = await startWorld({
    ...options,
    env: { METRICS_TOKEN: 'm'.repeat(32) },
    gateway: (real) => ({
      ...real,
      purchase: async (purchase) => {
        const answer = await real.purchase(purchase)
        if (late.world && !late.end) late.end = await closeForWrites(late.world)
        return answer
      },
    }),
  })
  late.world = world
  return { world, open: async () => late.end?.() }
}

const buyerOf = async (world: World, orderReference: string) =>
  shopper(world, await shop(world).create({ orderReference }))
const readyz = (world: World) => world.app.inject({ method: 'GET', url: '/readyz' })
const charges = (world: World) => world.emulator.ledger().attempts.length

const linesOf = (world: World, level: number) =>
  world.logs.map((line) => JSON.parse(line)).filter((line) => line.level >= level)

async function metric(world: World, name: string): Promise<string[]> {
  const headers = { authorization: `Bearer ${'m'.repeat(32)}` }
  const { body } = await world.app.inject({ method: 'GET', url: '/metrics', headers })
  return body.split('\n').filter((line) => line.startsWith(name))
}

describe('a result that cannot be written', () => {
  it('blocks further payments, is logged once, and is written when possible', async () => {
    const { world, open } = await closedAfterCharge()
    const [first, second] = [await buyerOf(world, 'order-1'), await buyerOf(world, 'order-2')]
    expect((await first.pay()).json().payment.status).toBe('unknown')
    expectProblem(await second.pay(), 503, 'busy')
    expectProblem(await second.pay(), 503, 'busy')
    expect(charges(world)).toBe(1)
    await world.watch.tick()

    expectProblem(await readyz(world), 503, 'not_ready')
    expect((await readyz(world)).json().detail).toBe(
      'the database cannot be written (read_only); 1 result(s) of PayKKa are not written yet',
    )
    const reported = linesOf(world, 40).filter(({ msg }) => /database/.test(msg))
    expect(reported).toEqual([
      expect.objectContaining({
        level: 50,
        reason: 'read_only',
        err: expect.objectContaining({ message: 'attempt to write a readonly database' }),
      }),
      expect.objectContaining({
        level: 50,
        msg: expect.stringMatching(/^PayKKa answered.*no new payment is taken.*end its read-only mode/),
      }),
    ])
    expect(await metric(world, 'paykka_database_trouble')).toEqual([
      'paykka_database_trouble{what="lost"} 0',
      'paykka_database_trouble{what="write"} 1',
      'paykka_database_trouble{what="results"} 1',
    ])

    await open()
    await world.watch.tick()
    expect((await readyz(world)).statusCode).toBe(200)
    expect((await first.read()).lastPayment?.status).toBe('succeeded')
    expect((await second.pay()).json().payment.status).toBe('succeeded')
    expect(charges(world)).toBe(2)
    expect(
      linesOf(world, 40)
        .slice(-2)
        .map(({ msg }) => msg)
        .toSorted(),
    ).toEqual([
      'Every result of PayKKa is written: payments are taken again.',
      'The database can be written again.',
    ])
  })

  it('of a refund keeps everything that moves money from being taken', async () => {
    const world = await startWorld()
    const checkout = await shop(world).create()
    const { payment } = (await shopper(world, checkout).pay()).json()
    world.watch.results.write('op_1', () => Promise.reject(FULL)).catch(() => {})
    const refund = await shop(world).send(
      'POST',
      `/v1/payments/${payment.id}/refunds`,
      {},
      { 'idempotency-key': 'refund-once-0001' },
    )
    expectProblem(refund, 503, 'busy')
    expect(world.emulator.ledger().requests['/v3/payment/refund'] ?? 0).toBe(0)
  })

  it('because of a rule of ours stops nobody else: that is no trouble of the database', async () => {
    const world = await startWorld()
    const broken = Object.assign(new Error('twice'), { code: 'ERR_SQLITE_ERROR', errcode: 19 })
    await world.watch.results.write('pay_1', () => Promise.reject(broken)).catch(() => {})
    expect([world.watch.results.count(), world.watch.notReadyReasons()]).toEqual([0, []])
  })
})

const FULL = Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 })

describe('a database that takes no writes', () => {
  it('is not ready before anybody pays, and is again with the next look', async () => {
    const world = await startWorld()
    const clock = { now: 0 }
    const watch = watchDatabase(world.database, world.app.log, () => clock.now)
    const beat = () => {
      clock.now += 10_000
      return watch.tick()
    }
    await beat()
    expect(watch.notReadyReasons()).toEqual([])
    const open = await closeForWrites(world)
    await beat()
    expect(watch.notReadyReasons()).toEqual(['the database cannot be written (read_only)'])
    await open()
    await watch.tick()
    expect(watch.notReadyReasons()).toEqual([])
  })
})

describe('a database that lacks a part of what a purchase needs', () => {
  it('is not ready from the first request that hears so, nor by the next look', async () => {
    const world = await startWorld()
    const move = (from: string, to: string) =>
      sql`alter table ${sql.table(from)} rename to ${sql.table(to)}`.execute(world.database.db)
    await move('checkout_versions', 'moved')
    const request = order({ orderReference: 'order-1' })
    expectProblem(await shop(world).send('POST', '/v1/checkouts', request), 503, 'busy')
    expect(world.watch.notReadyReasons()).toEqual(['the database cannot be written (missing)'])
    await move('moved', 'checkout_versions')
    await world.watch.look()
    expect(world.watch.notReadyReasons()).toEqual([])

    await move('shop_events', 'moved')
    await world.watch.look()
    expect(world.watch.notReadyReasons()).toEqual(['the database cannot be written (missing)'])
    await move('moved', 'shop_events')
    await world.watch.look()
    expect(world.watch.notReadyReasons()).toEqual([])
  })
})

describe('a database whose file is gone', () => {
  it('accepts no change, and no notification, until the file is back', async () => {
    const world = await startWorld()
    const file = sqlitePath(world.config.databaseUrl) ?? ''
    const [known, buyer] = [await shop(world).create(), await buyerOf(world, 'order-2')]
    const body = JSON.stringify({ notify_type: 'PAYMENT.SUCCESS', merchant_id: '1', trans_id: 'T1' })
    const path = '/paykka/notifications'
    const notify = () =>
      world.app.inject({
        method: 'POST',
        url: path,
        headers: { 'content-type': 'application/json', ...platformSign(world, path, body) },
        payload: body,
      })
    renameSync(file, `${file}.away`)
    await world.watch.look()
    expectProblem(await readyz(world), 503, 'not_ready')
    expectProblem(await buyer.pay(), 503, 'busy')
    expectProblem(
      await shop(world).send('POST', '/v1/checkouts', order({ orderReference: 'order-3' })),
      503,
      'busy',
    )
    expectProblem(await notify(), 503, 'busy')
    expect((await shop(world).read(known.id)).id).toBe(known.id)
    expect(charges(world)).toBe(0)
    await world.watch.tick()
    const reported = linesOf(world, 50).filter(({ msg }) => msg.startsWith(file))
    expect(reported.map(({ msg }) => msg)).toEqual([
      expect.stringMatching(/is gone: .*no payment is accepted\. Put it back/),
    ])

    renameSync(`${file}.away`, file)
    await world.watch.tick()
    expect((await notify()).statusCode).toBe(200)
    expect((await buyer.pay()).json().payment.status).toBe('succeeded')
  })
})
