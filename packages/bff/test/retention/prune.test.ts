/** What goes by its age, what is only emptied, and what stays and why: on both databases, counted and done. */
import { describe, expect, it } from 'vitest'
import { record } from '../../src/audit/record.ts'
import { verifyAudit } from '../../src/audit/verify.ts'
import { insertCheckout } from '../../src/database/checkout-rows.ts'
import type { Database } from '../../src/database/database.ts'
import { saveDispute } from '../../src/database/dispute-rows.ts'
import { addShopEvent } from '../../src/database/event-rows.ts'
import { claimKey } from '../../src/database/idempotency-rows.ts'
import { insertModification } from '../../src/database/modification-rows.ts'
import { addStep, insertPayment } from '../../src/database/payment-rows.ts'
import { insertConsent, insertSavedCard } from '../../src/database/saved-card-rows.ts'
import type { CheckoutRow, DisputeRow, PaymentRow } from '../../src/database/tables.ts'
import type { PruneParts } from '../../src/retention/prune.ts'
import { prune } from '../../src/retention/prune.ts'
import type { Retention } from '../../src/retention/retention.ts'
import { DEFAULT_RETENTION } from '../../src/retention/retention.ts'
import { postgresOfFile } from '../database/postgres-of-file.ts'
import { checkoutRow, disputeRow, eventRow, keyRow, NOW, operationRow, paymentRow } from '../database/rows.ts'
import { openEmptyDatabase } from './empty-database.ts'

const postgres = postgresOfFile()
const DAY = 24 * 60 * 60_000
const KEY = new Uint8Array(32).fill(7)
const BY = { actor: { type: 'job', id: 'daily' } as const, requestId: 'req_1' }
const DETAILS = JSON.stringify({
  shopper: { reference: 'cust-1', email: 'ada@mail.example', firstName: 'Ada', ip: '192.0.2.7' },
  billing: { line1: 'Main St 1', country: 'DE' },
  goods: [{ id: 'g', name: 'Shirt', price: 1, quantity: 1 }],
  metadata: { campaign: 'spring', note: 'for Ada' },
  locale: 'de',
  methods: ['card'],
})

const partsOf = (database: Database, changes: Partial<Retention> = {}): PruneParts => ({
  database,
  retention: { ...DEFAULT_RETENTION, ...changes },
  retainMetadata: ['campaign'],
  auditKey: KEY,
})

const run = (parts: PruneParts, days: number, dryRun = false) =>
  prune(parts, { provenNow: NOW + days * DAY, dryRun, by: BY })

async function addOrder(
  database: Database,
  name: string,
  payment: Partial<PaymentRow>,
  checkout: Partial<CheckoutRow> = {},
): Promise<void> {
  const row = {
    attempts: 1,
    order_reference: name,
    details: DETAILS,
    shopper_reference: 'cust-1',
    email_hash: 'H',
  }
  await insertCheckout(database.db, checkoutRow(`chk_${name}`, { ...row, ...checkout }))
  const made = {
    live: 0,
    next_query_at: null,
    card_last4: '4242',
    card_bin: '424242',
    gateway_message: 'Ada',
  }
  await insertPayment(database.db, paymentRow(`pay_${name}`, `chk_${name}`, { ...made, ...payment }))
  const step = { at: NOW, from_status: null, to_status: 'sending', cause: 'shopper', detail: null } as const
  await addStep(database.db, { ...step, payment_id: `pay_${name}` })
  await claimKey(database.db, keyRow(name, { scope: `pay:chk_${name}`, payment_id: `pay_${name}` }))
}

const PAID = { status: 'succeeded' } as const
const DECLINED = { status: 'declined' } as const

const dispute = (name: string, changes: Partial<DisputeRow> = {}): DisputeRow =>
  disputeRow(`dsp_${name}`, `pay_${name}`, {
    dispute_id: 'DG1',
    stage: 'DISPUTE_CREATED',
    amount: 1099,
    currency: 'EUR',
    ...changes,
  })

const savedCard = (name: string, agreement_id: string | null) => ({
  id: `card_${name}`,
  agreement_id,
  purpose: agreement_id ? ('subscription' as const) : ('saved_card' as const),
  status: 'active' as const,
  replaced_by: null,
  shopper_reference: 'cust-1',
  payment_id: `pay_${name}`,
  sealed_token: 'sealed',
  sealed_agreement: agreement_id,
  brand: 'visa',
  last4: '4242',
  exp_month: null,
  exp_year: null,
  created_at: NOW,
})

const idsIn = async (database: Database) =>
  (await database.db.selectFrom('checkouts').select('id').orderBy('id').execute()).map(({ id }) => id)

const goneOf = ({ kinds }: Awaited<ReturnType<typeof prune>>) =>
  Object.fromEntries(kinds.filter(({ rows }) => rows > 0).map(({ kind, rows }) => [kind, rows]))

describe.each(['SQLite', 'PostgreSQL'])('pruning on %s', (kind) => {
  const open = () => openEmptyDatabase(kind, postgres)

  it('deletes checkouts that were never paid, whole, after RETAIN_UNPAID; a dry run only says so', async () => {
    const database = await open()
    await addOrder(database, 'declined', DECLINED)
    await addOrder(database, 'paid', PAID)
    await insertCheckout(database.db, checkoutRow('chk_abandoned', { order_reference: 'abandoned' }))
    const parts = partsOf(database)
    expect(goneOf(await run(parts, 90))).toEqual({ keys: 2 })
    expect(await idsIn(database)).toHaveLength(3)
    const dry = await run(parts, 91, true)
    expect(goneOf(dry)).toEqual({ unpaid: 2 })
    expect(dry.kinds.find(({ kind: name }) => name === 'unpaid')).toMatchObject({
      before: NOW + DAY,
      days: new Map([[NOW / DAY - 0.5, 2]]),
    })
    expect(await idsIn(database)).toHaveLength(3)
    expect(goneOf(await run(parts, 91))).toEqual({ unpaid: 2 })
    expect(await idsIn(database)).toEqual(['chk_paid'])
    expect(await database.db.selectFrom('payment_steps').select('payment_id').execute()).toEqual([
      { payment_id: 'pay_paid' },
    ])
    expect(goneOf(await run(parts, 91))).toEqual({})
  })

  it('never deletes one before its keys: the same request would begin it anew', async () => {
    const database = await open()
    await addOrder(database, 'declined', DECLINED)
    expect(goneOf(await run(partsOf(database, { unpaid: 1, keys: 60 }), 59))).toEqual({})
    expect(goneOf(await run(partsOf(database, { unpaid: 1, keys: 60 }), 61))).toEqual({ keys: 1, unpaid: 1 })
  })

  it('empties the personal data of paid ones after RETAIN_PERSONAL, once, and the money stays', async () => {
    const database = await open()
    await addOrder(database, 'paid', PAID)
    await insertConsent(database.db, {
      payment_id: 'pay_paid',
      shopper_reference: 'cust-1',
      purpose: 'saved_card',
      text: 'I, Ada, agree',
      text_hash: 'HASH',
      locale: 'de',
      exp_month: '12',
      exp_year: '2030',
      at: NOW,
    })
    const event = { data: { payment: { card: { last4: '4242' }, amount: { value: 1099, currency: 'EUR' } } } }
    await addShopEvent(
      database.db,
      eventRow('evt_1', 'pay_paid', { state: 'failed', payload: JSON.stringify(event) }),
    )
    const parts = partsOf(database)
    expect(goneOf(await run(parts, 731))).toMatchObject({ personal: 1 })
    const { db } = database
    const [checkout] = await db.selectFrom('checkouts').selectAll().execute()
    expect(JSON.parse(checkout?.details ?? '')).toEqual({
      shopper: { reference: 'cust-1' },
      billing: { country: 'DE' },
      metadata: { campaign: 'spring' },
      methods: ['card'],
    })
    expect(checkout).toMatchObject({
      email_hash: null,
      return_url: 'https://shop.example/',
      amount: 1099,
      shopper_reference: 'cust-1',
      emptied_at: NOW + 731 * DAY,
    })
    const [payment] = await db.selectFrom('payments').selectAll().execute()
    expect(payment).toMatchObject({
      card_last4: null,
      card_bin: null,
      gateway_message: null,
      status: 'succeeded',
    })
    expect(await db.selectFrom('consents').selectAll().execute()).toMatchObject([
      { text: null, text_hash: 'HASH', exp_month: null, at: NOW },
    ])
    const [reported] = await db.selectFrom('shop_events').select('payload').execute()
    expect(JSON.parse(reported?.payload ?? '')).toEqual({
      data: { payment: { amount: { value: 1099, currency: 'EUR' } } },
    })
    expect(goneOf(await run(parts, 732))).toEqual({})
    expect(await db.selectFrom('audit').select(['action', 'detail']).execute()).toEqual([
      { action: 'retention.prune', detail: '{"deleted":0,"emptied":1}' },
    ])
  })

  const keepReasons: [string, Partial<PaymentRow>, (database: Database) => Promise<unknown>, string][] = [
    ['an open payment', { status: 'unknown', live: 1 }, async () => {}, 'open_payment'],
    ['held funds', { status: 'authorized' }, async () => {}, 'open_payment'],
    [
      'an open refund',
      PAID,
      ({ db }) => insertModification(db, operationRow('ref_a', 'pay_a', { open: 1, status: 'unknown' })),
      'open_operation',
    ],
    ['an open dispute', PAID, ({ db }) => saveDispute(db, dispute('a')), 'open_dispute'],
    [
      'an active agreement',
      PAID,
      ({ db }) => insertSavedCard(db, savedCard('a', 'agr_1')),
      'active_agreement',
    ],
  ]
  it.each(keepReasons)('keeps all of a payment with %s, and says so', async (_what, payment, add, reason) => {
    const database = await open()
    await addOrder(database, 'a', payment)
    await add(database)
    const parts = partsOf(database, { payments: 365 })
    for (const days of [400, 10_000]) {
      const { kept } = await run(parts, days)
      expect(kept).toMatchObject([{ reason, rows: 1, oldest: NOW }])
    }
    const [checkout] = await database.db.selectFrom('checkouts').selectAll().execute()
    expect(checkout).toMatchObject({ details: DETAILS, emptied_at: null })
  })

  it('deletes paid ones whole after RETAIN_PAYMENTS, but not while a card is saved or a dispute is kept', async () => {
    const database = await open()
    for (const name of ['plain', 'saved', 'disputed']) await addOrder(database, name, PAID)
    await insertSavedCard(database.db, savedCard('saved', null))
    await insertModification(database.db, operationRow('ref_plain', 'pay_plain'))
    await claimKey(database.db, keyRow('refund', { scope: 'modify:pay_plain', payment_id: 'pay_plain' }))
    await saveDispute(
      database.db,
      dispute('disputed', { stage: 'DISPUTE_LOST', open: 0, updated_at: NOW + 600 * DAY }),
    )
    const parts = partsOf(database, { payments: 365, personal: 0 })
    const first = await run(parts, 1000)
    expect(goneOf(first)).toMatchObject({ payments: 1 })
    expect(first.kept.map(({ reason }) => reason).toSorted()).toEqual(['dispute_kept', 'saved_card'])
    expect(await idsIn(database)).toEqual(['chk_disputed', 'chk_saved'])
    expect(await database.db.selectFrom('idempotency_keys').selectAll().execute()).toEqual([])
    expect(goneOf(await run(parts, 600 + 1096))).toEqual({ disputes: 1, payments: 1 })
    expect(await idsIn(database)).toEqual(['chk_saved'])
  })

  it('keeps a dispute for RETAIN_DISPUTES after its last news, and one that is open for ever', async () => {
    const database = await open()
    for (const name of ['open', 'ended', 'entered']) await addOrder(database, name, PAID)
    const entered = { open: 0, outcome: 'won', outcome_at: NOW + 2 * DAY } as const
    await saveDispute(database.db, dispute('entered', entered))
    const note = { id: 'dnt_1', dispute: 'dsp_entered', at: NOW, text: 'won', outcome: null } as const
    const by = { actor_type: 'key', actor_id: 'key-1', actor_claimed: null } as const
    await database.db
      .insertInto('dispute_notes')
      .values({ ...note, ...by })
      .execute()
    await saveDispute(database.db, dispute('open'))
    await saveDispute(database.db, dispute('ended', { stage: 'WON', open: 0 }))
    const parts = partsOf(database)
    expect(goneOf(await run(parts, 1095))).not.toHaveProperty('disputes')
    expect(goneOf(await run(parts, 1096))).toMatchObject({ disputes: 1 })
    expect(await database.db.selectFrom('dispute_notes').select('id').execute()).toEqual([{ id: 'dnt_1' }])
    await run(parts, 30_000)
    expect(await database.db.selectFrom('dispute_notes').selectAll().execute()).toEqual([])
    expect(await database.db.selectFrom('disputes').select('payment_id').execute()).toEqual([
      { payment_id: 'pay_open' },
    ])
  })

  it('drops the old end of the audit record, and a signed marker says where it begins', async () => {
    const database = await open()
    const add = (days: number) =>
      database.transaction((tx) =>
        record(tx, {
          ...BY,
          at: NOW + days * DAY,
          shop: 'default',
          action: 'payment.refund',
          target: { type: 'payment', id: 'pay_1' },
          outcome: 'done',
        }),
      )
    for (const days of [0, 1, 100, 50]) await add(days)
    const parts = partsOf(database, { audit: 365 })
    expect(goneOf(await run(parts, 367, true))).toEqual({ audit: 2 })
    expect((await verifyAudit(database.db, KEY)).entries).toBe(4)
    expect(goneOf(await run(parts, 367))).toEqual({ audit: 2 })
    // One more entry records it.
    expect(await verifyAudit(database.db, KEY)).toMatchObject({ begins: 3, entries: 3, faults: [] })
    expect(goneOf(await run(parts, 367))).toEqual({})
    const missing = [{ sequence: 1, fault: 'missing' }]
    expect((await verifyAudit(database.db, new Uint8Array(32))).faults).toEqual(missing)
    await database.db.updateTable('audit_markers').set({ sequence: 3 }).execute()
    expect((await verifyAudit(database.db, KEY)).faults).toEqual(missing)
    await database.db.deleteFrom('audit_markers').execute()
    expect((await verifyAudit(database.db, KEY)).faults).toEqual(missing)
    // The newest entry stays, however old it is.
    await run(partsOf(database, { audit: 1 }), 30_000)
    expect((await verifyAudit(database.db, KEY)).entries).toBeGreaterThan(0)
  })

  it('forgets nothing while PayKKa has not confirmed the time, nor what is kept for ever', async () => {
    const database = await open()
    await addOrder(database, 'declined', DECLINED)
    await addOrder(database, 'paid', PAID)
    const report = await prune(partsOf(database), { provenNow: 0, dryRun: false, by: BY })
    expect(goneOf(report)).toEqual({})
    const forEver = partsOf(database, {
      unpaid: 0,
      personal: 0,
      disputes: 0,
      audit: 0,
      notices: 0,
      events: 0,
      keys: 0,
    })
    expect(goneOf(await run(forEver, 30_000))).toEqual({})
    expect(await idsIn(database)).toHaveLength(2)
  })
})
