/** `paykka-bff payment find` and `payment list`: finds payments by any id, code or reference. */
import type { ListedPayment, PaymentList, PaymentQuery } from '@paykka-checkout/shared-types'
import { showsCardNumber } from '../cards/card-evidence.ts'
import { transIdKey } from '../config/derived-keys.ts'
import { findPaymentsByTransId } from '../database/payment-rows.ts'
import { AppError } from '../domain/errors.ts'
import { toDecimal } from '../domain/money.ts'
import { listPaymentPage } from '../lists/payment-list.ts'
import { supportLetters } from '../lists/recognize-query.ts'
import { wordsOf } from './refusal-words.ts'
import type { Cell } from './text-table.ts'
import { printRows, when } from './text-table.ts'
import { withDatabase } from './with-database.ts'

type FindOptions = { from?: string; before?: string; json?: boolean }

/** A support code may also belong to a request in the log; everything else works like `q` of `GET /v1/payments`. */
export async function findPaymentBy(typed: string, options: FindOptions): Promise<void> {
  refuseCard(typed)
  const beginning = supportLetters(typed)
  if (beginning !== undefined && (await findByCode(beginning, options))) return
  if (typed.trim().length < 2 || typed.length > 64) throw new Error('name 2 to 64 characters')
  const page = await pageOf({ q: typed, limit: '100', ...windowOf(options) })
  print(page, options.json ?? false)
  if (page.data.length === 0 && beginning !== undefined && !options.json)
    console.log(
      `No payment has this code. With an error it is a request: look for req_${beginning} in the log.`,
    )
}

function windowOf({ from, before }: FindOptions): Pick<PaymentQuery, 'createdFrom' | 'createdBefore'> {
  return { ...(from ? { createdFrom: from } : {}), ...(before ? { createdBefore: before } : {}) }
}

export type ListOptions = Omit<PaymentQuery, 'limit' | 'cardLast4' | 'createdFrom' | 'createdBefore'> & {
  limit?: number
  last4?: string
  from?: string
  before?: string
  oldest?: boolean
  json?: boolean
}

export async function listPaymentsOf(options: ListOptions): Promise<void> {
  const { json = false, oldest, last4, from, before, limit, ...query } = options
  for (const text of Object.values(options)) refuseCard(String(text))
  const named = { cardLast4: last4, createdFrom: from, createdBefore: before, limit: limit && String(limit) }
  const given = Object.entries(named).filter(([, value]) => value !== undefined)
  print(
    await pageOf({ ...query, ...(oldest ? { order: 'oldest' } : {}), ...Object.fromEntries(given) }),
    json,
  )
}

/** @throws Error that names the invalid option */
async function pageOf(query: PaymentQuery): Promise<PaymentList> {
  try {
    return await withDatabase((database, config) =>
      listPaymentPage(
        { database, transIdKey: transIdKey(config), searchableMetadata: config.searchableMetadata },
        query,
      ),
    )
  } catch (error) {
    if (error instanceof AppError) throw new Error(wordsOf(error))
    throw error
  }
}

/** The text stays in the shell's history, but is not searched or logged. */
function refuseCard(text: string): void {
  if (showsCardNumber(text, 'id'))
    throw new Error('this holds a card number: search by its last four digits, or by the order')
}

async function findByCode(beginning: string, options: { json?: boolean }): Promise<boolean> {
  const rows = await withDatabase((database) => findPaymentsByTransId(database.db, beginning))
  if (rows.length === 0) return false
  printRows(
    rows,
    [
      ['payment', (row) => row.id],
      ['status', (row) => row.status],
      ['order', (row) => row.order_reference],
      ['checkout', (row) => row.checkout_id],
      ['trans_id', (row) => row.trans_id],
      ['PayKKa order', (row) => row.gateway_order_id],
      ['request', (row) => row.request_id],
      ['made', (row) => when(row.created_at)],
    ],
    options.json ?? false,
  )
  return true
}

const COLUMNS: [string, (row: ListedPayment) => Cell][] = [
  ['payment', (row) => row.id],
  ['made', (row) => row.createdAt],
  ['status', (row) => row.status],
  ['amount', (row) => `${toDecimal(row.amount)} ${row.amount.currency}`],
  ['refunded', (row) => (row.refunded ? toDecimal({ ...row.amount, value: row.refunded }) : null)],
  ['order', (row) => row.orderReference],
  ['shopper', (row) => row.shopperReference ?? null],
  ['card', (row) => (row.card ? `${row.card.brand} ${row.card.last4}` : row.method)],
  ['needs', (row) => row.attention.join(' ') || null],
  ['support code', (row) => row.supportCode],
]

function print(page: PaymentList, json: boolean): void {
  if (json) console.log(JSON.stringify(page, null, 2))
  else printRows(page.data, COLUMNS, false)
  if (!json && page.nextCursor !== null) console.log(`More: repeat with --cursor ${page.nextCursor}`)
}
