/** Deletes short-lived data that is no longer needed: keys, notifications, events, hashes, secrets, and ended disputes. */
import type { RawBuilder, SqlBool } from 'kysely'
import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import { MODIFY_SCOPE } from '../database/idempotency-rows.ts'
import { dayOf, dropDisputeHistory } from '../database/retention-rows.ts'
import type { Retention, RetentionKind } from './retention.ts'
import { cutoff, DEFAULT_RETENTION } from './retention.ts'

const DAY_MS = 24 * 60 * 60_000

/** How long the row of an ended process is kept. */
export const KEEP_MS = 31 * DAY_MS

/** Much longer than a sealed card is valid. */
const SEAL_MS = DAY_MS

type Rule = {
  kind: RetentionKind
  table: string
  /** The column from which the days are counted. */
  from: string
  /** @returns the condition for deleting old rows, which excludes unfinished ones */
  over(before: number): RawBuilder<SqlBool>
}

/** An outcome that staff entered is news of a dispute too. */
const endedBefore = (before: number): RawBuilder<SqlBool> =>
  sql`open = 0 and (outcome_at is null or outcome_at < ${before})`

const RULES: Rule[] = [
  {
    kind: 'keys',
    table: 'idempotency_keys',
    from: 'created_at',
    // A key of a capture, void or refund is kept as long as its payment: its reuse must never move money again.
    over: () =>
      sql`scope not like ${`${MODIFY_SCOPE}%`} and (payment_id is null or payment_id not in (select id from payments where live = 1))`,
  },
  {
    kind: 'keys',
    table: 'wallet_tokens',
    from: 'created_at',
    over: () => sql`checkout_id not in (select checkout_id from payments where live = 1)`,
  },
  { kind: 'notices', table: 'notices', from: 'last_received_at', over: () => sql`state != 'pending'` },
  {
    kind: 'events',
    table: 'shop_events',
    from: 'created_at',
    // A given-up event is kept too: an operator may send it again.
    over: (before) => sql`state = 'delivered' and delivered_at < ${before}`,
  },
  { kind: 'disputes', table: 'disputes', from: 'updated_at', over: endedBefore },
]

/**
 * @param provenNow Unix milliseconds that PayKKa has confirmed; with 0 nothing is old
 * @returns the number of deleted rows
 */
export async function pruneShortLived(
  db: Queries,
  provenNow: number,
  retention: Retention = DEFAULT_RETENTION,
): Promise<number> {
  let gone = 0
  const before = cutoff(retention, 'disputes', provenNow) ?? 0
  const old = db.selectFrom('disputes').select('id').where('updated_at', '<', before)
  await dropDisputeHistory(db, old.where(endedBefore(before)))
  for (const rule of RULES) gone += await deleteOld(db, rule, cutoff(retention, rule.kind, provenNow))
  await db
    .deleteFrom('used_seals')
    .where('used_at', '<', provenNow - SEAL_MS)
    .execute()
  await db.deleteFrom('shopper_secrets').where('expires_at', '<', provenNow).execute()
  await pruneInstances(db)
  return gone
}

async function deleteOld(db: Queries, { table, from, over }: Rule, before: number | null): Promise<number> {
  if (before === null) return 0
  const { numAffectedRows } =
    await sql`delete from ${sql.table(table)} where ${sql.ref(from)} < ${before} and (${over(before)})`.execute(
      db,
    )
  return Number(numAffectedRows ?? 0)
}

/** Numbers of rows by the UTC day of their age (days since 1970). */
export type Days = Map<number, number>

/** @returns the numbers that `pruneShortLived` would delete, by kind */
export async function countShortLived(
  db: Queries,
  provenNow: number,
  retention: Retention,
): Promise<{ kind: RetentionKind; days: Days }[]> {
  const counted: { kind: RetentionKind; days: Days }[] = []
  for (const rule of RULES) {
    const before = cutoff(retention, rule.kind, provenNow)
    if (before !== null) counted.push({ kind: rule.kind, days: await countOld(db, rule, before) })
  }
  return counted
}

async function countOld(db: Queries, { table, from, over }: Rule, before: number): Promise<Days> {
  const { rows } = await sql<{ day: number; rows: number }>`
    select ${dayOf(from)} as day, count(*) as rows from ${sql.table(table)}
    where ${sql.ref(from)} < ${before} and (${over(before)}) group by 1`.execute(db)
  return new Map(rows.map((row) => [Number(row.day), Number(row.rows)]))
}

/** These times come from the database's clock, so they are only compared with each other. */
async function pruneInstances(db: Queries): Promise<void> {
  const newest = await db
    .selectFrom('instances')
    .select((eb) => eb.fn.max('seen_at').as('seen_at'))
    .executeTakeFirst()
  await db
    .deleteFrom('instances')
    .where('seen_at', '<', (newest?.seen_at ?? 0) - KEEP_MS)
    .execute()
}
