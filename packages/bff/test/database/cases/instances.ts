/** The processes on one database: which ones run, which have other settings, and since when none ran. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Fingerprints } from '../../../src/jobs/fingerprints.ts'
import type { Heartbeat } from '../../../src/jobs/heartbeat.ts'
import { createHeartbeat } from '../../../src/jobs/heartbeat.ts'
import type { Use } from '../conformance.ts'
import { NOW } from '../rows.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const YEAR = 365 * 24 * HOUR
const DIFFERENT = 'another process on this database has another PayKKa account, host or key'

type Changes = {
  settings?: string
  fingerprints?: Fingerprints
  /** Milliseconds by which its clock is ahead. */
  ahead?: number
  /** PayKKa's clock as its answers show it. */
  skewMs?: number | null
}

export function instanceCases(use: Use): void {
  const lines: string[] = []
  const note = (level: string) => (_facts: object, message: string) => void lines.push(`${level}: ${message}`)
  const log = { info: note('info'), warn: note('warn'), error: note('error') }
  const clock = { now: NOW }
  const isShared = () => use().database.kind === 'postgres'
  const now = () => (isShared() ? Date.now() : clock.now)
  /** PostgreSQL's own clock cannot be moved, so what it wrote becomes older instead. */
  const pass = async (ms: number) => {
    clock.now += ms
    if (!isShared()) return
    await use()
      .db.updateTable('instances')
      .set((eb) => ({ started_at: eb('started_at', '-', ms), seen_at: eb('seen_at', '-', ms) }))
      .execute()
  }
  const process = (owner: string, changes: Changes = {}): Heartbeat => {
    const { settings = 'the same', fingerprints = {}, ahead = 0, skewMs = null } = changes
    return createHeartbeat({
      database: use().database,
      now: () => now() + ahead,
      skewMs: () => skewMs,
      monotonic: () => clock.now,
      log,
      owner,
      settings,
      fingerprints: () => fingerprints,
    })
  }
  const start = async (heartbeat: Heartbeat) => {
    const since = await heartbeat.enter()
    await heartbeat.serve()
    return since
  }
  const minutesAgo = (since: number | null) => (since === null ? null : Math.round((now() - since) / MINUTE))
  /** What a process with a wrong clock of an older version left behind. */
  const setSeen = (owner: string, seen_at: number) =>
    use().db.updateTable('instances').set({ seen_at }).where('id', '=', owner).execute()

  beforeEach(() => {
    lines.length = 0
  })

  describe('the processes on a database', () => {
    it('finds a new database unused, and a process not ready before it serves', async () => {
      const first = process('a')
      expect(minutesAgo(await first.enter())).toBe(0)
      expect([first.isServing(), first.notReadyReasons().length]).toEqual([false, 1])
      await first.serve()
      expect([first.isServing(), first.notReadyReasons()]).toEqual([true, []])
    })

    it.each(['leaves', 'is killed'])('knows until when it was kept, after the last one %s', async (how) => {
      const first = process('a')
      await start(first)
      await pass(MINUTE)
      await first.beat()
      if (how === 'leaves') await first.leave()
      await pass(40 * SECOND)
      expect(await process('b').enter()).toBeNull()
      await pass(80 * SECOND)
      expect(minutesAgo(await process('c').enter())).toBe(2)
    })

    it('does not count one that never served', async () => {
      await start(process('a'))
      await pass(10 * MINUTE)
      expect(minutesAgo(await process('b').enter())).toBe(10)
      expect(minutesAgo(await process('c').enter())).toBe(10)
    })

    it('queries first for a day after a start on an unused database, whatever its clock says', async () => {
      await start(process('a'))
      await pass(10 * MINUTE)
      const next = process('b', { ahead: YEAR })
      await start(next)
      expect(next.askFirstUntil()).toBeGreaterThan(now() + YEAR)
      clock.now += 25 * HOUR
      expect(next.askFirstUntil()).toBe(0)
    })

    it('keeps out a newcomer that is set up otherwise, as long as the others live', async () => {
      if (!isShared()) return
      const old = process('a')
      await start(old)
      await pass(SECOND)
      const newcomer = process('b', { settings: 'another key' })
      await start(newcomer)
      await old.beat()
      expect([old.notReadyReasons(), newcomer.notReadyReasons()]).toEqual([[], [DIFFERENT]])
      await pass(MINUTE)
      await newcomer.beat()
      expect(newcomer.notReadyReasons()).toEqual([])
    })

    it('lets the next one in at once when the other has left', async () => {
      const old = process('a')
      await start(old)
      await old.leave()
      const next = process('b', { settings: 'another key' })
      await start(next)
      expect(next.notReadyReasons()).toEqual([])
    })

    it('takes any other process on a SQLite file for dead: only one can hold it', async () => {
      if (isShared()) return
      await start(process('killed'))
      const next = process('b', { settings: 'another key' })
      await start(next)
      expect(next.notReadyReasons()).toEqual([])
    })
  })

  describe('a process whose clock is wrong', () => {
    it('keeps nobody else out, alive or dead', async () => {
      const wrong = process('wrong', { ahead: YEAR })
      await start(wrong)
      const right = process('right')
      await start(right)
      await wrong.beat()
      await right.beat()
      expect(right.notReadyReasons()).toEqual([])
      await pass(MINUTE)
      const next = process('next')
      await start(next)
      expect(next.notReadyReasons()).toEqual([])
    })

    it('is detected by the time of the database until that of PayKKa is known', async () => {
      if (!isShared()) return
      const wrong = process('wrong', { ahead: -HOUR })
      await start(wrong)
      expect(wrong.notReadyReasons()).toEqual([
        expect.stringMatching(/^the clock is 3[56]\d\d s behind the database's$/),
      ])
      const reported = process('reported', { ahead: HOUR, skewMs: 0 })
      await start(reported)
      expect(reported.notReadyReasons()).toEqual([])
    })

    it('leaves a row in the future that says nothing, unless it moves', async () => {
      if (!isShared()) return
      await start(process('old version', { settings: 'another key' }))
      await setSeen('old version', now() + YEAR)
      const next = process('b')
      await start(next)
      await next.beat()
      expect(next.notReadyReasons()).toEqual([])
      await setSeen('old version', now() + YEAR + 10 * SECOND)
      await next.beat()
      expect(next.notReadyReasons()).toEqual([DIFFERENT])
      clock.now += MINUTE
      await next.beat()
      expect(next.notReadyReasons()).toEqual([])
    })

    it('does not hide that no process used the database', async () => {
      await start(process('a'))
      await start(process('wrong'))
      await setSeen('wrong', now() + YEAR)
      await pass(10 * MINUTE)
      await setSeen('wrong', now() + YEAR)
      expect(minutesAgo(await process('c').enter())).toBe(10)
    })
  })

  describe('processes that are set up otherwise', () => {
    it('say once which settings differ, and once that they agree again', async () => {
      if (!isShared()) return
      const ours = { BFF_MASTER_KEY: 'k', TRUST_PROXY: 'a', BFF_PUBLIC_URL: 'u' }
      const first = process('a', { fingerprints: ours })
      await start(first)
      const second = process('b', { fingerprints: { ...ours, TRUST_PROXY: 'b', CARD_ENTRY: 'new' } })
      await start(second)
      for (let beat = 0; beat < 3; beat++) await first.beat()
      const reported = `warn: another process on this database has another TRUST_PROXY: use the same settings, and restart the wrong one`
      expect([first.differences(), second.differences()]).toEqual([['TRUST_PROXY'], ['TRUST_PROXY']])
      expect(lines).toEqual([reported, reported])
      await second.leave()
      await first.beat()
      expect([first.differences(), lines.at(-1)]).toEqual([
        [],
        'info: the processes on this database have the same settings again',
      ])
    })

    it('say of two master keys nothing but that', async () => {
      if (!isShared()) return
      await start(process('a', { fingerprints: { BFF_MASTER_KEY: 'k', TRUST_PROXY: 'a' } }))
      const second = process('b', { fingerprints: { BFF_MASTER_KEY: 'l', TRUST_PROXY: 'b' } })
      await start(second)
      expect(second.differences()).toEqual(['BFF_MASTER_KEY'])
    })
  })
}
