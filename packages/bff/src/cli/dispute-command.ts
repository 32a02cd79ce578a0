/** `paykka-bff dispute list|show`: disputes in the database, with reports and notes. */
import type { DisputeDetail, DisputeList, DisputeQuery, ListedDispute } from '@paykka-checkout/shared-types'
import { transIdKey } from '../config/derived-keys.ts'
import { AppError } from '../domain/errors.ts'
import { toDecimal } from '../domain/money.ts'
import { listDisputePage, readDispute } from '../lists/dispute-list.ts'
import { wordsOf } from './refusal-words.ts'
import type { Cell } from './text-table.ts'
import { printRows } from './text-table.ts'
import { withDatabase } from './with-database.ts'

type DisputeListOptions = Omit<DisputeQuery, 'open' | 'limit' | 'order'> & {
  all?: boolean
  limit?: number
  json?: boolean
}

/** Open disputes by due time; `all` shows every dispute, newest first. */
export async function listDisputesOf(options: DisputeListOptions): Promise<void> {
  const { all = false, json = false, limit, ...filters } = options
  const order = all ? {} : { open: 'true' as const }
  const query = { ...filters, ...order, ...(limit ? { limit: String(limit) } : {}) }
  const page = await withDatabase((database, config) =>
    listDisputePage({ database, transIdKey: transIdKey(config) }, query),
  ).catch(refused)
  print(page, json)
}

const COLUMNS: [string, (row: ListedDispute) => Cell][] = [
  ['dispute', (row) => row.id],
  ['due', (row) => row.dueAt ?? row.dueTime ?? null],
  ['stage', (row) => row.stage ?? null],
  ['open', (row) => (row.open ? 'yes' : (row.outcome ?? 'no'))],
  ['amount', (row) => (row.amount ? `${toDecimal(row.amount)} ${row.amount.currency}` : null)],
  ['reason', (row) => row.reason ?? null],
  ['order', (row) => row.orderReference],
  ['payment', (row) => row.paymentId],
  ['signed', (row) => (row.verified ? 'yes' : 'no')],
  ['reported', (row) => row.reportedAt],
]

function print(page: DisputeList, json: boolean): void {
  const byDue = page.data.toSorted((a, b) => ((a.dueAt ?? '9') < (b.dueAt ?? '9') ? -1 : 1))
  if (json) console.log(JSON.stringify(page, null, 2))
  else printRows(byDue, COLUMNS, false)
  if (!json && page.nextCursor !== null) console.log(`More: repeat with --cursor ${page.nextCursor}`)
}

export async function showDispute(id: string, { json }: { json?: boolean }): Promise<void> {
  const dispute = await withDatabase((database) => readDispute(database.kind, database.db, id)).catch(refused)
  console.log(json ? JSON.stringify(dispute, null, 2) : linesOf(dispute).join('\n'))
}

function linesOf(dispute: DisputeDetail): string[] {
  const { id, orderReference, paymentId, reason, reasonText, dueAt, dueTime, outcome, history, notes } =
    dispute
  const facts: [string, string | undefined][] = [
    ['order', orderReference],
    ['payment', paymentId],
    ["PayKKa's id", dispute.gatewayDisputeId],
    ['reason', [reason, reasonText].filter(Boolean).join(' ') || undefined],
    ['amount', dispute.amount && `${toDecimal(dispute.amount)} ${dispute.amount.currency}`],
    ['due', dueAt ?? dueTime],
    ['ARN', dispute.arn],
    ['outcome', outcome],
  ]
  return [
    `dispute ${id}: ${dispute.open ? 'open' : 'over'}, ${dispute.stage ?? 'no stage'}${dispute.verified ? '' : ', unsigned'}`,
    ...facts.filter(([, value]) => value !== undefined).map(([name, value]) => `  ${name}: ${value}`),
    ...history.map(
      ({ at, stage, verified }) => `  ${at}  ${stage ?? 'reported'}${verified ? '' : ' (unsigned)'}`,
    ),
    ...notes.map(({ at, text, actor }) => `  ${at}  ${actor.claimed ?? actor.id}: ${text}`),
  ]
}

function refused(error: unknown): never {
  throw error instanceof AppError ? new Error(wordsOf(error)) : error
}
