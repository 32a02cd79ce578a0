/** Faults of a PostgreSQL database, injected outside of the BFF's pools. */
import pg from 'pg'
import type { Lab } from '../lab.ts'

/** One statement as superuser, in the server's own database. */
export async function execute<R extends object = object>(lab: Lab, text: string): Promise<R[]> {
  const outside = new URL(lab.databaseUrl)
  outside.pathname = '/postgres'
  return lab.postgres().query<R>(outside.href, text)
}

/** One statement as superuser, in the BFF's database. */
export const executeInside = (lab: Lab, text: string) => lab.postgres().query(lab.databaseUrl, text)

export const nameOf = (lab: Lab) => new URL(lab.databaseUrl).pathname.slice(1)

/** Ends every connection to the database, as a restart or an impatient operator does. */
export async function endConnections(lab: Lab, name = nameOf(lab)): Promise<void> {
  await execute(lab, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`)
}

/** Stops every backend of the database, and lets no new one in. @returns what lets them go on */
export async function stopBackends(lab: Lab): Promise<() => void> {
  const found = await execute<{ pid: number }>(
    lab,
    `select pid from pg_stat_activity where datname = '${nameOf(lab)}'`,
  )
  const pids = found.map(({ pid }) => pid)
  for (const pid of pids) process.kill(pid, 'SIGSTOP')
  return () => {
    for (const pid of pids) process.kill(pid, 'SIGCONT')
  }
}

/** Runs statements in a transaction that stays open. @returns what ends it */
export async function holdTransaction(lab: Lab, ...statements: string[]): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: lab.databaseUrl })
  client.on('error', () => {})
  await client.connect()
  for (const statement of ['begin', ...statements]) await client.query(statement)
  return () => client.end()
}

/** A user with a right to everything but to be superuser. @returns the address of the database for that user */
export async function asOwner(lab: Lab): Promise<string> {
  await execute(
    lab,
    "do $$ begin create role shop login password 'shop'; exception when duplicate_object then end $$",
  )
  await execute(lab, `alter database ${nameOf(lab)} owner to shop`)
  await executeInside(lab, 'alter schema public owner to shop')
  const url = new URL(lab.databaseUrl)
  url.username = 'shop'
  url.password = 'shop'
  return url.href
}
