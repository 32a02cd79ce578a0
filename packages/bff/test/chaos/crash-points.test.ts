/** SIGKILL at the nine points of a payment, then a new process on the same ledger. */
import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import type { Deployment } from './deployment.ts'
import { deploy } from './deployment.ts'
import { judge, readBeliefs } from './judge.ts'
import type { KillPoint } from './kill-points.ts'
import { isRecorded, KILL_POINTS, mayHaveBeenSent } from './kill-points.ts'
import { until } from './poll.ts'
import type { Shopper } from './shopper.ts'

const AFTER_THE_RULE_MS = 11 * 60_000
/** No answer of the gateway can come any more; twice the time limit and some slack. */
const SEND_WINDOW_MS = 7000

type Victim = { point: KillPoint; buyer: Shopper; key: string; body: unknown }

/** Pays through a process that dies at the point. */
async function payAndDie(
  deployment: Deployment,
  point: KillPoint,
  kind: 'bff' | 'naive' = 'bff',
): Promise<Victim> {
  const worker = await deployment.start({ kind, env: { CHAOS_KILL_AT: point } })
  const { buyer } = await deployment.order(worker.url)
  const victim = { point, buyer, key: randomUUID(), body: await buyer.fill() }
  await expect(buyer.post(victim.key, victim.body)).rejects.toThrow()
  await worker.exited
  return victim
}

const statusOf = async (victim: Victim) => (await victim.buyer.view()).lastPayment?.status

describe.each(['sqlite', 'postgres'] as const)('a process that dies while it pays, on %s', (kind) => {
  const late: { deployment?: Deployment } = {}
  const victims: Victim[] = []
  const readyMs: number[] = []
  const find = () => {
    if (!late.deployment) throw new Error('nothing is deployed')
    return late.deployment
  }
  const reopen = async () => readyMs.push((await find().start({ cold: true })).readyMs)

  afterAll(() => late.deployment?.close(), 30_000)

  it('dies at each of the nine points, and what the browser resends is never paid twice', async () => {
    late.deployment = await deploy({ kind })
    for (const point of KILL_POINTS) victims.push(await payAndDie(find(), point))
    await reopen()
    for (const victim of victims) {
      const { status } = await victim.buyer.post(victim.key, victim.body)
      // What was recorded is told as under way, or as what was found since; only what left no trace is paid now.
      expect([victim.point, isRecorded(victim.point) ? [200, 202, 409] : [200]]).toEqual([
        victim.point,
        expect.arrayContaining([status]),
      ])
    }
    expect(judge(find().emulator.ledger(), await readBeliefs(find().ledger())).doubleCharges).toEqual([])
  }, 90_000)

  it('finds by query what the dead process had sent, and holds what it had not', async () => {
    for (const victim of victims) {
      const expected = isRecorded(victim.point) && !mayHaveBeenSent(victim.point) ? 'unknown' : 'succeeded'
      const reached = async () => ((await statusOf(victim)) === expected ? true : undefined)
      await until(`${victim.point}: ${expected}`, reached, SEND_WINDOW_MS + 15_000, 200)
    }
    for (const victim of victims) expect((await victim.buyer.pay()).status).toBe(409)
  }, 60_000)

  it('lets the shopper pay again exactly when it is safe', async () => {
    await find().workers.at(-1)?.kill()
    find().advance(AFTER_THE_RULE_MS)
    await reopen()
    for (const victim of victims.filter(({ point }) => isRecorded(point) && !mayHaveBeenSent(point))) {
      await until(victim.point, async () => ((await statusOf(victim)) === 'failed' ? true : undefined))
      expect((await victim.buyer.pay()).payment).toBe('succeeded')
    }
    const verdict = judge(find().emulator.ledger(), await readBeliefs(find().ledger()))
    expect(verdict).toEqual({ charges: victims.length, doubleCharges: [], lost: [], phantom: [], open: [] })
    for (const ms of readyMs) expect(ms).toBeLessThan(10_000)
    process.stdout.write(
      `  ${kind}: kill -9 to /readyz 200: ${readyMs.map((ms) => Math.round(ms)).join(', ')} ms\n`,
    )
  }, 60_000)
})

describe('the naive BFF, killed', () => {
  it('charges twice when the browser resends', async () => {
    const deployment = await deploy({ kind: 'sqlite' })
    try {
      for (const point of ['full-send', 'after-answer'] as const) {
        const victim = await payAndDie(deployment, point, 'naive')
        const heir = await deployment.start({ kind: 'naive' })
        expect((await victim.buyer.post(victim.key, victim.body)).payment).toBe('succeeded')
        await heir.kill()
      }
      expect(deployment.emulator.ledger().attempts.map((attempt) => attempt.charges)).toEqual([1, 1, 1, 1])
    } finally {
      await deployment.close()
    }
  }, 60_000)
})
