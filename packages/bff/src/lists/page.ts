/** Shared by all lists: the cursor for its filters, and reading one extra row to detect a next page. */
import type { PageOrder, Place } from '../database/page-order.ts'
import { invalidField } from '../domain/errors.ts'
import { canonicalJson } from '../domain/ids.ts'
import { readCursor, toCursor } from './cursor.ts'

const DEFAULT_LIMIT = 25
const MAX_WORDS = 20

type PageQuery = { cursor?: string; limit?: string }

/**
 * @param list name of the list, so that cursors of other lists are invalid
 * @param read reads the first rows in that order
 * @throws AppError cursor_invalid
 */
export async function readPage<Row>(
  key: Uint8Array,
  list: string,
  { cursor, limit: wanted, ...filters }: PageQuery,
  oldest: boolean,
  placeOf: (row: Row) => Place,
  read: (order: PageOrder) => Promise<Row[]>,
): Promise<{ rows: Row[]; nextCursor: string | null }> {
  const print = canonicalJson({ list, ...filters })
  const limit = Number(wanted ?? DEFAULT_LIMIT)
  const after = cursor === undefined ? undefined : readCursor(key, print, cursor)
  const found = await read({ oldest, after, limit: limit + 1 })
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return { rows, nextCursor: found.length > limit && last ? toCursor(key, print, placeOf(last)) : null }
}

/** @returns the first rows of several ranges together, each row once */
export function mergeRows<Row extends { id: string }>(
  ranges: Row[][],
  placeOf: (row: Row) => Place,
  { oldest, limit }: PageOrder,
): Row[] {
  const rows = [...new Map(ranges.flat().map((row) => [row.id, row])).values()]
  const sign = oldest ? 1 : -1
  const compare = (a: Place, b: Place) => a.at - b.at || (a.id < b.id ? -1 : 1)
  return rows.sort((a, b) => sign * compare(placeOf(a), placeOf(b))).slice(0, limit)
}

/**
 * @returns the words of a comma-separated list, each once; undefined when the parameter is missing
 * @throws AppError validation_failed for a word that is not allowed
 */
export function readWords<const W extends string>(
  name: string,
  text: string | undefined,
  allowed: readonly W[],
): W[] | undefined {
  if (text === undefined) return undefined
  const items = [...new Set(text.split(',').map((word) => word.trim()))]
  if (items.length > MAX_WORDS) throw invalidField(`/${name}`, `has ${MAX_WORDS} words at most`)
  return items.map((word) => {
    const known = allowed.find((each) => each === word)
    if (known === undefined) throw invalidField(`/${name}`, `may hold: ${allowed.join(', ')}`)
    return known
  })
}
