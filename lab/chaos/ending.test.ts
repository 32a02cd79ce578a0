/** SIGTERM at every point of a payment, and while PayKKa is silent: the process ends in order, and nobody's money is lost (O8, O13). */
import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import type { TestContext } from 'vitest'
import { describe, expect, it } from 'vitest'
import { HELD_MS, holdAnswers } from '../../packages/bff/test/support/hold.ts'
import type { Deployment, DeploymentOptions } from './deployment.ts'
import { deploy } from './deployment.ts'
import { judge, readBeliefs } from './judge.ts'
import { KILL_POINTS } from './kill-points.ts'
import { until } from './poll.ts'
import type { Worker } from './worker.ts'

const PURCHASE = '/v3/payment/acq'
const QUERY = '/v3/payment/acq/query'
/** Rounds through all nine points; the usual test takes three of them once. */
const ROUNDS = Number(process.env.CHAOS_ENDINGS ?? 0)
const POINTS =
  ROUNDS > 0
    ? Array.from({ length: ROUNDS }, () => KILL_POINTS).flat()
    : KILL_POINTS.filter((_, index) => index % 3 === 1)

async function start(test: TestContext, options: Partial<DeploymentOptions> = {}): Promise<Deployment> {
  const deployment = await deploy({
    kind: 'sqlite',
    ...options,
    env: { SHUTDOWN_DRAIN_MS: '100', ...options.env },
  })
  test.onTestFinished(() => deployment.close(), 30_000)
  return deployment
}

const calls = (deployment: Deployment) => deployment.emulator.ledger().requests[PURCHASE] ?? 0

/** A client that keeps its connection: Node's own, which reads an answer to its end and then waits for more to ask. */
function keptConnection({ port }: Worker, path: string, headers: Record<string, string>, body: string) {
  const socket = connect(port, '127.0.0.1')
  let text = ''
  const closed = new Promise<string>((resolve) => {
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
    socket.on('close', () => resolve(text)).on('error', () => {})
  })
  const lines = Object.entries({ host: 'x', ...headers, 'content-length': String(Buffer.byteLength(body)) })
  socket.write(
    `POST ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`,
  )
  return closed
}

describe.concurrent('SIGTERM', () => {
  it(
    'at each point of a payment: exit 0, one charge, and its answer',
    async (test) => {
      const deployment = await start(test)
      let slowest = 0
      for (const point of POINTS) {
        const worker = await deployment.start({ env: { CHAOS_KILL_AT: point, CHAOS_SIGNAL: 'SIGTERM' } })
        const { buyer } = await deployment.order(worker.url)
        const clickedAt = performance.now()
        const answer = await buyer.pay()
        await worker.exited
        slowest = Math.max(slowest, performance.now() - clickedAt)
        expect([point, answer.payment, await worker.stop()]).toEqual([point, 'succeeded', 0])
      }
      const verdict = judge(deployment.emulator.ledger(), await readBeliefs(deployment.database()))
      expect(verdict).toEqual({ charges: POINTS.length, doubleCharges: [], lost: [], phantom: [], open: [] })
      // Beyond the drain of 100 ms, two seconds are promised.
      if (ROUNDS > 0)
        process.stdout.write(
          `${POINTS.length} endings, at most ${Math.round(slowest)} ms from the click to the exit\n`,
        )
    },
    60_000 + POINTS.length * 20_000,
  )

  it('while PayKKa says nothing for longer than the drain: the page gets an answer, its keep-alive connection ends, exit 0', async (test) => {
    const { schedule, release } = holdAnswers()
    const env = { PAYKKA_TIMEOUT_MS: '24000' }
    const deployment = await start(test, { env, emulator: { schedule } })
    await deployment.addFaults({
      match: { path: PURCHASE },
      fault: { type: 'delay', ms: HELD_MS, when: 'after' },
    })
    const worker = await deployment.start()
    const { checkout, buyer } = await deployment.order(worker.url)
    // Nobody else hears from PayKKa either, such as a process that has just started and looks whether it is there.
    await deployment.addFaults({ match: { path: QUERY }, fault: { type: 'delay', ms: HELD_MS }, times: 0 })
    const body = JSON.stringify(await buyer.fill())
    const headers = {
      authorization: `Bearer ${checkout.clientSecret}`,
      'idempotency-key': randomUUID(),
      'content-type': 'application/json',
    }
    const paid = keptConnection(worker, '/client/v1/checkout/payments', headers, body)
    // Connections on which nobody says anything, as browsers open them in advance.
    const silent = keptConnection(worker, '/healthz', {}, '').then(() => 'closed')
    connect(worker.port, '127.0.0.1').on('error', () => {})
    await until('the gateway was called', () => (calls(deployment) > 0 ? true : undefined))
    expect(await worker.stop()).toBe(0)
    expect(await paid).toMatch(/^HTTP\/1\.1 202 [\s\S]*"status":"unknown"/)
    expect(await silent).toBe('closed')
    expect(worker.output()).not.toMatch(/"level":(50|60)/)
    // PayKKa's answer comes to nobody; the next process finds the charge.
    release()
    await deployment.start()
    await until('the charge is found', async () =>
      (await buyer.view()).lastPayment?.status === 'succeeded' ? true : undefined,
    )
    const verdict = judge(deployment.emulator.ledger(), await readBeliefs(deployment.database()))
    expect(verdict).toEqual({ charges: 1, doubleCharges: [], lost: [], phantom: [], open: [] })
  }, 60_000)
})

it('other signals end nothing midway, and none opens the inspector', async (test) => {
  const { schedule, release } = holdAnswers()
  const deployment = await start(test, { env: { PAYKKA_TIMEOUT_MS: '24000' }, emulator: { schedule } })
  await deployment.addFaults({
    match: { path: PURCHASE },
    fault: { type: 'delay', ms: HELD_MS, when: 'after' },
  })
  const worker = await deployment.start()
  const { buyer } = await deployment.order(worker.url)
  const paying = buyer.pay()
  await until('the gateway was called', () => (calls(deployment) > 0 ? true : undefined))
  for (const name of ['SIGUSR1', 'SIGUSR2', 'SIGHUP', 'SIGALRM', 'SIGXFSZ'] as const) worker.signal(name)
  await until('the last one was heard', () => (/SIGXFSZ is ignored/.test(worker.output()) ? true : undefined))
  release()
  expect((await paying).payment).toBe('succeeded')
  expect(worker.output()).toMatch(/SIGUSR1 is ignored/)
  expect(worker.output()).not.toMatch(/Debugger listening/)
  worker.signal('SIGQUIT')
  await worker.exited
  expect(await worker.stop()).toBe(0)
}, 60_000)
