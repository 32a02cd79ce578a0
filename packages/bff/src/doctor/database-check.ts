/** The database: does it exist, is it intact and durable, has it this version's schema. */
import { statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { sql } from 'kysely'
import type { Config } from '../config/config.ts'
import { describeConnectionError } from '../database/connection-errors.ts'
import type { Database } from '../database/database.ts'
import { openDatabase } from '../database/database.ts'
import { sqlitePath } from '../database/database-address.ts'
import { writeProbe } from '../database/database-identity.ts'
import { assertDurable } from '../database/durability.ts'
import { pendingMigrations } from '../database/migrations/index.ts'
import { storageFailure } from '../database/storage-failure.ts'
import type { Check, Result } from '../environment/finding.ts'
import { failed, ok, warning } from '../environment/finding.ts'

/** A folder's file system: its type as statfs(2) returns it, and its free bytes. */
export type Disk = (folder: string) => { type: number; free: number }

export function databaseChecks(config: Config, disk: Disk): Check[] {
  return [{ name: 'database', run: () => checkDatabase(config.databaseUrl, disk) }]
}

const ACCESS = 'Check DATABASE_URL, and whether this user may read and write it.'

async function checkDatabase(url: string, disk: Disk): Promise<Result[]> {
  let database: Database | undefined
  try {
    database = openDatabase(url, { exclusive: false, openAs: 'existing' })
    const path = sqlitePath(url)
    const kept = path === null ? [await durable(database)] : await file(database, resolve(path), disk)
    return [...kept, ...(await writable(database)), await schema(database)]
  } catch (error) {
    return [failed(describeConnectionError(error) ?? (error as Error).message, ACCESS)]
  } finally {
    await database?.close()
  }
}

async function durable(database: Database): Promise<Result> {
  try {
    await assertDurable(database)
    return ok(
      database.isPooled?.()
        ? 'PostgreSQL with durable commits, through a pooler: each transaction sets its own timeouts'
        : 'PostgreSQL with durable commits',
    )
  } catch (error) {
    return failed((error as Error).message, 'Change it on the database server.')
  }
}

/** By `f_type` of statfs(2). */
const FILE_SYSTEMS: Record<number, Result> = {
  16914836: failed(
    'is in memory (tmpfs): a restart of the machine loses every payment',
    'Name a file on a disk.',
  ),
  2240043254: failed(
    'is in memory (ramfs): a restart of the machine loses every payment',
    'Name a file on a disk.',
  ),
  2035054128: warning(
    'is inside the container, and is deleted with it',
    'Mount a volume, and name a file on it.',
  ),
  26985: failed(
    "is on NFS, where SQLite's locks are not reliable",
    'Name a file on a local disk, or use PostgreSQL.',
  ),
}
const LITTLE_SPACE = 256 * 1024 * 1024

async function file(database: Database, path: string, disk: Disk): Promise<Result[]> {
  const { type, free } = disk(dirname(path))
  const place = FILE_SYSTEMS[type]
  const damaged = await damageIn(database)
  return [
    place
      ? { ...place, said: `${path} ${place.said}` }
      : ok(`${path}, every commit is on disk before it is confirmed`),
    ...(damaged === null
      ? []
      : [
          failed(
            `${path} is damaged: ${damaged}`,
            'Stop the BFF and restore a backup (docs/guides/operations.md).',
          ),
        ]),
    ...((statSync(path).mode & 0o077) === 0
      ? []
      : [warning(`${path} can be read by other users of this machine`, `chmod 600 ${path}*`)]),
    ...(free > LITTLE_SPACE
      ? []
      : [
          warning(
            `${Math.floor(free / 1024 / 1024)} MiB are left on its disk`,
            'Free some space: without it the BFF refuses every payment.',
          ),
        ]),
  ]
}

async function damageIn({ db }: Database): Promise<string | null> {
  try {
    const { rows } = await sql<{ quick_check: string }>`pragma quick_check(1)`.execute(db)
    const found = rows[0]?.quick_check ?? 'no answer'
    return found === 'ok' ? null : found
  } catch (error) {
    return (error as Error).message
  }
}

/** Writes what the BFF's own probe writes, and rolls back. */
async function writable(database: Database): Promise<Result[]> {
  const rollback = new Error('nothing is changed')
  try {
    await database.transaction(async (tx) => {
      await writeProbe(tx, 'doctor')
      throw rollback
    })
  } catch (error) {
    const failure = storageFailure(error)
    if (failure && failure.reason !== 'missing')
      return [failed(`cannot be written: ${(error as Error).message}`, failure.advice)]
  }
  return []
}

async function schema(database: Database): Promise<Result> {
  const pending = await pendingMigrations(database.db)
  return pending.length === 0
    ? ok("the schema is this version's")
    : failed(`${pending.length} schema change(s) are missing`, 'Run paykka-bff migrate, or start the BFF.')
}
