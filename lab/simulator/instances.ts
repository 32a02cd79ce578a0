/** Starts and restarts BFF instances: real code, simulated ports. */

import { Kysely } from 'kysely'
import { compose } from '../../packages/bff/src/compose.ts'
import type { Database } from '../../packages/bff/src/database/database.ts'
import { assembleDatabase } from '../../packages/bff/src/database/database.ts'
import type { Tables } from '../../packages/bff/src/database/tables.ts'
import type { GatewayHealth } from '../../packages/bff/src/payments/recovery/gateway-health.ts'
import { createGatewayHealth } from '../../packages/bff/src/payments/recovery/gateway-health.ts'
import type { Logger } from '../../packages/bff/src/process/logging.ts'
import type { ProcessClock } from '../../packages/bff/src/process/process-clock.ts'
import { decryptedCard } from '../../packages/bff/test/support/decrypted-card.ts'
import { noCardTesting } from '../../packages/bff/test/support/no-card-testing.ts'
import { createSimClock, createSimWatch, jumpClock, startTimeJobs } from './clock-jumps.ts'
import { gatewayPort } from './gateway-port.ts'
import { startJobs } from './jobs.ts'
import type { Life } from './life.ts'
import { createLife, pass } from './life.ts'
import { CONFIG, NO_LIMITS, NOT_SIMULATED } from './outside.ts'
import { simDialect } from './sim-driver.ts'
import type { Instance, World } from './world.ts'

/** The card every shopper pays with; no database and no log may ever hold it. */
export const CANARY = { number: '4242424242424242', cvc: '987', expMonth: '12', expYear: '2031' }

/** Starts instance `number`, for the first time or again. */
export function startInstance(world: World, number: number): void {
  const life = createLife(`bff${number}`, world.random.int(-250, 250), world.start + world.options.healAt)
  const clock = world.options.clockJumps > 0 ? createSimClock(world, life) : null
  setTime(world, life, clock)
  if (clock && world.random.chance(0.2)) jumpClock(world, life)
  const parts = createParts(world, life, clock)
  const watch = clock && createSimWatch(world, parts, clock)
  const instance: Instance = { number, life, parts, askTime: async () => watch?.ask() }
  world.instances = [...world.instances.filter((other) => other.number !== number), instance].sort(
    (a, b) => a.number - b.number,
  )
  world.trace.line(`${life.name} START`)
  startJobs(world, instance)
  if (watch) void startTimeJobs(world, instance, watch)
}

function setTime(world: World, life: Life, clock: ProcessClock | null): void {
  life.now = clock?.now ?? (() => world.scheduler.now() + life.skew)
  life.reported = (at) => clock?.note({ stamp: at, date: at, signed: true })
}

function createParts(world: World, life: Life, clock: ProcessClock | null): Instance['parts'] {
  const real = gatewayPort(world, life)
  const startedAt = world.scheduler.now() + life.skew
  const { core } = compose(CONFIG, {
    database: createDatabase(world, life),
    log: createLog(world, life),
    clock: {
      now: life.now,
      provenNow: clock && !world.bug.endsByItsOwnClock ? clock.provenNow : life.now,
      startedAt: () => startedAt,
    },
    gateways: { ...NOT_SIMULATED, gateway: world.bug.gateway?.(real, world, life) ?? real },
    health: createHealth(world),
    limiter: NO_LIMITS,
    cardTesting: noCardTesting,
    cards: {
      decryptCode: async () => Buffer.alloc(0),
      decryptCard: async () => {
        await pass(world, life, 'open card', world.random.int(1, 5))
        return decryptedCard(CANARY)
      },
    },
    random: world.random.next,
    pause: (ms) => pass(world, life, 'pause', ms),
    timeout: (ms) => pass(world, life, 'timeout', ms),
  })
  return core
}

/** A resolver that learns that the gateway is down probes it: in life it looks twice a second, here it must be woken. */
function createHealth(world: World): GatewayHealth {
  const real = createGatewayHealth({ monotonic: world.scheduler.now })
  return {
    ...real,
    note: (answer) => {
      const back = real.note(answer)
      world.dueChanged('payments')
      return back
    },
  }
}

function createDatabase(world: World, life: Life): Database {
  const gather = (start: () => void) => void pass(world, life, 'gather', world.random.int(0, 2)).then(start)
  const db = new Kysely<Tables>({ dialect: simDialect(world, life) })
  return assembleDatabase('sqlite', db, world.options.grouped ? { gather } : {})
}

function createLog(world: World, life: Life): Logger {
  const write = (level: string) => (facts: Record<string, unknown>, message: string) => {
    world.trace.line(`${life.name} log ${level} ${message}`)
    world.logs.push(`${JSON.stringify(facts)} ${message} ${String(facts.err ?? '')}`)
  }
  return { info: () => {}, warn: write('warn'), error: write('error') }
}
