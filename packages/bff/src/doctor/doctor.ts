/** Checks a configuration before it goes live. It only reads and asks: it changes nothing and moves no money. */
import type { Config } from '../config/config.ts'
import { ConfigError, loadConfig } from '../config/config.ts'
import type { Ask } from '../environment/ask.ts'
import type { Finding } from '../environment/finding.ts'
import { runChecks } from '../environment/finding.ts'
import { createMerchantSessions } from '../paykka/apple-pay-session.ts'
import { createPaykkaGateway } from '../paykka/paykka-gateway.ts'
import { probePaykka } from '../paykka/probe.ts'
import { applePayChecks } from '../wallets/apple-pay/apple-pay-check.ts'
import { googlePayChecks } from '../wallets/google-pay/google-pay-check.ts'
import { addressChecks } from './address-check.ts'
import type { Disk } from './database-check.ts'
import { databaseChecks } from './database-check.ts'
import { egressChecks } from './egress.ts'
import { gatewayChecks } from './gateway-check.ts'
import { redisChecks } from './redis-check.ts'
import { settingsChecks } from './settings-check.ts'
import { shopChecks } from './shop-check.ts'
import { storedCardChecks } from './stored-cards-check.ts'

type DoctorParts = {
  /** Unix milliseconds. */
  now: () => number
  /** Sends a request, with its own timeout. */
  ask: Ask
  disk: Disk
}

/** @returns one finding per bad variable if the environment cannot be read, otherwise what every check found */
export async function examine(
  env: Record<string, string | undefined>,
  parts: DoctorParts,
): Promise<Finding[]> {
  try {
    return await examineConfig(loadConfig(env), env, parts)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const cure = 'See docs/reference/configuration.md, then run doctor again for the other checks.'
    return error.problems.map((said) => ({ check: 'configuration', status: 'failed', said, cure }))
  }
}

async function examineConfig(
  config: Config,
  env: Record<string, string | undefined>,
  { now, ask, disk }: DoctorParts,
): Promise<Finding[]> {
  // Three checks use the same answer.
  let answer: ReturnType<typeof probePaykka> | undefined
  const probe = () => {
    answer ??= probePaykka(config.paykka, now)
    return answer
  }
  const silent = { warn: () => {}, error: () => {} }
  const gateway = createPaykkaGateway(config.paykka, config.publicUrl.href, now, silent)
  const sessions = createMerchantSessions(config.paykka, now, { warn: () => {} })
  const findings = await runChecks([
    ...gatewayChecks(config.paykka, probe),
    ...storedCardChecks(gateway),
    ...egressChecks(env),
    ...addressChecks(config, ask),
    ...databaseChecks(config, disk),
    ...redisChecks(config.redisUrl),
    ...settingsChecks(config),
    ...shopChecks(config, ask),
    ...applePayChecks(config.wallets, { ask, now, sessions }),
    ...googlePayChecks(config, now),
  ])
  await Promise.all([sessions.close(), gateway.close()])
  return [...variables(config), ...findings]
}

function variables(config: Config): Finding[] {
  const check = 'configuration'
  const cure = 'Correct the name, or remove the variable: see docs/reference/configuration.md.'
  const warnings = config.warnings.map(
    ({ message }): Finding => ({ check, status: 'warning', said: message, cure }),
  )
  return [{ check, status: 'ok', said: 'every variable is valid' }, ...warnings]
}
