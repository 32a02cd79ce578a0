/** `payments.csv`: one line per attempt to pay. */
import { readDetails } from '../checkouts/checkout-details.ts'
import type { Queries } from '../database/database.ts'
import type { ListedRow } from '../database/payment-list-rows.ts'
import { listCheckouts } from '../database/personal-rows.ts'
import type { CheckoutRow } from '../database/tables.ts'
import { supportCode } from '../domain/trans-id.ts'
import { balancesOf } from '../payments/sums.ts'
import type { Cell, CsvStyle } from './csv.ts'
import { amountCell, localTimes, utcCell } from './csv.ts'

type Line = { row: ListedRow; checkout: CheckoutRow; style: CsvStyle; local: (at: number) => string }
type Column = (line: Line) => Cell

const sum =
  (read: (sums: NonNullable<ReturnType<typeof balancesOf>>) => number): Column =>
  ({ row, style }) => {
    const sums = balancesOf(row)
    return sums ? amountCell(read(sums), row.currency, style) : null
  }

export const PAYMENT_COLUMNS: Record<string, Column> = {
  payment_id: ({ row }) => row.id,
  order_reference: ({ row }) => row.order_reference,
  shop: ({ row }) => row.shop,
  created_at_utc: ({ row }) => utcCell(row.created_at),
  updated_at_utc: ({ row }) => utcCell(row.updated_at),
  status: ({ row }) => row.status,
  method: ({ row }) => row.method,
  card_brand: ({ row }) => row.card_brand,
  card_last4: ({ row }) => row.card_last4,
  currency: ({ row }) => row.currency,
  amount_minor: ({ row }) => ({ digits: String(row.amount) }),
  amount: ({ row, style }) => amountCell(row.amount, row.currency, style),
  authorized: sum(({ authorized }) => authorized),
  captured: sum(({ captured }) => captured),
  voided: sum(({ voided }) => voided),
  refunded: sum(({ refunded }) => refunded),
  net_captured: sum(({ captured, refunded }) => captured - refunded),
  decline_code: ({ row }) => row.decline_code,
  gateway_code: ({ row }) => row.gateway_code,
  trans_id: ({ row }) => row.trans_id,
  gateway_order_id: ({ row }) => row.gateway_order_id,
  support_code: ({ row }) => supportCode(row.trans_id),
  shopper_reference: ({ row }) => row.shopper_reference,
  checkout_id: ({ row }) => row.checkout_id,
  attempt: ({ row }) => ({ digits: String(row.attempt) }),
  agreement_id: ({ checkout }) => checkout.agreement_id,
}

/** Added when a time zone is given. */
export const LOCAL_PAYMENT_COLUMNS: Record<string, Column> = {
  created_at_local: ({ row, local }) => local(row.created_at),
  updated_at_local: ({ row, local }) => local(row.updated_at),
}

/** Only on explicit request, since they are personal data. */
export const PERSONAL_COLUMNS: Record<string, Column> = {
  email: ({ checkout }) => readDetails(checkout).shopper?.email ?? null,
  name: ({ checkout }) => nameOf(checkout),
  country: ({ checkout }) => readDetails(checkout).billing?.country ?? null,
}

function nameOf(checkout: CheckoutRow): string | null {
  const { shopper, billing } = readDetails(checkout)
  const [first, last] = [shopper?.firstName ?? billing?.firstName, shopper?.lastName ?? billing?.lastName]
  return [first, last].filter(Boolean).join(' ') || null
}

/** @returns one line for each payment */
export async function paymentLines(
  db: Queries,
  rows: ListedRow[],
  columns: string[],
  style: CsvStyle,
): Promise<Cell[][]> {
  const checkouts = await listCheckouts(
    db,
    rows.map((row) => row.checkout_id),
  )
  const byId = new Map(checkouts.map((checkout) => [checkout.id, checkout]))
  const local = localTimes(style.timeZone ?? 'UTC')
  const known = { ...PAYMENT_COLUMNS, ...LOCAL_PAYMENT_COLUMNS, ...PERSONAL_COLUMNS }
  return rows.flatMap((row) => {
    const checkout = byId.get(row.checkout_id)
    return checkout ? [columns.map((name) => known[name]?.({ row, checkout, style, local }) ?? null)] : []
  })
}
