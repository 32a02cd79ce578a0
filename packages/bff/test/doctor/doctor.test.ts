/** `paykka-bff doctor` on one good set-up, and on the mistakes it must name. */
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmulator } from '@paykka-checkout/emulator'
import getPort from 'get-port'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { loadConfig } from '../../src/config/config.ts'
import { openDatabase } from '../../src/database/database.ts'
import { examine } from '../../src/doctor/doctor.ts'
import type { Finding } from '../../src/environment/finding.ts'
import { startServer } from '../../src/server.ts'
import { pem, rsaPair } from '../support/keys.ts'
import { EMULATED, ENVIRONMENT, merchant } from '../support/merchant.ts'

const folder = mkdtempSync(join(tmpdir(), 'paykka-doctor-'))
const stranger = rsaPair('stranger')

let good: Record<string, string>
const closing: (() => Promise<void>)[] = []

beforeAll(async () => {
  const emulator = await startEmulator(EMULATED)
  const port = await getPort()
  good = {
    ...ENVIRONMENT,
    PAYKKA_API_URL: emulator.url,
    PAYKKA_RESPONSE_SIGNATURE: 'enforce',
    PAYKKA_TIMEOUT_MS: '2000',
    BFF_PUBLIC_URL: `http://127.0.0.1:${port}`,
    BFF_SECRET_KEYS: 'k9fP2xQ7mZ4tB8vW1cY6nH3sJ5dL0aRe',
    SHOP_EVENTS_URL: `${emulator.url}/healthz`,
    SHOP_EVENTS_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
    DATABASE_URL: `sqlite:${join(folder, 'good.db')}`,
    PORT: String(port),
    LOG_LEVEL: 'silent',
  }
  const server = await startServer(loadConfig(good))
  closing.push(server.close, emulator.close)
})

afterAll(async () => {
  for (const close of closing) await close()
  rmSync(folder, { recursive: true, force: true })
})

const EXT4 = { type: 0xef53, free: 2 ** 40 }

const doctor = (changes: Record<string, string> = {}, now: () => number = Date.now, place = EXT4) =>
  examine({ ...good, ...changes }, { now, ask: (url, init) => fetch(url, init), disk: () => place })

const failures = (findings: Finding[]) =>
  findings.filter(({ status }) => status === 'failed').map(({ check }) => check)

/** A proxy before the BFF that does not leave things as they are. */
async function proxy(change: {
  body?: (text: string) => string
  hide?: RegExp
  headers?: Record<string, string>
}) {
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray()
    if (change.hide?.test(request.url ?? '')) return void response.writeHead(404).end('not here')
    const text = Buffer.concat(chunks).toString()
    const { host: _, 'content-length': __, connection: ___, ...headers } = request.headers
    const answer = await fetch(new URL(request.url ?? '/', good.BFF_PUBLIC_URL), {
      method: request.method ?? 'GET',
      headers: headers as Record<string, string>,
      ...(text ? { body: change.body?.(text) ?? text } : {}),
      redirect: 'manual',
    })
    const kept = ['content-type', 'access-control-allow-origin'].flatMap((name) =>
      answer.headers.has(name) ? [[name, answer.headers.get(name) ?? '']] : [],
    )
    response.writeHead(answer.status, { ...Object.fromEntries(kept), ...change.headers })
    response.end(await answer.text())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('doctor', { timeout: 30_000 }, () => {
  it('finds nothing to fix in a good setup', async () => {
    const findings = await doctor()
    expect(findings.filter(({ status }) => status === 'failed' || status === 'warning')).toEqual([])
    expect(findings.map(({ check }) => check)).toEqual(
      expect.arrayContaining(['configuration', 'gateway', 'clock', 'notification-path', 'database', 'pci']),
    )
  })

  it('gives every failure a way out', async () => {
    const findings = await doctor({ PAYKKA_APP_ID: '1', PAYKKA_PLATFORM_PUBLIC_KEY: pem(stranger.publicKey) })
    const failed = findings.filter(({ status }) => status === 'failed')
    expect(failed.length).toBeGreaterThan(1)
    for (const { cure } of failed) expect(cure).toMatch(/\w+ \w+/)
  })

  const nowhere = 'http://127.0.0.1:9'
  it.each<[string, Record<string, string>, string[]]>([
    ['a variable that is missing', { PAYKKA_MERCHANT_ID: '' }, ['configuration']],
    ['a key that cannot be parsed', { PAYKKA_PRIVATE_KEY: 'MIIB' }, ['configuration']],
    ['a live host without attestation', { PAYKKA_API_URL: 'https://openapi.paykka.com' }, ['configuration']],
    // Without BFF_MASTER_KEY this key replaces it, and the running BFF has another.
    [
      'a private key PayKKa does not know',
      { PAYKKA_PRIVATE_KEY: pem(stranger.privateKey) },
      ['gateway', 'settings'],
    ],
    ["another merchant's id", { PAYKKA_MERCHANT_ID: '18356675194961' }, ['gateway']],
    [
      "the own public key in place of PayKKa's",
      { PAYKKA_PLATFORM_PUBLIC_KEY: pem(merchant.publicKey) },
      ['configuration'],
    ],
    [
      "a platform key that is not PayKKa's",
      { PAYKKA_PLATFORM_PUBLIC_KEY: pem(stranger.publicKey) },
      ['response-signature'],
    ],
    ['a gateway nobody reaches', { PAYKKA_API_URL: nowhere }, ['gateway']],
    [
      'an origin the running BFF does not know',
      { BFF_ALLOWED_ORIGINS: 'https://other.example' },
      ['origins'],
    ],
    ['a database without its schema', { DATABASE_URL: `sqlite:${join(folder, 'empty.db')}` }, ['database']],
    ['a database that cannot be opened', { DATABASE_URL: `sqlite:${folder}` }, ['database']],
    ['a shop that takes no events', { SHOP_EVENTS_URL: nowhere }, ['shop-events']],
  ])('names %s', async (_, changes, expected) => {
    expect(failures(await doctor(changes))).toEqual(expected)
  })

  it('names a public address where nothing answers', async () => {
    expect(failures(await doctor({ BFF_PUBLIC_URL: nowhere }))).toEqual(
      expect.arrayContaining(['public-url', 'return-path', 'notification-path', 'element']),
    )
  })

  it.each([
    ['failed', /is in memory/, { type: 0x01021994 }],
    ['warning', /is inside the container/, { type: 0x794c7630 }],
    ['failed', /is on NFS/, { type: 0x6969 }],
    ['warning', /^5 MiB are left/, { free: 5 * 1024 * 1024 }],
  ])('checks the location of the database: %s, %s', async (status, said, place) => {
    const findings = await doctor({}, Date.now, { ...EXT4, ...place })
    expect(findings.filter((found) => found.check === 'database' && found.status !== 'ok')).toEqual([
      { check: 'database', status, said: expect.stringMatching(said), cure: expect.stringMatching(/\w/) },
    ])
  })

  it('names a BFF that is ready and cannot sell, because PayKKa gives it no answer', async () => {
    const degraded = Response.json({ status: 'degraded', detail: 'PayKKa gives no answer' })
    const findings = await examine(good, {
      now: Date.now,
      ask: (url, init) => (url.pathname === '/readyz' ? Promise.resolve(degraded) : fetch(url, init)),
      disk: () => EXT4,
    })
    expect(failures(findings)).toEqual(['ready'])
    expect(findings).toContainEqual(expect.objectContaining({ said: 'PayKKa gives no answer' }))
  })

  it('creates no database where there is none', async () => {
    const place = join(folder, 'none.db')
    const findings = await doctor({ DATABASE_URL: `sqlite:${place}` })
    expect(findings.filter(({ check }) => check === 'database')).toEqual([
      expect.objectContaining({
        status: 'failed',
        said: `there is no database at ${place} yet. If one was kept there, mount its disk. To begin a new, empty database, run: paykka-bff migrate --new`,
      }),
    ])
    expect(existsSync(place)).toBe(false)
  })

  it('reports a database that others can read, and a damaged one', async () => {
    const [open, damaged] = [join(folder, 'open.db'), join(folder, 'damaged.db')]
    for (const file of [open, damaged]) {
      const database = openDatabase(`sqlite:${file}`, { exclusive: false })
      await database.migrate()
      await database.close()
    }
    chmodSync(open, 0o644)
    const bytes = readFileSync(damaged)
    writeFileSync(damaged, bytes.fill(0xa5, 40_960, 45_056))
    const said = async (file: string) =>
      (await doctor({ DATABASE_URL: `sqlite:${file}` }))
        .filter(({ check, status }) => check === 'database' && status !== 'ok')
        .map((found) => `${found.status} ${found.said}`)
    expect(await said(open)).toEqual([`warning ${open} can be read by other users of this machine`])
    expect(await said(damaged)).toEqual([expect.stringContaining(`failed ${damaged} is damaged`)])
  })

  it('names a setting that the running BFF has otherwise', async () => {
    const findings = await doctor({ TRUST_PROXY: '10.0.0.0/8' })
    expect(findings.find(({ check }) => check === 'settings')).toMatchObject({
      status: 'warning',
      said: 'a BFF on this database has another TRUST_PROXY',
    })
  })

  it('names a proxy of the environment, which neither it nor the BFF uses', async () => {
    const findings = await doctor({ HTTPS_PROXY: nowhere, NODE_USE_ENV_PROXY: '1' })
    expect(findings.find(({ check }) => check === 'egress')).toMatchObject({
      status: 'warning',
      said: expect.stringContaining('HTTPS_PROXY'),
    })
  })

  it('says of a wrong app id that it is the id', async () => {
    const findings = await doctor({ PAYKKA_APP_ID: '978594372956733' })
    expect(findings.find(({ check, status }) => check === 'gateway' && status === 'failed')?.cure).toMatch(
      /PAYKKA_APP_ID\. Check the id first/,
    )
  })

  it('says in words why an address cannot be asked', async () => {
    const closed = `http://127.0.0.1:${await getPort()}`
    const findings = await doctor({ BFF_PUBLIC_URL: closed, SHOP_EVENTS_URL: closed })
    const said = (name: string) => findings.find(({ check }) => check === name)?.said
    expect(said('public-url')).toContain('nothing listens there, ECONNREFUSED')
    expect(said('shop-events')).toContain('nothing listens there, ECONNREFUSED')
  })

  it('names variables that have no effect', async () => {
    const findings = await doctor({ PAYKKA_RESPONSE_SIGNATURES: 'enforce' })
    expect(findings).toContainEqual({
      check: 'configuration',
      status: 'warning',
      said: expect.stringContaining('did you mean PAYKKA_RESPONSE_SIGNATURE?'),
      cure: expect.any(String),
    })
  })

  it('says how a proxy that names shoppers is trusted', async () => {
    const seen = async (changes: Record<string, string>, headers: Record<string, string>) => {
      const ask = (url: URL, init?: RequestInit) =>
        fetch(url, { ...init, headers: { ...(init?.headers as Record<string, string>), ...headers } })
      const findings = await examine({ ...good, ...changes }, { now: Date.now, ask, disk: () => EXT4 })
      return findings.find(({ check }) => check === 'proxy')
    }
    const forwarded = { 'x-forwarded-for': '203.0.113.7' }
    expect(await seen({}, {})).toMatchObject({ status: 'ok', said: expect.stringContaining('no proxy') })
    expect(await seen({}, forwarded)).toMatchObject({
      status: 'failed',
      cure: expect.stringContaining('127.0.0.1/32'),
    })
    expect(await seen({ TRUST_PROXY: '127.0.0.1/32' }, {})).toMatchObject({ status: 'warning' })
    const other = { BFF_SECRET_KEYS: 'another-key-of-32-characters-abcd' }
    expect(await seen(other, forwarded)).toMatchObject({ status: 'skipped' })
  })

  it('names a clock that is off', async () => {
    const findings = await doctor({}, () => Date.now() + 90_000)
    expect(failures(findings)).toContain('clock')
    expect(findings.find(({ check }) => check === 'clock')?.said).toMatch(/^(89|9\d) s ahead of PayKKa$/)
  })

  it('names a proxy that rewrites bodies', async () => {
    const address = await proxy({ body: (text) => JSON.stringify(JSON.parse(text)) })
    expect(failures(await doctor({ BFF_PUBLIC_URL: address }))).toEqual(['notification-path'])
  })

  it('names a proxy that keeps the return for itself', async () => {
    const address = await proxy({ hide: /^\/paykka\/return/ })
    expect(failures(await doctor({ BFF_PUBLIC_URL: address }))).toEqual(['return-path'])
  })

  it('names a proxy that lets every origin in', async () => {
    const address = await proxy({ headers: { 'access-control-allow-origin': '*' } })
    expect(failures(await doctor({ BFF_PUBLIC_URL: address }))).toContain('origins')
  })
})
