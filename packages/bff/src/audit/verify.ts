/** Verifies the whole audit record and reports where it was tampered with. */
import { findAuditMarker, listAuditAfter, readAuditHead } from '../database/audit-rows.ts'
import type { Queries } from '../database/database.ts'
import type { AuditRow } from '../database/tables.ts'
import { hashOf, signMarker } from './record.ts'

export type AuditFault = { sequence: number; fault: 'changed' | 'missing' | 'cut' | 'rewritten' }
export type AuditReport = {
  entries: number
  /** The first sequence number after old entries were deleted, from a signed marker; 1 while all entries exist. */
  begins: number
  /** Sequence number and hash of the last entry, as in the daily log line. */
  head: { sequence: number; hash: string }
  faults: AuditFault[]
}

const PAGE = 1000

/**
 * @param key the deployment's key that signs the marker
 * @param logged the hash of an entry from a daily log line: a rewritten record does not contain it
 * @returns every fault, in order; entries added meanwhile are left to the next verification
 */
export async function verifyAudit(db: Queries, key: Uint8Array, logged?: string): Promise<AuditReport> {
  const { sequence, hash } = await readAuditHead(db)
  const begin = await readBeginning(db, key)
  const walk: Walk = { last: begin, entries: 0, faults: [], sawLogged: begin.hash === logged }
  for (;;) {
    const page = await listAuditAfter(db, walk.last.sequence, PAGE)
    const known = page.filter((row) => row.sequence <= sequence)
    for (const row of known) look(walk, row, logged)
    if (known.length < PAGE) break
  }
  if (walk.last.sequence < sequence) walk.faults.push({ sequence: walk.last.sequence + 1, fault: 'cut' })
  else if (walk.last.hash !== hash) walk.faults.push({ sequence, fault: 'rewritten' })
  if (logged !== undefined && !walk.sawLogged) walk.faults.push({ sequence: 0, fault: 'rewritten' })
  return { entries: walk.entries, begins: begin.sequence + 1, head: { sequence, hash }, faults: walk.faults }
}

/** A marker without this deployment's signature is ignored: then the entries before it count as missing. */
async function readBeginning(db: Queries, key: Uint8Array): Promise<Walk['last']> {
  const marker = await findAuditMarker(db)
  const genuine = marker !== undefined && marker.signature === signMarker(key, marker)
  return genuine ? { sequence: marker.sequence, hash: marker.hash } : { sequence: 0, hash: '' }
}

type Walk = {
  last: { sequence: number; hash: string }
  entries: number
  faults: AuditFault[]
  sawLogged: boolean
}

function look(walk: Walk, row: AuditRow, logged: string | undefined): void {
  const { sequence, hash, previous_hash } = row
  if (sequence !== walk.last.sequence + 1)
    walk.faults.push({ sequence: walk.last.sequence + 1, fault: 'missing' })
  else if (previous_hash !== walk.last.hash || hash !== hashOf(row))
    walk.faults.push({ sequence, fault: 'changed' })
  walk.last = { sequence, hash }
  walk.entries++
  walk.sawLogged ||= hash === logged
}
