/** Queries on the audit record. None of them changes or deletes an entry. */
import { sql } from 'kysely'
import type { Queries } from './database.ts'
import { prepared } from './prepared.ts'
import type { AuditHeadRow, AuditMarkerRow, AuditRow, AuditWaitingRow } from './tables.ts'

/**
 * Locks the record's head until the transaction ends, so that entries have one order; the caller must take no other lock
 * afterwards.
 * @returns sequence number and hash of the last entry
 */
export async function lockAuditHead(tx: Queries): Promise<{ sequence: number; hash: string }> {
  const { sequence, hash } = await tx
    .updateTable('audit_head')
    .set((eb) => ({ sequence: eb.ref('sequence') }))
    .returningAll()
    .executeTakeFirstOrThrow()
  return { sequence: Number(sequence), hash }
}

/** Inserts the entries, which follow each other, and makes the last one the head. */
export async function addAuditEntries(tx: Queries, rows: AuditRow[]): Promise<void> {
  const last = rows.at(-1)
  if (!last) return
  await tx.insertInto('audit').values(rows).execute()
  await tx.updateTable('audit_head').set({ sequence: last.sequence, hash: last.hash }).execute()
}

/** Stores an entry that has no place in the chain yet. */
export async function addWaitingEntry(tx: Queries, entry: string): Promise<void> {
  await insertWaiting(tx, { entry })
}

const insertWaiting = prepared((db, { entry }: { entry: string }) =>
  db.insertInto('audit_waiting').values({ entry }),
)

export async function hasWaitingEntries(db: Queries): Promise<boolean> {
  return (await db.selectFrom('audit_waiting').select('place').limit(1).executeTakeFirst()) !== undefined
}

/** @returns the oldest entries without a place in the chain */
export function listWaitingEntries(tx: Queries, limit: number): Promise<AuditWaitingRow[]> {
  return tx.selectFrom('audit_waiting').selectAll().orderBy('place').limit(limit).execute()
}

export async function dropWaitingEntries(tx: Queries, places: number[]): Promise<void> {
  await tx.deleteFrom('audit_waiting').where('place', 'in', places).execute()
}

/** @returns the last sequence number and its hash; 0 for an empty record */
export async function readAuditHead(db: Queries): Promise<AuditHeadRow> {
  return db.selectFrom('audit_head').selectAll().executeTakeFirstOrThrow()
}

/** @param sequence of the last entry that the shop got an event of */
export async function setAuditReported(db: Queries, sequence: number): Promise<void> {
  await db.updateTable('audit_head').set({ reported: sequence }).execute()
}

/** @returns the entries after that sequence number, oldest first */
export function listAuditAfter(db: Queries, sequence: number, limit: number): Promise<AuditRow[]> {
  return db
    .selectFrom('audit')
    .selectAll()
    .where('sequence', '>', sequence)
    .orderBy('sequence')
    .limit(limit)
    .execute()
}

/**
 * Entries are deleted from the old end only: an entry that a wrong clock dated back stays until all entries before it are
 * old.
 * @returns the last entry such that it and all before it are older than that moment; undefined when there is none, or it is
 * the newest
 */
export async function findLastOldEntry(db: Queries, before: number): Promise<AuditRow | undefined> {
  const { sequence: head } = await readAuditHead(db)
  const young = await db
    .selectFrom('audit')
    .select('sequence')
    .where('at', '>=', before)
    .orderBy('sequence')
    .limit(1)
    .executeTakeFirst()
  const end = young?.sequence ?? head
  return db
    .selectFrom('audit')
    .selectAll()
    .where('sequence', '<', end)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** @returns the number of entries up to that one, by UTC day (days since 1970) */
export async function countAuditUpTo(db: Queries, sequence: number): Promise<Map<number, number>> {
  const { rows } = await sql<{ day: number; entries: number }>`
    select at / 86400000 as day, count(*) as entries from audit where sequence <= ${sequence} group by 1`.execute(
    db,
  )
  return new Map(rows.map(({ day, entries }) => [Number(day), Number(entries)]))
}

export async function dropAuditUpTo(tx: Queries, sequence: number): Promise<void> {
  await tx.deleteFrom('audit').where('sequence', '<=', sequence).execute()
}

/** @returns the start of the record; undefined while it still begins with its first entry */
export function findAuditMarker(db: Queries): Promise<AuditMarkerRow | undefined> {
  return db.selectFrom('audit_markers').selectAll().executeTakeFirst()
}

export async function saveAuditMarker(tx: Queries, row: AuditMarkerRow): Promise<void> {
  const { id: _id, ...changes } = row
  await tx
    .insertInto('audit_markers')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(changes))
    .execute()
}
