/** Clocks that are set while people pay: by an hour, by a year, or back; some set what nobody should be able to set, too. */
import { bringFarAheadBack } from '../../packages/bff/src/jobs/far-ahead.ts'
import type { GatewayWatch } from '../../packages/bff/src/jobs/gateway-watch.ts'
import { createGatewayWatch } from '../../packages/bff/src/jobs/gateway-watch.ts'
import type { ProcessClock } from '../../packages/bff/src/process/process-clock.ts'
import { createProcessClock } from '../../packages/bff/src/process/process-clock.ts'
import type { Life } from './life.ts'
import { pass } from './life.ts'
import { HOUR, MINUTE, SECOND } from './options.ts'
import type { Instance, World } from './world.ts'

const YEAR = 365 * 24 * HOUR

/** How far the clocks of one process are off. */
export type ClockOffsets = { wall: number; monotonic: number }

/** The clock of a process in a world where clocks are set. */
export function createSimClock({ scheduler }: World, { skew, offsets }: Life): ProcessClock {
  return createProcessClock({
    wall: () => scheduler.now() + skew + offsets.wall,
    monotonic: () => scheduler.now() + offsets.monotonic,
    needsSignature: true,
  })
}

/** Sets the clock of one process, and sets it right again some time later. */
export function jumpClock(world: World, life: Life): void {
  const { random, scheduler, weather, trace } = world
  if (weather.healed || life.offsets.wall !== 0) return
  const by = random.pick([HOUR, YEAR, -HOUR])
  life.offsets.wall = by
  if (random.chance(0.5)) life.offsets.monotonic = by
  trace.line(`${life.name} CLOCK ${by}`)
  const ms = random.chance(0.6) ? random.int(SECOND, 5 * SECOND) : random.int(5 * SECOND, 5 * MINUTE)
  scheduler.after(ms, () => setRight(world, life))
}

export function setRight(world: World, life: Life): void {
  if (life.offsets.wall === 0) return
  life.offsets.wall = 0
  life.offsets.monotonic = 0
  world.trace.line(`${life.name} CLOCK RIGHT`)
}

const LOOK_MS = 10 * SECOND

/** Asks PayKKa for nothing but the time. */
export function createSimWatch(world: World, parts: Instance['parts'], clock: ProcessClock): GatewayWatch {
  return createGatewayWatch({ ...parts, clock, monotonic: world.scheduler.now })
}

/** The jobs that ask PayKKa for the time and bring back what a wrong clock has put off. */
export async function startTimeJobs(
  world: World,
  { life, parts }: Instance,
  watch: GatewayWatch,
): Promise<void> {
  const end = world.start + world.options.healAt + HOUR
  while (world.scheduler.now() < end) {
    await pass(world, life, 'times', LOOK_MS)
    try {
      await watch.look()
      if (!world.bug.farAheadStays) await bringFarAheadBack(parts)
    } catch (error) {
      world.trace.line(`${life.name} times failed: ${String(error)}`)
    }
  }
}
