/** Notifications under load: acknowledged quickly, and only once they are stored permanently. */
import { describe, expect, it } from 'vitest'
import { deploy } from './deployment.ts'
import { sendNotifications } from './notification-load.ts'
import { until } from './poll.ts'

const SECONDS = 4

describe.each(['sqlite', 'postgres'] as const)('notifications on %s', (kind) => {
  it('are all acknowledged and all stored at 200 a second', async () => {
    const deployment = await deploy({ kind })
    try {
      const load = await sendNotifications(deployment, await deployment.start(), 200, SECONDS)
      const { p50, p99, senderLateP99 } = load
      process.stdout.write(
        `  ${kind}: notice ack p50 ${p50} ms, p99 ${p99} ms (sender late ${senderLateP99} ms)\n`,
      )
      expect(load).toMatchObject({ sent: 200 * SECONDS, acknowledged: 200 * SECONDS, lost: 0 })
    } finally {
      await deployment.close()
    }
  }, 90_000)

  it('survive the process that acknowledged them', async () => {
    const deployment = await deploy({ kind })
    try {
      const worker = await deployment.start()
      const load = sendNotifications(deployment, worker, 200, 2)
      await until('some are stored', async () => {
        const rows = await deployment.database().db.selectFrom('notices').select('id').limit(100).execute()
        return rows.length === 100 ? true : undefined
      })
      await worker.kill()
      const { acknowledged, lost } = await load
      expect(acknowledged).toBeGreaterThan(0)
      // More may be stored than acknowledged, never fewer.
      expect(lost).toBeLessThanOrEqual(0)
    } finally {
      await deployment.close()
    }
  }, 60_000)
})

describe('the naive BFF', () => {
  it('acknowledges what it never stored', async () => {
    const deployment = await deploy({ kind: 'sqlite' })
    try {
      await (await deployment.start()).kill()
      const load = await sendNotifications(deployment, await deployment.start({ kind: 'naive' }), 50, 1)
      expect([load.acknowledged, load.lost]).toEqual([50, 50])
    } finally {
      await deployment.close()
    }
  }, 60_000)
})
