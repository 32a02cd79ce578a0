/** The jobs of one instance. They run when something is due instead of twice a second, which is the same and faster. */
import { deliverEvents } from '../../packages/bff/src/jobs/deliver-events.ts'
import { resolveDue } from '../../packages/bff/src/payments/engine/resolve.ts'
import { processNotifications } from '../../packages/bff/src/payments/notifications/notification.ts'
import { paymentQueue } from '../../packages/bff/src/payments/purchases/ask-about-payment.ts'
import { pass } from './life.ts'
import { MINUTE } from './options.ts'
import { rows } from './shared-database.ts'
import { shopTarget } from './shop.ts'
import type { Instance, World } from './world.ts'

const NAMES = ['resolver', 'notices', 'deliveries'] as const
type JobName = (typeof NAMES)[number]

const TICK_MS = 500
const PROBE_MS = 2000
/** Longer than one question can take, as in `server.ts`. */
export const LEASE_MS = 45_000

const DUE: Record<JobName, string> = {
  resolver:
    'select min(max(next_query_at, lease_until)) as due from payments where next_query_at is not null',
  notices: "select min(max(next_at, lease_until)) as due from notices where state = 'pending'",
  deliveries: "select min(max(next_at, lease_until)) as due from shop_events where state = 'pending'",
}

type Sleeper = { instance: Instance; name: JobName; notBefore: number; armedFor: number; wake(): void }

export type JobBoard = { due: Record<JobName, number | null>; sleepers: Set<Sleeper> }

export function createJobBoard(): JobBoard {
  return { due: { resolver: null, notices: null, deliveries: null }, sleepers: new Set() }
}

export function startJobs(world: World, instance: Instance): void {
  const run: Record<JobName, () => Promise<number>> = {
    resolver: () =>
      world.bug.resolver?.(world, instance) ??
      resolveDue(instance.parts, [paymentQueue(instance.parts)], instance.life.name, LEASE_MS),
    notices: () => processNotifications(instance.parts, LEASE_MS),
    deliveries: () => deliverEvents({ ...instance.parts, targets: [shopTarget(world, instance.life)] }),
  }
  for (const name of NAMES) void loop(world, instance, name, run[name])
}

async function loop(
  world: World,
  instance: Instance,
  name: JobName,
  run: () => Promise<number>,
): Promise<void> {
  let more = false
  for (;;) {
    await untilDue(world, instance, name, more ? 0 : TICK_MS)
    await pass(world, instance.life, name, 0)
    try {
      more = (await run()) > 0
    } catch (error) {
      more = false
      world.trace.line(`${instance.life.name} ${name} failed: ${String(error)}`)
    }
  }
}

function untilDue(world: World, instance: Instance, name: JobName, pause: number): Promise<void> {
  const { sleepers } = world.jobs
  return new Promise((resolve) => {
    const sleeper: Sleeper = {
      instance,
      name,
      notBefore: world.scheduler.now() + pause,
      armedFor: Number.POSITIVE_INFINITY,
      wake: () => {
        sleepers.delete(sleeper)
        resolve()
      },
    }
    sleepers.add(sleeper)
    instance.life.onDeath.add(() => sleepers.delete(sleeper))
    arm(world, sleeper)
  })
}

const QUEUES: Record<string, JobName> = {
  payments: 'resolver',
  notices: 'notices',
  shop_events: 'deliveries',
}

/** Looks what is due in a table that was written, and lets the sleepers know. */
export function updateJobs(world: World, table: string): void {
  const name = QUEUES[table]
  if (!name) return
  const { due, sleepers } = world.jobs
  due[name] = rows<{ due: number | null }>(world.sharedDatabase, DUE[name])[0]?.due ?? null
  for (const sleeper of sleepers) if (sleeper.name === name) arm(world, sleeper)
}

function arm(world: World, sleeper: Sleeper): void {
  const when = wakeTime(world, sleeper)
  if (when === null || when >= sleeper.armedFor) return
  sleeper.armedFor = when
  world.scheduler.at(when, () => {
    if (!world.jobs.sleepers.has(sleeper) || sleeper.armedFor !== when) return
    const again = wakeTime(world, sleeper)
    if (again !== null && again <= world.scheduler.now() + TICK_MS) return sleeper.wake()
    sleeper.armedFor = Number.POSITIVE_INFINITY
    arm(world, sleeper)
  })
}

/** @returns when this job has something to do, null when there is nothing in sight */
function wakeTime(world: World, { instance, name, notBefore }: Sleeper): number | null {
  const due = world.jobs.due[name]
  if (due === null) return null
  const { life, parts } = instance
  const at = due - life.skew + world.random.int(0, TICK_MS)
  const down = name === 'resolver' && (parts.health.isDown() || parts.health.isUnproven())
  const now = world.scheduler.now()
  if (!down) return Math.max(notBefore, at)
  // During a long outage the gateway is queried less often than in reality, to save time.
  const probe = now - world.weather.downSince > 5 * MINUTE ? 10 * PROBE_MS : PROBE_MS
  return Math.max(notBefore, Math.min(at, notBefore + (world.weather.healed ? PROBE_MS : probe)))
}
