/** What an earlier version deleted lies in free places of a SQLite file until it is written anew. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../src/database/database.ts'

function newFile() {
  const directory = mkdtempSync(join(tmpdir(), 'paykka-compact-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  const path = join(directory, 'paykka.db')
  const holds = (text: string) =>
    ['', '-wal'].some((suffix) => {
      try {
        return readFileSync(`${path}${suffix}`).includes(text)
      } catch {
        return false
      }
    })
  return { path, holds, open: () => openDatabase(`sqlite:${path}`, { exclusive: true }) }
}

it('is written anew by compacting, and whole afterwards', async () => {
  const { path, holds, open } = newFile()
  const first = open()
  await first.migrate()
  await first.close()
  const old = new DatabaseSync(path)
  old.exec("create table notes (text text); insert into notes values ('left-over-7391')")
  old.exec('delete from notes; drop table notes')
  old.close()
  const database = open()
  expect(await database.migrate()).toEqual([])
  expect(holds('left-over-7391')).toBe(true)
  await database.compact()
  expect(holds('left-over-7391')).toBe(false)
  expect(await database.inspect()).toBeNull()
  await database.close()
  const again = open()
  expect(await again.migrate()).toEqual([])
  await again.close()
})

it('leaves nothing in the log that a scrub has cut, unless another process reads', async () => {
  const { path, holds, open } = newFile()
  const database = open()
  await database.migrate()
  await sql`create table notes (text text)`.execute(database.db)
  const note = (text: string) => database.write((db) => sql`insert into notes values (${text})`.execute(db))
  const forget = () => database.write((db) => sql`delete from notes`.execute(db))
  for (const word of ['first', 'second']) await note(`${word}-7391`)
  await forget()
  expect(holds('second-7391')).toBe(true)
  expect(await database.scrub()).toBe(true)
  expect([holds('first-7391'), holds('second-7391')]).toEqual([false, false])
  await note('third-7391')
  const reader = new DatabaseSync(path)
  reader.exec('begin; select * from notes')
  await forget()
  expect(await database.scrub()).toBe(false)
  reader.close()
  expect(await database.scrub()).toBe(true)
  expect(holds('third-7391')).toBe(false)
  await database.close()
})
