/**
 * Lists of the audit record. Action, outcome and actor of an entry are one facet. Millions of entries have a few hundred
 * facets, so a list that filters by them reads a short range of each matching one.
 */
import type { Expression, RawBuilder, SqlBool } from 'kysely'
import { sql } from 'kysely'
import type { DatabaseKind, Queries } from './database.ts'
import { all, within } from './keyset.ts'
import type { PageOrder } from './page-order.ts'
import type { AuditRow } from './tables.ts'

export type AuditFilters = {
  /** A key, a job, or the operator named with a key. */
  actor?: string | undefined
  action?: string | undefined
  target?: string | undefined
  outcome?: AuditRow['outcome'] | undefined
  /** Unix milliseconds, inclusive. */
  from?: number | undefined
  /** Unix milliseconds, exclusive. */
  before?: number | undefined
}

const WORDS = sql`(audit.action || ' ' || audit.outcome || ' ' || audit.actor_type || ' ' || audit.actor_id)`
const EXPRESSION = { sqlite: WORDS, postgres: sql`${WORDS} collate "C"` }

/** @returns the first entries that match all filters, by time; equal times by their sequence */
export async function listAuditRows(
  kind: DatabaseKind,
  db: Queries,
  filters: AuditFilters,
  order: PageOrder,
): Promise<AuditRow[]> {
  const rows: AuditRow[] = []
  for (const range of await rangesOf(kind, db, filters, order)) rows.push(...(await range.execute(db)).rows)
  const sign = order.oldest ? 1 : -1
  return [...new Map(rows.map((row) => [row.sequence, row])).values()]
    .sort((a, b) => sign * (a.at - b.at || a.sequence - b.sequence))
    .slice(0, order.limit)
}

/** @returns queries that together find every matching entry; an entry may be in several */
async function rangesOf(
  kind: DatabaseKind,
  db: Queries,
  filters: AuditFilters,
  order: PageOrder,
): Promise<RawBuilder<AuditRow>[]> {
  const { target, actor, action, outcome } = filters
  if (target !== undefined)
    return [range(and([sql`audit.target_id = ${target}`, ...exact(filters), ...either(actor)]), order)]
  if ((actor ?? action ?? outcome) === undefined) return [range(and(exact(filters)), order)]
  const facets = (await listFacets(kind, db)).filter((facet) => fits(facet, filters))
  const fitting = facets.length === 0 ? [] : [ofFacets(kind, facets, and(exact(filters)), order)]
  if (actor === undefined) return fitting
  return [...fitting, range(and([sql`audit.actor_claimed = ${actor}`, ...exact(filters)]), order)]

  function and(conditions: Expression<SqlBool>[]): Expression<SqlBool> {
    return all([...conditions, ...within('audit.at', filters.from, filters.before), ...beyond(order)])
  }
}

function exact({ action, outcome }: AuditFilters): Expression<SqlBool>[] {
  return [
    ...(action === undefined ? [] : [sql<SqlBool>`audit.action = ${action}`]),
    ...(outcome === undefined ? [] : [sql<SqlBool>`audit.outcome = ${outcome}`]),
  ]
}

function either(actor: string | undefined): Expression<SqlBool>[] {
  return actor === undefined
    ? []
    : [sql<SqlBool>`(audit.actor_id = ${actor} or audit.actor_claimed = ${actor})`]
}

function beyond({ oldest, after }: PageOrder): Expression<SqlBool>[] {
  const sign = sql.raw(oldest ? '>' : '<')
  return after ? [sql<SqlBool>`(audit.at, audit.sequence) ${sign} (${after.at}, ${Number(after.id)})`] : []
}

function ordered(table: string, { oldest, limit }: PageOrder): RawBuilder<unknown> {
  const direction = sql.raw(oldest ? 'asc' : 'desc')
  const [at, sequence] = [sql.ref(`${table}.at`), sql.ref(`${table}.sequence`)]
  return sql`order by ${at} ${direction}, ${sequence} ${direction} limit ${limit}`
}

function range(condition: Expression<SqlBool>, order: PageOrder): RawBuilder<AuditRow> {
  return sql<AuditRow>`select audit.* from audit where ${condition} ${ordered('audit', order)}`
}

/** @returns every facet, read with one index step each */
async function listFacets(kind: DatabaseKind, db: Queries): Promise<string[]> {
  const words = EXPRESSION[kind]
  const { rows } = await sql<{ facet: string }>`
    with recursive facets(facet) as (
      select (select min(${words}) from audit)
      union all
      select (select min(${words}) from audit where ${words} > facets.facet) from facets where facets.facet is not null
    ) select facet from facets where facet is not null`.execute(db)
  return rows.map(({ facet }) => facet)
}

/** An actor's name may have spaces. */
function fits(facet: string, { actor, action, outcome }: AuditFilters): boolean {
  const [doing, result, , ...name] = facet.split(' ')
  return (
    (action === undefined || action === doing) &&
    (outcome === undefined || outcome === result) &&
    (actor === undefined || actor === name.join(' '))
  )
}

function ofFacets(
  kind: DatabaseKind,
  facets: string[],
  condition: Expression<SqlBool>,
  order: PageOrder,
): RawBuilder<AuditRow> {
  const fitting = sql`${condition} and ${EXPRESSION[kind]} = facets.value ${ordered('audit', order)}`
  if (kind === 'postgres')
    return sql<AuditRow>`select found.* from unnest(${facets}::text[]) as facets(value) cross join lateral (
      select audit.* from audit where ${fitting}) as found ${ordered('found', order)}`
  return sql<AuditRow>`select found.* from json_each(${JSON.stringify(facets)}) as facets
    cross join audit as found on found.rowid in (select audit.rowid from audit where ${fitting})
    ${ordered('found', order)}`
}
