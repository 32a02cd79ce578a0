/** The number and sum of payments per status and currency. */
import type { PaymentQuery, PaymentStatus, PaymentSummary } from '@paykka-checkout/shared-types'
import type { Database } from '../database/database.ts'
import type { ListedRow } from '../database/payment-list-rows.ts'
import type { Sums } from '../database/payment-walk.ts'
import { sumStep } from '../database/payment-walk.ts'
import { invalidField } from '../domain/errors.ts'
import { balancesOf } from '../payments/sums.ts'
import type { Asked, FilterParts } from './payment-filters.ts'
import { readPaymentQuery } from './payment-filters.ts'
import type { View } from './walk-payments.ts'
import { eachPayment, stepsOf, windowOf } from './walk-payments.ts'

type SummaryParts = FilterParts & { database: Pick<Database, 'kind' | 'snapshot'> }

const DAY_MS = 24 * 60 * 60_000
const MAX_DAYS = 92
/** A summary has a single time slot. */
const WHOLE_MS = Number.MAX_SAFE_INTEGER

/** @throws AppError validation_failed | busy */
export async function summarize(parts: SummaryParts, query: PaymentQuery): Promise<PaymentSummary> {
  const asked = readPaymentQuery(parts, query)
  needWindow(asked, MAX_DAYS)
  const { kind } = parts.database
  const sums = await parts.database.snapshot((db) => sumAll({ ...parts, database: { kind, db } }, asked))
  const rows = [...sums.values()].map(({ currency, word, count, amount, captured, refunded }) => ({
    currency,
    status: word as PaymentStatus,
    count,
    amount,
    captured,
    refunded,
  }))
  return { data: rows.sort((a, b) => (`${a.currency} ${a.status}` < `${b.currency} ${b.status}` ? -1 : 1)) }
}

/** @throws AppError validation_failed without a time window, or with one that is too long */
function needWindow({ filters }: Asked, days: number): void {
  const { createdFrom, createdBefore } = filters
  const span = (createdBefore ?? Number.POSITIVE_INFINITY) - (createdFrom ?? Number.NEGATIVE_INFINITY)
  if (!(span <= days * DAY_MS))
    throw invalidField('/createdFrom', `and createdBefore are needed, ${days} days apart at most`)
}

async function sumAll(view: View, asked: Asked): Promise<Map<string, Sums>> {
  const sums = new Map<string, Sums>()
  if (asked.q !== undefined || asked.attention.length > 0 || asked.filters.metadata !== undefined) {
    for await (const rows of eachPayment(view, asked)) for (const row of rows) add(sums, sumsOf(row))
    return sums
  }
  const { kind, db } = view.database
  for await (const step of stepsOf(view, windowOf(asked.filters)))
    for (const row of await sumStep(kind, db, [asked.filters], step, 'status', WHOLE_MS)) add(sums, row)
  return sums
}

function sumsOf(row: ListedRow): Sums {
  const { captured = 0, refunded = 0 } = balancesOf(row) ?? {}
  return {
    currency: row.currency,
    word: row.status,
    slot: 0,
    count: 1,
    amount: row.amount,
    captured,
    refunded,
  }
}

/** Adds to the sums of the same currency, word and slot. */
export function add(sums: Map<string, Sums>, row: Sums): void {
  const key = `${row.currency} ${row.slot} ${row.word}`
  const known = sums.get(key)
  if (!known) return void sums.set(key, { ...row })
  known.count += row.count
  known.amount += row.amount
  known.captured += row.captured
  known.refunded += row.refunded
}
