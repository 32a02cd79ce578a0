/** The end of a page as signed text, valid for one list with one set of filters. */

import type { Place } from '../database/page-order.ts'
import { AppError } from '../domain/errors.ts'
import { keyedHash, sameSecret } from '../domain/ids.ts'

/** @param filters the list's query as text */
export function toCursor(key: Uint8Array, filters: string, { at, id }: Place): string {
  const place = `${at}.${id}`
  return `${place}.${markOf(key, filters, place)}`
}

/** @throws AppError cursor_invalid for a cursor of another list, of other filters, or with a wrong signature */
export function readCursor(key: Uint8Array, filters: string, cursor: string): Place {
  const [, place = '', at = '', id = '', mark = ''] =
    /^((\d{1,15})\.([A-Za-z0-9_-]{1,64}))\.([A-Za-z0-9_-]{22})$/.exec(cursor) ?? []
  if (!sameSecret(mark, markOf(key, filters, place))) throw new AppError('cursor_invalid')
  return { at: Number(at), id }
}

function markOf(key: Uint8Array, filters: string, place: string): string {
  return keyedHash(key, `cursor\n${filters}\n${place}`).toString('base64url').slice(0, 22)
}
