/**
 * A database as an earlier version left it, upgraded in place: everything in it is read and listed. `stored-copy.jsonl` was
 * written by that version's own routes, with a row of every kind that it had; it is never written anew.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { describe, expect, it, onTestFinished } from 'vitest'
import { verifyAudit } from '../../src/audit/verify.ts'
import { openDatabase } from '../../src/database/database.ts'
import { MIGRATIONS } from '../../src/database/migrations/index.ts'
import type { World } from '../support/world.ts'
import { shop, startWorld } from '../support/world.ts'
import { postgresOfFile } from './postgres-of-file.ts'

const postgres = postgresOfFile()
/** Under which the copy's cards and keys are encrypted. */
const BFF_MASTER_KEY = 'stored-copy-master-key-0123456789abcdef'

type Row = Record<string, string | number | null>
type Line = { schema: string } | { table: string; row: Row }

const lines = readFileSync(new URL('stored-copy.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Line)
const rows = lines.flatMap((line) => ('row' in line ? line : []))
const migrated = rows.filter(({ table }) => table === 'kysely_migration').map(({ row }) => String(row.name))

/** The file itself, as it was. */
function asFile(): string {
  const directory = mkdtempSync(join(tmpdir(), 'paykka-stored-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  const path = join(directory, 'paykka.db')
  const database = new DatabaseSync(path)
  for (const line of lines) {
    if ('schema' in line) database.exec(line.schema)
    else {
      const names = Object.keys(line.row)
      const values = `(${names.map((name) => `"${name}"`)}) values (${names.map(() => '?')})`
      database.prepare(`insert into "${line.table}" ${values}`).run(...Object.values(line.row))
    }
  }
  database.close()
  return `sqlite:${path}`
}

/** The same rows in the schema that PostgreSQL had then. */
async function asPostgres(): Promise<string> {
  const url = await postgres().createDatabase()
  const database = openDatabase(url, { exclusive: true })
  const earlier = Object.fromEntries(Object.entries(MIGRATIONS).filter(([name]) => migrated.includes(name)))
  await new Migrator({ db: database.db, provider: { getMigrations: async () => earlier } }).migrateToLatest()
  for (const { table, row } of rows.filter((line) => !line.table.startsWith('kysely'))) {
    const names = sql.join(Object.keys(row).map((name) => sql.id(name)))
    await sql`insert into ${sql.table(table)} (${names}) values (${sql.join(Object.values(row))})`.execute(
      database.db,
    )
  }
  await database.close()
  return url
}

const open = async (database: string) => {
  const DATABASE_URL = database === 'SQLite' ? asFile() : await asPostgres()
  return startWorld({ env: { DATABASE_URL, BFF_MASTER_KEY } })
}

async function read(world: World, url: string) {
  const answer = await shop(world).send('GET', url)
  expect([url, answer.statusCode]).toEqual([url, 200])
  return answer.json()
}

const of = (table: string) => rows.filter((line) => line.table === table).map(({ row }) => row)

describe.each(['SQLite', 'PostgreSQL'])('a database of an earlier version on %s', (database) => {
  it('is upgraded in place, and each checkout and payment of it is read as it was', async () => {
    const world = await open(database)
    expect(await world.database.migrate()).toEqual([])
    for (const { id, amount, order_reference } of of('checkouts')) {
      const checkout = await read(world, `/v1/checkouts/${id}`)
      expect(checkout).toMatchObject({ orderReference: order_reference, amount: { value: amount } })
    }
    for (const row of of('payments')) {
      const { payment } = await read(world, `/v1/payments/${row.id}`)
      const { status, trans_id: transId, amount: value } = row
      expect(payment).toMatchObject({ status, transId, amount: { value }, disputes: expect.any(Array) })
      const steps = of('payment_steps').filter(({ payment_id }) => payment_id === row.id)
      expect(payment.history).toHaveLength(steps.length)
      const operations = of('operations').filter(({ payment_id }) => payment_id === row.id)
      expect(payment.operations.map(({ id }: Row) => id)).toEqual(operations.map(({ id }) => id))
    }
    const [ended] = of('consents')
    const { payment } = await read(world, `/v1/payments/${ended?.payment_id}`)
    expect(payment.consent).toMatchObject({ purpose: ended?.purpose, text: 'I agree' })
  })

  it('is listed: payments, checkouts, operations, disputes, cards, agreements, files', async () => {
    const world = await open(database)
    const ids = (list: { data: { id: string }[] }) => list.data.map(({ id }) => id).toSorted()
    const stored = (table: string) =>
      of(table)
        .map(({ id }) => String(id))
        .toSorted()
    expect(ids(await read(world, '/v1/payments?limit=100'))).toEqual(stored('payments'))
    expect(ids(await read(world, '/v1/checkouts?limit=100'))).toEqual(stored('checkouts'))
    expect(ids(await read(world, '/v1/operations?limit=100'))).toEqual(stored('operations'))
    expect((await read(world, '/v1/disputes')).data).toMatchObject([
      { stage: 'DISPUTE_CREATED', reason: '10.4', verified: true },
    ])
    expect(ids(await read(world, '/v1/payments?shopperReference=ada'))).toHaveLength(3)
    for (const { order_reference } of of('checkouts').filter(({ attempts }) => attempts === 1))
      expect((await read(world, `/v1/payments?q=${order_reference}`)).data).toMatchObject([
        { orderReference: order_reference },
      ])
    expect((await read(world, '/v1/shoppers/ada/agreements')).data).toHaveLength(1)
    const data = await read(world, '/v1/shoppers/ada/data')
    expect([data.cards.length, data.agreements.length, data.checkouts.length]).toEqual([1, 1, 3])
    expect(data.checkouts[0].shopper).toMatchObject({ email: 'ada@shop.example' })
    const year = 'createdFrom=2026-01-01T00:00:00Z&createdBefore=2026-12-31T00:00:00Z'
    const file = await shop(world).send('GET', `/v1/exports/payments.csv?${year}`)
    expect([file.statusCode, file.body.trimEnd().split('\r\n').length]).toEqual([
      200,
      of('payments').length + 1,
    ])
    expect(await verifyAudit(world.database.db, new Uint8Array(32))).toMatchObject({ faults: [] })
  })

  it('can be forgotten like any other', async () => {
    const world = await open(database)
    const [dispute] = (await read(world, '/v1/disputes')).data
    const send = (url: string, body: object) =>
      shop(world).send('POST', url, body, { 'idempotency-key': `key of ${url}`.replaceAll(' ', '-') })
    expect((await send('/v1/shoppers/ada/erasures', {})).json().code).toBe('erasure_not_possible')
    await send(`/v1/disputes/${dispute.id}/outcome`, { outcome: 'won' })
    const key = { 'idempotency-key': 'second' }
    const answer = await shop(world).send('POST', '/v1/shoppers/ada/erasures', { endAgreements: true }, key)
    expect(answer.json()).toMatchObject({ erasure: { erased: { checkouts: 3, cards: 1, agreements: 1 } } })
    expect((await read(world, '/v1/shoppers/ada/data')).checkouts).toEqual([])
  })
})
