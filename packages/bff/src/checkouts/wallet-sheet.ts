/** The amounts that a wallet's sheet shows: exact decimals, formatted here because only the BFF knows ISO 4217. */
import type { WalletSheet } from '@paykka-checkout/shared-types'
import type { CheckoutRow } from '../database/tables.ts'
import { toDecimal } from '../domain/money.ts'
import type { CheckoutDetails } from './checkout-details.ts'

/**
 * @returns the total and one line per item of goods; no lines when they do not add up to the total, since a visibly wrong
 * sum is worse than the total alone
 */
export function walletSheet(
  row: Pick<CheckoutRow, 'amount' | 'currency'>,
  { goods = [] }: Pick<CheckoutDetails, 'goods'>,
): WalletSheet {
  const decimal = (value: number) => toDecimal({ value, currency: row.currency })
  const sums = goods.map(({ price, quantity }) => price * quantity)
  const complete = sums.reduce((total, sum) => total + sum, 0) === row.amount
  const lines = goods.map(({ name, quantity }, index) => ({
    label: quantity === 1 ? name : `${name} × ${quantity}`,
    amount: decimal(sums[index] ?? 0),
  }))
  return { total: decimal(row.amount), lines: complete ? lines : [] }
}
