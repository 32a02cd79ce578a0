/** The name on a card. */
import type { FieldProblem } from '../entry/card-entry.ts'
import { digitsOf } from './digits.ts'

/** Longest name that the BFF takes, in characters. */
export const HOLDER_MAX = 64

/** Marks nobody sees: controls, directions of texts, spaces without width. They come along when a name is copied. */
const UNSEEN = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]+/gu

/** The name as it is sent. */
export const readHolder = (text: string): string => text.replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim()

/** A name is needed for 3-D Secure; a card number typed here by mistake must not leave as a name. */
export function checkHolder(text: string): FieldProblem | null {
  const name = readHolder(text)
  if (name === '') return 'empty'
  if (digitsOf(name).length >= 8 || !/\p{L}/u.test(name)) return 'invalid'
  return Array.from(name).length > HOLDER_MAX ? 'long' : null
}
