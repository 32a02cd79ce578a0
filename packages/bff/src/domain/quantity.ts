/** Prices and quantities of a basket's lines. They only describe a payment: the checkout's amount is charged. */
import { asciiDigits } from './digits.ts'
import { asText, foldText } from './text.ts'

/** The decimal `units / 10 ** scale`. */
export type Decimal = { units: bigint; scale: number }

/** `2`, `1.5`, `1,5`, `2 pcs.`; 12 digits and 9 decimals are more than any basket needs. */
const QUANTITY = /^([+-]?)(\d{1,12})(?:[.,](\d{1,9}))?(?: ?[\p{L}².°]{1,12})?$/u

/** @returns the exact quantity; undefined when it can't be read */
export function readDecimal(given: unknown): Decimal | undefined {
  const text = asciiDigits(foldText((asText(given) ?? '').slice(0, 64))).replace('\u2212', '-')
  const [, sign, whole, decimals = ''] = QUANTITY.exec(text) ?? []
  if (whole === undefined) return undefined
  const fraction = decimals.replace(/0+$/, '')
  return { units: BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`), scale: fraction.length }
}

/** @returns the decimal as text: `1.5` */
export function decimalText({ units, scale }: Decimal): string {
  const digits = String(units).padStart(scale + 1, '0')
  return scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

/** @returns price times quantity in whole minor units, half rounded up; both are positive */
export function lineTotal(price: number, { units, scale }: Decimal): number {
  const one = 10n ** BigInt(scale)
  return Number((BigInt(price) * units * 2n + one) / (one * 2n))
}

/** @returns whole minor units, also from text; undefined for a fraction, whose unit is ambiguous */
export function readMinorUnits(given: unknown): number | undefined {
  const text = typeof given === 'string' ? asciiDigits(given.trim()).replace('\u2212', '-') : given
  const number = typeof text === 'string' && /^[+-]?\d{1,15}$/.test(text) ? Number(text) : text
  return Number.isSafeInteger(number) ? Number(number) : undefined
}
