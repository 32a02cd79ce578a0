/** The CSV writer of all files: RFC 4180, UTF-8, CRLF line ends, and no cell that a spreadsheet would execute. */
import { stringify } from 'csv-stringify/sync'
import { exponentOf, toDecimal } from '../domain/money.ts'

/** Our own digits, which stay a number in a spreadsheet even if negative. */
export type Digits = { digits: string }
export type Cell = string | number | null | Digits

export type CsvStyle = {
  delimiter: 'comma' | 'semicolon'
  decimal: 'point' | 'comma'
  /** Begins with a byte order mark, so that Excel detects UTF-8. */
  bom: boolean
  /** IANA name of the time zone for local times; none when left out. */
  timeZone?: string | undefined
}

export const PLAIN: CsvStyle = { delimiter: 'comma', decimal: 'point', bom: false }

/** @returns the lines of these rows; the first call of a file returns the header too */
export function toCsv(rows: Cell[][], style: CsvStyle): string {
  return stringify(
    rows.map((row) => row.map(safe)),
    {
      delimiter: style.delimiter === 'comma' ? ',' : ';',
      record_delimiter: '\r\n',
      // A cell that begins like a formula gets an apostrophe.
      escape_formulas: true,
      cast: { object: (cell) => ({ value: (cell as Digits).digits, escape_formulas: false }) },
    },
  )
}

/** The byte order mark and the header. */
export function toHead(columns: string[], style: CsvStyle): string {
  return `${style.bom ? '\ufeff' : ''}${toCsv([columns], style)}`
}

/** A spreadsheet with another separator than ours would begin a cell there. */
const BEHIND_SEPARATOR = /([;,\t|]\s*["']*\s*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g

function safe(cell: Cell): Cell {
  return typeof cell === 'string' ? cell.replace(BEHIND_SEPARATOR, "$1'") : cell
}

/** @returns the amount with the currency's decimals, negative ones too */
export function amountCell(value: number, currency: string, { decimal }: CsvStyle): Digits {
  const digits = toDecimal({ value: Math.abs(value), currency })
  const signed = value < 0 ? `-${digits}` : digits
  return { digits: decimal === 'comma' && exponentOf(currency) !== 0 ? signed.replace('.', ',') : signed }
}

/** @returns a time as spreadsheets read it, in UTC: `2026-11-30 17:05:09` */
export function utcCell(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ')
}

/** @returns a function that formats times of that zone in the same form */
export function localTimes(timeZone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  return (at) => format.format(at)
}
