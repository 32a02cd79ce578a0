/**
 * Status, method, brand and currency of an ended payment as one facet. Millions of payments have a few hundred facets, so a
 * list that filters by any of the four reads a short range of each matching facet.
 */
import type { Expression, RawBuilder, SqlBool } from 'kysely'
import { sql } from 'kysely'
import type { DatabaseKind, Queries } from './database.ts'
import type { PageOrder } from './page-order.ts'
import type { PaymentFilters } from './payment-filters-sql.ts'

const WORDS = sql`(payments.status || ' ' || payments.method || ' ' || coalesce(payments.card_brand, '-') || ' ' || payments.currency)`
const EXPRESSION = { sqlite: WORDS, postgres: sql`${WORDS} collate "C"` }

/** @returns every facet of ended payments, read with one index step each */
export async function listFacets(kind: DatabaseKind, db: Queries): Promise<string[]> {
  const words = EXPRESSION[kind]
  const least = sql`select min(${words}) from payments where payments.live = 0`
  const { rows } = await sql<{ facet: string }>`
    with recursive facets(facet) as (
      select (${least})
      union all
      select (${least} and ${words} > facets.facet) from facets where facets.facet is not null
    ) select facet from facets where facet is not null`.execute(db)
  return rows.map(({ facet }) => facet)
}

/** @returns whether payments of that facet may match */
export function fitsFacet(facet: string, filters: PaymentFilters): boolean {
  const [status, method, brand, currency] = facet.split(' ')
  const { statuses, methods, cardBrands, currencies } = filters
  const pairs = [
    [statuses, status],
    [methods, method],
    [cardBrands, brand],
    [currencies, currency],
  ] as const
  return pairs.every(([allowed, word]) => allowed === undefined || allowed.includes(word ?? ''))
}

/** @returns a query for the ids of the first payments of those facets, in order */
export function fittingPlaces(
  kind: DatabaseKind,
  facets: string[],
  conditions: Expression<SqlBool>[],
  order: PageOrder,
): RawBuilder<unknown> {
  const direction = sql.raw(order.oldest ? 'asc' : 'desc')
  const words = EXPRESSION[kind]
  const id = kind === 'postgres' ? sql`payments.id collate "C"` : sql`payments.id`
  const ordered = sql`order by payments.created_at ${direction}, ${id} ${direction} limit ${order.limit}`
  const fitting = sql`${sql.join(conditions, sql` and `)} and ${words} = facets.value ${ordered}`
  if (kind === 'postgres')
    return sql`select found.id from unnest(${facets}::text[]) as facets(value) cross join lateral (
      select payments.id, payments.created_at from payments where ${fitting}) as found
      order by found.created_at ${direction}, found.id collate "C" ${direction} limit ${order.limit}`
  return sql`select found.id from json_each(${JSON.stringify(facets)}) as facets
    cross join payments as found on found.rowid in (select payments.rowid from payments where ${fitting})
    order by found.created_at ${direction}, found.id ${direction} limit ${order.limit}`
}
