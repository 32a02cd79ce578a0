/** Minor units and what they look like. The one ISO 4217 table is `currency-codes`, made from the standard's own list. */
import type { DisplayMoney, Money } from '@paykka-checkout/shared-types'
import { code } from 'currency-codes'

/** Codes in ISO 4217 that are no money a card can be charged in: funds, metals, bond units, tests. */
const NOT_SPENDABLE = /^(X[A-Z]{2}|BOV|CHE|CHW|CLF|COU|MXV|USN|UYI|UYW)$/
const SPENDABLE_X = new Set(['XAF', 'XCD', 'XCG', 'XOF', 'XPF'])
/** What ISO 4217 has added since that list was made (June 2024): amendments 176 and 177. */
const ADDED = new Map([
  ['XCG', 2],
  ['ZWG', 2],
])

/** @returns how many decimals the currency has (ISO 4217), null when it is no currency to pay in */
export function exponentOf(currency: string): number | null {
  if (NOT_SPENDABLE.test(currency) && !SPENDABLE_X.has(currency)) return null
  const record = code(currency)
  return record?.code === currency ? record.digits : (ADDED.get(currency) ?? null)
}

/** @returns exact decimal digits, for example `10.99` for 1099 EUR; never by way of a float */
export function toDecimal(money: Money): string {
  const exponent = exponentOf(money.currency) ?? 0
  const digits = String(money.value).padStart(exponent + 1, '0')
  if (exponent === 0) return digits
  return `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`
}

/** Adds the text a shopper reads. `Intl` formats the exact digits; its own idea of decimals is overridden by ISO 4217. */
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

/** A tag that `Intl` can't read must not keep a shopper from paying. */
function supported(locale: string): string {
  try {
    return Intl.NumberFormat.supportedLocalesOf(locale)[0] ?? 'en'
  } catch {
    return 'en'
  }
}
