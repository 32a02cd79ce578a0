/** A log without a reader or without space ends nothing: real processes with real pipes and /dev/full. */
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import getPort from 'get-port'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Output } from '../../src/process/log-output.ts'
import { logOutput } from '../../src/process/log-output.ts'
import { BFF, COMPILE_CACHE } from '../support/bundle.ts'
import { ENVIRONMENT } from '../support/merchant.ts'

const TOKEN = 'm'.repeat(32)

/** A BFF whose log goes to `stdout`. */
async function start(stdout: 'pipe' | number) {
  const folder = mkdtempSync(join(tmpdir(), 'paykka-log-'))
  const port = await getPort()
  const env = {
    ...ENVIRONMENT,
    PAYKKA_API_URL: 'http://127.0.0.1:9',
    BFF_PUBLIC_URL: `http://127.0.0.1:${port}`,
    BFF_ALLOWED_ORIGINS: 'http://127.0.0.1:4000',
    SHUTDOWN_DRAIN_MS: '0',
    METRICS_TOKEN: TOKEN,
    DATABASE_URL: `sqlite:${join(folder, 'paykka.db')}`,
    PORT: String(port),
  }
  const child: ChildProcess = spawn(process.execPath, [BFF, 'start'], {
    cwd: folder,
    env: { ...COMPILE_CACHE, ...env },
    stdio: ['ignore', stdout, 'pipe'],
  })
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk
  })
  const ended = once(child, 'close')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
    rmSync(folder, { recursive: true, force: true })
  })
  const get = (path: string) =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers: { authorization: `Bearer ${TOKEN}` } })
  await expect
    .poll(
      () =>
        get('/readyz').then(
          ({ status }) => status,
          () => 0,
        ),
      { timeout: 25_000 },
    )
    .toBe(200)
  return { child, get, said: () => said, ended }
}

async function expectToGoOn({ child, get, said, ended }: Awaited<ReturnType<typeof start>>, code: string) {
  for (let count = 0; count < 5; count++) expect((await get('/healthz')).status).toBe(200)
  await expect.poll(said).toContain('log lines cannot be written')
  expect(said().split('\n').filter(Boolean)).toEqual([
    expect.stringMatching(
      `^paykka-bff: log lines cannot be written \\(${code}\\) and are lost\\. The BFF continues\\.`,
    ),
  ])
  const lost = /^paykka_log_lines_lost (\d+)$/m.exec(await (await get('/metrics')).text())
  expect(Number(lost?.[1])).toBeGreaterThan(4)
  child.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
}

describe('the log of a running BFF', () => {
  it('goes to a reader that dies', async () => {
    const running = await start('pipe')
    running.child.stdout?.destroy()
    await expectToGoOn(running, 'EPIPE')
  })

  it.skipIf(!existsSync('/dev/full'))('goes to a full disk', async () => {
    await expectToGoOn(await start(openSync('/dev/full', 'w')), 'ENOSPC')
  })

  it('and its standard error may be dead too', async () => {
    const { child, get } = await start('pipe')
    child.stdout?.destroy()
    child.stderr?.destroy()
    for (let count = 0; count < 5; count++) expect((await get('/healthz')).status).toBe(200)
    child.kill('SIGUSR2')
    expect((await get('/healthz')).status).toBe(200)
  })

  it('without this, the same errors end the process', async () => {
    const plain = spawn(process.execPath, ['--eval', 'setInterval(() => process.stdout.write("x\\n"), 10)'])
    plain.stdout.destroy()
    expect((await once(plain, 'close'))[0]).toBe(1)
  })
})

describe('a stalled reader', () => {
  it('costs a bounded memory, and is reported once each time', () => {
    const said: string[] = []
    const waiting = { bytes: 0, done: [] as ((error?: Error) => void)[] }
    const output: Output = {
      get writableLength() {
        return waiting.bytes
      },
      on: () => {},
      write: (text, done) => {
        waiting.bytes += text.length
        waiting.done.push(done)
        return false
      },
    }
    const log = logOutput(output, (text) => said.push(text))
    for (let count = 0; count < 30_000; count++) log.write('x'.repeat(100))
    expect(waiting.bytes).toBeLessThan(1_100_000)
    expect([said.length, log.lost() > 19_000]).toEqual([1, true])
    waiting.bytes = 0
    for (const done of waiting.done) done()
    expect(said).toEqual([
      expect.stringContaining('is stalled'),
      expect.stringMatching(/written again; \d+ were lost/),
    ])
  })
})
