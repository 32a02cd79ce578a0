/** Reads times of a query. */
import { invalidField } from '../domain/errors.ts'

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/

/**
 * @returns Unix milliseconds; undefined when the parameter was not sent
 * @throws AppError validation_failed that names the parameter
 */
export function readMoment(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const at = Date.parse(text)
  if (!MOMENT.test(text) || !Number.isFinite(at) || at < 0)
    throw invalidField(`/${name}`, 'is a moment like 2026-01-31T12:00:00Z')
  return at
}
