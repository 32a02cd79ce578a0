/** Transactions that share a commit: they succeed only after it, and do not affect each other. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Transaction } from 'kysely'
import { Kysely, SqliteDialect } from 'kysely'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { assembleDatabase, isDatabaseError } from '../../src/database/database.ts'
import { groupCommits } from '../../src/database/group-commit.ts'
import { claimKey, findKey } from '../../src/database/idempotency-rows.ts'
import { adaptSqlite } from '../../src/database/sqlite.ts'
import type { Tables } from '../../src/database/tables.ts'
import { keyRow } from './rows.ts'

type Bench = { database: Database; statements: string[]; fail: { at?: string } }

/** A real file whose statements are recorded, and fail on demand. */
async function openBench(): Promise<Bench> {
  const directory = mkdtempSync(join(tmpdir(), 'paykka-group-'))
  const adapted = adaptSqlite(new DatabaseSync(join(directory, 'paykka.db')))
  const statements: string[] = []
  const fail: { at?: string } = {}
  const watched = {
    ...adapted,
    prepare: (sql: string) => {
      statements.push(sql)
      if (sql === fail.at) {
        delete fail.at
        throw Object.assign(new Error('disk I/O error'), { code: 'ERR_SQLITE_ERROR' })
      }
      return adapted.prepare(sql)
    },
  }
  const database = assembleDatabase(
    'sqlite',
    new Kysely<Tables>({ dialect: new SqliteDialect({ database: watched }) }),
    {
      gather: setImmediate,
    },
  )
  onTestFinished(async () => {
    await database.close()
    rmSync(directory, { recursive: true, force: true })
  })
  await database.migrate()
  statements.length = 0
  return { database, statements, fail }
}

const count = (list: string[], sql: string) => list.filter((one) => one === sql).length
const claim = (database: Database, key: string) => database.transaction((tx) => claimKey(tx, keyRow(key)))
const isThere = async (database: Database, key: string) =>
  (await findKey(database.db, 'pay:chk_1', key)) !== undefined

describe('transactions of the same moment', () => {
  it('share one commit, and none succeeds before it', async () => {
    const { database, statements } = await openBench()
    const reported: number[] = []
    const all = Array.from({ length: 50 }, (_, index) =>
      claim(database, `key-${index}`).then(() => reported.push(count(statements, 'commit'))),
    )
    await Promise.all(all)
    expect(count(statements, 'commit')).toBe(1)
    expect(new Set(reported)).toEqual(new Set([1]))
  })

  it('see what those before them in the group did: one key has one winner', async () => {
    const { database } = await openBench()
    const won = await Promise.all(Array.from({ length: 20 }, () => claim(database, 'the same')))
    expect(won.filter(Boolean)).toHaveLength(1)
  })

  it('are not held up by one that throws: it alone leaves nothing behind', async () => {
    const { database, statements } = await openBench()
    const broken = database.transaction(async (tx) => {
      await claimKey(tx, keyRow('broken'))
      throw new Error('a rule says no')
    })
    const [first, second, third] = await Promise.allSettled([
      claim(database, 'a'),
      broken,
      claim(database, 'b'),
    ])
    expect([first.status, second.status, third.status]).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect([
      await isThere(database, 'a'),
      await isThere(database, 'broken'),
      await isThere(database, 'b'),
    ]).toEqual([true, false, true])
    expect(count(statements, 'commit')).toBe(1)
  })

  it('run one by one when a statement fails, so that only its own transaction fails', async () => {
    const { database, statements } = await openBench()
    const broken = database.transaction(async (tx) => {
      await claimKey(tx, keyRow('broken'))
      await tx.insertInto('idempotency_keys').values(keyRow('broken')).execute()
    })
    const [first, second, third] = await Promise.allSettled([
      claim(database, 'a'),
      broken,
      claim(database, 'b'),
    ])
    expect([first.status, second.status, third.status]).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect([await isThere(database, 'a'), await isThere(database, 'broken')]).toEqual([true, false])
    expect(count(statements, 'commit')).toBe(2)
  })

  it('all hear of a commit that failed, and none is run again: it may have happened', async () => {
    const { database, statements, fail } = await openBench()
    fail.at = 'commit'
    const all = await Promise.allSettled([claim(database, 'a'), claim(database, 'b')])
    expect(all.map((one) => one.status === 'rejected' && isDatabaseError(one.reason))).toEqual([true, true])
    expect(statements.filter((sql) => sql.startsWith('insert'))).toHaveLength(2)
    expect([await isThere(database, 'a'), await claim(database, 'a')]).toEqual([false, true])
  })

  it('does not make one wait that comes alone', async () => {
    const { database, statements } = await openBench()
    await claim(database, 'alone')
    await claim(database, 'alone too')
    expect([count(statements, 'commit'), count(statements, 'savepoint member')]).toEqual([2, 0])
  })
})

describe('the size of a group', () => {
  /** @returns how many transactions each commit was shared by, when one takes that long */
  async function sizesAt(msEach: number): Promise<number[]> {
    let now = 0
    const sizes: number[] = []
    const tx = { executeQuery: async () => ({ rows: [] }) } as unknown as Transaction<Tables>
    const group = groupCommits(
      (work) => {
        sizes.push(0)
        return work(tx)
      },
      setImmediate,
      () => false,
      () => now,
    )
    const work = async () => {
      now += msEach
      sizes.push((sizes.pop() ?? 0) + 1)
    }
    await Promise.all(Array.from({ length: 300 }, () => group(work)))
    return sizes
  }

  it('stays while its work is short, whatever the disk needs for the commit', async () => {
    expect(await sizesAt(0.1)).toEqual([100, 100, 100])
  })

  it('shrinks while its work keeps the process from letting anybody in, down to a smallest', async () => {
    expect((await sizesAt(1)).slice(0, 5)).toEqual([100, 50, 25, 12, 13])
    expect((await sizesAt(10)).slice(0, 6)).toEqual([100, 50, 25, 12, 8, 8])
  })
})
