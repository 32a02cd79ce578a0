/** PayKKa answers ten times as slowly as usual: requests without PayKKa must not become slower (K-08). */
import { Agent, request } from 'undici'
import { deploy } from '../../chaos/deployment.ts'
import { openLoop, saturate } from '../bff/load.ts'
import { SECRET_KEY } from '../bff/settings.ts'
import { bffShots, newCheckout } from '../bff/shots.ts'
import { quantile, round } from '../statistics.ts'
import type { LoadRow } from './row.ts'

const USUAL_MS = 300
const SLOW_MS = 10 * USUAL_MS
/** Purchases a second, so that some fifty wait for PayKKa at all times. */
const PURCHASES = 15
const WARM_UP = 400
const LIMIT_MS = 100

/** @param seconds of purchases with PayKKa as usual, and as many with it slow */
export async function measureSlowGateway(seconds: number): Promise<LoadRow[]> {
  const deployment = await deploy({ kind: 'sqlite', env: { PAYKKA_TIMEOUT_MS: '20000' } })
  try {
    const { url } = await deployment.start()
    await saturate(url, await bffShots(url, WARM_UP), 8)
    await deployment.addFaults({ times: 0, fault: { type: 'delay', ms: USUAL_MS } })
    const usual = await payAndAsk(url, seconds)
    await deployment.addFaults({ times: 0, fault: { type: 'delay', ms: SLOW_MS - USUAL_MS } })
    const slow = await payAndAsk(url, seconds)
    return [
      {
        name: `p99 of other routes while PayKKa takes ${SLOW_MS} ms`,
        value: `view ${slow.view} ms, new checkout ${slow.create} ms`,
        limit: `< ${LIMIT_MS} ms`,
        control: `purchases took ${slow.paid} ms (p50), with PayKKa as usual ${usual.paid} ms and the others ${usual.view} and ${usual.create} ms`,
        ok: Math.max(slow.view, slow.create) < LIMIT_MS && slow.paid > 5 * usual.paid && slow.failed === 0,
      },
    ]
  } finally {
    await deployment.close()
  }
}

async function payAndAsk(url: string, seconds: number) {
  const shots = await bffShots(url, PURCHASES * seconds)
  const stop = askOn(url, shots[0]?.headers.authorization ?? '')
  const { p50, failed } = await openLoop(url, shots, PURCHASES)
  return { paid: p50, failed, ...(await stop()) }
}

/** Reads a checkout and makes one, over and over. @returns what ends it and gives the p99 of both, in milliseconds */
function askOn(url: string, authorization: string) {
  const agent = new Agent({ connections: 1 })
  const times = { view: [] as number[], create: [] as number[] }
  let over = false
  const ask = async () => {
    while (!over) {
      times.view.push(await timed(agent, url, '/client/v1/checkout', authorization))
      times.create.push(await timed(agent, url, '/v1/checkouts', `Bearer ${SECRET_KEY}`, newCheckout()))
    }
    await agent.close()
  }
  const asked = ask()
  return async () => {
    over = true
    await asked
    return { view: round(quantile(times.view, 0.99)), create: round(quantile(times.create, 0.99)) }
  }
}

async function timed(agent: Agent, url: string, path: string, authorization: string, body?: string) {
  const startedAt = performance.now()
  const method = body === undefined ? 'GET' : 'POST'
  const headers = { 'content-type': 'application/json', authorization }
  const response = await request(url + path, { dispatcher: agent, method, headers, body: body ?? null })
  await response.body.dump()
  if (response.statusCode >= 300) throw new Error(`${method} ${path} was answered ${response.statusCode}.`)
  return performance.now() - startedAt
}
