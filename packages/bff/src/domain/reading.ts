/** Types for reading a payment's decoration: a value that can be sent, and the warnings about changes. */
import { isAbsent, isRecord } from './records.ts'

/** `changed`: rewritten. `shortened`: cut to PayKKa's limit. `left_out`: not sent. */
export const REASONS = ['changed', 'shortened', 'left_out'] as const
export type Reason = (typeof REASONS)[number]

/** One value that is not sent as given. `field` is a JSON Pointer into the input; a warning never contains the value. */
export type Warning = { field: string; reason: Reason; message?: string }

/** `value` undefined: nothing to send. Without warnings the value equals the input. */
export type Reading<T> = { value: T | undefined; warnings: Warning[] }

/** Reads any JSON value. Never throws, never refuses. */
export type Reader<T> = (given: unknown) => Reading<T>

export const NOTHING: Reading<never> = { value: undefined, warnings: [] }

/** @param message the reason, worded to follow the field's name */
export function leftOut(message: string): Reading<never> {
  return { value: undefined, warnings: [{ field: '', reason: 'left_out', message }] }
}

/** @returns the value, with a warning when it differs from the input */
export function readAs<T>(
  given: unknown,
  value: T,
  reason: Reason = 'changed',
  message?: string,
): Reading<T> {
  if (given === value) return { value, warnings: [] }
  return { value, warnings: [{ field: '', reason, ...(message === undefined ? {} : { message }) }] }
}

/** @returns the warnings of a member, relative to the surrounding object */
export function below(name: string | number, warnings: Warning[]): Warning[] {
  const at = `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`
  return warnings.map((warning) => ({ ...warning, field: at + warning.field }))
}

/**
 * Reads the members of an object that have a reader. Other members stay unchanged: the request's schema decides whether
 * they are allowed.
 */
export function readMembers(
  given: Record<string, unknown>,
  readers: Partial<Record<string, Reader<unknown>>>,
): { value: Record<string, unknown>; warnings: Warning[] } {
  const warnings: Warning[] = []
  const members = Object.entries(given).flatMap(([name, member]): [string, unknown][] => {
    const reader = Object.hasOwn(readers, name) ? readers[name] : undefined
    if (!reader) return [[name, member]]
    const read = reader(member)
    warnings.push(...below(name, read.warnings))
    return read.value === undefined ? [] : [[name, read.value]]
  })
  return { value: Object.fromEntries(members), warnings }
}

/** @returns a reader of an object; an empty list is PHP's empty object */
export function readObject(read: (given: Record<string, unknown>) => Reading<Record<string, unknown>>) {
  return (given: unknown): Reading<Record<string, unknown>> => {
    if (isAbsent(given) || (Array.isArray(given) && given.length === 0)) return NOTHING
    return isRecord(given) ? read(given) : leftOut('is not an object')
  }
}
