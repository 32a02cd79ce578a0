/** One seed from the first click to the last check. */
import { runDaily } from '../../packages/bff/src/jobs/daily.ts'
import { DEFAULT_RETENTION } from '../../packages/bff/src/retention/retention.ts'
import { createRandom } from '../../packages/bff/test/support/random.ts'
import { startInstance } from './instances.ts'
import { checkInvariants } from './invariants.ts'
import { createJobBoard, updateJobs } from './jobs.ts'
import type { Options, Profile } from './options.ts'
import { drawOptions, HOUR, SECOND } from './options.ts'
import { request } from './request.ts'
import { createScheduler } from './scheduler.ts'
import { freshDatabase, rows } from './shared-database.ts'
import { createShop } from './shop.ts'
import { playStory } from './story.ts'
import { createTrace } from './trace.ts'
import { plan } from './weather.ts'
import type { Bug, Violation, World } from './world.ts'

const START = 1_800_000_000_000
/** Notifications arrive up to three days late, and are tried for three more. */
const LONGEST_MS = 7 * 24 * HOUR

export type SeedResult = {
  seed: number
  options: Options
  payments: number
  charged: number
  longestAnswer: number
  violations: Violation[]
  hash: string
  /** The last lines of what happened. */
  trace: string[]
  events: number
}

export type RunOptions = {
  profile?: Profile
  bug?: Bug /** Lines of the trace that are kept. */
  keep?: number
  /** In place of what the seed draws. */
  options?: Partial<Options>
}

export async function runSeed(seed: number, run: RunOptions = {}): Promise<SeedResult> {
  const world = await createWorld(seed, { profile: 'default', bug: {}, keep: 60, options: {}, ...run })
  for (let number = 1; number <= world.options.instances; number++) startInstance(world, number)
  for (let number = 1; number <= world.options.checkouts; number++) void playStory(world, number)
  plan(world)
  planDaily(world)
  // Held funds are asked about once a day for ever, so time is called when nothing else can be under way.
  await world.scheduler.run(() => world.violations.length > 0 || world.scheduler.now() - START > LONGEST_MS)
  if (world.violations.length === 0) checkInvariants(world)
  return summary(world)
}

async function createWorld(
  seed: number,
  { profile, bug, keep, options }: Required<RunOptions>,
): Promise<World> {
  const random = createRandom(seed)
  const scheduler = createScheduler(random, START)
  const world: World = {
    seed,
    options: { ...drawOptions(random, profile), ...options },
    random,
    scheduler,
    trace: createTrace(scheduler.now, START, keep),
    sharedDatabase: await freshDatabase(),
    gateway: { orders: new Map() },
    shop: createShop(),
    instances: [],
    weather: {
      gatewayDown: false,
      downSince: 0,
      databaseDown: false,
      shopDown: false,
      downAtHeal: false,
      healed: false,
    },
    jobs: createJobBoard(),
    bug,
    start: START,
    clicks: new Map(),
    durable: new Set(),
    checkouts: [],
    violations: [],
    logs: [],
    longestAnswer: 0,
    dueChanged: (table) => updateJobs(world, table),
  }
  return world
}

const RETENTION = { retention: DEFAULT_RETENTION, retainMetadata: [], auditKey: new Uint8Array(32) }

/** The daily comparison, tried by two instances each day as the real job would. */
function planDaily(world: World): void {
  for (let day = 1; day <= 3; day++) {
    for (let turn = 0; turn < 2; turn++) {
      world.scheduler.at(START + day * 25 * HOUR + turn * SECOND, () => {
        void request(world, 'daily', HOUR, async ({ parts, askTime }) => {
          await askTime()
          return runDaily({ ...parts, ...RETENTION })
        })
      })
    }
  }
}

function summary(world: World): SeedResult {
  const { seed, options, violations, longestAnswer, trace, gateway, scheduler } = world
  return {
    seed,
    options,
    payments:
      rows<{ count: number }>(world.sharedDatabase, 'select count(*) as count from payments')[0]?.count ?? 0,
    charged: [...gateway.orders.values()].filter((order) => order.charges > 0).length,
    longestAnswer,
    violations,
    hash: trace.hash(),
    trace: trace.last(Number.POSITIVE_INFINITY),
    events: scheduler.events(),
  }
}
