/** `paykka-bff payment find`: from the code a shopper reads out to our payment, our log and PayKKa’s order. */
import { findPaymentsByTransId } from '../store/payments.ts'
import { printRows, when } from './table.ts'
import { withStore } from './with-store.ts'

export async function findPaymentByCode(code: string, options: { json?: boolean }): Promise<void> {
  const beginning = transIdOf(code)
  const rows = await withStore((store) => findPaymentsByTransId(store.db, beginning))
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
  if (rows.length === 0 && !options.json)
    console.log(
      `No payment has this code. With an error it is a request: look for req_${beginning} in the log.`,
    )
}

/**
 * @returns what a `trans_id` with this code begins with; spaces, dashes and case do not matter
 * @throws Error when it is no support code
 */
export function transIdOf(code: string): string {
  const letters = code.replaceAll(/[\s-]/g, '').toUpperCase()
  if (/^[A-Z2-7]{8}$/.test(letters)) return letters
  throw new Error(`"${code}" is no support code: eight letters and digits from 2 to 7, for example PLZN-5EOH`)
}
