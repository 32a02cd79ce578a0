/** How often a subscription is charged, in the notations of shop systems. It is only shown to the shopper. */
import type { Reader, Reading } from './reading.ts'
import { leftOut, NOTHING, readAs } from './reading.ts'
import { isAbsent, isRecord } from './records.ts'
import { asText, foldText } from './text.ts'

type Interval = { unit: string; count: number }

/** Words and the units of ISO 8601 durations. */
const UNITS: [pattern: RegExp, unit: string, times: number][] = [
  [/^(?:d|days?|daily)$/, 'day', 1],
  [/^(?:w|weeks?|weekly)$/, 'week', 1],
  [/^(?:fortnights?|fortnightly|biweekly)$/, 'week', 2],
  [/^(?:m|months?|monthly)$/, 'month', 1],
  [/^(?:quarters?|quarterly)$/, 'month', 3],
  [/^(?:half-?year|half-?yearly|semi-?annual(?:ly)?)$/, 'month', 6],
  [/^(?:y|years?|yearly|annual|annually)$/, 'year', 1],
]
const MOST = 365

/** Reads `{ unit: 'month', count: 3 }`, and also `month`, `monthly`, `3 months`, `every 3 months`, `P3M`. */
export const readInterval: Reader<Interval> = (given) => {
  if (isAbsent(given)) return NOTHING
  const read = isRecord(given) ? fromParts(given.unit, given.count ?? 1) : fromText(asText(given) ?? '')
  if (!read) return leftOut('is not an interval, such as { "unit": "month", "count": 3 }')
  return isRecord(given) ? kept(given, read) : readAs<Interval>(given, read)
}

/** Without a warning when it is already in the form in which it is kept. */
function kept(given: Record<string, unknown>, read: Interval): Reading<Interval> {
  const same = given.unit === read.unit && (given.count ?? 1) === read.count
  return same ? { value: read, warnings: [] } : readAs<Interval>(given, read)
}

function fromText(text: string): Interval | null {
  const plain = foldText(text.slice(0, 64)).toLowerCase()
  const [, count = '1', unit = ''] = /^(?:every |each |p)?(?:(\d{1,3}) ?)?([a-z-]+)$/.exec(plain) ?? []
  return fromParts(unit, Number(count))
}

function fromParts(unit: unknown, count: unknown): Interval | null {
  const word = foldText(asText(unit) ?? '').toLowerCase()
  const [, name, times = 1] = UNITS.find(([pattern]) => pattern.test(word)) ?? []
  const total = Number(asText(count) ?? Number.NaN) * times
  if (name === undefined || !Number.isInteger(total) || total < 1 || total > MOST) return null
  return { unit: name, count: total }
}
