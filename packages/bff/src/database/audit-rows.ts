/** Queries on the audit record. None of them changes or deletes an entry. */
import { sql } from 'kysely'
import type { Queries } from './database.ts'
import type { AuditHeadRow, AuditMarkerRow, AuditRow } from './tables.ts'

/**
 * Takes the next sequence number. The head row stays locked until the transaction ends, so entries have one order; the
 * caller must take no other lock afterwards.
 * @returns the new entry's sequence, and the hash of the entry before it
 */
export async function takeNextPlace(tx: Queries): Promise<{ sequence: number; previousHash: string }> {
  const { sequence, hash } = await tx
    .updateTable('audit_head')
    .set((eb) => ({ sequence: eb('sequence', '+', 1) }))
    .returningAll()
    .executeTakeFirstOrThrow()
  return { sequence: Number(sequence), previousHash: hash }
}

/** Inserts the entry and makes it the head. */
export async function addAuditEntry(tx: Queries, row: AuditRow): Promise<void> {
  await tx.insertInto('audit').values(row).execute()
  await tx.updateTable('audit_head').set({ hash: row.hash }).execute()
}

/** @returns the last sequence number and its hash; 0 for an empty record */
export async function readAuditHead(db: Queries): Promise<AuditHeadRow> {
  return db.selectFrom('audit_head').selectAll().executeTakeFirstOrThrow()
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

type AuditFilters = {
  /** A key, a job, or the operator named with a key. */
  actor?: string | undefined
  action?: string | undefined
  target?: string | undefined
  outcome?: AuditRow['outcome'] | undefined
  /** Unix milliseconds, inclusive. */
  from?: number | undefined
  /** Unix milliseconds, exclusive. */
  before?: number | undefined
  /** Only entries before this one. */
  sequence?: number | undefined
}

/** @returns the entries that match all filters, newest first */
export function listAuditBefore(db: Queries, filters: AuditFilters, limit: number): Promise<AuditRow[]> {
  const { actor, action, target, outcome, from, before, sequence } = filters
  return db
    .selectFrom('audit')
    .selectAll()
    .where((eb) =>
      eb.and([
        ...(sequence === undefined ? [] : [eb('sequence', '<', sequence)]),
        ...(target === undefined ? [] : [eb('target_id', '=', target)]),
        ...(action === undefined ? [] : [eb('action', '=', action)]),
        ...(outcome === undefined ? [] : [eb('outcome', '=', outcome)]),
        ...(actor === undefined
          ? []
          : [eb.or([eb('actor_id', '=', actor), eb('actor_claimed', '=', actor)])]),
        ...(from === undefined ? [] : [eb('at', '>=', from)]),
        ...(before === undefined ? [] : [eb('at', '<', before)]),
      ]),
    )
    .orderBy('sequence', 'desc')
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
