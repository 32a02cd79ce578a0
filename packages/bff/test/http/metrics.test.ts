/** `GET /metrics`: only with its token, and never with anything a shopper typed. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createMetrics } from '../../src/metrics/metrics.ts'
import { shop, shopper, startWorld } from '../support/world.ts'

const TOKEN = 'mt_0123456789abcdefghijklmnopqrstuv'
const ON = { env: { METRICS_TOKEN: TOKEN } }

async function read(world: Awaited<ReturnType<typeof startWorld>>, token = TOKEN) {
  const headers = { authorization: `Bearer ${token}` }
  return world.app.inject({ method: 'GET', url: '/metrics', headers })
}

describe('GET /metrics', () => {
  it('does not exist without its token', async () => {
    expect((await read(await startWorld())).statusCode).toBe(404)
  })

  it("opens to its token only, not to the shop's key", async () => {
    const world = await startWorld(ON)
    expect((await read(world, 'sk_test_0123456789abcdefghijklmnopqrstuv')).statusCode).toBe(401)
    expect((await read(world)).headers['content-type']).toContain('text/plain')
  })

  it('counts answers by route, what waits, and no card, id or secret', async () => {
    const world = await startWorld(ON)
    const checkout = await shop(world).create()
    await shopper(world, checkout).pay({ card: { number: '4000000000000119' } })
    const { body } = await read(world)
    expect(body).toMatch(
      /paykka_http_request_seconds_count\{method="POST",route="\/v1\/checkouts",status="201"\} 1/,
    )
    expect(body).toContain('paykka_waiting{what="payment",state="processing"} 1')
    for (const secret of ['4000000000000119', checkout.id, checkout.clientSecret, TOKEN])
      expect(body).not.toContain(secret)
  })

  it('counts what becomes of payments, refunds and challenges', async () => {
    const world = await startWorld(ON)
    const pay = async (number: string) =>
      (await shopper(world, await shop(world).create()).pay({ card: { number } })).json().payment
    const { id } = await pay('4242424242424242')
    await pay('4000000000000002')
    await shop(world).send('POST', `/v1/payments/${id}/refunds`, {}, { 'idempotency-key': 'r' })
    await pay('5555555555554444')
    world.clock.advance(48 * 3_600_000)
    await world.resolve()
    const { body } = await read(world)
    expect(body).toContain('paykka_payments_total{method="card",status="succeeded",decline=""} 1')
    expect(body).toContain('paykka_payments_total{method="card",status="declined",decline="do_not_honor"} 1')
    expect(body).toContain('paykka_operations_total{type="refund",status="succeeded"} 1')
    expect(body).toMatch(/paykka_three_d_secure_total\{outcome="\w+"\} 1/)
    expect(body).not.toContain(id)
  })

  it('has every metric that the dashboard shows and the documents list', async () => {
    // Some are there only where Redis is used.
    const { body } = await read(await startWorld({ env: { ...ON.env, REDIS_URL: 'redis://127.0.0.1:9' } }))
    const text = (path: string) => readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8')
    const page = text('docs/guides/operations.md')
    const shown = [...text('deploy/grafana-dashboard.json').matchAll(/\b(paykka|process|nodejs)_\w+/g)]
    const names = new Set(shown.map(([name]) => name.replace(/_(bucket|count|sum)$/, '')))
    const alerts = [...text('deploy/alerts.yaml').matchAll(/\bpaykka_\w+/g)].map(([name]) => name)
    expect([...names]).toEqual(expect.arrayContaining(alerts.map((name) => name.replace(/_count$/, ''))))
    for (const name of names) expect(body).toContain(`# TYPE ${name} `)
    for (const [, name] of body.matchAll(/^# TYPE (paykka_\w+) /gm)) {
      expect(page).toContain(`\`${name}\``)
      expect([...names]).toContain(name)
    }
    expect(names.size).toBeGreaterThan(5)
  })

  it("distinguishes the gateway's answers by what they prove", async () => {
    const world = await startWorld()
    const watched = { skewMs: () => 1500, isDown: () => true, differences: () => ['TRUST_PROXY'] }
    const metrics = createMetrics(world.database, watched)
    const answer = { kind: 'unknown' as const, reason: 'timeout' }
    const gateway = metrics.watch({
      purchase: async () => answer,
      query: async () => ({ kind: 'not_found' }),
      close: async () => {},
    })
    await gateway.query({ transId: 'T', amount: { value: 1, currency: 'EUR' } })
    const text = await metrics.registry.metrics()
    expect(text).toContain('paykka_gateway_call_seconds_count{call="query",outcome="not_found"} 1')
    expect(text).toContain('paykka_clock_skew_seconds 1.5')
    expect(text).toContain('paykka_gateway_down 1')
    expect(text).toContain('paykka_settings_differ{variable="TRUST_PROXY"} 1')
  })
})
