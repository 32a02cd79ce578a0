/** Reads an expiry date in any notation. An ambiguous date is not read: the shopper is asked. */
import { latinDigits, scannedDigits } from './digits.ts'
import { monthNamed } from './month-names.ts'

/** Month `01`–`12` and a four-digit year. */
export type Expiry = { month: string; year: string }

/** A number with its number of digits. */
type Part = { text: string; value: number }

/** Month and full year, or `null`. */
export function readExpiry(text: string): Expiry | null {
  const plain = joined(latinDigits(text))
  const named = namedMonth(plain)
  if (named === 'several' || OTHER_CALENDAR.test(plain)) return null
  const digits = named ? plain : scannedDigits(plain)
  const numbers = (digits.match(/\d+/g) ?? []).map(partOf)
  return named ? withName(named, numbers) : withNumbers(numbers, digits)
}

/** Japanese eras, the Republic of China calendar, the Buddhist era. Their short years would look like those of a card. */
const OTHER_CALENDAR = /令和|平成|昭和|民[國国]|พ\.?\s?ศ/

const partOf = (text: string): Part => ({ text, value: Number(text) })

/** Digits separated by spaces, as in some PDFs: `1 2 / 3 4`. */
const joined = (text: string): string => (/\d\d/.test(text) ? text : text.replace(/(\d)\s+(?=\d)/g, '$1'))

/** The one named month, if any; other words are ignored. */
function namedMonth(text: string): number | 'several' | null {
  // Some short names contain dots.
  const words = text.replace(/(\p{L}\p{M}*)\.(?=\p{L})/gu, '$1').match(/\p{L}[\p{L}\p{M}]+/gu) ?? []
  const months = new Set(words.flatMap((word) => monthNamed(word) ?? []))
  const [month = null] = months
  return months.size > 1 ? 'several' : month
}

/** `Dec 2034`, `31 Dec 2034`, `Dec 31, 34`. */
function withName(month: number, numbers: readonly Part[]): Expiry | null {
  const years = numbers.filter(isFullYear)
  if (numbers.length === 1) return expiryOf(month, numbers[0])
  if (numbers.length !== 2) return null
  if (years.length === 1) return expiryOf(month, years[0])
  // Of two short numbers, the one that cannot be a day is the year.
  const late = numbers.filter(({ value }) => value > 31)
  return late.length === 1 ? expiryOf(month, late[0]) : null
}

function withNumbers(numbers: readonly Part[], text: string): Expiry | null {
  const [first, second, third] = numbers
  if (!first) return null
  if (!second) return fromDigits(first.text)
  // A leading year is the year; a day or a time after the month is ignored.
  if (isFullYear(first)) return expiryOf(second.value, first)
  if (!third) return fromPair(first, second)
  return numbers.length === 3 ? fromDate(first, second, third, text) : null
}

/** `12/34`, `12/2034`, and `34/12` when it is unambiguous. */
function fromPair(first: Part, second: Part): Expiry | null {
  return (
    expiryOf(first.value, second) ??
    (first.text.length === 2 && first.value > 12 ? expiryOf(second.value, first) : null)
  )
}

/** A complete date with the year at the end. The month must be unambiguous. */
function fromDate(first: Part, second: Part, year: Part, text: string): Expiry | null {
  const dayFirst = asDate(first, second, year)
  const monthFirst = asDate(second, first, year)
  const yearFirst = asDate(year, second, first)
  // With dots, the day always comes first.
  const readings = /\d\.\d/.test(text) ? [dayFirst, yearFirst] : [dayFirst, monthFirst, yearFirst]
  const found = new Map(readings.flatMap((each) => (each ? [[`${each.month}${each.year}`, each]] : [])))
  const [reading = null] = found.values()
  return found.size === 1 ? reading : null
}

const asDate = (day: Part, month: Part, year: Part): Expiry | null =>
  day.value >= 1 && day.value <= 31 && day.text.length <= 2 ? expiryOf(month.value, year) : null

/** Digits without separators. */
function fromDigits(digits: string): Expiry | null {
  const cut = (at: number) => [partOf(digits.slice(0, at)), partOf(digits.slice(at))] as const
  switch (digits.length) {
    case 3:
    case 5:
      return expiryOf(cut(1)[0].value, cut(1)[1])
    case 4:
      return fromPair(...cut(2))
    case 6:
      return isFullYear(cut(4)[0])
        ? expiryOf(cut(4)[1].value, cut(4)[0])
        : expiryOf(cut(2)[0].value, cut(2)[1])
    case 8:
      return fromEight(digits)
    default:
      return null
  }
}

/** `20341231`, or a date with its year at the end. */
function fromEight(digits: string): Expiry | null {
  const year = partOf(digits.slice(0, 4))
  if (isFullYear(year)) return expiryOf(Number(digits.slice(4, 6)), year)
  return fromDate(partOf(digits.slice(0, 2)), partOf(digits.slice(2, 4)), partOf(digits.slice(4)), '')
}

/** Years of this century; others belong to another calendar, or are no years. */
const isFullYear = ({ text }: Part): boolean => /^20\d\d$/.test(text)

function expiryOf(month: number, year: Part | undefined): Expiry | null {
  if (!year || month < 1 || month > 12) return null
  if (!isFullYear(year) && year.text.length !== 2) return null
  return { month: String(month).padStart(2, '0'), year: `20${year.text.slice(-2)}` }
}
