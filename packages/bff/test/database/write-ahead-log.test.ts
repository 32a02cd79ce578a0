/** Commits are on disk before their callers continue, and the process continues during the disk write. */
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { openDatabase } from '../../src/database/database.ts'
import { claimKey, findKey } from '../../src/database/idempotency-rows.ts'
import type { Disk } from '../../src/database/write-ahead-log.ts'
import { realDisk } from '../../src/database/write-ahead-log.ts'
import { keyRow } from './rows.ts'

/** A disk whose syncs are counted and delayed until the test releases them. */
function slowDisk() {
  const asked: (() => void)[] = []
  const ended: Error[] = []
  const disk: Disk = {
    sync: () => new Promise((resolve) => asked.push(resolve)),
    end: (error) => void ended.push(error),
  }
  return { disk, asked, ended }
}

async function setUp(disk: Disk): Promise<{ database: Database; url: string }> {
  const directory = mkdtempSync(join(tmpdir(), 'paykka-log-'))
  const url = `sqlite:${join(directory, 'paykka.db')}`
  const database = openDatabase(url, { exclusive: false, disk })
  onTestFinished(async () => {
    await database.close()
    rmSync(directory, { recursive: true, force: true })
  })
  await database.migrate()
  return { database, url }
}

const claim = (database: Database, key: string) => database.transaction((tx) => claimKey(tx, keyRow(key)))

/** @returns 2 for `full`, 1 for `normal` */
async function synchronous({ db }: Database): Promise<number | undefined> {
  return (await sql<{ synchronous: number }>`pragma synchronous`.execute(db)).rows[0]?.synchronous
}

describe('a transaction', () => {
  it('succeeds once it is on disk, and blocks nothing meanwhile', async () => {
    const { disk, asked } = slowDisk()
    const { database } = await setUp(disk)
    const reported: string[] = []
    const first = claim(database, 'a').then(() => reported.push('a'))
    await expect.poll(() => asked.length).toBe(1)
    expect(await findKey(database.db, 'pay:chk_1', 'a')).toBeDefined()
    expect(reported).toEqual([])
    asked[0]?.()
    await first
    expect(reported).toEqual(['a'])
  })

  it('that comes while the disk works shares the next sync with all others that do', async () => {
    const { disk, asked } = slowDisk()
    const { database } = await setUp(disk)
    const first = claim(database, 'first')
    await expect.poll(() => asked.length).toBe(1)
    const others = Promise.all(['b', 'c', 'd'].map((key) => claim(database, key)))
    asked[0]?.()
    await first
    await expect.poll(() => asked.length).toBe(2)
    asked[1]?.()
    expect(await others).toEqual([true, true, true])
    expect(asked.length).toBe(2)
  })

  it('that fails is reported after a sync too: its possible remains are on disk before anything reads', async () => {
    const { disk, asked } = slowDisk()
    const { database } = await setUp(disk)
    const reported: string[] = []
    const failed = database
      .transaction((tx) => sql`insert into nowhere values (1)`.execute(tx))
      .catch(() => reported.push('failed'))
    await expect.poll(() => asked.length).toBe(1)
    expect(reported).toEqual([])
    asked[0]?.()
    await failed
    expect(reported).toEqual(['failed'])
  })

  it('leaves the connection as it was: what is written by itself waits for the disk by itself', async () => {
    const { database } = await setUp(realDisk)
    await claim(database, 'a')
    expect(await synchronous(database)).toBe(2)
    await expect(database.transaction(() => Promise.reject(new Error('a rule says no')))).rejects.toThrow(
      'rule',
    )
    await expect(database.transaction((tx) => sql`nonsense`.execute(tx))).rejects.toThrow('syntax')
    expect(await synchronous(database)).toBe(2)
    const inside = await database.transaction((tx) => synchronous({ ...database, db: tx }))
    expect(inside).toBe(1)
  })
})

describe('a file that is closed', () => {
  it('is no reason to end: its log is gone because nothing in it was left to sync', async () => {
    const ended: Error[] = []
    const { database } = await setUp({ ...realDisk, end: (error) => void ended.push(error) })
    await claim(database, 'a')
    await database.close()
    await expect(claim(database, 'b')).rejects.toThrow('driver has already been destroyed')
    expect(ended).toEqual([])
  })
})

describe('a file that closes while the disk works', () => {
  it('waits for the disk, so that the committer gets an answer', async () => {
    const { disk, asked, ended } = slowDisk()
    const { database } = await setUp(disk)
    const reported: string[] = []
    const claimed = claim(database, 'a').then(() => reported.push('claimed'))
    await expect.poll(() => asked.length).toBe(1)
    const closed = database.close().then(() => reported.push('closed'))
    await new Promise(setImmediate)
    expect(reported).toEqual([])
    asked[0]?.()
    await Promise.all([claimed, closed])
    expect([reported.toSorted(), ended]).toEqual([['claimed', 'closed'], []])
  })
})

describe('a disk that does not confirm', () => {
  it('ends the process, and no caller gets a success', async () => {
    const ended = Promise.withResolvers<Error>()
    const failing = Object.assign(new Error('i/o error'), { code: 'EIO' })
    const { database } = await setUp({ sync: () => Promise.reject(failing), end: ended.resolve })
    const reported: string[] = []
    void claim(database, 'a').then(
      () => reported.push('committed'),
      () => reported.push('failed'),
    )
    expect((await ended.promise).cause).toBe(failing)
    await new Promise(setImmediate)
    expect(reported).toEqual([])
  })
})

it('the log is found beside the file itself when its address is a link', async () => {
  const { database, url } = await setUp(realDisk)
  const elsewhere = mkdtempSync(join(tmpdir(), 'paykka-link-'))
  const link = join(elsewhere, 'link.db')
  symlinkSync(url.slice('sqlite:'.length), link)
  const linked = openDatabase(`sqlite:${link}`, { exclusive: false })
  onTestFinished(async () => {
    await linked.close()
    rmSync(elsewhere, { recursive: true, force: true })
  })
  expect(await claim(linked, 'a')).toBe(true)
  expect(await claim(database, 'a')).toBe(false)
})
