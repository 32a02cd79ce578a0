/** Payments by day, week or month of a time zone, per currency. */
import type {
  MetricsBucket,
  MetricsQuery,
  PaymentMetrics,
  PaymentStatus,
} from '@paykka-checkout/shared-types'
import type { Database } from '../database/database.ts'
import type { PaymentFilters } from '../database/payment-filters-sql.ts'
import type { Sums, SumsBy } from '../database/payment-walk.ts'
import { sumStep } from '../database/payment-walk.ts'
import { invalidField } from '../domain/errors.ts'
import { exponentOf } from '../domain/money.ts'
import { isActive, isPaid } from '../payments/states.ts'
import { readMoment } from './list-moment.ts'
import { stepsOf } from './walk-payments.ts'

/** In every time zone, days begin at a multiple of this. */
const SLOT_MS = 15 * 60_000
const MAX_MS = 366 * 24 * 60 * 60_000

const GROUPS: Record<NonNullable<MetricsQuery['groupBy']>, SumsBy> = {
  method: 'status,method',
  cardBrand: 'status,card_brand',
  declineCode: 'status,decline_code',
  shop: 'status,shop',
}

type MetricsParts = { database: Pick<Database, 'kind' | 'snapshot'>; transIdKey: Uint8Array }

/** @throws AppError validation_failed | busy */
export async function paymentMetrics(
  { database, transIdKey }: MetricsParts,
  query: MetricsQuery,
): Promise<PaymentMetrics> {
  const { bucket = 'day', timeZone = 'UTC', groupBy } = query
  const filters = filtersOf(query)
  const startOf = bucketStarts(bucket, timeZone)
  const window = { from: filters.createdFrom ?? 0, before: filters.createdBefore ?? 0 }
  const buckets = new Map<string, MetricsBucket>()
  await database.snapshot(async (db) => {
    const view = { database: { kind: database.kind, db }, transIdKey }
    for await (const step of stepsOf(view, window))
      for (const row of await sumStep(database.kind, db, [filters], step, by(groupBy), SLOT_MS))
        count(buckets, startOf(row.slot * SLOT_MS), row, groupBy !== undefined)
  })
  const data = [...buckets.values()].map(rated)
  return { timeZone, data: data.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)) }
}

const by = (groupBy: MetricsQuery['groupBy']): SumsBy => (groupBy ? GROUPS[groupBy] : 'status')
const orderOf = ({ start, currency, group = '' }: MetricsBucket) => `${start} ${currency} ${group}`

function filtersOf({ from, before, currency }: MetricsQuery): PaymentFilters {
  const createdFrom = readMoment('from', from) ?? 0
  const createdBefore = readMoment('before', before) ?? 0
  if (createdBefore <= createdFrom || createdBefore - createdFrom > MAX_MS)
    throw invalidField('/before', 'is after from, by 366 days at most')
  if (currency !== undefined && exponentOf(currency) === null)
    throw invalidField('/currency', 'is a code of ISO 4217, like EUR')
  return { createdFrom, createdBefore, ...(currency ? { currencies: [currency] } : {}) }
}

/** @returns a function from a time to its bucket; each slot is computed once */
function bucketStarts(bucket: 'day' | 'week' | 'month', timeZone: string): (at: number) => string {
  const format = dayFormat(timeZone)
  const known = new Map<number, string>()
  return (at) => {
    const start = known.get(at) ?? firstDay(bucket, format.format(at))
    known.set(at, start)
    return start
  }
}

function dayFormat(timeZone: string): Intl.DateTimeFormat {
  try {
    // The Swedish locale formats days as 2026-11-30.
    return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
  } catch {
    throw invalidField('/timeZone', 'is the name of a time zone, like Europe/Berlin')
  }
}

function firstDay(bucket: 'day' | 'week' | 'month', day: string): string {
  if (bucket === 'day') return day
  if (bucket === 'month') return `${day.slice(0, 8)}01`
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7))
  return date.toISOString().slice(0, 10)
}

function count(buckets: Map<string, MetricsBucket>, start: string, row: Sums, isGrouped: boolean): void {
  const [status = '', group = ''] = row.word.split(' ')
  const key = `${start} ${row.currency} ${isGrouped ? group : ''}`
  const bucket = buckets.get(key) ?? emptyBucket(start, row.currency, isGrouped ? { group } : {})
  buckets.set(key, bucket)
  bucket.attempts += row.count
  bucket[resultOf(status as PaymentStatus)] += row.count
  bucket.captured += row.captured
  bucket.refunded += row.refunded
  if (status === 'authorized') bucket.authorizedOpen += Math.max(0, row.amount - row.captured)
}

function resultOf(status: PaymentStatus): 'approved' | 'declined' | 'open' | 'unknown' | 'ended' {
  if (isPaid(status)) return 'approved'
  if (status === 'declined') return 'declined'
  if (status === 'unknown' || status === 'needs_review') return 'unknown'
  return isActive(status) ? 'open' : 'ended'
}

function emptyBucket(start: string, currency: string, group: { group?: string }): MetricsBucket {
  const counts = { attempts: 0, approved: 0, declined: 0, open: 0, unknown: 0, ended: 0 }
  const sums = { captured: 0, refunded: 0, net: 0, authorizedOpen: 0 }
  return { start, currency, ...group, ...counts, approvalRate: null, ...sums }
}

/** Unknown and open payments count as neither. */
function rated(bucket: MetricsBucket): MetricsBucket {
  const { approved, declined, captured, refunded } = bucket
  const decided = approved + declined
  return { ...bucket, net: captured - refunded, approvalRate: decided === 0 ? null : approved / decided }
}
