/** `paykka-bff prune`: deletes old data, or reports what it would delete. */
import { userInfo } from 'node:os'
import type { Config } from '../config/config.ts'
import { loadConfig } from '../config/config.ts'
import { auditKey } from '../config/derived-keys.ts'
import { openDatabase } from '../database/database.ts'
import { newRequestId } from '../domain/ids.ts'
import { prune } from '../retention/prune.ts'
import type { PruneReport } from '../retention/tally.ts'
import { provenTime } from './proven-time.ts'
import { when } from './text-table.ts'
import { withDatabase } from './with-database.ts'

type PruneOptions = { dryRun?: boolean; compact?: boolean; json?: boolean }

/** @throws Error when PayKKa does not confirm the time: a wrong clock would delete too much */
export async function runPrune({
  dryRun = false,
  compact = false,
  json = false,
}: PruneOptions): Promise<void> {
  if (compact && dryRun) throw new Error('a dry run changes nothing, so there is nothing to compact')
  const report = await withDatabase(async (database, config) => {
    const provenNow = await provenTime(database, config)
    const by = { actor: { type: 'cli', id: userInfo().username } as const, requestId: newRequestId() }
    return prune({ ...config, database, auditKey: auditKey(config) }, { provenNow, dryRun, by })
  })
  if (compact) await compactFile(loadConfig(process.env))
  if (json) console.log(JSON.stringify(toJson(report), null, 2))
  else for (const line of lines(report, dryRun)) console.log(line)
}

/** Locks the file exclusively: a running BFF would wait for minutes. */
async function compactFile(config: Config): Promise<void> {
  const database = openDatabase(config.databaseUrl, { exclusive: true, openAs: 'existing' })
  try {
    await database.compact()
  } finally {
    await database.close()
  }
}

const DAY_MS = 24 * 60 * 60_000
const dayText = (day: number) => new Date(day * DAY_MS).toISOString().slice(0, 10)

function toJson({ kinds, kept }: PruneReport) {
  return {
    kinds: kinds.map(({ kind, before, rows, days }) => ({
      kind,
      before: before === null ? null : when(before),
      rows,
      days: Object.fromEntries([...days].map(([day, count]) => [dayText(day), count]).toSorted()),
    })),
    kept: kept.map(({ oldest, ...rest }) => ({ ...rest, oldest: when(oldest) })),
  }
}

const THINGS: Record<PruneReport['kinds'][number]['kind'], string> = {
  unpaid: 'checkouts that were never paid',
  personal: 'paid checkouts, of their personal data',
  payments: 'paid checkouts with their payments',
  disputes: 'disputes that ended',
  audit: 'entries of the audit record',
  notices: 'notifications of PayKKa',
  events: 'events that the shop accepted',
  keys: 'idempotency keys and wallet token hashes',
}

const REASONS: Record<PruneReport['kept'][number]['reason'], string> = {
  open_payment: 'a payment is open or holds funds',
  open_operation: 'a capture, void or refund is open',
  open_dispute: 'a dispute is open',
  active_agreement: 'an agreement is active',
  saved_card: 'a card is saved',
  waiting_event: 'the shop has not accepted an event',
  dispute_kept: 'a dispute of it is kept for RETAIN_DISPUTES',
}

function lines({ kinds, kept }: PruneReport, dryRun: boolean): string[] {
  const verb = dryRun ? 'would go' : 'went'
  const gone = kinds.flatMap(({ kind, before, rows, days }) => [
    before === null
      ? `${THINGS[kind]}: kept forever`
      : `${THINGS[kind]}: ${rows} from before ${when(before)} ${verb}`,
    ...[...days].toSorted(([a], [b]) => a - b).map(([day, count]) => `    ${dayText(day)}  ${count}`),
  ])
  const left = kept.map(
    ({ kind, reason, rows, oldest }) =>
      `kept although old: ${rows} of the ${THINGS[kind]}, the oldest of ${when(oldest)}: ${REASONS[reason]}`,
  )
  return [...gone, ...left]
}
