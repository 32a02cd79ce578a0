/** Traces of a real process at a real collector: every span that is documented, and nothing else in them. */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { globSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, dirname, join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { startTracing } from '../../packages/bff/src/tracing/export.ts'
import { ERROR_TYPE, inSpan, SPANS } from '../../packages/bff/src/tracing/spans.ts'
import { BFF } from '../../packages/bff/test/support/bundle.ts'
import type { CollectedSpan, Collector } from './collector.ts'
import { startCollector } from './collector.ts'
import { deploy } from './deployment.ts'
import { until } from './poll.ts'
import type { Shopper } from './shopper.ts'
import { SECRET_KEY } from './shopper.ts'

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const FORGED = 'ffffffffffffffffffffffffffffffff'
const traceparent = (trace: string) => ({ traceparent: `00-${trace}-b7ad6b7169203331-01` })
/** Succeeds later, by a notification. */
const SLOW_CARD = '4000000000000119'

type Traced = {
  collector: Collector
  spans: CollectedSpan[]
  /** Names of the headers that reached PayKKa. */
  sent: Set<string>
  secrets: string[]
}

async function paidOnce(buyer: Shopper): Promise<string> {
  const { body } = await buyer.pay(SLOW_CARD)
  await until('the result', async () => ((await buyer.view()).status === 'succeeded' ? true : undefined))
  return (body.payment as { id: string }).id
}

/** Takes a payment, waits for its notification, refunds it, and ends the process, which sends the remaining spans. */
async function trace(): Promise<Traced> {
  const collector = await startCollector()
  const shop = await takeEvents()
  const deployment = await deploy({
    kind: 'sqlite',
    emulator: { settleDelayMs: 200 },
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=shop',
      SHOP_EVENTS_URL: shop.url,
      SHOP_EVENTS_SECRET: `whsec_${Buffer.alloc(32, 5).toString('base64')}`,
    },
  })
  const sent = new Set<string>()
  deployment.emulator.app.server.on('request', ({ headers }) => {
    for (const name of Object.keys(headers)) sent.add(name)
  })
  try {
    const worker = await deployment.start()
    const { checkout, buyer } = await deployment.order(worker.url)
    const payment = await paidOnce(buyer)
    await post(worker.url, '/v1/checkouts', SECRET_KEY, traceparent(TRACE))
    await post(worker.url, '/client/v1/checkout/payments', checkout.clientSecret, traceparent(FORGED))
    await post(worker.url, `/v1/payments/${payment}/refunds`, SECRET_KEY)
    await until('the event', async () => shop.taken() || undefined)
    // The resolver may have found the payment before its notification arrived: that has a span too.
    const notices = () => deployment.database().db.selectFrom('notices').select('state').execute()
    await until(
      'the notice',
      async () => (await notices()).some(({ state }) => state === 'done') || undefined,
    )
    await worker.stop()
    const secrets = [SECRET_KEY, checkout.clientSecret, checkout.orderReference]
    return { collector, sent, spans: collector.spans(), secrets }
  } finally {
    await deployment.close()
    await collector.close()
    await shop.close()
  }
}

async function post(base: string, path: string, bearer: string, headers: Record<string, string> = {}) {
  const response = await fetch(base + path, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${bearer}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...headers,
    },
    body: '{}',
  })
  await response.arrayBuffer()
}

async function takeEvents() {
  let count = 0
  const server = createServer((request, response) => {
    count += 1
    request.resume()
    response.end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`,
    taken: () => count > 0,
    close: () => new Promise((done) => server.close(done)),
  }
}

const isRequest = ({ name }: CollectedSpan) => /^[A-Z]+ \//.test(name)
const kindOf = (span: CollectedSpan) => (isRequest(span) ? '{method} {route}' : span.name)

describe('traces', () => {
  let traced: Traced
  beforeAll(async () => {
    traced = await trace()
  }, 90_000)

  it('have every span that is documented, with nothing in it that is not', () => {
    const page = readFileSync(new URL('../../docs/guides/operations.md', import.meta.url), 'utf8')
    const listed = [
      ...page.matchAll(/^\| `([^`]+)` \| (server|client|internal|consumer|producer) \| (.*) \|$/gm),
    ]
    const documented = listed.map(([, name, , attributes = '']) => [
      name,
      [...attributes.matchAll(/`([\w.]+)`/g)].map(([, attribute]) => attribute),
    ])
    expect(Object.fromEntries(documented)).toEqual(
      Object.fromEntries(Object.entries(SPANS).map(([name, { attributes }]) => [name, [...attributes]])),
    )
    expect(new Set(traced.spans.map(kindOf))).toEqual(new Set(Object.keys(SPANS)))
    for (const span of traced.spans) {
      const known: readonly string[] = SPANS[kindOf(span) as keyof typeof SPANS].attributes
      const others = Object.keys(span.attributes).filter((name) => !known.includes(name))
      expect(
        others.filter((name) => name !== ERROR_TYPE),
        span.name,
      ).toEqual([])
    }
  })

  it('are connected: database and PayKKa below the attempt, the attempt below its request', () => {
    const parentOf = (span: CollectedSpan | undefined) =>
      traced.spans.find(({ spanId }) => spanId === span?.parentSpanId)
    const purchase = traced.spans.find(({ attributes }) => attributes['paykka.gateway.call'] === 'purchase')
    const attempt = parentOf(purchase)
    expect(attempt?.name).toBe('payment attempt')
    // On a stalled machine the notification may be faster.
    expect(attempt?.attributes['paykka.payment.status']).toMatch(/^(processing|succeeded)$/)
    expect(parentOf(attempt)?.name).toBe('POST /client/v1/checkout/payments')
    const siblings = traced.spans.filter(({ parentSpanId }) => parentSpanId === attempt?.spanId)
    expect(siblings.map(({ name }) => name)).toContain('database transaction')
  })

  it('hold no card, no code, no secret and no address', () => {
    const all = traced.collector.bodies.join('\n')
    expect(all.includes('payment attempt')).toBe(true)
    const kept = [SLOW_CARD, '/paykka/return/ret_', ...traced.secrets].filter((secret) =>
      all.includes(secret),
    )
    expect(kept).toEqual([])
  })

  it("continue the trace of the shop's server, and of nobody else", () => {
    const parents = traced.spans.filter(isRequest).filter(({ traceId }) => [TRACE, FORGED].includes(traceId))
    expect(parents.map(({ name }) => name)).toEqual(['POST /v1/checkouts'])
    expect(parents[0]?.parentSpanId).toBe('b7ad6b7169203331')
  })

  it('are sent with the configured headers, and never to PayKKa', () => {
    expect(new Set(traced.collector.headers.map((headers) => headers['x-tenant']))).toEqual(new Set(['shop']))
    expect(traced.sent).toContain('x-paykka-sign')
    for (const name of ['traceparent', 'tracestate', 'baggage', 'b3']) expect(traced.sent).not.toContain(name)
  })
})

describe('without traces', () => {
  it('the built BFF loads none of the libraries that send them', () => {
    const files = globSync(join(dirname(BFF), '*.js')).map((file) => [
      basename(file),
      readFileSync(file, 'utf8'),
    ])
    const senders = files.filter(([, text]) => /^import .*["']@opentelemetry\//m.test(text ?? ''))
    expect(senders.map(([name]) => name?.replace(/-.*/, ''))).toEqual(['export'])
    const loadedAtOnce = new RegExp(`^import [^(]*["']\\./${senders[0]?.[0]}["']`, 'm')
    expect(files.filter(([, text]) => loadedAtOnce.test(text ?? ''))).toEqual([])
  })

  it('a collector that refuses them is logged once, without the text of the error', async () => {
    const collector = await startCollector()
    const reported: string[] = []
    const config = { url: `${collector.url}/elsewhere`, headers: '', serviceName: 'test', ratio: 1 }
    const log = {
      warn: (facts: object, message: string) => void reported.push(message, JSON.stringify(facts)),
    }
    const tracing = startTracing(config, 'bff_test', log, Date.now)
    const failing = inSpan('notice', {}, () => Promise.reject(new RangeError(SLOW_CARD)))
    await expect(failing).rejects.toThrow()
    await tracing.stop()
    await collector.close()
    expect(reported[0]).toBe('traces could not be sent')
    expect(reported).toHaveLength(2)
    expect(reported.join('').includes(SLOW_CARD)).toBe(false)
  })
})
