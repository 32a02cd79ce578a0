/** Queries on the processes that use this database. Times come from the database: no process trusts another's clock. */
import type { RawBuilder } from 'kysely'
import { sql } from 'kysely'
import type { Database, Queries } from './database.ts'
import { SLACK_MS } from './far-ahead-rows.ts'
import type { InstanceRow } from './tables.ts'

/** SQLite has no clock of a server, so it uses the process's own time. */
function databaseNow({ kind }: Database, ours: number): RawBuilder<number> {
  return kind === 'postgres'
    ? sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`
    : sql<number>`cast(${ours} as bigint)`
}

export type Entry = Pick<InstanceRow, 'id' | 'state' | 'settings' | 'fingerprints'>

/** `servedAt`: when a serving process last used the database, null when never. `now`: the database's time. */
type Entered = { servedAt: number | null; now: number }

/**
 * Registers a process. On SQLite only one can lock the file, so any other registered process is dead.
 * @param ours this process's time in Unix milliseconds
 */
export function enterInstance(database: Database, entry: Entry, ours: number): Promise<Entered> {
  return database.transaction(async (tx) => {
    if (database.kind === 'sqlite') await buryOthers(tx)
    const time = databaseNow(database, ours)
    const { seen_at: now } = await tx
      .insertInto('instances')
      .values({ ...entry, started_at: time, seen_at: time })
      .returning('seen_at')
      .executeTakeFirstOrThrow()
    const served = await tx
      .selectFrom('instances')
      .select((eb) => eb.fn.max('seen_at').as('seen_at'))
      .where('state', 'in', ['serving', 'left'])
      .where('seen_at', '<=', now + SLACK_MS)
      .executeTakeFirst()
    return { servedAt: served?.seen_at ?? null, now }
  })
}

async function buryOthers(tx: Queries): Promise<void> {
  await tx.deleteFrom('instances').where('state', '=', 'starting').execute()
  await tx.updateTable('instances').set({ state: 'left' }).where('state', '=', 'serving').execute()
}

/** `upMs`: milliseconds since the process started. */
type Beat = Pick<InstanceRow, 'id' | 'state' | 'fingerprints'> & { upMs: number }

/**
 * Writes the process's heartbeat.
 * @param ours this process's time in Unix milliseconds
 * @returns the database's time
 */
export async function touchInstance(
  database: Database,
  { id, upMs, ...changes }: Beat,
  ours: number,
): Promise<number> {
  const time = databaseNow(database, ours)
  const started_at = sql<number>`${time} - ${Math.round(upMs)}`
  const touched = await database.write((db) =>
    db
      .updateTable('instances')
      .set({ ...changes, started_at, seen_at: time })
      .where('id', '=', id)
      .returning('seen_at')
      .executeTakeFirst(),
  )
  return touched?.seen_at ?? ours
}

/** @returns the processes that have not left, including killed ones; oldest first */
export function listInstances(db: Queries): Promise<InstanceRow[]> {
  return db.selectFrom('instances').selectAll().where('state', '!=', 'left').orderBy('started_at').execute()
}

/** @returns the serving time of each recorded process, without times that a wrong clock put into the future */
export function listLives(db: Queries, now: number): Promise<Pick<InstanceRow, 'started_at' | 'seen_at'>[]> {
  return db
    .selectFrom('instances')
    .select(['started_at', 'seen_at'])
    .where('state', 'in', ['serving', 'left'])
    .where('started_at', '<=', now + SLACK_MS)
    .execute()
}

/** @returns the last serving process before that one; undefined when there is none */
export function findPredecessor(db: Queries, id: string): Promise<InstanceRow | undefined> {
  return db
    .selectFrom('instances')
    .selectAll()
    .where('state', 'in', ['serving', 'left'])
    .where('id', '!=', id)
    .orderBy('seen_at', 'desc')
    .limit(1)
    .executeTakeFirst()
}
