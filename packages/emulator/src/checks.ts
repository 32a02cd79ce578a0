/** Small strict field checks: no coercion, unknown fields refused, messages without values. */

import { invalid } from './refusal.ts'

/** Says what is wrong with a value, or undefined when nothing is. */
export type Check = (value: unknown, at: string) => string | undefined

/** The named fields of an object. */
export type Fields = Readonly<Record<string, Check>>

/** A string of `min` to `max` characters. */
export function text(max: number, min = 0): Check {
  return (value, at) =>
    typeof value === 'string' && value.length >= min && value.length <= max
      ? undefined
      : `${at} must be a string of ${min} to ${max} characters`
}

/** A string in a given form. */
export function matching(form: RegExp, what: string): Check {
  return (value, at) => (typeof value === 'string' && form.test(value) ? undefined : `${at} must be ${what}`)
}

/** A safe integer within bounds; a numeric string is refused. */
export function integer(min: number, max = Number.MAX_SAFE_INTEGER): Check {
  return (value, at) =>
    Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max
      ? undefined
      : `${at} must be an integer from ${min} to ${max}`
}

/** A boolean. */
export const flag: Check = (value, at) =>
  typeof value === 'boolean' ? undefined : `${at} must be true or false`

/** Anything JSON can hold. */
export const anything: Check = () => undefined

/** One of the listed strings. */
export function oneOf(...values: readonly string[]): Check {
  return (value, at) =>
    typeof value === 'string' && values.includes(value)
      ? undefined
      : `${at} must be one of ${values.join(', ')}`
}

/** A value that passes at least one of the checks. */
export function either(first: Check, second: Check): Check {
  return (value, at) => (first(value, at) === undefined ? undefined : second(value, at))
}

/** An http or https address; other schemes would run in the shopper's browser. */
export const webAddress: Check = (value, at) => {
  const url = typeof value === 'string' && value.length <= 2048 ? URL.parse(value) : null
  return url !== null && /^https?:$/.test(url.protocol) ? undefined : `${at} must be an http or https URL`
}

/** A date-time with a zone, `+08:00` or `+0800`. */
export const dateTime: Check = (value, at) => {
  const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/
  const valid = typeof value === 'string' && form.test(value) && !Number.isNaN(Date.parse(value))
  return valid ? undefined : `${at} must be a date-time with a zone`
}

/** An array whose items all pass. */
export function list(item: Check, max: number): Check {
  return (value, at) => {
    if (!Array.isArray(value) || value.length > max) return `${at} must be an array of at most ${max}`
    return first(value.map((entry, index) => item(entry, `${at}[${index}]`)))
  }
}

/** An object with exactly these fields. */
export function shape(required: Fields, optional: Fields = {}): Check {
  const known = new Map([...Object.entries(required), ...Object.entries(optional)])
  return (value, at) => {
    if (!isRecord(value)) return `${at || 'body'} must be an object`
    const missing = Object.keys(required).find((name) => !Object.hasOwn(value, name))
    if (missing !== undefined) return `${join(at, missing)} is required`
    return first(Object.entries(value).map(([name, entry]) => checkField(known, at, name, entry)))
  }
}

/** Returns the body as the type its check stands for, or refuses it. */
export function accept<T>(check: Check, body: unknown): T {
  const problem = check(body, '')
  if (problem !== undefined) throw invalid(problem)
  return body as T
}

/** Whether a value is a plain JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function checkField(known: Map<string, Check>, at: string, name: string, value: unknown): string | undefined {
  const check = known.get(name)
  // The name is cut: it comes from the caller and ends up in messages.
  return check ? check(value, join(at, name)) : `${join(at, name.slice(0, 64))} is not a known field`
}

function join(at: string, name: string): string {
  return at === '' ? name : `${at}.${name}`
}

function first(problems: readonly (string | undefined)[]): string | undefined {
  return problems.find((problem) => problem !== undefined)
}
