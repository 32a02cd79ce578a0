/** Parsers for command line options. */
import { InvalidArgumentError } from 'commander'
import type { NotificationRow, ShopEventRow } from '../database/tables.ts'

/** @returns a parser that throws InvalidArgumentError outside 1 to `max` */
const wholeNumber =
  (max: number) =>
  (text: string): number => {
    const number = Number(text)
    if (Number.isInteger(number) && number >= 1 && number <= max) return number
    throw new InvalidArgumentError(`1 to ${max}`)
  }

export const parseLimit = wholeNumber(10_000)
export const parsePageSize = wholeNumber(100)
export const parsePort = wholeNumber(65_535)

const UNITS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** @returns a parser of a number and its unit into milliseconds; it throws InvalidArgumentError for other texts */
const duration =
  (pattern: RegExp, example: string) =>
  (text: string): number => {
    const [, count, unit = ''] = pattern.exec(text) ?? []
    const size = UNITS[unit]
    if (count === undefined || size === undefined) throw new InvalidArgumentError(example)
    return Number(count) * size
  }

/** Seconds, minutes, hours or days. */
export const parseStep = duration(/^\+?(\d{1,5})([smhd])$/, 'for example +90s, +30m or +3d')
/** Minutes, hours or days. */
export const parseAge = duration(/^(\d{1,4})([mhd])$/, 'for example 90m, 12h or 2d')

export const NOTIFICATION_STATES: NotificationRow['state'][] = ['pending', 'done', 'ignored', 'expired']
export const EVENT_STATES: ShopEventRow['state'][] = ['pending', 'delivered', 'failed']
export const REFUND_REASONS = ['requested_by_customer', 'duplicate', 'fraudulent', 'other']
