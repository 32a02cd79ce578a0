/** Two BFFs on one PostgreSQL, stopped one after the other while shoppers pay: no shopper may be affected. */

import getPort from 'get-port'
import { deploy } from '../../chaos/deployment.ts'
import { wrongInBooks } from './books.ts'
import type { Pair } from './pair.ts'
import { startPair } from './pair.ts'
import type { LoadRow } from './row.ts'
import { count } from './row.ts'
import { keepShopping } from './shopping.ts'

const SHOPPERS = 12
/** Long enough for the balancer to see that a BFF is not ready any more. */
const DRAIN_MS = 1500

/** @param restarts of one BFF each, in turn */
export async function measureRollingRestart(restarts: number): Promise<LoadRow[]> {
  const graceful = await campaign(restarts, (pair, index) => pair.restart(index, 'stop'))
  const killed = await campaign(2, (pair, index) => pair.restart(index, 'kill'))
  const { paid, failed, wrong, errors } = graceful
  if (errors.length > 0) process.stderr.write(`${errors.slice(0, 5).join('\n')}\n`)
  return [
    {
      name: `Rolling restart under load ×${restarts}: failed payments`,
      value: `${count(failed)} of ${count(paid + failed)}${wrong > 0 ? `, ${wrong} wrong in the books` : ''}`,
      limit: '0',
      control: `kill -9 instead, twice: ${count(killed.failed)} of ${count(killed.paid + killed.failed)}`,
      ok: failed === 0 && wrong === 0 && paid > 0 && killed.failed > 0,
    },
  ]
}

type Restart = (pair: Pair, index: number) => Promise<void>

async function campaign(restarts: number, restart: Restart) {
  const port = await getPort()
  const deployment = await deploy({
    kind: 'postgres',
    publicUrl: `http://127.0.0.1:${port}`,
    env: { SHUTDOWN_DRAIN_MS: String(DRAIN_MS), PAYKKA_TIMEOUT_MS: '20000' },
  })
  const pair = await startPair(deployment, port)
  try {
    const shopping = keepShopping(pair.url, SHOPPERS)
    for (let turn = 0; turn < restarts; turn++) await restart(pair, turn % 2)
    const { paid, errors } = await shopping.stop()
    return { paid, failed: errors.length, errors, wrong: await wrongInBooks(deployment, paid) }
  } finally {
    await pair.close()
    await deployment.close()
  }
}
