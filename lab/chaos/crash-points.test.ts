/** SIGKILL at the nine points of a payment, then a new process on the same database. */
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
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

/** A repeated request is answered as in progress, or with the found result; it pays only when the first left no trace. */
async function resendAll(deployment: Deployment, victims: Victim[]): Promise<void> {
  for (const victim of victims) {
    const { status } = await victim.buyer.post(victim.key, victim.body)
    const allowed = isRecorded(victim.point) ? [200, 202, 409] : [200]
    expect(allowed, victim.point).toContain(status)
  }
  expect(judge(deployment.emulator.ledger(), await readBeliefs(deployment.database())).doubleCharges).toEqual(
    [],
  )
}

/** Queries find what the dead process had sent; what it had not sent is held. */
async function settleAll(victims: Victim[]): Promise<void> {
  for (const victim of victims) {
    const expected = isHeld(victim) ? 'unknown' : 'succeeded'
    const reached = async () => ((await statusOf(victim)) === expected ? true : undefined)
    await until(`${victim.point}: ${expected}`, reached, SEND_WINDOW_MS + 60_000, 200)
    expect((await victim.buyer.pay()).status, victim.point).toBe(409)
  }
}

/** After ten minutes a held shopper may pay again. */
async function payHeld(victims: Victim[]): Promise<void> {
  for (const victim of victims.filter(isHeld)) {
    await until(victim.point, async () => ((await statusOf(victim)) === 'failed' ? true : undefined))
    expect((await victim.buyer.pay()).payment, victim.point).toBe('succeeded')
  }
}

const statusOf = async (victim: Victim) => (await victim.buyer.view()).lastPayment?.status
const isHeld = ({ point }: Victim) => isRecorded(point) && !mayHaveBeenSent(point)

describe.concurrent('a process that dies while it pays', () => {
  it.for(['sqlite', 'postgres'] as const)(
    'at each of nine points on %s: one charge each, none lost',
    { timeout: 240_000 },
    async (kind, test) => {
      const deployment = await deploy({ kind })
      test.onTestFinished(() => deployment.close(), 30_000)
      const victims: Victim[] = []
      for (const point of KILL_POINTS) victims.push(await payAndDie(deployment, point))
      const heir = await deployment.start({ cold: true })
      await resendAll(deployment, victims)
      await settleAll(victims)
      await heir.kill()
      deployment.advance(AFTER_THE_RULE_MS)
      const last = await deployment.start({ cold: true })
      await payHeld(victims)
      const verdict = judge(deployment.emulator.ledger(), await readBeliefs(deployment.database()))
      expect(verdict).toEqual({ charges: victims.length, doubleCharges: [], lost: [], phantom: [], open: [] })
      const ready = [heir, last].map((worker) => Math.round(worker.readyMs))
      for (const ms of ready) expect(ms).toBeLessThan(10_000)
      process.stdout.write(`  ${kind}: kill -9 to /readyz 200: ${ready.join(', ')} ms\n`)
    },
  )
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
