/** The only place that changes an attempt: row, history, checkout and event in one transaction. */
import type { Queries } from '../../database/database.ts'
import type { Asked, AttemptRow, Kind } from './attempt.ts'
import type { SettleParts } from './engine-parts.ts'

/**
 * Applies one judged answer in one transaction. An answer that proves nothing new only reschedules the next query.
 * @returns the row as it is now
 */
export function settle<Row extends AttemptRow, Answer extends { kind: string }, Verdict>(
  parts: SettleParts,
  kind: Kind<Row, Answer, Verdict>,
  id: string,
  answer: Answer,
  asked: Asked,
): Promise<Row> {
  const once = async () => {
    const seen: { before?: Row } = {}
    const after = await parts.database.transaction((tx) => settleIn(parts, kind, tx, id, answer, asked, seen))
    const { before } = seen
    if (before && before.status !== after.status) parts.onMove?.({ noun: kind.noun, before, after })
    return after
  }
  return parts.unwritten ? parts.unwritten.write(id, once) : once()
}

async function settleIn<Row extends AttemptRow, Answer extends { kind: string }, Verdict>(
  parts: SettleParts,
  kind: Kind<Row, Answer, Verdict>,
  tx: Queries,
  id: string,
  answer: Answer,
  asked: Asked,
  seen: { before?: Row },
): Promise<Row> {
  const row = await kind.lock(parts, tx, id)
  if (!row) throw new Error(`no ${kind.noun} ${id}`)
  seen.before = row
  if (asked.fence !== undefined && asked.fence !== row.lease_fence) return leaseLost(parts, kind, row)
  const verdict = kind.judge(row, answer, asked, parts.provenNow())
  const after = verdict
    ? await kind.apply(parts, tx, row, verdict, asked)
    : await reschedule(parts, kind, tx, row, asked)
  await kind.settled?.(tx, row, after)
  return after
}

/** Lease lost: another instance took over while this one was suspended, so the answer is stale. */
function leaseLost<Row extends AttemptRow>(
  { log }: SettleParts,
  { noun }: Pick<Kind<Row, never, never>, 'noun'>,
  row: Row,
): Row {
  log.warn({ [noun]: row.id }, 'an answer arrived after its lease was lost; dropped')
  return row
}

async function reschedule<Row extends AttemptRow, Answer extends { kind: string }, Verdict>(
  parts: SettleParts,
  kind: Kind<Row, Answer, Verdict>,
  tx: Queries,
  row: Row,
  asked: Asked,
): Promise<Row> {
  const now = parts.now()
  const queries = row.queries + 1
  const next = wasWoken(row, asked, now)
    ? now
    : kind.nextQueryAt({ ...row, queries }, now, parts.random(), askedAt(parts, asked, now))
  const changes = { queries, next_query_at: next, lease_until: 0 }
  await kind.update(tx, row.id, changes)
  return { ...row, ...changes }
}

/** The row was made due while this query was in flight: the answer is older than the reason for the wake-up. */
function wasWoken({ next_query_at: due }: AttemptRow, asked: Asked, now: number): boolean {
  return due !== null && due > asked.at && due <= now
}

/** A query made before PayKKa confirmed the time could not end the attempt. If it could now, the next query is due soon. */
function askedAt({ provenNow }: SettleParts, asked: Asked, now: number): number {
  return provenNow() > 0 ? asked.provenAt : now
}
