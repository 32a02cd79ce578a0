/** PostgreSQL through `pg`: the store for several BFFs at once. */
import type { Socket } from 'node:net'
import type { Dialect } from 'kysely'
import { PostgresDialect } from 'kysely'
import type { Pool, PoolClient, types } from 'pg'

const INT8 = 20
/** The server ends a late statement itself, if it can still be heard; so much later its silence counts. */
const SILENCE_MS = 500

/**
 * Every wait has an end: a database that does not answer must not hold a shopper for ever.
 *
 * @param waitMs milliseconds that opening a connection, or one statement, may take
 * @returns Kysely’s dialect over a pool to the database at `url`, opened with the first query
 */
export function postgresDialect(url: string, waitMs: number): Dialect {
  return new PostgresDialect({ pool: () => openPool(url, waitMs) })
}

/** Brings `pg` in, which a BFF on SQLite never needs. */
async function openPool(url: string, waitMs: number): Promise<Pool> {
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: waitMs,
    statement_timeout: waitMs,
    idle_in_transaction_session_timeout: waitMs,
    types: { getTypeParser: typeParserOf(pg.types) },
  })
  endSilence(pool, waitMs + SILENCE_MS)
  // An idle connection that breaks must not end the process: the next query opens another.
  pool.on('error', () => {})
  // Nor one that breaks while a transaction holds it: the statement under way fails, and that is enough.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/**
 * Closes a connection that work waits on and nothing comes from: its server is gone without a word, as in a failover, and
 * the operating system would go on hoping for many minutes. `query_timeout` of `pg` would keep such a connection in the pool.
 */
function endSilence(pool: Pool, silenceMs: number): void {
  const working = new WeakSet<PoolClient>()
  pool.on('acquire', (client) => working.add(client))
  pool.on('release', (_error, client) => working.delete(client))
  pool.on('connect', (client) => {
    const { stream } = (client as PoolClient & { connection: { stream: Socket } }).connection
    stream.setTimeout(silenceMs, () => {
      if (working.has(client)) stream.destroy()
    })
  })
}

type Types = typeof types

/** Times and amounts stay far below 2^53, so a 64-bit integer reads as a number and not as text. */
const typeParserOf = ({ getTypeParser }: Types): Types['getTypeParser'] =>
  ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 ? Number : getTypeParser(oid, format)) as Types['getTypeParser']
