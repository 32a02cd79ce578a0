/**
 * Sends each entry of the audit record to the endpoints that ask for `audit.recorded`: at least once, in the record's order.
 * The record itself is the queue, and its head remembers how far they are. So nothing is given up, however long they fail.
 */
import type { AuditEvent } from '@paykka-checkout/shared-types'
import { AUDIT_EVENT_TYPE, SHOP_EVENT_VERSION } from '@paykka-checkout/shared-types'
import { sealAll } from '../audit/seal.ts'
import { listAuditAfter, readAuditHead, setAuditReported } from '../database/audit-rows.ts'
import { claimJob, finishJob } from '../database/job-rows.ts'
import type { AuditRow } from '../database/tables.ts'
import { fingerprint } from '../domain/ids.ts'
import { iso } from '../domain/present.ts'
import { entryOf } from '../lists/audit-list.ts'
import type { DeliveryParts, EventTarget } from './deliver-events.ts'

const JOB = 'audit events'
/** Also the pause after a failure. */
const EVERY_MS = 5000
const BATCH = 20
/** One run ends before its lease: a batch takes ten seconds at most. */
const RUN_MS = 30_000
const LEASE_MS = 60_000

/**
 * @returns the number of entries that every endpoint accepted
 * @throws Error that names the answer of an endpoint that did not accept one
 */
export async function reportAudit(parts: DeliveryParts): Promise<number> {
  const { database, now } = parts
  const targets = parts.targets.filter(({ takes }) => takes(AUDIT_EVENT_TYPE))
  if (targets.length === 0) return 0
  if (!(await claimJob(database.db, JOB, now(), EVERY_MS, LEASE_MS))) return 0
  try {
    await sealAll(database)
    return await reportUntil(parts, targets, now() + RUN_MS)
  } finally {
    await finishJob(database.db, JOB, now())
  }
}

async function reportUntil(parts: DeliveryParts, targets: EventTarget[], until: number): Promise<number> {
  let count = 0
  for (let rows = BATCH; rows === BATCH && parts.now() < until; count += rows)
    rows = await reportSome(parts, targets)
  return count
}

async function reportSome({ database: { db } }: DeliveryParts, targets: EventTarget[]): Promise<number> {
  const { sequence, reported } = await readAuditHead(db)
  // The first time: the entries from before are in the list.
  if (reported === null) {
    await setAuditReported(db, sequence)
    return 0
  }
  const rows = await listAuditAfter(db, reported, BATCH)
  const answers = await Promise.all(rows.flatMap((row) => targets.map(({ send }) => send(eventOf(row)))))
  const refused = answers.find((answer) => answer !== null)
  if (refused !== undefined) throw new Error(`the shop did not take ${AUDIT_EVENT_TYPE}: ${refused}`)
  const last = rows.at(-1)
  if (last) await setAuditReported(db, last.sequence)
  return rows.length
}

/** The same entry has the same id, so the shop can drop what it has already. */
function eventOf(row: AuditRow): { id: string; payload: string } {
  const id = `evt_${Buffer.from(fingerprint(row.id), 'hex').toString('base64url').slice(0, 22)}`
  const event: AuditEvent = {
    id,
    type: AUDIT_EVENT_TYPE,
    version: SHOP_EVENT_VERSION,
    timestamp: iso(row.at),
    data: { entry: entryOf(row) },
  }
  return { id, payload: JSON.stringify(event) }
}
