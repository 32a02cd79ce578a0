/** Many payments through real processes that are killed at random, judged on the emulator's books. */
import { randomUUID } from 'node:crypto'
import getPort from 'get-port'
import { request } from 'undici'
import type { DatabaseKind } from '../../packages/bff/src/database/database.ts'
import type { PostgresServer } from '../../packages/bff/test/database/postgres-server.ts'
import type { Plan } from './campaign-plan.ts'
import { drawPlans } from './campaign-plan.ts'
import type { Deployment } from './deployment.ts'
import { deploy } from './deployment.ts'
import type { Fleet } from './fleet.ts'
import { startFleet } from './fleet.ts'
import type { Belief, Verdict } from './judge.ts'
import { judge, readBeliefs } from './judge.ts'
import { pause, until } from './poll.ts'
import type { Answer, Shopper } from './shopper.ts'
import type { WorkerKind } from './worker.ts'

type CampaignOptions = {
  database: DatabaseKind
  payments: number
  seed: number
  kills: number
  postgres?: PostgresServer
  /** `naive` is the control that must lose money. */
  worker?: WorkerKind
}

export type CampaignResult = Verdict & {
  seed: number
  payments: number
  kills: number
  /** Faults by id, with how many payments they struck. */
  faults: Record<string, number>
  /** From a killed process to the next one's 200 on /readyz. */
  readyMs: number[]
}

const SHOPPERS = 12
const LONGEST_DELAY_MS = 5000
/** Past the ten minutes of the not-found rule and the send window. */
const AFTER_THE_RULE_MS = 16 * 60_000

/** Runs one campaign from a seed. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  const plans = drawPlans(options.seed, options.payments, options.kills)
  const deployment = await deploy({
    kind: options.database,
    ...(options.postgres ? { postgres: options.postgres } : {}),
    env: { PAYKKA_TIMEOUT_MS: '700' },
  })
  try {
    const size = options.database === 'postgres' ? 2 : 1
    const fleet = await startFleet(deployment, size, options.worker ?? 'bff')
    await playAll(deployment, fleet, plans)
    const readyMs = await fleet.settle()
    const verdict =
      options.worker === 'naive' ? await judgeNaive(deployment, fleet) : await judgeBff(deployment)
    return {
      ...verdict,
      seed: options.seed,
      payments: plans.length,
      kills: plans.filter((plan) => plan.killAfterMs !== undefined).length,
      faults: count(plans),
      readyMs,
    }
  } finally {
    await deployment.close()
  }
}

async function playAll(deployment: Deployment, fleet: Fleet, plans: Plan[]): Promise<void> {
  const waiting = [...plans]
  const shoppers = Array.from({ length: SHOPPERS }, async () => {
    for (let plan = waiting.shift(); plan; plan = waiting.shift()) await play(deployment, fleet, plan)
  })
  await Promise.all(shoppers)
}

async function play(deployment: Deployment, fleet: Fleet, plan: Plan): Promise<void> {
  if (plan.faults.length > 0) await deployment.addFaults(...plan.faults)
  const { buyer } = await insist(() => deployment.order(fleet.pick))
  const first = await attempt(fleet, buyer, plan)
  // A page that shows "not paid" lets the shopper try again, once.
  if (!['succeeded', 'processing', 'unknown'].includes(first.payment ?? '') && first.status !== 409)
    await attempt(fleet, buyer, { ...plan, killAfterMs: undefined })
}

/** One click, with what this shopper and the killer do around it. */
async function attempt(fleet: Fleet, buyer: Shopper, plan: Plan): Promise<Answer> {
  const key = randomUUID()
  const body = await insist(() => buyer.fill(plan.number))
  const base = fleet.pick()
  const clicks = [postUntilAnswered(fleet, buyer, key, body, base)]
  if (plan.killAfterMs !== undefined) fleet.killSoon(base, plan.killAfterMs)
  if (plan.habit === 'double-click') clicks.push(postUntilAnswered(fleet, buyer, key, body, base))
  if (plan.habit === 'second-tab')
    clicks.push(postUntilAnswered(fleet, buyer, randomUUID(), body, fleet.pick()))
  const [first] = await Promise.all(clicks)
  if (plan.habit === 'reload') await postUntilAnswered(fleet, buyer, key, body, fleet.pick())
  return first as Answer
}

/** What a browser does when the connection breaks: the same request again, wherever it is taken. */
function postUntilAnswered(
  fleet: Fleet,
  buyer: Shopper,
  key: string,
  body: unknown,
  base: string,
): Promise<Answer> {
  let target = base
  return insist(async () => {
    const to = target
    target = fleet.pick()
    return buyer.post(key, body, to)
  })
}

function insist<T>(run: () => Promise<T>): Promise<T> {
  return until('a server that answers', run, 60_000, 60)
}

/** Lets everything come to rest, then eleven and more minutes pass, then nothing may be open. */
async function judgeBff(deployment: Deployment): Promise<Verdict> {
  await pause(LONGEST_DELAY_MS)
  await deployment.emulator.setFaults()
  await Promise.all(deployment.workers.map((worker) => worker.kill()))
  deployment.advance(AFTER_THE_RULE_MS)
  await deployment.start({ port: await getPort() })
  const verdict = async () => judge(deployment.emulator.ledger(), await readBeliefs(deployment.database()))
  const rested = async () => ((await verdict()).open.length === 0 ? true : undefined)
  await until('every payment to end', rested, 60_000, 250).catch(() => undefined)
  return verdict()
}

async function judgeNaive(deployment: Deployment, fleet: Fleet): Promise<Verdict> {
  const response = await request(`${fleet.pick()}/naive/payments`)
  const beliefs = (await response.body.json()) as Belief[]
  return judge(deployment.emulator.ledger(), beliefs, (transId) => transId.slice(0, 'chk_'.length + 22))
}

function count(plans: Plan[]): Record<string, number> {
  const faults: Record<string, number> = {}
  for (const id of plans.flatMap((plan) => plan.ids)) faults[id] = (faults[id] ?? 0) + 1
  return faults
}
