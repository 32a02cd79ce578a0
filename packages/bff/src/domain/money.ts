/** Minor units and their display. The only ISO 4217 table is `currency-codes`, generated from the standard's list. */
import type { DisplayMoney, Money } from '@paykka-checkout/shared-types'
import { code } from 'currency-codes'

/** ISO 4217 codes in which no card can be charged: funds, metals, bond units, tests. */
const NOT_SPENDABLE = /^(X[A-Z]{2}|BOV|CHE|CHW|CLF|COU|MXV|USN|UYI|UYW)$/
const SPENDABLE_X = new Set(['XAF', 'XCD', 'XCG', 'XOF', 'XPF'])
/** Additions to ISO 4217 since that list (June 2024): amendments 176 and 177. */
const ADDED = new Map([
  ['XCG', 2],
  ['ZWG', 2],
])

/** @returns the currency's number of decimals (ISO 4217); null when nobody can pay in it */
export function exponentOf(currency: string): number | null {
  if (NOT_SPENDABLE.test(currency) && !SPENDABLE_X.has(currency)) return null
  const record = code(currency)
  return record?.code === currency ? record.digits : (ADDED.get(currency) ?? null)
}

/** @returns exact decimal digits, for example `10.99` for 1099 EUR, without floating point */
export function toDecimal(money: Money): string {
  const exponent = exponentOf(money.currency) ?? 0
  const digits = String(money.value).padStart(exponent + 1, '0')
  if (exponent === 0) return digits
  return `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`
}

/** Adds the text for shoppers. `Intl` formats the exact digits; ISO 4217 overrides its number of decimals. */
export function displayMoney(money: Money, locale = 'en'): DisplayMoney {
  const decimals = exponentOf(money.currency) ?? 0
  const format = new Intl.NumberFormat(supported(locale), {
    style: 'currency',
    currency: money.currency,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  })
  return { ...money, display: format.format(toDecimal(money) as `${number}`), decimals }
}

/** An invalid language tag must not prevent a payment. */
function supported(locale: string): string {
  try {
    return Intl.NumberFormat.supportedLocalesOf(locale)[0] ?? 'en'
  } catch {
    return 'en'
  }
}
