/** `paykka-bff audit list`: the audit record, newest first. */
import type { AuditEntry, AuditQuery } from '@paykka-checkout/shared-types'
import { showsCardNumber } from '../cards/card-evidence.ts'
import { transIdKey } from '../config/derived-keys.ts'
import { AppError } from '../domain/errors.ts'
import { toDecimal } from '../domain/money.ts'
import { listAuditPage } from '../lists/audit-list.ts'
import { wordsOf } from './refusal-words.ts'
import type { Cell } from './text-table.ts'
import { printRows } from './text-table.ts'
import { withDatabase } from './with-database.ts'

export type AuditListOptions = Omit<AuditQuery, 'limit'> & { limit?: number; json?: boolean }

/** @throws Error that names the invalid option */
export async function runAuditList({ json = false, limit, ...query }: AuditListOptions): Promise<void> {
  if (Object.values(query).some((text) => showsCardNumber(String(text), 'id')))
    throw new Error('this holds a card number: search by the payment or the order')
  const size = limit === undefined ? {} : { limit: String(limit) }
  const page = await withDatabase((database, config) =>
    listAuditPage({ database, transIdKey: transIdKey(config) }, { ...query, ...size }),
  ).catch((error: unknown) => {
    throw error instanceof AppError ? new Error(wordsOf(error)) : error
  })
  if (json) console.log(JSON.stringify(page, null, 2))
  else printRows(page.data, COLUMNS, false)
  if (!json && page.nextCursor !== null) console.log(`More: repeat with --cursor ${page.nextCursor}`)
}

const COLUMNS: [string, (entry: AuditEntry) => Cell][] = [
  ['number', ({ sequence }) => sequence],
  ['when', ({ at }) => at],
  ['who', ({ actor: { type, id, claimed } }) => `${type} ${id}${claimed ? ` (${claimed})` : ''}`],
  ['did', ({ action }) => action],
  ['to', ({ target }) => target.id],
  ['order', ({ orderReference }) => orderReference ?? null],
  ['amount', ({ amount }) => (amount ? `${toDecimal(amount)} ${amount.currency}` : null)],
  ['outcome', ({ outcome }) => outcome],
  ['request', ({ requestId }) => requestId ?? null],
]
