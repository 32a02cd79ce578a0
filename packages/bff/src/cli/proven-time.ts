/** The time confirmed by PayKKa, for commands that would do harm with a wrong clock. */
import { compose, realClock, realGateways } from '../compose.ts'
import type { Config } from '../config/config.ts'
import type { Database } from '../database/database.ts'
import { createGatewayWatch } from '../jobs/gateway-watch.ts'

/**
 * @returns Unix milliseconds
 * @throws Error when no answer of PayKKa contains the time
 */
export async function provenTime(database: Database, config: Config): Promise<number> {
  const clock = realClock(config)
  const gateways = realGateways(config, QUIET, clock)
  const { core, limiter } = compose(config, { database, log: QUIET, clock, gateways })
  try {
    await createGatewayWatch({ ...core, clock }).ask()
    const now = clock.provenNow()
    if (now > 0) return now
    throw new Error('PayKKa does not confirm the time, so the age of data is uncertain: try again later')
  } finally {
    await Promise.all([gateways.gateway.close(), gateways.merchantSessions.close(), limiter.close()])
  }
}

const QUIET = { info: () => {}, warn: () => {}, error: () => {} }
