/** Nothing is sent before the attempt is on disk, and no result is answered before it is on disk. */
import { expect, it } from 'vitest'
import type { Disk } from '../../src/database/write-ahead-log.ts'
import { realDisk } from '../../src/database/write-ahead-log.ts'
import { shop, shopper, startWorld } from '../support/world.ts'

/** Delays each sync from a moment on, until the test releases it. */
function holdableDisk() {
  const waiting: (() => void)[] = []
  const hold = { on: false }
  const disk: Disk = {
    ...realDisk,
    sync: async (file) => {
      if (hold.on) await new Promise<void>((resolve) => waiting.push(resolve))
      await realDisk.sync(file)
    },
  }
  return { disk, waiting, hold }
}

it('sends when the disk has the attempt, and answers when it has the result', async () => {
  const { disk, waiting, hold } = holdableDisk()
  const world = await startWorld({ disk })
  const buyer = shopper(world, await shop(world).create())
  const attempts = () => world.emulator.ledger().attempts.length
  hold.on = true
  const reported: number[] = []
  const paid = buyer.pay().then((response) => {
    reported.push(attempts())
    return response
  })
  await expect.poll(() => waiting.length).toBe(1)
  expect(attempts()).toBe(0)
  waiting[0]?.()
  await expect.poll(() => waiting.length).toBe(2)
  expect([attempts(), reported]).toEqual([1, []])
  hold.on = false
  waiting[1]?.()
  expect((await paid).json().payment.status).toBe('succeeded')
  expect(reported).toEqual([1])
})
