/** A backup from before an erasure restores the shopper, and the list beside the database erases them again. */
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, it, onTestFinished } from 'vitest'
import { appendToErasureList, readErasureList } from '../../src/erasure/erasure-list.ts'
import { createErasures } from '../../src/erasure/erasures.ts'
import { workOffErasures } from '../../src/erasure/repeat.ts'
import { postgresOfFile } from '../database/postgres-of-file.ts'
import { leaks } from '../support/leaks.ts'
import type { World } from '../support/world.ts'
import { shop, shopper, startWorld } from '../support/world.ts'
import { buyAround, canariesOf, everything, orderOf, pathOf } from './person.ts'

const postgres = postgresOfFile()
const ADA = canariesOf('ada')
const BEN = canariesOf('ben')

function folder(): string {
  const directory = mkdtempSync(join(tmpdir(), 'paykka-erasures-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/** Every table with its rows; put back, they are the database of that moment. */
async function backUp(world: World): Promise<() => Promise<void>> {
  const { db } = world.database
  const names = (await db.introspection.getTables())
    .map(({ name }) => name)
    .filter((name) => !/^kysely/.test(name))
  const saved = new Map<string, Record<string, unknown>[]>()
  for (const name of names)
    saved.set(name, (await sql<Record<string, unknown>>`select * from ${sql.table(name)}`.execute(db)).rows)
  return async () => {
    const off =
      world.database.kind === 'sqlite'
        ? 'pragma foreign_keys = off'
        : "set session_replication_role = 'replica'"
    const on =
      world.database.kind === 'sqlite'
        ? 'pragma foreign_keys = on'
        : "set session_replication_role = 'origin'"
    await db.connection().execute(async (connection) => {
      await sql.raw(off).execute(connection)
      for (const [name, rows] of saved) {
        await sql`delete from ${sql.table(name)}`.execute(connection)
        for (const row of rows) {
          const columns = sql.join(Object.keys(row).map((column) => sql.id(column)))
          await sql`insert into ${sql.table(name)} (${columns}) values (${sql.join(Object.values(row))})`.execute(
            connection,
          )
        }
      }
      await sql.raw(on).execute(connection)
    })
  }
}

const open = async (database: string, file: string) =>
  startWorld({
    env: {
      ERASURES_FILE: file,
      ...(database === 'SQLite' ? {} : { DATABASE_URL: await postgres().createDatabase() }),
    },
  })

const erase = (world: World, reference: string | undefined, body: object = {}) =>
  shop(world).send('POST', pathOf(`${reference}`, 'erasures'), body, { 'idempotency-key': 'forget' })

const found = async (world: World) => leaks((await everything(world)).tables, ADA)

describe.each(['SQLite', 'PostgreSQL'])('a restored backup on %s', (database) => {
  it('is erased again, with its entry; later data stays', async () => {
    const file = join(folder(), 'erasures')
    const world = await open(database, file)
    await buyAround(world, ADA)
    await buyAround(world, BEN)
    const restore = await backUp(world)
    const { erasure } = (await erase(world, ADA.reference)).json()
    expect(readFileSync(file, 'utf8')).not.toContain(ADA.reference)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    await restore()
    world.clock.advance(60_000)
    const { id } = await shop(world).create(orderOf(ADA))
    expect(await found(world)).toEqual(Object.keys(ADA))
    expect(await workOffErasures(world.parts)).toBe(1)
    const left = await world.database.db
      .selectFrom('checkouts')
      .select('id')
      .where('shopper_reference', '=', `${ADA.reference}`)
      .execute()
    expect(left).toEqual([{ id }])
    const [again] = await world.database.db.selectFrom('erasures').selectAll().execute()
    expect(again).toMatchObject({ id: erasure.id, status: 'done' })
    const entries = await world.database.db
      .selectFrom('audit')
      .selectAll()
      .where('action', '=', 'shopper.erase')
      .execute()
    expect(entries).toMatchObject([{ actor_type: 'job', actor_id: 'erasures' }])
    expect(leaks((await everything(world)).tables, BEN)).toEqual(Object.keys(BEN))
    world.clock.advance(11 * 60_000)
    expect(await workOffErasures(world.parts)).toBe(0)
  })

  it('ends again what it brought back as active, and waits for what is open', async () => {
    const world = await open(database, join(folder(), 'erasures'))
    const first = await shop(world).create(orderOf(ADA, { recurring: { type: 'subscription' } }))
    await shopper(world, first).pay({ body: { consent: { text: `${ADA.consent}`, locale: 'de' } } })
    const restore = await backUp(world)
    await erase(world, ADA.reference, { endAgreements: true })
    await restore()
    await world.database.db.updateTable('payments').set({ live: 1, status: 'unknown' }).execute()
    expect(await workOffErasures(world.parts)).toBe(0)
    expect(await found(world)).toContain('email')
    await world.database.db.updateTable('payments').set({ live: 0, status: 'succeeded' }).execute()
    world.clock.advance(11 * 60_000)
    expect(await workOffErasures(world.parts)).toBe(1)
    expect(await found(world)).toEqual([])
    const cards = await world.database.db
      .selectFrom('saved_cards')
      .select(['status', 'sealed_token'])
      .execute()
    expect(cards).toEqual([{ status: 'ended', sealed_token: '' }])
  })

  it('is not erased by the list of another key, and that is logged', async () => {
    const file = join(folder(), 'erasures')
    const world = await open(database, file)
    await buyAround(world, ADA)
    const restore = await backUp(world)
    await erase(world, ADA.reference)
    await restore()
    const erasureKey = new Uint8Array(32)
    expect(await workOffErasures({ ...world.parts, erasureKey })).toBe(0)
    expect(world.logs.join('')).toContain('ERASURES_FILE was written under another BFF_MASTER_KEY')
    expect(await found(world)).toContain('email')
  })
})

describe('the list of erasures', () => {
  it('learns what it lacks from the database, as a process with a new disk does', async () => {
    const file = join(folder(), 'erasures')
    const world = await open('SQLite', file)
    await erase(world, 'nobody')
    rmSync(file)
    await workOffErasures(world.parts)
    expect(readErasureList(file)).toHaveLength(1)
    await workOffErasures(world.parts)
    expect(readErasureList(file)).toHaveLength(1)
  })

  it('reads what a crash has cut, and goes on behind it', () => {
    const file = join(folder(), 'below', 'erasures')
    const entry = { id: 'ers_1', at: 1, shopper: 'A', key: 'K' }
    appendToErasureList(file, [entry])
    appendFileSync(file, '\n{"id":"ers_2","at"')
    appendToErasureList(file, [{ ...entry, id: 'ers_3' }])
    expect(readErasureList(file).map(({ id }) => id)).toEqual(['ers_1', 'ers_3'])
    expect(readErasureList(`${file}.none`)).toEqual([])
    writeFileSync(file, 'null\n[]\n{"id":1}\n')
    expect(readErasureList(file)).toEqual([])
  })

  it('that cannot be written does not undo an erasure, and is logged', async () => {
    const world = await open('SQLite', join(folder(), 'erasures'))
    const blocked = folder()
    const by = { actor: { type: 'key', id: 'key-1' } as const, requestId: 'req_1' }
    const erasures = createErasures({ ...world.parts, erasuresFile: blocked })
    const { erasure } = await erasures.erase({ reference: 'nobody', key: 'k', by })
    expect([erasure.status, existsSync(blocked)]).toEqual(['done', true])
    expect(world.logs.join('')).toContain('could not be written to ERASURES_FILE')
  })
})
