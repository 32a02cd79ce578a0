/** Reads dates and times in the notations of shop software. */

import { asciiDigits } from './digits.ts'
import type { Reader } from './reading.ts'
import { leftOut, NOTHING, readAs } from './reading.ts'
import { isAbsent } from './records.ts'
import { asText } from './text.ts'

/** RFC 3339. */
const FULL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:\d\d)$/
/** ISO 8601 as databases write it: only a day, a space for the T, no seconds, no zone. */
const LOOSE = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)? ?(Z|[+-]\d\d:?\d\d)?)?$/i

/** Reads a time as RFC 3339. A time without a zone counts as UTC; whole numbers are Unix seconds or milliseconds. */
export const readMoment: Reader<string> = (given) => {
  if (isAbsent(given)) return NOTHING
  const text = asciiDigits((asText(given) ?? '').trim().slice(0, 64))
  if (FULL.test(text) && Number.isFinite(Date.parse(text))) return readAs(given, text)
  const date = new Date(momentOf(text))
  const isSensible = date.getUTCFullYear() >= 1900 && date.getUTCFullYear() <= 9999
  return isSensible
    ? readAs(given, date.toISOString())
    : leftOut('is not a date and time like 2026-01-31T12:00:00Z')
}

function momentOf(text: string): number {
  if (/^\d{9,10}$/.test(text)) return Number(text) * 1000
  if (/^\d{12,13}$/.test(text)) return Number(text)
  const [, day, time = '00:00', zone = 'Z'] = LOOSE.exec(text) ?? []
  return Date.parse(`${day}T${time}${zone.toUpperCase().replace(/(\d\d):?(\d\d)$/, '$1:$2')}`)
}
