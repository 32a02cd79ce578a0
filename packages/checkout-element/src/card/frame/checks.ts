/** Checks for messages that may come from any window. */

import type { CardBrand } from '../../checkout/wire.ts'
import type { CardField } from '../entry/card-entry.ts'
import { CARD_FIELDS } from '../entry/card-entry.ts'

type Fields = Record<string, unknown>

export const fieldsOf = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null
export const isText = (value: unknown, max: number): value is string =>
  typeof value === 'string' && value.length <= max
export const isFlag = (value: unknown): value is boolean => typeof value === 'boolean'
export const isCount = (value: unknown, max: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max
export const isOneOf = <T>(value: unknown, words: readonly T[]): value is T =>
  words.some((word) => word === value)
export const isFieldList = (value: unknown): value is CardField[] =>
  Array.isArray(value) &&
  value.length <= CARD_FIELDS.length &&
  value.every((item) => isOneOf(item, CARD_FIELDS))
export const isLast4 = (value: unknown): value is string => isText(value, 4) && /^[0-9]{4}$/.test(value)
export const isBrand = (value: unknown): value is CardBrand => isText(value, 32) && /^[a-z]+$/.test(value)
/** A shop's text for one message of the card form. */
export const isCardText = (id: string, text: unknown): text is string =>
  /^card-[a-z-]{1,40}$/.test(id) && isText(text, 300)
