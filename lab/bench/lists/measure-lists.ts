/** `npm run lab -- bench lists`: the duration of each filter of the payment list, on a database with a million payments. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { PaymentQuery } from '@paykka-checkout/shared-types'
import { sql } from 'kysely'
import type { Database } from '../../../packages/bff/src/database/database.ts'
import { openDatabase } from '../../../packages/bff/src/database/database.ts'
import { listPaymentPage } from '../../../packages/bff/src/lists/payment-list.ts'
import { addManyPayments, FIRST_AT, KEY } from '../../../packages/bff/test/database/many-payments.ts'
import { startPostgres } from '../../../packages/bff/test/database/postgres-server.ts'
import { quantile, round } from '../statistics.ts'

const { values } = parseArgs({
  options: {
    payments: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '100' },
    databases: { type: 'string', default: 'sqlite,postgres' },
    /** A SQLite file that is kept, and used again when it is there. */
    file: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const LIMIT_MS = 50
const DAY_MS = 86_400_000

type Query = PaymentQuery & Record<string, string>
/** @returns the query of one round: what varies is another value each time */
type Asked = (round: number) => Query

const day = (number: number) => new Date(FIRST_AT + number * DAY_MS).toISOString()
const month = (round: number) => ({ createdFrom: day(round % 360), createdBefore: day((round % 360) + 31) })
const year = { createdFrom: day(30), createdBefore: day(395) }
const pick = <T>(list: readonly T[], round: number) => list[round % list.length] as T
const STATUSES = [
  'succeeded',
  'declined',
  'refunded',
  'partially_reversed',
  'needs_review',
  'unknown',
  'expired',
]
const METHODS = ['card', 'apple_pay', 'google_pay', 'agreement', 'encrypted_card']
const BRANDS = ['visa', 'amex', 'jcb', 'unionpay']
const CURRENCIES = ['EUR', 'GBP', 'JPY', 'CHF']
const status = (round: number) => ({ status: pick(STATUSES, round) })
const amount = (round: number) => {
  const value = String(100 + ((round * 7919) % 90_000))
  return { currency: 'EUR', amountMin: value, amountMax: value, ...year }
}

const ASKED: Record<string, Asked> = {
  'no filter': () => ({}),
  status,
  method: (round) => ({ method: pick(METHODS, round) }),
  cardBrand: (round) => ({ cardBrand: pick(BRANDS, round) }),
  currency: (round) => ({ currency: pick(CURRENCIES, round) }),
  'created…': month,
  'updated…': (round) => ({ updatedFrom: day(round % 360), updatedBefore: day((round % 360) + 1) }),
  'order=updated': (round) => ({ order: 'updated', updatedFrom: day(round % 360) }),
  attention: (round) => ({
    attention: pick(
      ['needs_review', 'unknown', 'capture_due', 'refund_open', 'dispute_open', 'duplicate', 'late'],
      round,
    ),
  }),
  orderReference: (round) => ({ orderReference: `order-${100_000_000 + round * 997}` }),
  shopperReference: (round) => ({ shopperReference: `shopper-${round * 31}` }),
  cardLast4: (round) => ({ cardLast4: String(1000 + round * 37) }),
  email: (round) => ({ email: `nobody-${round}@shop.example` }),
  transId: (round) => ({ transId: `T${String(round * 991).padStart(22, '0')}` }),
  gatewayOrderId: (round) => ({ gatewayOrderId: `GW${round * 991}` }),
  'amount, exact': amount,
  'amount, a narrow range': (round) => ({
    ...amount(round),
    amountMax: String(600 + ((round * 7919) % 90_000)),
  }),
  'amount, a wide range': () => ({ ...amount(0), amountMin: '100', amountMax: '50000' }),
  metadata: (round) => ({ 'metadata.invoice': `R-${round * 991}` }),
  'q, an order': (round) => ({ q: `order-${100_000_000 + round * 997}` }),
  'q, the beginning of an order': (round) => ({ q: `order-${1_000_000 + round}` }),
  'q, last four': (round) => ({ q: String(1000 + round * 37) }),
  'status, created…': (round) => ({ ...status(round), ...month(round) }),
  'status, method': (round) => ({ ...status(round), method: pick(METHODS, Math.floor(round / 7)) }),
  'status, currency': (round) => ({ ...status(round), currency: pick(CURRENCIES, Math.floor(round / 7)) }),
  'method, cardBrand': (round) => ({
    method: pick(METHODS, round),
    cardBrand: pick(BRANDS, Math.floor(round / 5)),
  }),
  'currency, created…': (round) => ({ currency: pick(CURRENCIES, round), ...month(round) }),
  'cardLast4, created…': (round) => ({ cardLast4: String(1000 + round * 37), ...month(round) }),
  'cardLast4, status': (round) => ({ cardLast4: String(1000 + round * 37), ...status(round) }),
  'shopperReference, status': (round) => ({ shopperReference: `shopper-${round * 31}`, ...status(round) }),
  'amount, status': (round) => ({ ...amount(round), ...status(round) }),
  'attention, currency': (round) => ({
    attention: pick(['needs_review', 'capture_due'], round),
    currency: pick(CURRENCIES, round),
  }),
}

/** Milliseconds. `cpu`: what this process and PostgreSQL's used, which a busy machine changes little. */
type Row = { name: string; median: number; p99: number; most: number; cpu: number }

async function measure(database: Database, rounds: number): Promise<Row[]> {
  const parts = { database, transIdKey: KEY, searchableMetadata: ['invoice'] }
  const rows: Row[] = []
  const backends = await backendsOf(database)
  for (const [name, asked] of Object.entries(ASKED)) {
    const times: number[] = []
    const used: number[] = []
    for (let turn = -5; turn < rounds; turn++) {
      const query = asked(Math.abs(turn))
      const served = servedMs(backends)
      const [startedAt, before] = [performance.now(), process.cpuUsage()]
      const page = await listPaymentPage(parts, query)
      if (turn >= 0) times.push(performance.now() - startedAt)
      const { user, system } = process.cpuUsage(before)
      if (turn >= 0) used.push((user + system) / 1000 + servedMs(backends) - served)
      // A second page costs what the first one does, or the cursor is not part of the range.
      if (page.nextCursor && turn >= 0 && turn % 10 === 0) {
        const again = performance.now()
        await listPaymentPage(parts, { ...query, cursor: page.nextCursor })
        times.push(performance.now() - again)
      }
    }
    const [median, p99, cpu] = [quantile(times, 0.5), quantile(times, 0.99), quantile(used, 0.99)]
    rows.push({ name, median, p99, most: Math.max(...times), cpu })
    process.stderr.write(`${name}: ${round(median)} / ${round(p99)} ms, CPU ${round(cpu)} ms\n`)
  }
  return rows
}

/** @returns the processes that serve this client; none of SQLite's, which has none */
async function backendsOf({ kind, db }: Database): Promise<number[]> {
  if (kind === 'sqlite') return []
  // Several at once open as many connections as a list ever uses.
  const asked = Array.from({ length: 10 }, () => sql`select pg_sleep(0.05)`.execute(db))
  await Promise.all(asked)
  const { rows } = await sql<{
    pid: number
  }>`select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend'`.execute(
    db,
  )
  return rows.map(({ pid }) => pid)
}

/** Milliseconds that these processes have run, as Linux counts them. */
function servedMs(pids: number[]): number {
  const ran = pids.map((pid) => ranNs(pid))
  return ran.reduce((sum, ns) => sum + ns, 0) / 1_000_000
}

/** A connection that was idle for long is closed, and its process has ended. */
function ranNs(pid: number): number {
  const file = `/proc/${pid}/schedstat`
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split(' ')[0]) : 0
}

async function filled(url: string, count: number): Promise<Database> {
  const database = openDatabase(url, { exclusive: true, waitMs: 600_000 })
  await database.migrate()
  const any = await database.db.selectFrom('payments').select('id').limit(1).executeTakeFirst()
  if (!any) await addManyPayments(database, count)
  await database.checkpoint()
  return database
}

async function run(kind: string): Promise<Row[]> {
  const count = Number(values.payments)
  const directory = mkdtempSync(join(tmpdir(), 'paykka-lists-'))
  const server = kind === 'postgres' ? await startPostgres() : undefined
  const url = server ? await server.createDatabase() : `sqlite:${values.file ?? join(directory, 'paykka.db')}`
  const database = await filled(url, count)
  try {
    return await measure(database, Number(values.rounds))
  } finally {
    await database.close()
    await server?.stop()
    rmSync(directory, { recursive: true, force: true })
  }
}

for (const database of values.databases.split(',')) {
  process.stderr.write(`${database}${values.file && existsSync(values.file) ? ', kept' : ''}\n`)
  const rows = await run(database)
  if (values.json) process.stdout.write(`${JSON.stringify({ database, rows })}\n`)
  else
    for (const { name, median, p99, most, cpu } of rows)
      process.stdout.write(
        `${database}  ${name.padEnd(30)} ${round(median).toFixed(1).padStart(7)} ${round(p99).toFixed(1).padStart(7)} ${round(most).toFixed(1).padStart(7)} ms, CPU ${round(cpu).toFixed(1).padStart(7)} ms${p99 > LIMIT_MS ? '  over the limit' : ''}\n`,
      )
}
