/** The database on SQLite: the conformance suite, and what only a file can do. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Kysely, SqliteDialect, sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { openDatabase } from '../../src/database/database.ts'
import { readIdentity } from '../../src/database/database-identity.ts'
import { adaptSqlite } from '../../src/database/sqlite.ts'
import { databaseConformance } from './conformance.ts'

const CLAIMER = fileURLToPath(new URL('claimer.ts', import.meta.url))
const run = promisify(execFile)
const directory = mkdtempSync(join(tmpdir(), 'paykka-sqlite-'))
const open: Database[] = []

function openFile(name: string, exclusive: boolean): Database {
  const database = openDatabase(`sqlite:${join(directory, name)}`, { exclusive })
  open.push(database)
  return database
}

afterAll(() => rmSync(directory, { recursive: true, force: true }))

databaseConformance(
  'SQLite',
  async () => {
    const database = openFile('paykka.db', false)
    await database.migrate()
    return { url: `sqlite:${join(directory, 'paykka.db')}`, databases: [database] }
  },
  async () => {
    await Promise.all(open.map((database) => database.close()))
  },
)

describe('a SQLite file', () => {
  it('belongs to one server; the second gets the reason', () => {
    openFile('locked.db', true)
    expect(() => openFile('locked.db', true)).toThrow(/in use by another process.*PostgreSQL/)
  })

  it('lets a one-off command read while a server runs', async () => {
    const server = openFile('shared.db', true)
    await server.migrate()
    const command = openFile('shared.db', false)
    expect(await command.db.selectFrom('payments').selectAll().execute()).toEqual([])
  })

  it('is free again when its server is gone', async () => {
    const database = openDatabase(`sqlite:${join(directory, 'free.db')}`, { exclusive: true })
    await database.close()
    openFile('free.db', true)
  })

  it('says what failed first when it is full, and takes the next transaction that fits', async () => {
    const database = openFile('full.db', true)
    await database.migrate()
    await sql`pragma max_page_count = 1`.execute(database.db)
    const bytes = 'x'.repeat(100_000)
    const large = () => database.transaction((tx) => tx.updateTable('write_probe').set({ bytes }).execute())
    await expect(large()).rejects.toThrow('database or disk is full')
    // Not so Kysely's own driver, which rolls back what SQLite has rolled back already.
    const raw = new DatabaseSync(':memory:')
    raw.exec('create table a (x); pragma max_page_count = 1')
    const plain = new Kysely<{ a: { x: string } }>({
      dialect: new SqliteDialect({ database: adaptSqlite(raw) }),
    })
    const plainly = plain.transaction().execute((tx) => tx.insertInto('a').values({ x: bytes }).execute())
    await expect(plainly).rejects.toThrow('cannot rollback')
    expect(await database.transaction((tx) => readIdentity(tx))).toBeDefined()
  })

  it('writes ahead and waits for the disk', async () => {
    const { db } = openFile('settings.db', false)
    const journal = await sql<{ journal_mode: string }>`pragma journal_mode`.execute(db)
    const synchronous = await sql<{ synchronous: number }>`pragma synchronous`.execute(db)
    expect([journal.rows[0]?.journal_mode, synchronous.rows[0]?.synchronous]).toEqual(['wal', 2])
  })

  it('is migrated once by two processes that start at the same time', async () => {
    const url = `sqlite:${join(directory, 'fresh.db')}`
    const claims = [run(process.execPath, [CLAIMER, url, '5']), run(process.execPath, [CLAIMER, url, '5'])]
    const won = (await Promise.all(claims)).map(({ stdout }) => Number(stdout))
    expect(won.reduce((sum, count) => sum + count, 0)).toBe(5)
  }, 30_000)
})
