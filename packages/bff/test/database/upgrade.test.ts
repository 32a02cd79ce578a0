/** A database from before a migration, with data of that version. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { describe, expect, it, onTestFinished } from 'vitest'
import { claimOrder } from '../../src/checkouts/claim-order.ts'
import { findCheckout } from '../../src/database/checkout-rows.ts'
import type { Database } from '../../src/database/database.ts'
import { openDatabase } from '../../src/database/database.ts'
import { listDisputeReports } from '../../src/database/dispute-rows.ts'
import { findEarlier } from '../../src/database/idempotent.ts'
import { MIGRATIONS } from '../../src/database/migrations/index.ts'
import { listModifications } from '../../src/database/modification-rows.ts'
import { listSteps } from '../../src/database/payment-rows.ts'
import { useSeal } from '../../src/database/used-seal-rows.ts'
import { deriveDisputeId } from '../../src/domain/ids.ts'
import { modifyScope } from '../../src/payments/modifications/begin-modification.ts'
import { postgresOfFile } from './postgres-of-file.ts'
import { checkoutRow, disputeRow, NOW, notificationRow, operationRow, paymentRow } from './rows.ts'

const postgres = postgresOfFile()

async function databaseBefore(kind: string, name: string): Promise<Database> {
  const directory = mkdtempSync(join(tmpdir(), 'paykka-upgrade-'))
  const url = kind === 'SQLite' ? `sqlite:${join(directory, 'paykka.db')}` : await postgres().createDatabase()
  const database = openDatabase(url, { exclusive: true })
  onTestFinished(async () => {
    await database.close()
    rmSync(directory, { recursive: true, force: true })
  })
  const earlier = Object.fromEntries(Object.entries(MIGRATIONS).filter(([other]) => other < name))
  await new Migrator({ db: database.db, provider: { getMigrations: async () => earlier } }).migrateToLatest()
  return database
}

/** Adds what the row had then: today's rows have more. */
async function insert(database: Database, table: string, row: object): Promise<void> {
  const tables = await database.db.introspection.getTables()
  const columns = tables.find(({ name }) => name === table)?.columns.map(({ name }) => name)
  const known = Object.entries(row).filter(([name]) => columns?.includes(name))
  const names = sql.join(known.map(([name]) => sql.id(name)))
  const values = sql.join(known.map(([, value]) => value))
  await sql`insert into ${sql.id(table)} (${names}) values (${values})`.execute(database.db)
}

describe.each(['SQLite', 'PostgreSQL'])('a database of an older version on %s', (kind) => {
  const open = () => databaseBefore(kind, '0024-orders')
  const claim = (database: Database, id: string, order_reference: string) =>
    database.transaction((tx) =>
      claimOrder(
        { database, now: () => NOW, provenNow: () => NOW },
        tx,
        checkoutRow(id, { order_reference, order_claim: 'sole', secret_hash: id }),
      ),
    )

  it('keeps the several checkouts of an order, and the rule holds from then on', async () => {
    const database = await open()
    for (const [id, changes] of Object.entries({
      chk_a: {},
      chk_b: {},
      chk_c: { status: 'canceled' as const },
      chk_d: {
        order_reference: 'order-2',
        status: 'succeeded' as const,
        paid_payment_id: 'pay_d',
        attempts: 1,
      },
      chk_e: {
        order_reference: 'order-2',
        status: 'succeeded' as const,
        paid_payment_id: 'pay_e',
        attempts: 1,
      },
    }))
      await insert(database, 'checkouts', checkoutRow(id, changes))
    for (const id of ['d', 'e'])
      await insert(
        database,
        'payments',
        paymentRow(`pay_${id}`, `chk_${id}`, { status: 'succeeded', live: 0 }),
      )
    expect(await database.migrate()).toContain('0024-orders')
    expect(await findCheckout(database.db, 'chk_a')).toEqual(checkoutRow('chk_a'))

    expect((await claim(database, 'chk_f', 'order-1')).toSorted()).toEqual(['chk_a', 'chk_b'])
    expect(await claim(database, 'chk_g', 'order-1')).toEqual(['chk_f'])
    await expect(claim(database, 'chk_h', 'order-2')).rejects.toMatchObject({ code: 'order_already_paid' })
    const paid = await database.db
      .selectFrom('checkouts')
      .select('id')
      .where('status', '=', 'succeeded')
      .execute()
    expect(paid).toHaveLength(2)
  })

  it('knows the reported disputes; signed reports win', async () => {
    const database = await open()
    await insert(database, 'checkouts', checkoutRow('chk_a', { attempts: 1 }))
    await insert(database, 'payments', paymentRow('pay_a', 'chk_a', { gateway_order_id: 'GW1' }))
    const report = (id: string, dispute: object, by: object) =>
      insert(
        database,
        'notices',
        notificationRow(id, { kind: 'dispute', state: 'done', dispute: JSON.stringify(dispute), ...by }),
      )
    const amount = { value: 1099, currency: 'EUR' }
    await report(
      'n1',
      { id: 'DG1', stage: 'DISPUTE_CREATED', amount, verified: true },
      { trans_id: 'T-pay_a' },
    )
    await report('n2', { id: 'DG1', stage: 'OTHER', verified: false }, { trans_id: 'T-pay_a', verified: 0 })
    await report('n3', { verified: false }, { trans_id: null, gateway_order_id: 'GW1', verified: 0 })
    await report('n4', { id: 'DG9', verified: true }, { trans_id: 'T-nobody' })
    await database.migrate()
    const rows = await database.db.selectFrom('disputes').selectAll().orderBy('dispute_id').execute()
    const id = expect.stringMatching(/^dsp_[\w-]{22}$/)
    const [unnamed, named] = rows
    expect(rows).toEqual([
      { ...disputeRow('', 'pay_a', { verified: 0 }), id },
      {
        ...disputeRow('', 'pay_a', {
          dispute_id: 'DG1',
          stage: 'DISPUTE_CREATED',
          amount: 1099,
          currency: 'EUR',
        }),
        id,
      },
    ])
    expect(unnamed?.id).not.toBe(named?.id)
    expect(named?.id).toBe(deriveDisputeId('pay_a', 'DG1'))
    const reports = await listDisputeReports(database.db, named?.id ?? '')
    expect(reports).toMatchObject([{ notification: '', stage: 'DISPUTE_CREATED', amount: 1099, verified: 1 }])
  })

  it('knows which of its disputes are over', async () => {
    const database = await databaseBefore(kind, '0033-disputes')
    await insert(database, 'checkouts', checkoutRow('chk_a', { attempts: 1 }))
    await insert(database, 'payments', paymentRow('pay_a', 'chk_a'))
    for (const [dispute_id, stage] of [
      ['D1', 'LOST'],
      ['D2', 'dispute_won'],
      ['D3', 'DISPUTE_CREATED'],
      ['D4', null],
    ] as const)
      await insert(database, 'disputes', disputeRow('', 'pay_a', { dispute_id, stage }))
    await database.migrate()
    const open = database.db.selectFrom('disputes').select('dispute_id').where('open', '=', 1)
    expect((await open.orderBy('dispute_id').execute()).map(({ dispute_id }) => dispute_id)).toEqual([
      'D3',
      'D4',
    ])
  })

  it('knows the keys of captures, voids and refunds, so that none is done a second time', async () => {
    const database = await databaseBefore(kind, '0028-operation-keys')
    await insert(database, 'checkouts', checkoutRow('chk_a', { attempts: 1 }))
    await insert(database, 'payments', paymentRow('pay_a', 'chk_a', { status: 'succeeded', live: 0 }))
    await insert(database, 'operations', operationRow('ref_a', 'pay_a', { idempotency_key: 'refund 1' }))
    await database.migrate()
    const claim = { scope: modifyScope('pay_a'), key: 'refund 1', fingerprint: 'fingerprint of ref_a' }
    expect(await findEarlier(database.db, claim)).toMatchObject({
      payment_id: 'pay_a',
      response_status: null,
    })
  })

  it('belongs to the one shop, finds its shoppers, and does not say who ordered what it did', async () => {
    const database = await databaseBefore(kind, '0030-ground')
    const details = JSON.stringify({ shopper: { reference: 'cust-1', email: 'ada@shop.example' } })
    await insert(database, 'checkouts', checkoutRow('chk_a', { attempts: 1, details }))
    await insert(database, 'checkouts', checkoutRow('chk_b', { secret_hash: 'b' }))
    await insert(database, 'payments', paymentRow('pay_a', 'chk_a', { status: 'succeeded', live: 0 }))
    await insert(database, 'operations', operationRow('ref_a', 'pay_a'))
    await database.migrate()
    const known = { shop: 'default', email_hash: null }
    expect(await findCheckout(database.db, 'chk_a')).toMatchObject({ ...known, shopper_reference: 'cust-1' })
    expect(await findCheckout(database.db, 'chk_b')).toMatchObject({ ...known, shopper_reference: null })
    const [operation] = await listModifications(database.db, ['pay_a'])
    expect(operation).toMatchObject({
      shop: 'default',
      actor_type: null,
      actor_id: null,
      actor_claimed: null,
    })
  })

  it('keeps the steps of its payments and the seals that have paid', async () => {
    const database = await databaseBefore(kind, '0040-fewer-pages')
    const step = { at: NOW, from_status: null, cause: 'shopper', detail: null, gateway_message: null }
    const steps = [
      { ...step, payment_id: 'pay_a', seq: 1, to_status: 'sending' },
      { ...step, payment_id: 'pay_a', seq: 2, to_status: 'declined', gateway_message: 'no' },
      { ...step, payment_id: 'pay_b', seq: 1, to_status: 'sending', detail: 'x' },
    ]
    for (const id of ['a', 'b']) {
      await insert(
        database,
        'checkouts',
        checkoutRow(`chk_${id}`, { attempts: 1, secret_hash: id, order_reference: id }),
      )
      await insert(database, 'payments', paymentRow(`pay_${id}`, `chk_${id}`))
    }
    for (const row of steps) await insert(database, 'payment_steps', row)
    await insert(database, 'used_seals', { mark: 'used', used_at: NOW })
    expect(await database.migrate()).toContain('0040-fewer-pages')
    expect(await listSteps(database.db, ['pay_a', 'pay_b'])).toEqual(
      steps.toSorted((a, b) => a.seq - b.seq || (a.payment_id < b.payment_id ? -1 : 1)),
    )
    const use = (mark: string) => database.transaction((tx) => useSeal(tx, mark, NOW))
    expect(await use('used')).toBe(false)
    expect(await use('new')).toBe(true)
    // The rewritten table still belongs to its payments.
    await expect(
      insert(database, 'payment_steps', { ...step, payment_id: 'pay_z', seq: 1, to_status: 'sending' }),
    ).rejects.toThrow(/foreign key/i)
  })
})
