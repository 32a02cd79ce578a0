/** The record of who did what: one entry for each deed, in its transaction, and no change of it goes unseen. */
import { randomUUID } from 'node:crypto'
import type { AuditList } from '@paykka-checkout/shared-types'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { Deed } from '../../src/audit/record.ts'
import { record, recordSoon } from '../../src/audit/record.ts'
import { sealAll, sealAudit } from '../../src/audit/seal.ts'
import { verifyAudit } from '../../src/audit/verify.ts'
import { openDatabase } from '../../src/database/database.ts'
import { listAuditPage } from '../../src/lists/audit-list.ts'
import { postgresOfFile } from '../database/postgres-of-file.ts'
import { expectProblem } from '../support/refusals.ts'
import type { World } from '../support/world.ts'
import { SHOP_ORIGIN, shop, shopper, startWorld } from '../support/world.ts'

const postgres = postgresOfFile()
const entries = (world: World) =>
  world.database.db.selectFrom('audit').selectAll().orderBy('sequence').execute()
const whole = { faults: [] }
const KEY = new Uint8Array(32)

async function paid(world: World, changes: Record<string, unknown> = {}) {
  const checkout = await shop(world).create(changes)
  return (await shopper(world, checkout).pay()).json().payment as { id: string }
}

const send = (world: World, url: string, body: object, headers: Record<string, string> = {}) =>
  shop(world).send('POST', url, body, { 'idempotency-key': randomUUID(), ...headers })

describe('a deed', () => {
  it('has one entry, however often its request is sent', async () => {
    const world = await startWorld()
    const { id } = await paid(world, { orderReference: 'order-7' })
    const refund = () =>
      send(
        world,
        `/v1/payments/${id}/refunds`,
        { amount: { value: 99, currency: 'EUR' }, reason: 'duplicate' },
        { 'idempotency-key': 'one', 'paykka-operator': 'ana' },
      )
    const { operation } = (await refund()).json()
    await refund()
    expect(await entries(world)).toMatchObject([
      {
        sequence: 1,
        shop: 'default',
        actor_type: 'key',
        actor_id: 'key-1',
        actor_claimed: 'ana',
        action: 'payment.refund',
        target_type: 'payment',
        target_id: id,
        order_reference: 'order-7',
        amount: 99,
        currency: 'EUR',
        reason: 'duplicate',
        outcome: 'unknown',
        operation_id: operation.id,
        request_id: expect.stringMatching(/^req_/),
      },
    ])
    expect(JSON.stringify(await entries(world))).not.toContain('"one"')
    expect(await entries(world)).toMatchObject([{ network: '127.0.0.0/24', origin: null }])
    expect(await verifyAudit(world.database.db, KEY)).toMatchObject(whole)
  })

  it('has an entry that says why when it was refused', async () => {
    const world = await startWorld()
    const { id } = await paid(world)
    const amount = { value: 9999, currency: 'EUR' }
    const by = { 'paykka-operator': 'ana' }
    expect((await send(world, `/v1/payments/${id}/refunds`, { amount }, by)).statusCode).toBe(422)
    await sealAll(world.database)
    expect((await entries(world)).at(-1)).toMatchObject({
      action: 'payment.refund',
      outcome: 'refused',
      problem_code: 'amount_too_high',
      actor_id: 'key-1',
      actor_claimed: 'ana',
      target_id: id,
      amount: null,
      network: '127.0.0.0/24',
    })
  })

  it('keeps of a refused request neither a card number nor a person, and nothing of a stranger', async () => {
    const world = await startWorld()
    const card = '4111111111111111'
    const refused = [
      () => send(world, `/v1/payments/${card}/refunds`, {}),
      () => send(world, `/v1/payments/pay_${card}AAAAAA/refunds`, {}),
      () => send(world, '/v1/checkouts', { orderReference: card }),
      () => send(world, '/v1/checkouts', {}, { 'paykka-operator': `no name ${card}` }),
      () => shop(world).send('GET', `/v1/exports/payments.csv?q=${card}`),
      () => shop(world).send('POST', `/v1/shoppers/anna/secrets`, { card }),
    ]
    for (const ask of refused) expect((await ask()).statusCode).toBeGreaterThanOrEqual(400)
    const stranger = { method: 'POST' as const, url: '/v1/checkouts', payload: {} }
    const headers = { authorization: 'Bearer sk_test_of_nobody_at_all_0123456789' }
    expect((await world.app.inject({ ...stranger, headers })).statusCode).toBe(401)
    const checkout = await shop(world).create()
    expect((await shopper(world, checkout).pay({ body: { version: 9 } })).statusCode).toBe(422)
    await sealAll(world.database)
    const all = await entries(world)
    const actions = all.filter(({ outcome }) => outcome === 'refused').map(({ action }) => action)
    expect(actions).toEqual([
      'payment.refund',
      'payment.refund',
      'checkout.create',
      'checkout.create',
      'export.payments',
      'shopper.open_account',
    ])
    expect(JSON.stringify(all)).not.toContain(card)
    expect(JSON.stringify(all)).not.toContain('anna')
    expect(
      all.filter(({ outcome }) => outcome === 'refused').every(({ target_id }) => target_id === ''),
    ).toBe(true)
  })

  it('is refused although its entry cannot be written', async () => {
    const world = await startWorld()
    await sql`create trigger no_audit before insert on audit_waiting begin select raise(abort, 'planted'); end`.execute(
      world.database.db,
    )
    expectProblem(await send(world, '/v1/checkouts', {}), 422, 'validation_failed')
    expect(world.logs.join('')).toContain('a refusal could not be recorded')
  })

  it('is recorded for checkouts too: a change, and an end that happens once', async () => {
    const world = await startWorld()
    const { id } = await shop(world).create()
    await shop(world).send('PATCH', `/v1/checkouts/${id}`, { amount: { value: 500, currency: 'EUR' } })
    await shop(world).send('POST', `/v1/checkouts/${id}/cancel`, {})
    await shop(world).send('POST', `/v1/checkouts/${id}/cancel`, {})
    expect(
      (await entries(world)).map(({ action, target_id, amount }) => [action, target_id, amount]),
    ).toEqual([
      ['checkout.change', id, 500],
      ['checkout.cancel', id, 500],
    ])
  })

  it('does not happen without its entry', async () => {
    const world = await startWorld()
    const { id } = await paid(world)
    await sql`create trigger no_audit before insert on audit begin select raise(abort, 'planted'); end`.execute(
      world.database.db,
    )
    const answer = await send(world, `/v1/payments/${id}/refunds`, {})
    expect(answer.statusCode).toBeGreaterThanOrEqual(500)
    const operations = await world.database.db.selectFrom('operations').selectAll().execute()
    expect([operations, await entries(world)]).toEqual([[], []])
    expect(world.emulator.ledger().requests['/v3/payment/acq/refund'] ?? 0).toBe(0)
  })
})

describe('a purchase', () => {
  it('has one entry and so has its checkout; both wait in their transactions, and are chained later', async () => {
    const world = await startWorld()
    const checkout = await shop(world).create({ orderReference: 'order-7' })
    const key = 'pay-0000000001'
    const { payment } = (await shopper(world, checkout).pay({ key, remoteAddress: '203.0.113.77' })).json()
    await shopper(world, checkout).pay({ key })
    expect(await entries(world)).toEqual([])
    expect(await sealAudit(world.database)).toBe(2)
    expect(await sealAudit(world.database)).toBe(0)
    const amount = { amount: 1099, currency: 'EUR' }
    expect(await entries(world)).toMatchObject([
      {
        sequence: 1,
        action: 'checkout.create',
        actor_type: 'key',
        actor_id: 'key-1',
        target_type: 'checkout',
        target_id: checkout.id,
        outcome: 'done',
        ...amount,
      },
      {
        sequence: 2,
        action: 'payment.create',
        actor_type: 'shopper',
        actor_id: 'shopper',
        target_type: 'payment',
        target_id: payment.id,
        order_reference: 'order-7',
        outcome: 'unknown',
        network: '203.0.113.0/24',
        origin: SHOP_ORIGIN,
        ...amount,
      },
    ])
    expect(JSON.stringify(await entries(world))).not.toContain(key)
    expect(await verifyAudit(world.database.db, KEY)).toMatchObject({ entries: 2, ...whole })
  })

  it('costs one row more, in its own transaction', async () => {
    const world = await startWorld()
    const checkout = await shop(world).create()
    const count = async () =>
      (await world.database.db.selectFrom('audit_waiting').selectAll().execute()).length
    const before = await count()
    await shopper(world, checkout).pay()
    expect((await count()) - before).toBe(1)
  })

  it('waits for no other action, on PostgreSQL: another one holds the end of the record', async () => {
    const database = openDatabase(await postgres().createDatabase(), { exclusive: true })
    await database.migrate()
    const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>()
    const { promise: isHeld, resolve: held } = Promise.withResolvers<void>()
    const holder = database.transaction(async (tx) => {
      await record(tx, deed('payment.refund', 0))
      held()
      await mayEnd
    })
    await isHeld
    await database.transaction((tx) => recordSoon(tx, deed('payment.create', 1)))
    end()
    await holder
    await sealAll(database)
    expect(await verifyAudit(database.db, KEY)).toMatchObject({ entries: 2, ...whole })
    await database.close()
  })

  it('is chained once, although two instances chain at once while others are made', async () => {
    const url = await postgres().createDatabase()
    const databases = [
      openDatabase(url, { exclusive: true }),
      openDatabase(url, { exclusive: true }),
    ] as const
    await databases[0].migrate()
    const make = async (index: number) => {
      await databases[index % 2 === 0 ? 0 : 1].transaction((tx) =>
        recordSoon(tx, deed('payment.create', index)),
      )
      await sealAudit(databases[index % 3 === 0 ? 0 : 1])
    }
    await Promise.all(Array.from({ length: 60 }, (_, index) => make(index)))
    await sealAll(databases[0])
    const rows = await databases[1].db.selectFrom('audit').select('target_id').execute()
    expect(new Set(rows.map(({ target_id }) => target_id)).size).toBe(60)
    expect(await verifyAudit(databases[1].db, KEY)).toMatchObject({ entries: 60, ...whole })
    await Promise.all(databases.map((database) => database.close()))
  })
})

const deed = (action: string, index: number): Deed => ({
  actor: { type: 'key', id: 'admin' },
  requestId: 'req_1',
  at: index,
  shop: 'default',
  action,
  target: { type: 'payment', id: `pay_${index}` },
  outcome: 'unknown',
  detail: { index },
})

describe('the list of the record', () => {
  it('answers who did what, by its filters and page by page', async () => {
    const world = await startWorld()
    const { id } = await paid(world, { orderReference: 'order-7' })
    await send(
      world,
      `/v1/payments/${id}/refunds`,
      { amount: { value: 99, currency: 'EUR' } },
      { 'paykka-operator': 'ana' },
    )
    world.clock.advance(60_000)
    const at = new Date(world.clock.now()).toISOString()
    const other = await shop(world).create()
    world.clock.advance(1000)
    await shop(world).send('POST', `/v1/checkouts/${other.id}/cancel`, {})
    const ask = (query: Record<string, string>) =>
      shop(world).send('GET', `/v1/audit?${new URLSearchParams(query)}`)
    const seen = async (query: Record<string, string>) =>
      ((await ask(query)).json() as AuditList).data.map(({ action }) => action)
    const cancel = ['checkout.cancel', 'checkout.create']
    const pay = ['payment.create', 'checkout.create']
    const expected: [Record<string, string>, string[]][] = [
      [{}, [...cancel, ...pay, 'payment.refund']],
      [{ actor: 'key-1' }, [...cancel, 'checkout.create', 'payment.refund']],
      [{ actor: 'shopper' }, ['payment.create']],
      [{ actor: 'ana' }, ['payment.refund']],
      [{ target: id }, ['payment.create', 'payment.refund']],
      [{ target: id, actor: 'ana' }, ['payment.refund']],
      [{ target: id, action: 'payment.create' }, ['payment.create']],
      [{ action: 'checkout.cancel' }, ['checkout.cancel']],
      [{ outcome: 'unknown' }, ['payment.create', 'payment.refund']],
      [{ outcome: 'unknown', actor: 'key-1' }, ['payment.refund']],
      [{ action: 'checkout.create', before: at }, ['checkout.create']],
      [{ from: at }, cancel],
      [{ before: at }, [...pay, 'payment.refund']],
      [{ actor: 'eve' }, []],
    ]
    for (const [query, actions] of expected) expect(await seen(query), JSON.stringify(query)).toEqual(actions)
    const first = (await ask({ limit: '1' })).json() as AuditList
    expect(first.data[0]).toMatchObject({ target: { type: 'checkout', id: other.id } })
    const cursor = first.nextCursor ?? ''
    expect((await ask({ limit: '1', cursor })).json()).toMatchObject({
      data: [{ action: 'checkout.create', actor: { type: 'key', id: 'key-1' } }],
      nextCursor: expect.any(String),
    })
    expect((await ask({ actor: 'ana' })).json()).toMatchObject({
      data: [{ sequence: 1, actor: { type: 'key', id: 'key-1', claimed: 'ana' }, amount: { value: 99 } }],
      nextCursor: null,
    })
    expectProblem(await ask({ cursor, actor: 'ana' }), 422, 'cursor_invalid')
    expectProblem(await ask({ from: 'today' }), 422, 'validation_failed')
    expectProblem(await ask({ sequence: '1' }), 422, 'validation_failed')
    expectProblem(await ask({ target: '4111111111111111' }), 422, 'card_data_refused')
    // A cursor of one list does not open another.
    expectProblem(await shop(world).send('GET', `/v1/payments?cursor=${cursor}`), 422, 'cursor_invalid')
    expect((await world.app.inject('/v1/audit')).statusCode).toBe(401)
  })
})

describe('pages of the record', () => {
  it('can be read while the database rejects entries', async () => {
    const world = await startWorld()
    await paid(world)
    await sealAll(world.database)
    await shop(world).create({ orderReference: 'order-2' })
    await sql`create trigger no_audit before insert on audit begin select raise(abort, 'planted'); end`.execute(
      world.database.db,
    )
    const answer = await shop(world).send('GET', '/v1/audit')
    expect([answer.statusCode, (answer.json() as AuditList).data.length]).toEqual([200, 2])
    await sql`drop trigger no_audit`.execute(world.database.db)
    expect(((await shop(world).send('GET', '/v1/audit')).json() as AuditList).data).toHaveLength(3)
  })

  it.each(['SQLite', 'PostgreSQL'])('neither overlap nor skip while entries arrive, on %s', async (kind) => {
    const env: Record<string, string> =
      kind === 'SQLite' ? {} : { DATABASE_URL: await postgres().createDatabase() }
    const { database } = await startWorld({ env })
    const parts = { database, transIdKey: new Uint8Array(32) }
    const { db, transaction } = database
    let made = 0
    const add = (at: number) =>
      transaction(async (tx) => {
        const write = made % 3 === 0 ? record : recordSoon
        await write(tx, {
          ...deed(made % 2 === 0 ? 'payment.create' : 'payment.refund', at),
          requestId: `${made++}`,
        })
      })
    // Moments repeat, so that pages end between equal ones.
    for (let count = 0; count < 40; count++) await add(1000 + (count % 4))
    await sealAll(database)
    const there = await db.selectFrom('audit').select('id').where('action', '=', 'payment.create').execute()
    for (const limit of ['1', '7', '25']) {
      const seen: string[] = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const writing = Promise.all([add(2000), add(2000), add(2000)])
        const query = { limit, action: 'payment.create', before: new Date(1500).toISOString() }
        const page = await listAuditPage(parts, cursor === '' ? query : { ...query, cursor })
        seen.push(...page.data.map(({ id }) => id))
        await writing
        cursor = page.nextCursor
      }
      expect(new Set(seen).size).toBe(seen.length)
      expect(seen.toSorted()).toEqual(there.map(({ id }) => id).toSorted())
    }
    await sealAll(database)
    expect(await verifyAudit(db, KEY)).toMatchObject(whole)
  })
})

describe('the walk over the record', () => {
  const tampered: [string, string, object[]][] = [
    ['an amount', 'update audit set amount = 1 where sequence = 2', [{ sequence: 2, fault: 'changed' }]],
    ['an actor', "update audit set actor_id = 'eve' where sequence = 4", [{ sequence: 4, fault: 'changed' }]],
    ['a time', 'update audit set at = at + 1 where sequence = 1', [{ sequence: 1, fault: 'changed' }]],
    ['an entry taken out', 'delete from audit where sequence = 2', [{ sequence: 2, fault: 'missing' }]],
    ['the first taken out', 'delete from audit where sequence = 1', [{ sequence: 1, fault: 'missing' }]],
    ['the end cut off', 'delete from audit where sequence > 2', [{ sequence: 3, fault: 'cut' }]],
    ['all cut off', 'delete from audit', [{ sequence: 1, fault: 'cut' }]],
    ['another head', "update audit_head set hash = 'x'", [{ sequence: 4, fault: 'rewritten' }]],
  ]

  async function fourDeeds(env: Record<string, string> = {}): Promise<World> {
    const world = await startWorld({ env })
    for (let count = 0; count < 4; count++) {
      const { id } = await shop(world).create({ orderReference: `order-${count}` })
      await shop(world).send('POST', `/v1/checkouts/${id}/cancel`, {})
    }
    expect(await verifyAudit(world.database.db, KEY)).toMatchObject({ entries: 4, ...whole })
    return world
  }

  it.each(tampered)('finds %s', async (_what, statement, faults) => {
    const world = await fourDeeds()
    await sql.raw(statement).execute(world.database.db)
    expect((await verifyAudit(world.database.db, KEY)).faults).toEqual(faults)
  })

  it('finds the same on PostgreSQL', async () => {
    const world = await fourDeeds({ DATABASE_URL: await postgres().createDatabase() })
    for (const [what, statement, faults] of tampered) {
      const undone = world.database.db.transaction().execute(async (tx) => {
        await sql.raw(statement).execute(tx)
        throw new Error(JSON.stringify((await verifyAudit(tx, KEY)).faults))
      })
      await expect(undone, what).rejects.toThrow(JSON.stringify(faults))
    }
    expect(await verifyAudit(world.database.db, KEY)).toMatchObject(whole)
  })

  it('finds by a logged hash what was written anew from the start', async () => {
    const world = await fourDeeds()
    const { head } = await verifyAudit(world.database.db, KEY)
    expect(await verifyAudit(world.database.db, KEY, head.hash)).toMatchObject(whole)
    const { db } = world.database
    await db.deleteFrom('audit').execute()
    await db.updateTable('audit_head').set({ sequence: 0, hash: '' }).execute()
    const { id } = await shop(world).create()
    await shop(world).send('POST', `/v1/checkouts/${id}/cancel`, {})
    expect(await verifyAudit(db, KEY)).toMatchObject(whole)
    expect((await verifyAudit(db, KEY, head.hash)).faults).toEqual([{ sequence: 0, fault: 'rewritten' }])
  })

  it('is whole after two instances wrote at once, on PostgreSQL', async () => {
    const url = await postgres().createDatabase()
    const databases = [
      openDatabase(url, { exclusive: true }),
      openDatabase(url, { exclusive: true }),
    ] as const
    await databases[0].migrate()
    const write = (index: number) =>
      databases[index % 2 === 0 ? 0 : 1].transaction(async (tx) => {
        await record(tx, deed('payment.refund', index))
        // Some are undone, and leave no gap.
        if (index % 5 === 0) throw new Error('undone')
      })
    const results = await Promise.allSettled(Array.from({ length: 50 }, (_, index) => write(index)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(40)
    expect(await verifyAudit(databases[1].db, KEY)).toMatchObject({
      entries: 40,
      head: { sequence: 40 },
      ...whole,
    })
    await Promise.all(databases.map((database) => database.close()))
  })
})
