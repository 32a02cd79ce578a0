/** PostgreSQL through `pg`: the store for several BFFs at once. */
import type { Dialect } from 'kysely'
import { PostgresDialect } from 'kysely'
import pg from 'pg'

/** Every wait has an end: a database that does not answer must not hold a shopper for ever. */
const WAIT_MS = 5000
const INT8 = 20

/** @returns Kysely’s dialect over a pool to the database at `url` */
export function postgresDialect(url: string): Dialect {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: WAIT_MS,
    statement_timeout: WAIT_MS,
    idle_in_transaction_session_timeout: WAIT_MS,
    types: { getTypeParser },
  })
  // An idle connection that breaks must not end the process: the next query opens another.
  pool.on('error', () => {})
  // Nor one that breaks while a transaction holds it: the statement under way fails, and that is enough.
  pool.on('connect', (client) => client.on('error', () => {}))
  return new PostgresDialect({ pool })
}

/** Times and amounts stay far below 2^53, so a 64-bit integer reads as a number and not as text. */
const getTypeParser: typeof pg.types.getTypeParser = ((oid: number, format?: 'text' | 'binary') =>
  oid === INT8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser
