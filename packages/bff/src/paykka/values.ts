/**
 * Readers for single members of PayKKa's JSON. Its pages show numbers as text, text as numbers, and words in several
 * spellings.
 */
import { isAbsent } from '../domain/records.ts'

/** @returns whether an object or a list is empty */
export function isEmpty(value: unknown): boolean {
  return isAbsent(value) || (typeof value === 'object' && Object.keys(value ?? {}).length === 0)
}

/** @returns the text of an id or code that may be a JSON number; empty when it is neither */
export function plainText(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? String(value) : ''
}

/** @returns the amount in minor units. Only plain digits are accepted. */
export function minorUnits(value: unknown): number | null {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : null
}

/** @returns the word in upper snake case, for example `PARTIALLY_REFUNDED`; empty when it is not a word */
export function upperWord(value: unknown): string {
  if (typeof value !== 'string') return ''
  const word = value.trim().toUpperCase().replace(/[ -]/g, '_')
  return /^[A-Z_]{1,32}$/.test(word) ? word : ''
}

/** The form of PayKKa's codes. Too short for a card number, since codes are stored and logged. */
export const CODE = /^\w{1,10}$/

/** @returns a `ret_code` or `error_code`; empty when there is none. As a JSON number, `010000` loses its zero. */
export function readCode(value: unknown): string {
  return value === 10_000 ? '010000' : plainText(value).trim()
}
