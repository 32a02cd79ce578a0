/** Installs PgBouncer where that is possible, for the tests that go through it; without it they are skipped. */
import { existsSync } from 'node:fs'
import { installPackages } from './debian.ts'

const PROGRAM = '/usr/sbin/pgbouncer'
const ADVICE =
  'Tests through a pooler need PgBouncer: on Debian, run `apt-get install pgbouncer`. Without it they are skipped.'

export async function findPgBouncer(): Promise<void> {
  if (existsSync(PROGRAM)) return
  await installPackages(['pgbouncer'], ADVICE).catch((error: Error) => console.error(error.message))
}
