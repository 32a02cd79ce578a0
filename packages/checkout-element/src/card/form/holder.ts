/** The name on a card. */
import type { FieldProblem } from '../entry/card-entry.ts'
import { digitsOf } from './digits.ts'

/** Longest name that the BFF accepts, in characters. */
export const HOLDER_MAX = 64

/** Invisible characters: controls, direction marks, zero-width spaces. They are copied together with a name. */
const UNSEEN = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]+/gu

/** The name as sent. */
export const readHolder = (text: string): string => text.replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim()

/** 3-D Secure needs a name. A card number that was typed here by mistake must not be sent as a name. */
export function checkHolder(text: string): FieldProblem | null {
  const name = readHolder(text)
  if (name === '') return 'empty'
  if (digitsOf(name).length >= 8 || !/\p{L}/u.test(name)) return 'invalid'
  return Array.from(name).length > HOLDER_MAX ? 'long' : null
}
