/** The pages of a real log, by table and index. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { pagesWritten } from './log-pages.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paykka-pages-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('counts a page once per commit', () => {
  const path = join(folder, 'open.db')
  const database = new DatabaseSync(path)
  database.exec('pragma journal_mode = wal; pragma wal_autocheckpoint = 0')
  database.exec('create table bare (a integer); create table named (id text primary key) without rowid')
  database.exec('create index bare_a on bare (a)')
  database.exec('pragma wal_checkpoint(truncate)')
  database.exec("begin; insert into bare values (1), (2); insert into named values ('x'); commit")
  database.exec('insert into bare values (3)')
  // Copied while it is open, as after a crash: closing would move the log into the main file.
  for (const suffix of ['', '-wal']) copyFileSync(path + suffix, join(folder, `copy.db${suffix}`))
  database.close()
  const written = pagesWritten(join(folder, 'copy.db'))
  expect(Object.fromEntries(written)).toEqual({ bare: 2, bare_a: 2, named: 1 })
})
