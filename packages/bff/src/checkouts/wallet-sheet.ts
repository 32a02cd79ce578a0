/** What a wallet's sheet shows of a checkout: exact digits, made here because only the BFF knows ISO 4217. */
import type { WalletSheet } from '@paykka-checkout/shared-types'
import type { CheckoutRow } from '../database/tables.ts'
import { toDecimal } from '../domain/money.ts'
import type { CheckoutDetails } from './checkout-details.ts'

/**
 * @returns the total, and a line per piece of goods; no lines when they do not add up to the total, because a
 * sheet with a sum the shopper can see is wrong is worse than one with the total alone
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
