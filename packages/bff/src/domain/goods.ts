/** Reads the basket: from the lines of shop software to lines that PayKKa accepts. */
import { readMoment } from './moment.ts'
import { decimalText, lineTotal, readDecimal, readMinorUnits } from './quantity.ts'
import type { Reader, Reading, Warning } from './reading.ts'
import { below, leftOut, NOTHING, readAs, readMembers } from './reading.ts'
import { isAbsent, isRecord } from './records.ts'
import { cutText, textReader } from './text.ts'
import { webAddressReader } from './web-address.ts'

/** The limits of a basket: text lengths, number of lines, largest price and quantity. */
type GoodsLimits = {
  texts: Record<'id' | 'name' | 'description' | 'category' | 'brand', number>
  addresses: Record<'link' | 'pictureUrl', number>
  lines: number
  price: number
  quantity: number
}

type Line = Record<string, unknown>

/** @returns a reader for a list of lines, including a PHP array with gaps, which becomes a JSON object */
export function goodsReader(limits: GoodsLimits): Reader<Line[]> {
  return (given) => {
    if (isAbsent(given)) return NOTHING
    const lines = linesOf(given)
    return lines ? readLines(lines, limits) : leftOut('is not a list')
  }
}

function linesOf(given: unknown): [string, unknown][] | undefined {
  const isList = Array.isArray(given) || (isRecord(given) && Object.values(given).every(isRecord))
  return isList ? Object.entries(given) : undefined
}

function readLines(lines: [string, unknown][], limits: GoodsLimits): Reading<Line[]> {
  const read = lines.map(([name, line]) => [name, readLine(line, limits)] as const)
  const kept = read.flatMap(([name, { value }]) => (value === undefined ? [] : [[name, value] as const]))
  const surplus = kept.slice(limits.lines).map(([name]) => name)
  const warnings = read.flatMap(([name, line]) => below(name, line.warnings))
  const tooMany = surplus.flatMap((name) => below(name, leftOut(`is beyond ${limits.lines} lines`).warnings))
  return { value: kept.slice(0, limits.lines).map(([, line]) => line), warnings: [...warnings, ...tooMany] }
}

/** PayKKa's basket accepts only goods with a price: lines for discounts, gifts or nothing are left out. */
function readLine(given: unknown, limits: GoodsLimits): Reading<Line> {
  if (!isRecord(given)) return leftOut('is not an object')
  const price = readMinorUnits(given.price)
  const quantity = isAbsent(given.quantity) ? { units: 1n, scale: 0 } : readDecimal(given.quantity)
  if (price === undefined || price > limits.price) return leftOut('has no price in whole minor units')
  if (price <= 0) return leftOut('has a price of 0 or less')
  if (quantity === undefined) return leftOut('has a quantity that is not a number')
  if (quantity.units <= 0n) return leftOut('has a quantity of 0 or less')
  const isWhole = quantity.scale === 0 && quantity.units <= limits.quantity
  const { value, warnings } = named(readMembers(given, readersOf(limits)), given, limits)
  if (isWhole) return counted(given, value, { price, quantity: Number(quantity.units) }, warnings)
  const total = lineTotal(price, quantity)
  if (total < 1 || total > limits.price) return leftOut('has a quantity that PayKKa does not accept')
  const name = cutText(`${decimalText(quantity)} × ${value.name}`, limits.texts.name)
  return counted(given, { ...value, name }, { price: total, quantity: 1 }, warnings)
}

function readersOf({ texts, addresses }: GoodsLimits): Record<string, Reader<unknown>> {
  const readers = [
    ...Object.entries(texts).map(([name, length]) => [name, textReader(length)] as const),
    ...Object.entries(addresses).map(([name, length]) => [name, webAddressReader(length)] as const),
  ]
  return { ...Object.fromEntries(readers), deliveryDate: readMoment }
}

/** Every line needs an id and a name: one replaces a missing other. */
function named(
  { value, warnings }: { value: Line; warnings: Warning[] },
  given: Line,
  { texts }: GoodsLimits,
) {
  const { id = cutText(String(value.name ?? 'item'), texts.id), name = value.id ?? 'Item' } = value
  const invented = (['id', 'name'] as const)
    .filter((member) => value[member] === undefined && isAbsent(given[member]))
    .flatMap((member) => below(member, readAs(given[member], { id, name }[member]).warnings))
  return { value: { ...value, id, name }, warnings: [...warnings, ...invented] }
}

function counted(
  given: Line,
  value: Line,
  { price, quantity }: { price: number; quantity: number },
  warnings: Warning[],
): Reading<Line> {
  const reported = [
    ...below('price', readAs(given.price, price).warnings),
    ...below('quantity', readAs(given.quantity, quantity).warnings),
  ]
  return { value: { ...value, price, quantity }, warnings: [...warnings, ...reported] }
}
