/** A developer's loop in an empty folder: `dev`, `events listen|trigger|test|list`, `emulator clock|scenario`; real processes. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { createClient, verifyEvent } from '@paykka-checkout/client'
import { SCENARIOS } from '@paykka-checkout/emulator'
import getPort from 'get-port'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { buildElement } from '../../../../scripts/build/build-element.ts'
import { RECIPES } from '../../src/cli/dev/events-trigger.ts'
import { BFF, COMPILE_CACHE } from '../support/bundle.ts'

const LONG = { timeout: 60_000 }
const folder = mkdtempSync(join(tmpdir(), 'paykka-dev-'))

type Running = { out: () => string; stop: () => Promise<number | null> }

/** Starts a command in the empty folder, with nothing in its environment. */
function run(...args: string[]): Running & { ended: Promise<number | null> } {
  const child = spawn(process.execPath, [BFF, ...args], { cwd: folder, env: { ...COMPILE_CACHE } })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk
    })
  const ended = once(child, 'close').then(([code]) => code as number | null)
  const stop = async () => {
    child.kill('SIGTERM')
    return await ended
  }
  return { out: () => output, ended, stop }
}

/** @returns what a command prints, which must end with this exit code */
async function cli(args: string, code = 0): Promise<string> {
  const command = run(...args.split(' '))
  expect(await command.ended, `${args}\n${command.out()}`).toBe(code)
  return command.out()
}

type Received = { headers: IncomingMessage['headers']; body: string }

/** The shop under development. It refuses events while `status` says so. */
async function startShop() {
  const received: Received[] = []
  const answer = { status: 204 }
  const server = createServer(async (request, response) => {
    received.push({ headers: request.headers, body: await text(request) })
    response.writeHead(answer.status).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`
  return { url, received, answer, close: () => server.close() }
}

let dev: Running
let shop: Awaited<ReturnType<typeof startShop>>
let env: Record<string, string>

beforeAll(async () => {
  await buildElement()
  shop = await startShop()
  const ports = ['--port', String(await getPort()), '--emulator-port', String(await getPort())]
  dev = run(
    'dev',
    ...ports,
    '--shop-url',
    'http://localhost:3000,http://127.0.0.1:3000',
    '--events',
    shop.url,
  )
  await vi.waitFor(() => expect(dev.out()).toContain('Ctrl-C stops both.'), LONG)
  const lines = [...dev.out().matchAll(/^([A-Z_]+)=(.+)$/gm)]
  env = Object.fromEntries(lines.map(([, name = '', value = '']) => [name, value]))
}, 120_000)

afterAll(async () => {
  await dev.stop()
  shop.close()
  rmSync(folder, { recursive: true, force: true })
})

const types = () => shop.received.map(({ body }) => (JSON.parse(body) as { type: string }).type)
const secret = () => String(env.SHOP_EVENTS_SECRET)

describe('paykka-bff dev', LONG, () => {
  it('prints the three lines of the shop, which work', async () => {
    expect(Object.keys(env)).toEqual(['BFF_URL', 'BFF_SECRET_KEY', 'SHOP_EVENTS_SECRET'])
    const bff = createClient({ url: String(env.BFF_URL), secretKey: String(env.BFF_SECRET_KEY) })
    for (const origin of ['http://localhost:3000', 'http://127.0.0.1:3000']) {
      const body = {
        orderReference: `dev-${origin}`,
        amount: { value: 1099, currency: 'EUR' },
        returnUrl: `${origin}/thanks`,
      }
      const { status } = await bff('POST /v1/checkouts', { body, idempotencyKey: `order-dev-${origin}` })
      expect(status).toBe('open')
    }
    expect((await fetch(`${env.BFF_URL}/element/v1/define.js`)).status).toBe(200)
    expect(dev.out().startsWith('\n# Paste these lines')).toBe(true)
  })

  it('keeps its secrets from git and from other users', () => {
    const file = (name: string) => join(folder, '.paykka', name)
    expect(readFileSync(file('.gitignore'), 'utf8')).toBe('*\n')
    for (const name of ['secret-key', 'events-secret', 'settings.json', 'keys/merchant-private.pem'])
      expect(statSync(file(name)).mode & 0o077, name).toBe(0)
  })

  it('triggers events that the shop receives, and that verify', async () => {
    for (const type of Object.keys(RECIPES)) {
      shop.received.length = 0
      expect(await cli(`events trigger ${type}`)).toContain(`${type} follows from payment pay_`)
      await expect.poll(types, { timeout: 20_000 }).toContain(type)
      const { headers, body } = shop.received.at(-1) ?? { headers: {}, body: '' }
      expect(verifyEvent(body, headers, secret()).id).toBe(headers['webhook-id'])
    }
    expect(await cli('events trigger payment.needs_review', 1)).toMatch(
      /cannot be triggered\. Possible: payment/,
    )
  }, 120_000)

  it('forwards events to any address, signed with the same secret', async () => {
    const other = await startShop()
    const listening = run('events', 'listen', '--forward-to', other.url)
    await expect.poll(listening.out, LONG).toContain('Listening')
    await cli('events trigger payment.declined')
    await expect.poll(listening.out, LONG).toMatch(/payment\.declined +trigger-.+ evt_.+ accepted/)
    const [{ headers, body } = { headers: {}, body: '' }] = other.received
    expect(verifyEvent(body, headers, secret()).type).toBe('payment.declined')
    other.answer.status = 500
    await cli('events trigger payment.declined')
    await expect.poll(listening.out, LONG).toContain('not accepted: http_500')
    expect(await listening.stop()).toBe(0)
    other.close()
  })

  it('tests the endpoint, and lists what it did not accept', async () => {
    shop.received.length = 0
    expect(await cli('events test --type refund.failed')).toMatch(/shop +http:.+ yes +accepted/)
    const [{ headers, body } = { headers: {}, body: '' }] = shop.received
    expect(verifyEvent(body, headers, secret())).toMatchObject({ type: 'refund.failed', test: true })
    shop.answer.status = 503
    expect(await cli('events test', 1)).toContain('http_503')
    await cli('events trigger payment.succeeded')
    const failed = () => cli('events list --failed')
    await expect.poll(failed, LONG).toMatch(/payment\.succeeded +pay_.+ pending +1 .+ http_503/)
    shop.answer.status = 204
    await cli('events redeliver --all pending')
    await expect.poll(failed, LONG).not.toContain('http_503')
    expect(await cli('events test --endpoint other', 1)).toContain(
      'there is no endpoint other; endpoints: shop',
    )
    expect(await cli('events test --type payment.paid', 1)).toContain('there is no type payment.paid')
  })
})

describe('the emulator of dev', LONG, () => {
  it('plays scenarios by name, which decline, lose answers, or read a question differently', async () => {
    expect(await cli('emulator scenario')).toMatch(/^lost-answer-charged +every purchase is charged/m)
    expect(await cli('emulator scenario insufficient-funds numbers=text')).toContain('now plays')
    shop.received.length = 0
    await cli('events trigger payment.succeeded')
    await expect.poll(types, LONG).toContain('payment.declined')
    await cli('emulator scenario lost-answer-charged')
    await cli('events trigger payment.succeeded')
    await expect.poll(types, LONG).toEqual(expect.arrayContaining(['payment.unknown', 'payment.succeeded']))
    await cli('emulator scenario normal')
    expect(await cli('emulator scenario thunder', 1)).toContain(
      'the scenario must be one of normal, declined',
    )
  })

  it('moves its clock, so that a reviewed refund ends', async () => {
    shop.received.length = 0
    await cli('events trigger refund.reviewing')
    await expect.poll(types, LONG).toContain('refund.reviewing')
    expect(await cli('emulator clock +3d')).toMatch(/time is \d{4}-/)
    await expect.poll(types, LONG).toContain('refund.succeeded')
    expect(await cli('emulator clock tomorrow', 1)).toContain('for example +90s, +30m or +3d')
    expect(await cli('emulator reset')).toContain('forgotten')
  })

  it('says where it looked when none answers', async () => {
    expect(await cli('emulator clock +1d --url http://127.0.0.1:9', 1)).toContain(
      'no emulator answers at http://127.0.0.1:9',
    )
  })
})

describe('the documents', LONG, () => {
  const read = (path: string) => readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8')

  it.each(['packages/bff/README.md', 'docs/guides/testing.md'])(
    '%s: its commands work as written',
    async (path) => {
      const [, part = ''] = /(npx paykka-bff dev [\s\S]+?)\n##/.exec(read(path)) ?? []
      const lines = [...part.matchAll(/^npx paykka-bff (.+)$/gm)].map(([, line = '']) => line)
      const [first = '', listen = '', ...others] = lines
      expect(first).toBe('dev --shop-url http://localhost:3000 --events http://localhost:3000/webhooks')
      expect(listen).toBe('events listen --forward-to http://localhost:3000/webhooks')
      expect(others.length).toBeGreaterThan(4)
      for (const line of others) await cli(line)
    },
  )

  it('docs/guides/testing.md lists every scenario', () => {
    const rows = [...read('docs/guides/testing.md').matchAll(/^\| `([a-z0-9-]+)` \| ([^|]+) \|$/gm)]
    const listed = rows.map(([, name, about]) => [name, about])
    const known = Object.entries(SCENARIOS).map(([name, { about }]) => [name, about])
    expect(listed).toEqual(expect.arrayContaining(known))
  })
})

it('no command uses the folder when the environment names a BFF', LONG, async () => {
  const child = spawn(process.execPath, [BFF, 'events', 'trigger', 'payment.succeeded'], {
    cwd: folder,
    env: {
      ...COMPILE_CACHE,
      BFF_PUBLIC_URL: 'https://pay.shop.example',
      PAYKKA_API_URL: 'https://openapi.paykka.com',
    },
  })
  const printed = text(child.stderr)
  const [code] = await once(child, 'close')
  expect([code, await printed]).toEqual([
    1,
    'paykka-bff: events trigger works with an emulator on this machine only; BFF_PUBLIC_URL names none\n',
  ])
})
