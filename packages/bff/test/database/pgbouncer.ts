/** A real PgBouncer before a PostgreSQL, as Debian packages it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import getPort from 'get-port'
import { onTestFinished, vi } from 'vitest'

const PROGRAM = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer'].find((file) => existsSync(file))
export const hasPgBouncer = PROGRAM !== undefined

/** It runs as the user nobody in place of root, which it refuses. */
const NOBODY = 65_534

/**
 * @param url a database of a running PostgreSQL
 * @param settings more lines of its configuration
 * @returns the address of the same database through the pooler; the running test ends it
 */
export async function startPgBouncer(url: string, settings: string[] = []): Promise<string> {
  const { hostname, port, username, password, pathname } = new URL(url)
  const folder = mkdtempSync(join(tmpdir(), 'paykka-pgbouncer-'))
  const listen = await getPort()
  const file = join(folder, 'pgbouncer.ini')
  const target = `host=${hostname} port=${port} user=${username} password=${password}`
  const lines = [
    '[databases]',
    `* = ${target}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${listen}`,
    'unix_socket_dir =',
    'auth_type = any',
    'pool_mode = transaction',
    // So few that clients really share them.
    'default_pool_size = 3',
    ...settings,
  ]
  writeFileSync(file, `${lines.join('\n')}\n`)
  const root = process.getuid?.() === 0
  if (root) for (const path of [folder, file]) chownSync(path, NOBODY, NOBODY)
  const child = spawn(PROGRAM ?? '', [file], {
    stdio: 'ignore',
    ...(root ? { uid: NOBODY, gid: NOBODY } : {}),
  })
  onTestFinished(async () => {
    const ended = once(child, 'close')
    child.kill('SIGKILL')
    await ended
    rmSync(folder, { recursive: true, force: true })
  })
  await vi.waitUntil(() => listens(listen), { timeout: 20_000, interval: 50 })
  return `postgres://${username}@127.0.0.1:${listen}${pathname}`
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
