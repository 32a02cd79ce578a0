/** Parsers for command line options. */
import { InvalidArgumentError } from 'commander'
import type { NotificationRow, ShopEventRow } from '../database/tables.ts'

/** @throws InvalidArgumentError outside 1 to 10000 */
export function parseLimit(text: string): number {
  const limit = Number(text)
  if (!Number.isInteger(limit) || limit < 1 || limit > 10_000) throw new InvalidArgumentError('1 to 10000')
  return limit
}

/** @throws InvalidArgumentError outside 1 to 100 */
export function parsePageSize(text: string): number {
  const size = Number(text)
  if (!Number.isInteger(size) || size < 1 || size > 100) throw new InvalidArgumentError('1 to 100')
  return size
}

/** @throws InvalidArgumentError outside 1 to 65535 */
export function parsePort(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new InvalidArgumentError('1 to 65535')
  return port
}

/**
 * @returns milliseconds
 * @throws InvalidArgumentError unless it is a number of seconds, minutes, hours or days
 */
export function parseStep(text: string): number {
  const [, count, unit] = /^\+?(\d{1,5})([smhd])$/.exec(text) ?? []
  const size = unit === 's' ? 1000 : unit === undefined ? undefined : UNITS[unit]
  if (count === undefined || size === undefined)
    throw new InvalidArgumentError('for example +90s, +30m or +3d')
  return Number(count) * size
}

/**
 * @returns milliseconds
 * @throws InvalidArgumentError unless it is a number of minutes, hours or days
 */
export function parseAge(text: string): number {
  const [, count, unit] = /^(\d{1,4})([mhd])$/.exec(text) ?? []
  const size = unit === undefined ? undefined : UNITS[unit]
  if (count === undefined || size === undefined) throw new InvalidArgumentError('for example 90m, 12h or 2d')
  return Number(count) * size
}

const UNITS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

export const NOTIFICATION_STATES: NotificationRow['state'][] = ['pending', 'done', 'ignored', 'expired']
export const EVENT_STATES: ShopEventRow['state'][] = ['pending', 'delivered', 'failed']
export const REFUND_REASONS = ['requested_by_customer', 'duplicate', 'fraudulent', 'other']
