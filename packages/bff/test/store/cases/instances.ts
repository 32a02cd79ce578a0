/** The processes on one ledger: who is there, who is set up otherwise, and since when nobody was. */
import { describe, expect, it } from 'vitest'
import type { Presence } from '../../../src/jobs/presence.ts'
import { createPresence } from '../../../src/jobs/presence.ts'
import type { Use } from '../conformance.ts'
import { NOW } from '../rows.ts'

const MINUTE = 60_000
const SKEW = 'the clock is behind that of another process on this ledger'
const DIFFERENT = 'another process on this ledger has another PayKKa account, host or key'

export function instanceCases(use: Use): void {
  const clock = { now: NOW }
  const process = (owner: string, settings = 'the same', ahead = 0): Presence => {
    const log = { info: () => {}, warn: () => {}, error: () => {} }
    return createPresence({ store: use().store, now: () => clock.now + ahead, log, owner, settings })
  }
  const start = async (presence: Presence) => {
    const since = await presence.enter()
    await presence.serve()
    return since
  }

  describe('the processes on a ledger', () => {
    it('finds a new ledger kept by nobody, and a process not open before it serves', async () => {
      const first = process('a')
      expect(await first.enter()).toBe(clock.now)
      expect([first.isServing(), first.obstacles().length]).toEqual([false, 1])
      await first.serve()
      expect([first.isServing(), first.obstacles()]).toEqual([true, []])
    })

    it.each(['leaves', 'is killed'])('knows until when it was kept, after the last one %s', async (how) => {
      const first = process('a')
      await start(first)
      clock.now += MINUTE
      await first.beat()
      if (how === 'leaves') await first.leave()
      const lastSeen = clock.now
      clock.now += MINUTE
      expect(await process('b').enter()).toBeNull()
      clock.now += 1
      expect(await process('c').enter()).toBe(lastSeen)
    })

    it('does not count one that never served', async () => {
      await start(process('a'))
      const lastSeen = clock.now
      clock.now += 10 * MINUTE
      expect(await process('b').enter()).toBe(lastSeen)
      expect(await process('c').enter()).toBe(lastSeen)
    })

    it('keeps out a newcomer that is set up otherwise, as long as the others live', async () => {
      if (use().store.kind === 'sqlite') return
      const old = process('a')
      await start(old)
      clock.now += 1
      const newcomer = process('b', 'another key')
      await start(newcomer)
      await old.beat()
      expect([old.obstacles(), newcomer.obstacles()]).toEqual([[], [DIFFERENT]])
      clock.now += MINUTE
      await newcomer.beat()
      expect(newcomer.obstacles()).toEqual([])
    })

    it('lets the next one in at once when the other has left', async () => {
      const old = process('a')
      await start(old)
      await old.leave()
      const next = process('b', 'another key')
      await start(next)
      expect(next.obstacles()).toEqual([])
    })

    it('takes any other process on a SQLite file for dead: only one can hold it', async () => {
      if (use().store.kind !== 'sqlite') return
      await start(process('killed'))
      const next = process('b', 'another key')
      await start(next)
      expect(next.obstacles()).toEqual([])
    })

    it('notices that another one lives in the future', async () => {
      if (use().store.kind === 'sqlite') return
      await start(process('a', 'the same', 61_000))
      const late = process('b')
      await start(late)
      expect(late.obstacles()).toEqual([SKEW])
    })
  })
}
