/** The command line as an operator meets it: real processes, real ports, real files. */
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { oldNodeMessage } from '../../src/cli/node-version.ts'
import { BFF, COMPILE_CACHE } from '../support/bundle.ts'
import { ENVIRONMENT } from '../support/merchant.ts'

const TIMEOUT = { timeout: 30_000 }

const folder = mkdtempSync(join(tmpdir(), 'paykka-cli-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function environment(database: string): Record<string, string> {
  return {
    ...ENVIRONMENT,
    PAYKKA_API_URL: 'http://127.0.0.1:9',
    BFF_PUBLIC_URL: 'http://127.0.0.1:4020',
    BFF_ALLOWED_ORIGINS: 'http://127.0.0.1:4000',
    SHUTDOWN_DRAIN_MS: '0',
    DATABASE_URL: `sqlite:${join(folder, database)}`,
    PORT: '0',
    LOG_LEVEL: 'silent',
  }
}

type Running = { child: ChildProcess; out: () => string; err: () => string; ended: Promise<number | null> }

/** Starts a command; the running test ends it. */
function run(args: string[], env: Record<string, string>, uid?: number): Running {
  const child = spawn(process.execPath, [BFF, ...args], {
    cwd: folder,
    env: { ...(uid === undefined ? COMPILE_CACHE : {}), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  })
  const written = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => {
    written.out += chunk
  })
  child.stderr.on('data', (chunk: Buffer) => {
    written.err += chunk
  })
  const ended = once(child, 'close').then(([code]) => code as number | null)
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return { child, out: () => written.out, err: () => written.err, ended }
}

/** @returns the address it says it listens on */
async function listening(server: Running): Promise<string> {
  await expect.poll(server.out, TIMEOUT).toMatch(/listening on http/)
  return server.out().match(/http:\S+/)?.[0] ?? ''
}

const start = (env: Record<string, string>) => run(['start'], env)

describe('paykka-bff start', TIMEOUT, () => {
  it('answers, and ends well on SIGTERM', async () => {
    const server = start(environment('well.db'))
    const url = await listening(server)
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    server.child.kill('SIGTERM')
    expect(await server.ended).toBe(0)
    expect(server.err()).toBe('')
    await expect(fetch(`${url}/healthz`)).rejects.toThrow()
  })

  it('names every missing variable in one message', async () => {
    const server = start({})
    expect(await server.ended).toBe(1)
    const names = ['PAYKKA_API_URL', 'PAYKKA_APP_ID', 'PAYKKA_MERCHANT_ID', 'PAYKKA_PRIVATE_KEY']
    for (const name of [
      ...names,
      'PAYKKA_PLATFORM_PUBLIC_KEY',
      'BFF_PUBLIC_URL',
      'BFF_ALLOWED_ORIGINS',
      'BFF_SECRET_KEYS',
    ])
      expect(server.err()).toMatch(new RegExp(`^  ${name}[ :]`, 'm'))
    expect([server.out(), server.err()]).toEqual(['', expect.not.stringMatching(/\n\s+at /)])
  })

  it('says in one line that the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    onTestFinished(() => void other.close())
    const { port } = other.address() as AddressInfo
    const server = start({ ...environment('port.db'), PORT: String(port) })
    expect(await server.ended).toBe(1)
    expect(server.err()).toBe(`paykka-bff: port ${port} is taken: stop what uses it, or set another port\n`)
  })

  it('says which key file it cannot read', async () => {
    const { PAYKKA_PRIVATE_KEY: _, ...env } = environment('key.db')
    const file = join(folder, 'no-such.pem')
    const server = start({ ...env, PAYKKA_PRIVATE_KEY_FILE: file })
    expect(await server.ended).toBe(1)
    expect(server.err()).toContain(`PAYKKA_PRIVATE_KEY: cannot read ${file}: there is no such file`)
    expect(existsSync(join(folder, 'key.db'))).toBe(false)
  })

  it('lets one process have a SQLite file, and says why to the second', async () => {
    const env = environment('shared.db')
    const first = start(env)
    const url = await listening(first)
    const second = start(env)
    expect(await second.ended).toBe(1)
    expect(second.err()).toMatch(/^paykka-bff: .*shared\.db is in use by another process\. .*\n$/)
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    // Even a process that was killed leaves the file free.
    first.child.kill('SIGKILL')
    await first.ended
    await listening(start(env))
  })
})

describe('a database that cannot be opened', TIMEOUT, () => {
  const errorOf = async (env: Record<string, string>) => {
    const server = start({ ...environment('none.db'), ...env })
    expect(await server.ended).toBe(1)
    return server.err()
  }

  it('is reported in one line with its variable: refused', async () => {
    const probe = createServer().listen(0, '127.0.0.1')
    await once(probe, 'listening')
    const { port } = probe.address() as AddressInfo
    await new Promise((resolve) => probe.close(resolve))
    expect(await errorOf({ DATABASE_URL: `postgres://u:p@127.0.0.1:${port}/db` })).toBe(
      'paykka-bff: DATABASE_URL: nothing listens there: check host and port, and that the server runs\n',
    )
  })

  it('is reported in one line with its variable: an address that is none', async () => {
    expect(await errorOf({ DATABASE_URL: 'postgres://u:p#1@h' })).toMatch(/DATABASE_URL: .*write # as %23/)
  })
})

describe('a Node that is too old', () => {
  it('is reported in a sentence', () => {
    expect(oldNodeMessage('20.19.0')).toBe(
      'paykka-bff: needs Node 24 or newer, and this is Node 20.19.0. Install a newer one: https://nodejs.org',
    )
    expect([oldNodeMessage('24.0.0'), oldNodeMessage(process.versions.node)]).toEqual([null, null])
  })
})

describe('paykka-bff migrate', TIMEOUT, () => {
  it('brings the schema up to date, once', async () => {
    const env = environment('migrate.db')
    const first = run(['migrate'], env)
    expect([await first.ended, first.out()]).toEqual([0, expect.stringMatching(/^Ran 0001/)])
    const again = run(['migrate'], env)
    expect([await again.ended, again.out()]).toEqual([0, 'The schema is up to date.\n'])
    const whole = run(['audit', 'verify', '--json'], env)
    expect(await whole.ended).toBe(0)
    expect(JSON.parse(whole.out())).toMatchObject({ entries: 0, faults: [] })
    const other = run(['audit', 'verify', '--logged', 'f'.repeat(64)], env)
    expect(await other.ended).toBe(1)
    expect(other.out()).toContain('the record was written anew')
    const found = run(['payment', 'find', 'PLZN-5EOH'], env)
    expect([await found.ended, found.out()]).toEqual([0, expect.stringContaining('No payment has this code')])
  })

  it('needs a configuration too', async () => {
    const command = run(['migrate'], {})
    expect(await command.ended).toBe(1)
    expect(command.err()).toContain('PAYKKA_API_URL: is missing')
  })
})

describe('a database', TIMEOUT, () => {
  const ended = async (command: Running) => [await command.ended, command.out() + command.err()]

  it('that would be lost at the next restart is refused', async () => {
    for (const address of ['sqlite::memory:', 'sqlite:', '']) {
      const command = start({ ...environment('none.db'), DATABASE_URL: address })
      expect(await ended(command)).toEqual([1, expect.stringMatching(/^ {2}DATABASE_URL: .*sqlite:/m)])
    }
  })

  it('where real money moves begins by order alone: an empty folder may be a disk that is not mounted', async () => {
    const live = { PAYKKA_API_URL: 'https://openapi.paykka.com', PCI_DSS_ATTESTED: 'true' }
    const https = { BFF_PUBLIC_URL: 'https://pay.example', BFF_ALLOWED_ORIGINS: 'https://shop.example' }
    const env = { ...environment('live.db'), ...live, ...https }
    for (const args of [['start'], ['migrate']])
      expect(await ended(run(args, env))).toEqual([
        1,
        expect.stringMatching(/there is no database at .* mount its disk\. .*run: paykka-bff migrate --new/),
      ])
    expect(existsSync(join(folder, 'live.db'))).toBe(false)
    expect(await run(['migrate', '--new'], env).ended).toBe(0)
    expect(await ended(run(['migrate'], env))).toEqual([0, 'The schema is up to date.\n'])
  })

  it('elsewhere begins with the first start, which says so once', async () => {
    const env = { ...environment('first.db'), LOG_LEVEL: 'warn' }
    for (const times of [1, 0]) {
      const server = start(env)
      await listening(server)
      expect(server.out().split('created a new, empty database').length - 1).toBe(times)
      server.child.kill('SIGKILL')
      await server.ended
    }
  })

  it('that is gone is not begun anew, except by order; an empty one proves nothing', async () => {
    const env = environment('gone.db')
    await run(['migrate'], env).ended
    rmSync(join(folder, 'gone.db'))
    const reported = `${join(folder, 'gone.db')} is gone, but a database was kept here`
    for (const args of [['start'], ['migrate'], ['reconcile'], ['events', 'list']])
      expect(await ended(run(args, env))).toEqual([1, expect.stringContaining(`paykka-bff: ${reported}`)])
    expect(await run(['migrate', '--new'], env).ended).toBe(0)
    expect(await ended(run(['migrate', '--new'], env))).toEqual([
      1,
      expect.stringContaining('holds a database'),
    ])
    expect(await ended(run(['reconcile'], env))).toEqual([1, expect.not.stringContaining('agree')])
  })

  it('is backed up into one whole file, which says that it is a copy', async () => {
    const env = environment('kept.db')
    const server = start(env)
    await listening(server)
    const copy = join(folder, 'copy.db')
    expect(await ended(run(['backup', copy], env))).toEqual([
      0,
      expect.stringMatching(/: 0 payment\(s\), checked\.$/m),
    ])
    expect(await ended(run(['backup', copy], env))).toEqual([1, expect.stringContaining('exists already')])
    expect(statSync(copy).mode & 0o777).toBe(0o600)
    server.child.kill('SIGKILL')
    await server.ended
    for (const suffix of ['-wal', '-shm'])
      renameSync(join(folder, `kept.db${suffix}`), join(folder, `old${suffix}`))
    renameSync(copy, join(folder, 'kept.db'))
    const log = join(folder, 'kept.db-wal')
    writeFileSync(log, readFileSync(join(folder, 'old-wal')))
    expect(await ended(start(env))).toEqual([
      1,
      expect.stringMatching(/is a backup, but .*kept\.db-wal belongs to another time/),
    ])
    rmSync(log)
    const url = await listening(start(env))
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
  })

  it('that another program keeps locked is waited for, and then named', async () => {
    const env = environment('locked.db')
    await run(['migrate'], env).ended
    const shell = new DatabaseSync(join(folder, 'locked.db'))
    onTestFinished(() => shell.close())
    shell.exec('begin immediate')
    expect(await ended(start(env))).toEqual([
      1,
      'paykka-bff: the database cannot be used: database is locked. Another program keeps a transaction on the file open: end it there.\n',
    ])
    shell.exec('rollback')
    await listening(start(env))
  })

  it.skipIf(process.getuid?.() !== 0)('that may not be written says so, and whose it is', async () => {
    const env = environment('closed.db')
    await run(['migrate'], env).ended
    chmodSync(folder, 0o777)
    chmodSync(join(folder, 'closed.db'), 0o444)
    const rights =
      /closed\.db cannot be read and written by this process \(user 65534\): it belongs to user 0, .*mode 444/
    expect(await ended(run(['start'], env, 65_534))).toEqual([1, expect.stringMatching(rights)])
  })
})

describe('paykka-bff doctor', TIMEOUT, () => {
  it('names every fault for a person and for a script, and exits with 1', async () => {
    const env: Record<string, string> = { ...environment('doctor.db'), BFF_PUBLIC_URL: 'http://127.0.0.1:9' }
    const [forPerson, forScript] = [run(['doctor'], env), run(['doctor', '--json'], env)]
    expect([await forPerson.ended, await forScript.ended]).toEqual([1, 1])
    expect(forPerson.out()).toMatch(
      /^failed +gateway +127\.0\.0\.1:9 cannot be reached .*\n +-> Check PAYKKA_API_URL/m,
    )
    const report = JSON.parse(forScript.out())
    expect(report).toMatchObject({
      ok: false,
      findings: expect.arrayContaining([expect.objectContaining({ check: 'gateway', status: 'failed' })]),
    })
    const count = (status: string) =>
      report.findings.filter((one: { status: string }) => one.status === status).length
    expect([report.skipped, report.passed]).toEqual([count('skipped'), count('ok')])
    const summary = `${report.failures} failed, ${report.warnings} warning(s), ${report.skipped} skipped, ${report.passed} passed.`
    expect(forPerson.out()).toContain(summary)
    expect(report.failures).toBe(
      report.findings.filter((one: { status: string }) => one.status === 'failed').length,
    )
    expect(forPerson.out() + forScript.out()).not.toContain(String(env.PAYKKA_PRIVATE_KEY).slice(60, 100))
  })
})

describe('paykka-bff', TIMEOUT, () => {
  it.each([['nonsense'], ['start', '--nonsense']])('refuses %s %s', async (...args) => {
    const command = run(args.filter(Boolean), environment('none.db'))
    expect(await command.ended).toBe(1)
    expect(command.err()).toMatch(/unknown (command|option)/)
  })

  it('starts the emulator, makes its keys, and ends well', async () => {
    const keys = join(folder, 'keys')
    const emulator = run(['emulator'], { EMULATOR_PORT: '0', EMULATOR_KEYS_DIR: keys })
    const url = await listening(emulator)
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' })
    expect(existsSync(join(keys, 'merchant-private.pem'))).toBe(true)
    emulator.child.kill('SIGINT')
    expect(await emulator.ended).toBe(0)
  })
})
