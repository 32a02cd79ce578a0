/** A SQLite database whose files are not what they should be: refused at the start, noticed while it is open. */
import {
  closeSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { openDatabase } from '../../src/database/database.ts'
import type { OpenAs } from '../../src/database/file-check.ts'
import { watchFiles } from '../../src/database/file-watch.ts'
import { readMainFile } from '../../src/database/main-file.ts'
import { findPayment } from '../../src/database/payment-rows.ts'
import { addPayment } from './rows.ts'

/** @returns a path in its own folder */
function newPlace(): string {
  const folder = mkdtempSync(join(tmpdir(), 'paykka-files-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'paykka.db')
}

async function open(file: string, openAs: OpenAs = 'first', exclusive = false): Promise<Database> {
  const database = openDatabase(`sqlite:${file}`, { exclusive, openAs })
  onTestFinished(() => database.close().catch(() => {}))
  await database.migrate()
  return database
}

/** @returns a database with one payment, which is in its log only, as while a BFF runs */
async function running(file = newPlace()): Promise<{ file: string; database: Database }> {
  const database = await open(file, 'first', true)
  await database.transaction((tx) => addPayment(tx, '1'))
  return { file, database }
}

/** @returns a database with one payment, closed in order */
async function stopped(): Promise<string> {
  const { file, database } = await running()
  await database.close()
  return file
}

const SUFFIXES = ['', '-wal', '-shm', '.lock', '.marker']

/** @returns a copy in another folder, as a killed process leaves it */
async function killed(suffixes = SUFFIXES): Promise<string> {
  const { file } = await running()
  const there = newPlace()
  for (const suffix of suffixes) copyFileSync(file + suffix, there + suffix)
  return there
}

async function holdsPayment(file: string, openAs?: OpenAs): Promise<boolean> {
  const database = await open(file, openAs)
  const found = await findPayment(database.db, 'pay_1')
  await database.close()
  return found !== undefined
}

/** Writes the first page of the merged file over that of the unmerged one: as far as a checkpoint had come. */
function endCheckpointMidway(file: string): void {
  const merged = newPlace()
  for (const suffix of ['', '-wal']) copyFileSync(file + suffix, merged + suffix)
  const shell = new DatabaseSync(merged)
  shell.exec('pragma wal_checkpoint(truncate)')
  shell.close()
  const opened = openSync(file, 'r+')
  writeSync(opened, readFileSync(merged).subarray(0, 4096), 0, 4096, 0)
  closeSync(opened)
}

/** @returns a copy of what a process left that was killed while it moved its log into the file */
async function killedInCheckpoint(): Promise<string> {
  const { file, database } = await running()
  for (let count = 2; count < 100; count++) await database.transaction((tx) => addPayment(tx, String(count)))
  const there = newPlace()
  for (const suffix of SUFFIXES) copyFileSync(file + suffix, there + suffix)
  endCheckpointMidway(there)
  return there
}

describe('a checkpoint that ended midway', () => {
  it('is completed by the next start: the file is whole together with its log, and refused without it', async () => {
    const [file, alone] = [await killedInCheckpoint(), await killedInCheckpoint()]
    expect(() => readMainFile(file)).toThrow(/malformed/)
    expect(await holdsPayment(file)).toBe(true)
    rmSync(`${alone}-wal`)
    await expect(open(alone)).rejects.toThrow(/cannot be read as a database .*malformed.* Restore a backup/)
  })

  it('is no damage while this process knows of it, and damage when it does not', async () => {
    const file = await killedInCheckpoint()
    const look = (halfDone: boolean) => {
      const watch = watchFiles(file, 'any', { logBytes: () => 0, isHalfDone: () => halfDone })
      onTestFinished(() => watch.close())
      return watch.compare()
    }
    expect([look(true), look(false)]).toEqual([null, expect.stringMatching(/was overwritten/)])
  })
})

describe('opens', () => {
  it('a first database, also in an empty file or a folder that is not there yet', async () => {
    const place = newPlace()
    await open(join(dirname(place), 'deep', 'er', 'paykka.db'))
    writeFileSync(place, '')
    await open(place)
    expect(existsSync(`${place}.marker`)).toBe(true)
  })

  it('what was closed in order, also without its neighbors, as after a move to another machine', async () => {
    const file = await stopped()
    expect(existsSync(`${file}-wal`)).toBe(false)
    const there = newPlace()
    copyFileSync(file, there)
    expect([await holdsPayment(file), await holdsPayment(there)]).toEqual([true, true])
  })

  it('what a killed process left, with all of its log', async () => {
    expect(await holdsPayment(await killed())).toBe(true)
    expect(await holdsPayment(await killed(['', '-wal']))).toBe(true)
  })

  it('what was killed, after somebody looked at it with another program, which merged the log', async () => {
    const file = await killed()
    const shell = new DatabaseSync(file)
    shell.prepare('select count(*) from payments').get()
    shell.close()
    expect(existsSync(`${file}-wal`)).toBe(false)
    expect(await holdsPayment(file)).toBe(true)
  })

  it('a first database whose first start was killed before it had a schema', async () => {
    const file = newPlace()
    openDatabase(`sqlite:${file}`, { exclusive: false })
    const there = newPlace()
    for (const suffix of ['', '.marker']) copyFileSync(file + suffix, there + suffix)
    await open(there)
  })

  it('files that only this user can read', async () => {
    const { file } = await running()
    const modes = SUFFIXES.map((suffix) => statSync(file + suffix).mode & 0o777)
    expect(modes).toEqual(SUFFIXES.map(() => 0o600))
  })
})

describe('refuses to begin another database', () => {
  const GONE = /is gone, but a database was kept here\. .*migrate --new/
  it.each<[string, (file: string) => void, RegExp]>([
    ['the file is gone', (file) => rmSync(file), GONE],
    [
      'the file is gone, and so is the marker',
      (file) => {
        for (const each of [file, `${file}.marker`]) rmSync(each)
      },
      GONE,
    ],
    ['the file was emptied', (file) => truncateSync(file), /is empty, but a database was kept here/],
    [
      'it was replaced by an empty database',
      (file) => {
        rmSync(file)
        new DatabaseSync(file).exec('pragma journal_mode = wal')
      },
      /was copied without its log/,
    ],
  ])('where %s', async (_, harm, message) => {
    const file = await stopped()
    harm(file)
    await expect(open(file)).rejects.toThrow(message)
    await expect(open(file)).rejects.toThrow(message)
    expect(await holdsPayment(file, 'new')).toBe(false)
    // From then on it is a database like any other.
    await open(file)
  })

  it('where only the log is left: it may hold payments', async () => {
    const file = await killed()
    rmSync(file)
    const log = readFileSync(`${file}-wal`)
    await expect(open(file)).rejects.toThrow(/gone, but its log .*-wal is not/)
    await expect(open(file, 'new')).rejects.toThrow(/gone, but its log .*-wal is not/)
    expect(readFileSync(`${file}-wal`).equals(log)).toBe(true)
  })

  it('where there is one', async () => {
    const file = await stopped()
    await expect(open(file, 'new')).rejects.toThrow(/holds a database/)
    expect(await holdsPayment(file)).toBe(true)
  })

  it('for a command that only looks', async () => {
    const file = newPlace()
    await expect(open(file, 'existing')).rejects.toThrow(/there is no database at .* yet/)
    expect(existsSync(file)).toBe(false)
  })
})

describe('refuses', () => {
  it('a copy of the main file alone, made while the BFF ran or after it was killed', async () => {
    const copied = await killed([''])
    await expect(open(copied)).rejects.toThrow(/was copied without its log .* paykka-bff backup/)
    const inPlace = await killed()
    rmSync(`${inPlace}-wal`)
    await expect(open(inPlace)).rejects.toThrow(/was copied without its log/)
    // A person may know better; PayKKa is asked about all of it then.
    const database = await open(copied, 'restored')
    expect(
      (await database.db.selectFrom('database_identity').selectAll().execute())[0]?.unasked_since,
    ).not.toBeNull()
  })

  it('another database in the place of the one that was kept there', async () => {
    const [file, other] = [await stopped(), await stopped()]
    copyFileSync(other, file)
    await expect(open(file)).rejects.toThrow(/is another database than the one that was kept here/)
    expect(await holdsPayment(file, 'restored')).toBe(true)
    expect(await holdsPayment(file)).toBe(true)
  })

  it('what is no database, or one of another program, and leaves it as it is', async () => {
    const [text, foreign] = [newPlace(), newPlace()]
    writeFileSync(text, 'not a database, but long enough to have a header of a hundred bytes'.repeat(9))
    const shell = new DatabaseSync(foreign)
    shell.exec('create table theirs (x)')
    shell.close()
    const before = [readFileSync(text), readFileSync(foreign)]
    await expect(open(text)).rejects.toThrow(/cannot be read as a database/)
    await expect(open(foreign)).rejects.toThrow(/holds tables of another program/)
    await expect(open(foreign, 'new')).rejects.toThrow(/holds a database/)
    expect([readFileSync(text), readFileSync(foreign)]).toEqual(before)
  })

  it('a file with two names, a folder, and a link to nothing', async () => {
    const file = await stopped()
    linkSync(file, `${file}-again`)
    await expect(open(file)).rejects.toThrow(/has 2 names/)
    await expect(open(`${file}-again`)).rejects.toThrow(/has 2 names/)
    await expect(open(dirname(file))).rejects.toThrow(/is not a file/)
    symlinkSync(join(dirname(file), 'not-mounted', 'paykka.db'), `${file}-link`)
    await expect(open(`${file}-link`)).rejects.toThrow(/is a link to nothing/)
    rmSync(`${file}-again`)
    expect(await holdsPayment(file)).toBe(true)
  })
})

describe('an open database', () => {
  const spoil: [string, (file: string) => Promise<void> | void, RegExp][] = [
    ['is deleted', (file) => rmSync(file), /paykka\.db is gone/],
    ['is moved away', (file) => renameSync(file, `${file}.old`), /paykka\.db is gone/],
    [
      'is replaced by a copy of itself',
      (file) => {
        copyFileSync(file, `${file}.copy`)
        renameSync(`${file}.copy`, file)
      },
      /was replaced by another file/,
    ],
    ['is emptied', (file) => writeFileSync(file, ''), /was emptied/],
    ['is overwritten with noise', (file) => writeFileSync(file, Buffer.alloc(9000, 7)), /was overwritten/],
    [
      'is overwritten with another database',
      async (file) => copyFileSync(await stopped(), file),
      /was overwritten with another database/,
    ],
    ['gets a second name', (file) => linkSync(file, `${file}.link`), /has a second name/],
    ['loses its log', (file) => rmSync(`${file}-wal`), /-wal is gone/],
    ['has its log emptied', (file) => truncateSync(`${file}-wal`), /-wal was cut/],
    ['has its log cut', (file) => truncateSync(`${file}-wal`, 5000), /-wal was cut/],
    ['loses its shared memory', (file) => rmSync(`${file}-shm`), /-shm is gone/],
    ['loses its lock', (file) => rmSync(`${file}.lock`), /\.lock is gone/],
    ['loses its folder', (file) => renameSync(dirname(file), `${dirname(file)}.old`), /paykka\.db is gone/],
  ]
  it.each(spoil)('that %s is noticed', async (_, harm, message) => {
    const { file, database } = await running()
    onTestFinished(() => rmSync(`${dirname(file)}.old`, { recursive: true, force: true }))
    expect(await database.inspect()).toBeNull()
    await harm(file)
    expect(await database.inspect()).toMatch(message)
  })

  it('is trusted when another program has merged the log, emptied it and looked at everything', async () => {
    const { file, database } = await running()
    const shell = new DatabaseSync(file)
    shell.exec('pragma wal_checkpoint(truncate); vacuum')
    expect(await database.inspect()).toBeNull()
    shell.exec('pragma wal_checkpoint(truncate)')
    expect([statSync(`${file}-wal`).size, await database.inspect()]).toEqual([0, null])
    shell.close()
    expect(await database.inspect()).toBeNull()
    expect(await findPayment(database.db, 'pay_1')).toBeDefined()
  })

  it('is trusted again when its file is back', async () => {
    const { file, database } = await running()
    renameSync(file, `${file}.old`)
    expect(await database.inspect()).toMatch(/is gone/)
    renameSync(`${file}.old`, file)
    expect(await database.inspect()).toBeNull()
  })

  it('keeps its locks and its payments through inspections, checkpoints and many commits', async () => {
    const { file, database } = await running()
    const held = () => locksOf(file)
    const before = held()
    expect(before).toBeGreaterThan(0)
    for (let count = 2; count < 400; count++)
      await database.transaction((tx) => addPayment(tx, String(count)))
    await database.checkpoint()
    expect([await database.inspect(), held()]).toEqual([null, before])
    // The log was begun anew several times.
    expect(statSync(`${file}-wal`).size).toBeLessThan(1500 * 4120)
    const alone = newPlace()
    copyFileSync(file, alone)
    await expect(open(alone)).rejects.toThrow(/was copied without its log/)
    expect(await findPayment((await open(alone, 'restored')).db, 'pay_399')).toBeDefined()
  })
})

/** @returns how many locks this process holds on the file */
function locksOf(file: string): number {
  const { ino } = statSync(file)
  const lines = readFileSync('/proc/locks', 'utf8').split('\n')
  return lines.filter((line) => line.includes(`:${ino} `) && line.includes(` ${process.pid} `)).length
}

describe("an operator's transaction", () => {
  it('holds up neither the process nor reading, and is waited for', async () => {
    const { file, database } = await running()
    const shell = new DatabaseSync(file)
    onTestFinished(() => shell.close())
    shell.exec('begin immediate')
    const reported: string[] = []
    const written = database.transaction((tx) => addPayment(tx, '2')).then(() => reported.push('written'))
    // A process that is held up gets to nothing else before the five seconds of a lock are over.
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate)
    expect([(await findPayment(database.db, 'pay_1'))?.id, reported]).toEqual(['pay_1', []])
    shell.exec('rollback')
    await written
    expect(await findPayment(database.db, 'pay_2')).toBeDefined()
  })
})
