/** The description passes Redocly's rules, and the Bruno collection made from it works against a running BFF. */
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Payment } from '@paykka-checkout/shared-types'
import type { BruRequest } from '@usebruno/lang'
import lang from '@usebruno/lang'
import { describe, expect, it, onTestFinished } from 'vitest'
import { OPERATION_IDS } from '../../src/http/openapi/operation-ids.ts'
import { processNotifications } from '../../src/payments/notifications/notification.ts'
import type { Described } from '../support/bruno-collection.ts'
import { brunoCollection } from '../support/bruno-collection.ts'
import { shareWorld } from '../support/shared-world.ts'
import type { World } from '../support/world.ts'
import { MERCHANT_ID, SECRET_KEY, SHOP_ORIGIN, shop, shopper } from '../support/world.ts'

const REDOCLY = new URL('../../node_modules/@redocly/cli/bin/cli.js', import.meta.url).pathname
const FOLDER = new URL('../../../../examples/bruno/', import.meta.url).pathname
const world = shareWorld({ env: { HOSTED_METHODS: 'ideal:EUR' } })
const document = async () => (await world().app.inject({ url: '/openapi.json' })).json<Described>()

type Operation = { operationId?: string; security?: unknown }
type Linted = {
  totals: { errors: number; warnings: number }
  problems: { ruleId: string; message: string }[]
}

/** What `redocly lint` finds by its recommended rules. */
async function lint(description: object): Promise<Linted> {
  const folder = mkdtempSync(join(tmpdir(), 'paykka-openapi-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'openapi.json')
  writeFileSync(file, JSON.stringify(description))
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' }
  const args = [REDOCLY, 'lint', file, '--format=json', '--max-problems=1000']
  const run = promisify(execFile)(process.execPath, args, { cwd: folder, env, maxBuffer: 2 ** 26 })
  const { stdout } = await run.catch((error: { stdout: string }) => error)
  return JSON.parse(stdout.slice(stdout.indexOf('{'))) as Linted
}

describe('the description', () => {
  it('passes the recommended rules of Redocly, which find a missing name', async () => {
    const good = await document()
    expect((await lint(good)).problems.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([])
    const { operationId: _, ...nameless } = good.paths['/healthz']?.get ?? {}
    const bad = { ...good, servers: [], paths: { ...good.paths, '/healthz': { get: nameless } } }
    const rules = (await lint(bad)).problems.map(({ ruleId }) => ruleId)
    expect(rules).toEqual(expect.arrayContaining(['no-empty-servers', 'operation-operationId']))
  })

  it('names every operation once, its server, and its kind of key', async () => {
    const { paths, servers } = (await document()) as Described & { servers: object[] }
    const operations = Object.values(paths).flatMap((methods) => Object.values(methods) as Operation[])
    const names = operations.map(({ operationId = '' }) => operationId)
    expect(new Set(names).size).toBe(names.length)
    expect(names.toSorted()).toEqual(Object.values(OPERATION_IDS).toSorted())
    expect(names.filter((name) => !/^[a-z][A-Za-z]+$/.test(name))).toEqual([])
    expect(operations.filter(({ security }) => security === undefined)).toEqual([])
    expect(servers).toEqual([{ url: world().config.publicUrl.origin, description: 'This BFF' }])
  })
})

describe('the Bruno collection in examples/bruno', () => {
  it('is what the description says (vitest --update=all writes it)', async () => {
    const files = brunoCollection(await document())
    for (const [name, text] of Object.entries(files))
      await expect(text).toMatchFileSnapshot(join(FOLDER, name))
    const there = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.includes('.'),
    )
    expect(there.toSorted()).toEqual([...Object.keys(files), 'README.md'].toSorted())
  })

  it('every request succeeds against the BFF and the emulator', async () => {
    const variables = await prepare(world())
    const requests = readdirSync(FOLDER)
      .filter((name) => name.endsWith('.bru'))
      .map((name) => lang.bruToJsonV2(readFileSync(join(FOLDER, name), 'utf8')))
      .toSorted((a, b) => Number(a.meta.seq) - Number(b.meta.seq))
    const failed: string[] = []
    for (const request of requests.toSorted(byHarm)) {
      const { name } = request.meta
      const answer = await send(request, { ...variables.common, ...variables.of[name] })
      if (answer.statusCode >= 300) failed.push(`${name}: ${answer.statusCode} ${answer.body}`)
      else keep(request, answer.body, variables.common)
    }
    expect(failed).toEqual([])
    expect(requests).toHaveLength(
      Object.keys(OPERATION_IDS).filter((route) => route.includes(' /v1/')).length,
    )
  })
})

type Variables = Record<string, string>

/** These take away what others need. */
const LAST = ['cancelCheckout', 'removeCard', 'endAgreement', 'eraseShopper']
const byHarm = (a: BruRequest, b: BruRequest) => LAST.indexOf(a.meta.name) - LAST.indexOf(b.meta.name)

async function send({ http, headers = [], auth, body }: BruRequest, variables: Variables) {
  const fill = (text: string) =>
    text.replaceAll(/\{\{(\$?\w+)\}\}/g, (_, name: string) => {
      const value = name === '$guid' ? randomUUID() : variables[name]
      if (value === undefined) throw new Error(`${http.url}: {{${name}}} has no value`)
      return value
    })
  const all = headers.map(({ name, value }) => [name, fill(value)])
  return world().app.inject({
    method: http.method.toUpperCase() as 'GET',
    url: fill(http.url),
    headers: {
      ...Object.fromEntries(all),
      authorization: `Bearer ${fill(auth?.bearer.token ?? '')}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { payload: fill(body.json) } : {}),
  })
}

/** Does what Bruno does with `vars:post-response`, for paths like `res.body.data[0].id`. */
function keep({ vars }: BruRequest, text: string, variables: Variables): void {
  for (const { name, value } of vars?.res ?? []) {
    const parts = value
      .replace(/^res\.body\./, '')
      .split(/[.[\]]+/)
      .filter(Boolean)
    const found = parts.reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], JSON.parse(text))
    variables[name] ??= String(found)
  }
}

/** One shopper with a card, an agreement, a disputed payment and two holds. */
async function prepare(at: World): Promise<{ common: Variables; of: Record<string, Variables> }> {
  const consent = { text: 'Yes', locale: 'en' }
  const anna = { shopper: { reference: 'anna', email: 'anna@example.com' } }
  const pay = async (order: object, body: object = {}): Promise<Payment> => {
    const checkout = await shop(at).create({ ...anna, ...order })
    await shopper(at, checkout).pay({ body: body as Record<string, unknown> })
    const [payment] = (await shop(at).read(checkout.id)).payments
    if (!payment) throw new Error('no payment')
    return payment
  }
  const paid = await pay({ saveCard: 'ask' }, { saveCard: true, consent })
  await pay({ recurring: { type: 'subscription' } }, { consent })
  const [first, second] = [await pay({ capture: 'manual' }), await pay({ capture: 'manual' })]
  await dispute(at, await pay({}))
  const common = {
    ...{ baseUrl: '', shopUrl: SHOP_ORIGIN, shopperReference: 'anna', secretKey: SECRET_KEY },
    ...{ from: '2026-06-01T00:00:00Z', before: '2026-06-30T00:00:00Z' },
    paymentId: paid.id,
  }
  // Of another shopper, because a page that is open keeps a checkout from being canceled and a shopper from being erased.
  const hosted = await shop(at).create()
  const of = {
    openHostedPage: { checkoutId: hosted.id },
    capturePayment: { paymentId: first.id },
    voidPayment: { paymentId: second.id },
  }
  return { common, of }
}

async function dispute(at: World, { transId, gatewayOrderId }: Payment): Promise<void> {
  const payload = {
    ...{ event_type: 'DISPUTE', merchant_id: MERCHANT_ID, trans_id: transId, order_id: gatewayOrderId },
    ...{ dispute_id: 'DG1', dispute_stage: 'DISPUTE_CREATED' },
  }
  await at.app.inject({ method: 'POST', url: '/paykka/notifications', payload })
  await processNotifications(at.parts, 60_000)
}
