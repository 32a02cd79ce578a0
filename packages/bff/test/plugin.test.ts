/** The BFF mounted in another Fastify app, over real sockets. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmulator } from '@paykka-checkout/emulator'
import Fastify from 'fastify'
import getPort from 'get-port'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { loadConfig, paykkaBff } from '../src/index.ts'
import { EMULATED, ENVIRONMENT } from './support/merchant.ts'

const folder = mkdtempSync(join(tmpdir(), 'paykka-plugin-'))
const KEY = 'k9fP2xQ7mZ4tB8vW1cY6nH3sJ5dL0aRe'
const host = Fastify()
let url = ''
let closeEmulator = async () => {}

beforeAll(async () => {
  const emulator = await startEmulator(EMULATED)
  closeEmulator = () => emulator.close()
  const port = await getPort()
  const config = loadConfig({
    ...ENVIRONMENT,
    PAYKKA_API_URL: emulator.url,
    BFF_PUBLIC_URL: `http://127.0.0.1:${port}`,
    BFF_SECRET_KEYS: KEY,
    DATABASE_URL: `sqlite:${join(folder, 'paykka.db')}`,
    LOG_LEVEL: 'silent',
  })
  host.get('/', async () => ({ shop: 'its own page' }))
  // What the host does to its own bodies must not reach the BFF's.
  host.addContentTypeParser('application/json', { parseAs: 'string' }, async () => ({ amount: 'rewritten' }))
  await host.register(paykkaBff, { config })
  url = await host.listen({ host: '127.0.0.1', port })
})

afterAll(async () => {
  await host.close()
  await closeEmulator()
  rmSync(folder, { recursive: true, force: true })
})

/** A machine that starts many tests at once may shed this one: then it is sent again, as a shop would. */
async function create(body: object, headers: Record<string, string> = {}): Promise<Response> {
  const init = {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  }
  return await vi.waitUntil(
    async () => {
      const answer = await fetch(`${url}/v1/checkouts`, init)
      return answer.status === 503 ? false : answer
    },
    { timeout: 20_000, interval: 250 },
  )
}

describe('paykkaBff', { timeout: 30_000 }, () => {
  it("serves the BFF beside the host's own routes", async () => {
    expect(await (await fetch(url)).json()).toEqual({ shop: 'its own page' })
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' })
    const frame = await fetch(`${url}/card-frame`)
    expect([frame.status, frame.headers.get('content-security-policy')]).toEqual([
      200,
      expect.stringContaining('frame-ancestors https://shop.example'),
    ])
  })

  it("reads bodies with its own strict rules, not the host's", async () => {
    const order = {
      orderReference: 'A-1',
      amount: { value: 1099, currency: 'EUR' },
      returnUrl: 'https://shop.example/thanks',
    }
    const made = await create(order)
    expect([made.status, await made.json()]).toEqual([
      201,
      expect.objectContaining({ status: 'open', amount: order.amount }),
    ])
    const refused = await create({ ...order, amount: { value: '1099', currency: 'EUR' } })
    expect([refused.status, await refused.json()]).toEqual([
      422,
      expect.objectContaining({ code: 'validation_failed' }),
    ])
    expect((await create(order, { authorization: 'Bearer nobody' })).status).toBe(401)
  })

  it('answers preflights by its own origins', async () => {
    const preflight = (origin: string) =>
      fetch(`${url}/client/v1/checkout`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'GET' },
      })
    expect((await preflight('https://shop.example')).headers.get('access-control-allow-origin')).toBe(
      'https://shop.example',
    )
    expect((await preflight('https://other.example')).headers.get('access-control-allow-origin')).toBeNull()
  })
})
