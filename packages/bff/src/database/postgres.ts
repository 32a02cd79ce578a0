/** PostgreSQL through `pg`: the database for several BFFs at once. */
import type { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import type { Dialect, Driver, PostgresDialectConfig, TransactionSettings } from 'kysely'
import { CompiledQuery, PostgresDialect, PostgresDriver } from 'kysely'
import type { Client, Pool, PoolClient, types } from 'pg'
import { withFullCheck } from './postgres-address.ts'

const INT8 = 20
/** The server itself cancels a late statement. This much later, a silent connection counts as dead. */
const SILENCE_MS = 500

/**
 * Every wait has a timeout: a database that does not answer must not keep a shopper waiting.
 *
 * @param waitMs timeout in milliseconds for opening a connection, and for one statement
 * @returns Kysely's dialect over a pool to the database at `url`, opened with the first query, and whether a pooler is in
 * between; false before that query
 */
export function postgresDialect(url: string, waitMs: number): { dialect: Dialect; isPooled(): boolean } {
  const path: Path = { limits: '' }
  return {
    dialect: new HonestDialect({ pool: () => openPool(url, waitMs, path) }, path),
    isPooled: () => path.limits !== '',
  }
}

/** @returns a dialect with one separate connection, without a limit on pauses between statements */
export function postgresReader(url: string, waitMs: number): Dialect {
  return new PostgresDialect({
    pool: async () => {
      const { default: pg } = await import('pg')
      const connection = { connectionString: withFullCheck(url), connectionTimeoutMillis: waitMs }
      const pool = new pg.Pool({ ...connection, max: 1, types: { getTypeParser: typeParserOf(pg.types) } })
      pool.on('error', () => {})
      pool.on('connect', (client) => client.on('error', () => {}))
      return pool
    },
  })
}

/** `limits`: statements that set the timeouts in each transaction, where the session cannot keep them; empty where it can. */
type Path = { limits: string }

/** A broken connection cannot roll back. That second error would hide the first, which has the cause. */
class HonestDialect extends PostgresDialect {
  readonly #driver: () => Driver
  constructor(config: PostgresDialectConfig, path: Path) {
    super(config)
    this.#driver = () => new HonestDriver(config, path)
  }
  override createDriver(): Driver {
    return this.#driver()
  }
}

type Connection = Parameters<PostgresDriver['rollbackTransaction']>[0]

class HonestDriver extends PostgresDriver {
  readonly #path: Path
  constructor(config: PostgresDialectConfig, path: Path) {
    super(config)
    this.#path = path
  }

  override async beginTransaction(connection: Connection, settings: TransactionSettings): Promise<void> {
    await super.beginTransaction(connection, settings)
    if (this.#path.limits !== '') await connection.executeQuery(CompiledQuery.raw(this.#path.limits))
  }

  override async rollbackTransaction(connection: Connection): Promise<void> {
    await super.rollbackTransaction(connection).catch(() => {})
  }
}

/** Loads `pg`, which a BFF on SQLite never needs. */
async function openPool(url: string, waitMs: number, path: Path): Promise<Pool> {
  const { default: pg } = await import('pg')
  const connection = { connectionString: withFullCheck(url), connectionTimeoutMillis: waitMs }
  const limits = { statement_timeout: waitMs, idle_in_transaction_session_timeout: waitMs }
  const kept = await keepsLimits(new pg.Client({ ...connection, ...limits }), waitMs)
  path.limits = kept ? '' : limitsOfTransaction(waitMs)
  const pool = new pg.Pool({
    ...connection,
    ...(kept ? limits : {}),
    max: 10,
    types: { getTypeParser: typeParserOf(pg.types) },
  })
  endSilence(pool, waitMs + SILENCE_MS)
  endReadOnly(pool)
  // A broken idle connection must not end the process: the next query opens another.
  pool.on('error', () => {})
  // Nor may one that breaks during a transaction: the running statement fails, which is enough.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/**
 * A pooler such as PgBouncer shares one session among many clients, so it refuses or ignores a client's session settings
 * (`ignore_startup_parameters`).
 * @returns whether a session keeps its settings; also true without an answer, since the first query reports that better
 */
async function keepsLimits(client: Client, waitMs: number): Promise<boolean> {
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ setting: string }>(
      "select setting from pg_settings where name = 'statement_timeout'",
    )
    return rows[0]?.setting === String(waitMs)
  } catch (error) {
    return !/unsupported startup parameter/.test((error as Error).message)
  } finally {
    await client.end().catch(() => {})
  }
}

const limitsOfTransaction = (waitMs: number) =>
  `set local statement_timeout = ${waitMs}; set local idle_in_transaction_session_timeout = ${waitMs}`

/**
 * Closes a connection whose query gets no answer: the server disappeared without closing it, as in a failover, and the
 * operating system would wait for many minutes. The `query_timeout` of `pg` would keep such a connection in the pool.
 */
function endSilence(pool: Pool, silenceMs: number): void {
  const working = new WeakSet<PoolClient>()
  pool.on('acquire', (client) => working.add(client))
  pool.on('release', (_error, client) => working.delete(client))
  pool.on('connect', (client) => {
    const { stream } = connectionOf(client)
    stream.setTimeout(silenceMs, () => {
      if (working.has(client)) stream.destroy()
    })
  })
}

const READ_ONLY = '25006'

/**
 * Closes every connection once one of them is read-only. A session keeps the settings of its start (`alter database … set
 * default_transaction_read_only`), and would refuse writes long after the database accepts them again.
 */
function endReadOnly(pool: Pool): void {
  const [open, working, stale] = [new Set<PoolClient>(), new Set<PoolClient>(), new WeakSet<PoolClient>()]
  const endAll = () => {
    for (const client of open) {
      if (working.has(client)) stale.add(client)
      else connectionOf(client).stream.destroy()
    }
  }
  pool.on('connect', (client) => {
    open.add(client)
    connectionOf(client).on('errorMessage', ({ code }: { code?: string }) => {
      if (code === READ_ONLY) endAll()
    })
  })
  pool.on('remove', (client) => open.delete(client))
  pool.on('acquire', (client) => working.add(client))
  pool.on('release', (_error, client) => {
    working.delete(client)
    if (stale.has(client)) void client.end()
  })
}

/** Members that `pg` does not declare. */
const connectionOf = (client: PoolClient) =>
  (client as PoolClient & { connection: EventEmitter & { stream: Socket } }).connection

type Types = typeof types

/** Times and amounts stay far below 2^53, so 64-bit integers are read as numbers, not as text. */
const typeParserOf = ({ getTypeParser }: Types): Types['getTypeParser'] =>
  ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 ? Number : getTypeParser(oid, format)) as Types['getTypeParser']
