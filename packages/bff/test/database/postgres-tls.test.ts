/** PostgreSQL over TLS with a certificate of one's own, and a replica where the primary should be. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chownSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import getPort from 'get-port'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { describeConnectionError } from '../../src/database/connection-errors.ts'
import { openDatabase } from '../../src/database/database.ts'
import { assertDurable } from '../../src/database/durability.ts'
import { postgresOfFile } from './postgres-of-file.ts'

const postgres = postgresOfFile()
const hasOpenssl = existsSync('/usr/bin/openssl')
const folder = mkdtempSync(join(tmpdir(), 'paykka-tls-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' })

async function dataDirectory(url: string): Promise<string> {
  const [row] = await postgres().query<{ data_directory: string }>(url, 'show data_directory')
  return row?.data_directory ?? ''
}

/** A root of one's own, and a certificate of it for `localhost`. */
function makeCertificates(): void {
  openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    'root.key',
    '-out',
    'root.pem',
    '-days',
    '30',
    '-subj',
    '/CN=own root',
  )
  openssl(
    'req',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    'server.key',
    '-out',
    'server.csr',
    '-subj',
    '/CN=localhost',
  )
  writeFileSync(join(folder, 'names'), 'subjectAltName=DNS:localhost\n')
  openssl(
    'x509',
    '-req',
    '-in',
    'server.csr',
    '-CA',
    'root.pem',
    '-CAkey',
    'root.key',
    '-CAcreateserial',
    '-out',
    'server.crt',
    '-days',
    '30',
    '-extfile',
    'names',
  )
}

async function turnTlsOn(url: string): Promise<void> {
  const directory = await dataDirectory(url)
  const { uid, gid } = statSync(directory)
  for (const name of ['server.crt', 'server.key']) {
    copyFileSync(join(folder, name), join(directory, name))
    chownSync(join(directory, name), uid, gid)
    execFileSync('chmod', ['600', join(directory, name)])
  }
  await postgres().query(url, "alter system set ssl = 'on'")
  await postgres().query(url, 'select pg_reload_conf()')
}

/** @returns whether the connection is encrypted, or the error message for the operator */
async function connectWith(url: string, query: string): Promise<boolean | string | null> {
  const database = openDatabase(`${url}${query}`, { exclusive: false, waitMs: 5000 })
  try {
    const { rows } = await sql<{
      ssl: boolean
    }>`select ssl from pg_stat_ssl where pid = pg_backend_pid()`.execute(database.db)
    return rows[0]?.ssl ?? null
  } catch (error) {
    return describeConnectionError(error)
  } finally {
    await database.close()
  }
}

describe.skipIf(!hasOpenssl)('TLS', { timeout: 60_000 }, () => {
  const late = { url: '' }
  beforeAll(async () => {
    makeCertificates()
    late.url = await postgres().createDatabase()
    await turnTlsOn(late.url)
    const isOn = async () => (await connectWith(late.url, '?sslmode=no-verify')) === true
    await vi.waitUntil(isOn, { timeout: 20_000, interval: 100 })
  }, 60_000)
  const root = join(folder, 'root.pem')

  it.each(['verify-full', 'verify-ca', 'require', 'prefer'])(
    'sslmode=%s with sslrootcert is encrypted',
    async (mode) => {
      expect(await connectWith(late.url, `?sslmode=${mode}&sslrootcert=${root}`)).toBe(true)
    },
  )

  it('is not spoken unless it is asked for', async () => {
    expect([await connectWith(late.url, ''), await connectWith(late.url, '?sslmode=disable')]).toEqual([
      false,
      false,
    ])
  })

  it.each(['verify-full', 'require'])(
    'sslmode=%s refuses a root nobody knows, and says what to name',
    async (mode) => {
      expect(await connectWith(late.url, `?sslmode=${mode}`)).toMatch(/^DATABASE_URL: .*sslrootcert=<file>/)
    },
  )

  it('refuses a certificate for another host', async () => {
    const other = late.url.replace('localhost', '127.0.0.1')
    expect(await connectWith(other, `?sslmode=verify-full&sslrootcert=${root}`)).toMatch(
      /^DATABASE_URL: .*for another host name/,
    )
  })
})

describe('the error message for the operator', { timeout: 60_000 }, () => {
  it('of a wrong password, a missing database, a server without TLS', async () => {
    const url = await postgres().createDatabase()
    expect(await connectWith(url.replace(':postgres@', ':wrong@'), '')).toMatch(
      /^DATABASE_URL: wrong user or password/,
    )
    expect(await connectWith(url.replace(/\w+$/, 'none'), '')).toMatch(
      /^DATABASE_URL: there is no such database/,
    )
  })

  it.skipIf(process.platform !== 'linux')('of a replica in the place of the primary', async () => {
    const url = await postgres().createDatabase()
    const primary = openDatabase(url, { exclusive: true })
    onTestFinished(() => primary.close())
    await expect(assertDurable(primary)).resolves.toBeUndefined()
    const replica = openDatabase(await startReplica(url), { exclusive: true })
    onTestFinished(() => replica.close())
    await expect(assertDurable(replica)).rejects.toThrow(
      'DATABASE_URL: names a replica of PostgreSQL, which takes no writes: name the primary',
    )
  })
})

/** A copy of the running server that only follows. @returns its address */
async function startReplica(url: string): Promise<string> {
  const pid = readFileSync(join(await dataDirectory(url), 'postmaster.pid'), 'utf8').split('\n')[0]
  const program = realpathSync(`/proc/${pid}/exe`)
  const copy = await postgres().backUp()
  const { uid, gid } = statSync(copy)
  const signal = join(copy, 'standby.signal')
  writeFileSync(signal, '')
  chownSync(signal, uid, gid)
  const port = await getPort()
  const args = [
    '-D',
    copy,
    '-p',
    String(port),
    '-c',
    'unix_socket_directories=',
    '-c',
    'listen_addresses=localhost',
  ]
  const child = spawn(program, args, { stdio: 'ignore', ...(process.getuid?.() === 0 ? { uid, gid } : {}) })
  onTestFinished(async () => {
    const ended = once(child, 'close')
    child.kill('SIGQUIT')
    await ended
    rmSync(copy, { recursive: true, force: true })
  })
  const address = url.replace(/:\d+\//, `:${port}/`)
  const answers = () =>
    postgres()
      .query(address, 'select 1')
      .then(
        () => true,
        () => false,
      )
  await vi.waitUntil(answers, { timeout: 30_000, interval: 100 })
  return address
}
