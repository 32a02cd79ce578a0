/** A shopper is forgotten in every table and file, and nothing else is: on both databases, through the real routes. */
import { describe, expect, it } from 'vitest'
import { verifyAudit } from '../../src/audit/verify.ts'
import { createErasures } from '../../src/erasure/erasures.ts'
import { workOffErasures } from '../../src/erasure/repeat.ts'
import { postgresOfFile } from '../database/postgres-of-file.ts'
import { leaks } from '../support/leaks.ts'
import { expectProblem } from '../support/refusals.ts'
import type { World } from '../support/world.ts'
import { shop, shopper, startWorld } from '../support/world.ts'
import { buyAround, canariesOf, everything, orderOf, pathOf } from './person.ts'

const postgres = postgresOfFile()
const ADA = canariesOf('ada')
const BEN = canariesOf('ben')
const CONSENT = { text: `${ADA.consent}`, locale: 'de' }

const open = async (database: string, env: Record<string, string> = {}) =>
  startWorld({
    env: {
      RETAIN_METADATA: 'campaign',
      ...(database === 'SQLite' ? {} : { DATABASE_URL: await postgres().createDatabase() }),
      ...env,
    },
  })

const erase = (world: World, body: object = {}, key = 'forget-1', reference = ADA.reference) =>
  shop(world).send('POST', pathOf(`${reference}`, 'erasures'), body, { 'idempotency-key': key })

const entries = (world: World) =>
  world.database.db.selectFrom('audit').selectAll().orderBy('sequence').execute()

/** Sums and statuses, which an erasure must leave as they are. */
async function books(world: World) {
  const { db } = world.database
  const payments = [
    'id',
    'checkout_id',
    'trans_id',
    'status',
    'amount',
    'currency',
    'balances',
    'created_at',
  ] as const
  const operations = ['id', 'payment_id', 'type', 'status', 'amount', 'created_at'] as const
  return {
    checkouts: await db
      .selectFrom('checkouts')
      .select(['id', 'order_reference', 'amount', 'currency', 'version', 'created_at'])
      .orderBy('id')
      .execute(),
    payments: await db.selectFrom('payments').select(payments).orderBy('id').execute(),
    operations: await db.selectFrom('operations').select(operations).orderBy('id').execute(),
    steps: await db
      .selectFrom('payment_steps')
      .select(['payment_id', 'seq', 'to_status'])
      .orderBy('payment_id')
      .orderBy('seq')
      .execute(),
  }
}

describe.each(['SQLite', 'PostgreSQL'])('an erasure on %s', (database) => {
  it('leaves none of the traces of a shopper anywhere, and all of another; sums are those of before', async () => {
    const world = await open(database)
    const mine = await buyAround(world, ADA)
    await buyAround(world, BEN)
    const before = await everything(world)
    // What a scan must find while it is there.
    expect(leaks(before.tables, ADA)).toEqual(Object.keys(ADA))
    if (database === 'SQLite') expect(leaks(before.files, ADA)).toEqual(Object.keys(ADA))
    const booksBefore = await books(world)

    const answer = await erase(world)
    expect([answer.statusCode, answer.json()]).toMatchObject([
      200,
      {
        erasure: {
          status: 'done',
          erased: { checkouts: 4, cards: 1, agreements: 0, consents: 1, secrets: 1 },
        },
      },
    ])
    const after = await everything(world)
    // Only the audit record keeps the reason that staff wrote for a void: no entry is ever changed.
    expect(leaks(after.tables, ADA)).toEqual(['voidReason'])
    if (database === 'SQLite') expect(leaks(after.files, ADA)).toEqual(['voidReason'])
    expect(leaks(after.log, ADA)).toEqual([])
    expect(leaks(after.tables, BEN)).toEqual(Object.keys(BEN))
    expect(await books(world)).toEqual(booksBefore)
    expect(world.emulator.ledger().tokens.map(({ shopperReference }) => shopperReference)).toEqual([
      BEN.reference,
    ])

    const read = await shop(world).read(`${mine[0]}`)
    expect(read).toMatchObject({
      shopper: { reference: expect.stringMatching(/^erased_[A-Z2-7]{32}$/) },
      billing: { country: 'DE' },
      shipping: { country: 'DE' },
      metadata: { campaign: 'spring' },
      returnUrl: 'https://shop.example/',
      payments: [
        {
          status: 'partially_refunded',
          amount: { value: 1099, currency: 'EUR' },
          balances: { captured: 1099, refunded: 99 },
          consent: { purpose: 'saved_card', textHash: expect.stringMatching(/^[0-9a-f]{64}$/) },
        },
      ],
    })
    expect(read).not.toHaveProperty('goods')
    expect((await shop(world).read(`${mine[3]}`)).status).toBe('canceled')
    expect(await verifyAudit(world.database.db, new Uint8Array(32))).toMatchObject({ faults: [] })
  })

  it('says what stays, why and until when', async () => {
    const world = await open(database, { RETAIN_PAYMENTS: '3650' })
    await buyAround(world, ADA)
    const { kept } = (await erase(world)).json().erasure
    const until = Object.fromEntries(
      kept.map((one: { what: string; until: string }) => [one.what, one.until]),
    )
    expect(until).toEqual({
      payments: expect.stringMatching(/^2036-05-29T/),
      consents: expect.stringMatching(/^2036-05-29T/),
      audit: expect.stringMatching(/^2036-05-29T/),
      backups: null,
      paykka: null,
    })
    for (const { reason } of kept) expect(reason.length).toBeGreaterThan(20)
  })

  it('happens once per key and has one entry, in its transaction', async () => {
    const world = await open(database)
    await buyAround(world, ADA)
    const note = { note: 'ticket 4711' }
    const first = await erase(world, note)
    const again = await erase(world, note)
    expect(again.headers['idempotency-replayed']).toBe('true')
    expect(again.json()).toEqual(first.json())
    expectProblem(await erase(world, {}), 422, 'idempotency_key_reused')
    const reported = (await entries(world)).filter(({ action }) => action === 'shopper.erase')
    expect(reported).toMatchObject([{ actor_id: 'key-1', target_type: 'shopper', outcome: 'done' }])
    expect(JSON.parse(`${reported[0]?.detail}`)).toMatchObject({ note: 'ticket 4711', checkouts: 4 })
    expectProblem(
      await erase(world, { note: `about ${ADA.reference}` }, 'forget-2'),
      422,
      'validation_failed',
    )
    expectProblem(await shop(world).send('POST', pathOf('x', 'erasures'), {}), 400, 'idempotency_key_invalid')
    // Somebody unknown is forgotten too: PayKKa may keep something.
    expect((await erase(world, {}, 'forget-3', 'nobody')).json().erasure.erased.checkouts).toBe(0)
  })

  it('is refused while something is open, with a list of it, and nothing is erased', async () => {
    const world = await open(database)
    const held = await shop(world).create(orderOf(ADA, { capture: 'manual' }))
    const { payment } = (await shopper(world, held).pay()).json()
    const refused = await erase(world)
    expectProblem(refused, 409, 'erasure_not_possible')
    expect(refused.json().open).toEqual([{ type: 'payment', id: payment.id, status: 'authorized' }])
    expect((await shop(world).read(held.id)).shopper).toMatchObject({ email: ADA.email })
    expect((await entries(world)).map(({ action }) => action)).toEqual([])
    const key = { 'idempotency-key': 'void' }
    await shop(world).send('POST', `/v1/payments/${payment.id}/voids`, {}, key)
    expect((await erase(world)).statusCode).toBe(200)
  })

  it('ends agreements only on request', async () => {
    const world = await open(database)
    const first = await shop(world).create(orderOf(ADA, { recurring: { type: 'subscription' } }))
    await shopper(world, first).pay({ body: { consent: CONSENT } })
    const refused = await erase(world)
    expectProblem(refused, 409, 'agreement_active')
    expect(refused.json().open).toMatchObject([{ type: 'agreement', status: 'active' }])
    expect(world.emulator.ledger().agreements).toHaveLength(1)
    const { erasure } = (await erase(world, { endAgreements: true }, 'forget-2')).json()
    expect(erasure).toMatchObject({ status: 'done', erased: { agreements: 1, cards: 0 } })
    expect(world.emulator.ledger().agreements).toMatchObject([{ active: false }])
    expect((await shop(world).send('GET', pathOf(`${ADA.reference}`, 'agreements'))).json()).toEqual({
      data: [],
    })
  })

  it('erases here at once while PayKKa gives no answer, and removes its cards there later', async () => {
    const world = await open(database)
    await buyAround(world, ADA)
    const silent = { tokens: async () => null, removeToken: async () => ({ kind: 'unknown' }) as const }
    const tokens = { ...world.parts.tokens, ...silent }
    const by = { actor: { type: 'key', id: 'key-1' } as const, requestId: 'req_1' }
    const order = { reference: `${ADA.reference}`, key: 'forget-1', by }
    const { erasure } = await createErasures({ ...world.parts, tokens }).erase(order)
    expect(erasure.status).toBe('processing')
    expect(leaks((await everything(world)).tables, ADA)).toEqual(['voidReason'])
    const refusing = async () => ({ kind: 'refused', mayBeGone: false, gatewayCode: 'X' }) as const
    world.clock.advance(11 * 60_000)
    await workOffErasures({ ...world.parts, tokens: { ...world.parts.tokens, removeToken: refusing } })
    expect((await erase(world)).json().erasure.status).toBe('partly')
    world.clock.advance(11 * 60_000)
    await workOffErasures(world.parts)
    const done = await erase(world)
    expect([done.statusCode, done.json().erasure.status]).toEqual([200, 'done'])
    expect(world.emulator.ledger().tokens).toEqual([])
    const [row] = await world.database.db.selectFrom('erasures').selectAll().execute()
    expect(row?.sealed_work).toBeNull()
  })

  it('returns all data about one person, and records the access', async () => {
    const world = await open(database)
    const ids = await buyAround(world, ADA)
    await buyAround(world, BEN)
    const read = () => shop(world).send('GET', pathOf(`${ADA.reference}`, 'data'))
    const data = await read()
    expect(
      data
        .json()
        .checkouts.map(({ id }: { id: string }) => id)
        .toSorted(),
    ).toEqual(ids.toSorted())
    const { voidReason: _staffs, ...known } = ADA
    expect(leaks(Buffer.from(data.body), known)).toEqual(Object.keys(known))
    expect(leaks(Buffer.from(data.body), BEN)).toEqual([])
    expect(data.json().cards).toMatchObject([{ brand: 'visa', last4: '4242' }])
    const reported = (await entries(world)).filter(({ action }) => action === 'shopper.read')
    expect(reported).toMatchObject([{ actor_id: 'key-1', target_id: expect.stringMatching(/^erased_/) }])
    await erase(world)
    expect((await read()).json()).toMatchObject({ checkouts: [], cards: [], erasures: [{ status: 'done' }] })
  })

  it('does not touch what the shopper does afterwards', async () => {
    const world = await open(database)
    await buyAround(world, ADA)
    await erase(world)
    world.clock.advance(1000)
    await buyAround(world, ADA)
    const { checkouts } = (await shop(world).send('GET', pathOf(`${ADA.reference}`, 'data'))).json()
    expect(checkouts).toHaveLength(4)
  })
})
