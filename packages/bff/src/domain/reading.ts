/** How data that only decorates a payment is read: a value that can be sent, and what it took to make it one. */

/** `changed`: written another way. `shortened`: cut to what PayKKa takes. `left_out`: not sent at all. */
export const REASONS = ['changed', 'shortened', 'left_out'] as const
export type Reason = (typeof REASONS)[number]

/** One thing that is not sent as it was given. `field` is a JSON Pointer into what was given; no value is ever in it. */
export type Warning = { field: string; reason: Reason; message?: string }

/** `value` undefined: there is nothing to send. Without warnings the value is the one that was given. */
export type Reading<T> = { value: T | undefined; warnings: Warning[] }

/** Reads anything that JSON can hold. Never throws, never refuses. */
export type Reader<T> = (given: unknown) => Reading<T>

/** Shops' software writes what it does not know as null or as empty text. */
export function isAbsent(given: unknown): boolean {
  return given === undefined || given === null || given === ''
}

export function isRecord(given: unknown): given is Record<string, unknown> {
  return typeof given === 'object' && given !== null && !Array.isArray(given)
}

export const NOTHING: Reading<never> = { value: undefined, warnings: [] }

/** @param message says why, in words that follow the field's name */
export function leftOut(message: string): Reading<never> {
  return { value: undefined, warnings: [{ field: '', reason: 'left_out', message }] }
}

/** @returns the value, with a warning when it is not what was given */
export function readAs<T>(
  given: unknown,
  value: T,
  reason: Reason = 'changed',
  message?: string,
): Reading<T> {
  if (given === value) return { value, warnings: [] }
  return { value, warnings: [{ field: '', reason, ...(message === undefined ? {} : { message }) }] }
}

/** @returns the warnings of a member, told from the object around it */
export function below(name: string | number, warnings: Warning[]): Warning[] {
  const at = `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`
  return warnings.map((warning) => ({ ...warning, field: at + warning.field }))
}

/**
 * Reads the members of an object that a reader is named for. Others stay as they are: whether they may be there, the
 * request's schema says.
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
