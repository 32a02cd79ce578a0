/** Splits a list into ranges of the database, each read with its own index. */
import type { Attention } from '@paykka-checkout/shared-types'
import type { DatabaseKind, Queries } from '../database/database.ts'
import { fitsFacet, listFacets } from '../database/payment-facets.ts'
import type { PaymentFilters } from '../database/payment-filters-sql.ts'
import { namesFew } from '../database/payment-filters-sql.ts'
import type { Branch } from '../database/payment-list-rows.ts'
import { countAmounts, countUpdated } from '../database/payment-list-rows.ts'

type ListedDatabase = { kind: DatabaseKind; db: Queries }
/** A range, and the filters that must all match in it. */
export type Range = { branch: Branch; filters: PaymentFilters[] }

/** If more payments than this match, some of them are near the beginning of the list. */
const MOST_SORTED = 20_000

const OF_STATUS: Partial<Record<Attention, string>> = {
  needs_review: 'needs_review',
  unknown: 'unknown',
  capture_due: 'authorized',
}

/**
 * @param filters that must all match
 * @param updated whether the list is sorted by the last change
 * @returns ranges that together contain every row of the list; a row may be in several
 */
export async function rangesOf(
  database: ListedDatabase,
  filters: PaymentFilters[],
  attention: Attention[],
  updated: boolean,
): Promise<Range[]> {
  if (attention.length === 0) return plainRanges(database, filters, updated)
  const ranges = await Promise.all(attention.map((each) => ofAttention(database, filters, each, updated)))
  return ranges.flat()
}

function ofAttention(
  database: ListedDatabase,
  filters: PaymentFilters[],
  attention: Attention,
  updated: boolean,
): Promise<Range[]> {
  const status = OF_STATUS[attention]
  if (status !== undefined) return plainRanges(database, [...filters, { statuses: [status] }], updated)
  return Promise.resolve([{ branch: { kind: attention } as Branch, filters }])
}

async function plainRanges(
  database: ListedDatabase,
  filters: PaymentFilters[],
  updated: boolean,
): Promise<Range[]> {
  const branches = await plainBranches(database, filters, updated)
  return branches.map((branch) => ({ branch, filters }))
}

async function plainBranches(
  database: ListedDatabase,
  filters: PaymentFilters[],
  updated: boolean,
): Promise<Branch[]> {
  if (filters.some(namesFew)) return [{ kind: 'all' }]
  const hash = filters.find(({ metadata }) => metadata !== undefined)?.metadata
  if (hash !== undefined) return [{ kind: 'metadata', hash }]
  const live: Branch = { kind: 'live' }
  if (updated) return [live, { kind: 'updated' }]
  if (await isRare(database, filters, hasAmounts, countAmounts)) return [live, { kind: 'amounts' }]
  if (await isRare(database, filters, hasUpdates, countUpdated)) return [live, { kind: 'updated' }]
  if (!filters.some(hasWords)) return [{ kind: 'all' }]
  const facets = (await listFacets(database.kind, database.db)).filter((facet) =>
    filters.every((each) => fitsFacet(facet, each)),
  )
  return facets.length > 0 ? [live, { kind: 'facets', facets }] : [live]
}

/** @returns whether matches may be common, so that reading the first payments is worth trying */
export async function mayBeCommon(database: ListedDatabase, filters: PaymentFilters[]): Promise<boolean> {
  const isNamed = (each: PaymentFilters) => namesFew(each) || each.metadata !== undefined
  if (filters.some(isNamed) || !filters.some((each) => hasWords(each) || hasUpdates(each))) return false
  return !(await isRare(database, filters, hasAmounts, countAmounts))
}

const hasAmounts = ({ amountMin, amountMax }: PaymentFilters) => (amountMin ?? amountMax) !== undefined
const hasUpdates = ({ updatedFrom, updatedBefore }: PaymentFilters) =>
  (updatedFrom ?? updatedBefore) !== undefined
const hasWords = ({ statuses, methods, cardBrands, currencies }: PaymentFilters) =>
  (statuses ?? methods ?? cardBrands ?? currencies) !== undefined

async function isRare(
  { db }: ListedDatabase,
  filters: PaymentFilters[],
  has: (filters: PaymentFilters) => boolean,
  count: (db: Queries, filters: PaymentFilters, most: number) => Promise<number>,
): Promise<boolean> {
  const asked = filters.find(has)
  return asked !== undefined && (await count(db, asked, MOST_SORTED)) < MOST_SORTED
}
