/** The content and form of a file, read from a query or the command line. */
import type { AuditFileQuery, MovementsFileQuery } from '@paykka-checkout/shared-types'
import type { AuditFilters } from '../database/audit-list-rows.ts'
import { AppError, invalidField } from '../domain/errors.ts'
import { readAuditFilters } from '../lists/audit-list.ts'
import { readMoment } from '../lists/list-moment.ts'
import type { Asked, FilterParts } from '../lists/payment-filters.ts'
import { readPaymentQuery } from '../lists/payment-filters.ts'
import { AUDIT_COLUMNS, LOCAL_AUDIT_COLUMNS } from './audit-file.ts'
import type { CsvStyle } from './csv.ts'
import type { Occurred } from './movements-file.ts'
import { LOCAL_MOVEMENT_COLUMNS, MOVEMENT_COLUMNS } from './movements-file.ts'
import { LOCAL_PAYMENT_COLUMNS, PAYMENT_COLUMNS, PERSONAL_COLUMNS } from './payments-file.ts'

export type FileKind = 'payments' | 'movements' | 'audit'

type FileForm = { columns: string[]; style: CsvStyle }

export type MoneyFileOrder = FileForm & {
  kind: Exclude<FileKind, 'audit'>
  asked: Asked
  /** The time window of the movements; null includes all movements of the matching payments. */
  occurred: Occurred | null
}

export type FileOrder = MoneyFileOrder | (FileForm & { kind: 'audit'; filters: AuditFilters })

const DAY_MS = 24 * 60 * 60_000
const MAX_DAYS = 366
const MAX_IDS = 100

/**
 * @param isBounded whether ids, or a window of at most 366 days, are required
 * @throws AppError validation_failed that names the parameter
 */
export function readFileOrder(
  parts: FilterParts,
  kind: MoneyFileOrder['kind'],
  query: MovementsFileQuery,
  isBounded: boolean,
): FileOrder {
  const { form, rest } = splitForm(kind, query)
  const { ids, occurredFrom, occurredBefore, ...filters } = rest
  const asked = readPaymentQuery(parts, filters)
  if (ids !== undefined) asked.filters.ids = readIds(ids)
  const occurred = readOccurred(occurredFrom, occurredBefore)
  if (isBounded && ids === undefined) checkWindow(asked, occurred)
  return { kind, asked, occurred, ...form }
}

/**
 * @param isBounded whether a target, or a window of at most 366 days, is required
 * @throws AppError validation_failed that names the parameter
 */
export function readAuditFileOrder(query: AuditFileQuery, isBounded: boolean): FileOrder {
  const { form, rest } = splitForm('audit', query)
  const filters = readAuditFilters(rest)
  const { from = Number.NEGATIVE_INFINITY, before = Number.POSITIVE_INFINITY } = filters
  if (isBounded && filters.target === undefined && before - from > MAX_DAYS * DAY_MS)
    throw invalidField('/from', `and before are needed, ${MAX_DAYS} days apart at most`)
  return { kind: 'audit', filters, ...form }
}

type FormQuery = Pick<MovementsFileQuery, 'columns' | 'timeZone' | 'delimiter' | 'decimal' | 'bom'>

function splitForm<Q extends FormQuery>(
  kind: FileKind,
  query: Q,
): { form: FileForm; rest: Omit<Q, keyof FormQuery> } {
  const { columns, timeZone, delimiter, decimal, bom, ...rest } = query
  const style: CsvStyle = {
    delimiter: delimiter ?? 'comma',
    decimal: decimal ?? 'point',
    bom: bom === 'true',
    timeZone: timeZone === undefined ? undefined : readTimeZone(timeZone),
  }
  return { form: { columns: readColumns(kind, columns, timeZone !== undefined), style }, rest }
}

function readIds(text: string): string[] {
  const ids = [...new Set(text.split(',').map((id) => id.trim()))]
  if (ids.length > MAX_IDS) throw invalidField('/ids', `has ${MAX_IDS} ids at most`)
  return ids
}

function readOccurred(from: string | undefined, before: string | undefined): Occurred | null {
  if (from === undefined && before === undefined) return null
  return {
    from: readMoment('occurredFrom', from) ?? 0,
    before: readMoment('occurredBefore', before) ?? Number.MAX_SAFE_INTEGER,
  }
}

function checkWindow({ filters }: Asked, occurred: Occurred | null): void {
  const { createdFrom = Number.NEGATIVE_INFINITY, createdBefore = Number.POSITIVE_INFINITY } = filters
  const spans = [createdBefore - createdFrom, ...(occurred ? [occurred.before - occurred.from] : [])]
  if (Math.min(...spans) > MAX_DAYS * DAY_MS)
    throw invalidField('/createdFrom', `and createdBefore are needed, ${MAX_DAYS} days apart at most`)
}

function readTimeZone(timeZone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone
  } catch {
    throw invalidField('/timeZone', 'is the name of a time zone, like Europe/Berlin')
  }
}

const KNOWN: Record<FileKind, { own: string[]; local: string[]; personal: string[] }> = {
  payments: {
    own: Object.keys(PAYMENT_COLUMNS),
    local: Object.keys(LOCAL_PAYMENT_COLUMNS),
    personal: Object.keys(PERSONAL_COLUMNS),
  },
  movements: { own: Object.keys(MOVEMENT_COLUMNS), local: Object.keys(LOCAL_MOVEMENT_COLUMNS), personal: [] },
  audit: { own: Object.keys(AUDIT_COLUMNS), local: Object.keys(LOCAL_AUDIT_COLUMNS), personal: [] },
}

function readColumns(kind: FileKind, text: string | undefined, hasZone: boolean): string[] {
  const { own, local, personal } = KNOWN[kind]
  const zoned = hasZone ? local : []
  if (text === undefined) return [...own, ...zoned]
  const allowed = [...own, ...zoned, ...personal]
  const names = [...new Set(text.split(',').map((name) => name.trim()))]
  const wrong = names.find((name) => !allowed.includes(name))
  if (wrong !== undefined) throw invalidField('/columns', `may hold: ${allowed.join(', ')}`)
  return names
}

/** @returns whether the file contains personal data */
export function isPersonal({ columns }: FileOrder): boolean {
  return columns.some((name) => name in PERSONAL_COLUMNS)
}

/** @throws AppError validation_failed when the file would exceed the limit of an answer */
export function checkRows(rows: number): void {
  if (rows > MAX_ROWS)
    throw new AppError('validation_failed', {
      detail: `This file would have more than ${MAX_ROWS} lines. Take a shorter window, or: paykka-bff export`,
    })
}

/** Maximum lines of a file over HTTP. */
export const MAX_ROWS = 200_000
