/** Money is an integer in the currency's minor unit. This is the only place that turns it into text. */

/** Currencies the shop sells in, with their ISO 4217 exponents. */
const EXPONENTS = { EUR: 2, USD: 2, JPY: 0 } as const

export type Currency = keyof typeof EXPONENTS
export type Money = { value: number; currency: Currency }

export const CURRENCIES = Object.keys(EXPONENTS) as Currency[]

export function isCurrency(text: unknown): text is Currency {
  return CURRENCIES.some((currency) => currency === text)
}

/** Exact decimal digits, for example `9.90`. */
export function toDecimal({ value, currency }: Money): string {
  const exponent = EXPONENTS[currency]
  const digits = String(value).padStart(exponent + 1, '0')
  return exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`
}

/** `5`, `5.00` or `5,00` as minor units; anything else is not an amount. */
export function readMoney(text: string, currency: Currency): Money | undefined {
  const exponent = EXPONENTS[currency]
  const [, whole = '', fraction = ''] = /^(\d{1,9})(?:[.,](\d+))?$/.exec(text.trim()) ?? []
  if (whole === '' || fraction.length > exponent) return undefined
  const value = Number(whole + fraction.padEnd(exponent, '0'))
  return value > 0 ? { value, currency } : undefined
}

export function formatMoney({ value, currency }: Money): string {
  const amount = value / 10 ** EXPONENTS[currency]
  return new Intl.NumberFormat('en', { style: 'currency', currency }).format(amount)
}
