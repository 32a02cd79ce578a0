/** One PostgreSQL for all tests of a file: there before the first of them, gone after the last. */
import { afterAll, beforeAll } from 'vitest'
import type { PostgresServer } from './postgres-server.ts'
import { startPostgres } from './postgres-server.ts'

/** Call it at the top of the file. @returns the server, for use inside tests and hooks */
export function postgresOfFile(): () => PostgresServer {
  const late: { server?: PostgresServer } = {}
  beforeAll(async () => {
    late.server = await startPostgres()
  }, 60_000)
  afterAll(() => late.server?.stop(), 30_000)
  return () => {
    if (!late.server) throw new Error('PostgreSQL does not run')
    return late.server
  }
}
