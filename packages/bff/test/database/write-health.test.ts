/** Whether the database takes writes, by probes and by real ones, logged once per change. */
import { describe, expect, it } from 'vitest'
import { createWriteHealth } from '../../src/database/write-health.ts'

const FULL = Object.assign(new Error('disk full'), { code: '53100' })
const LATE = Object.assign(new Error('late'), { code: '57014' })
const BROKEN_RULE = Object.assign(new Error('twice'), { code: '23505' })

function start() {
  const said: string[] = []
  const woken: number[] = []
  const clock = { now: 5000 }
  const log = {
    warn: (_: unknown, message: string) => void said.push(`warn ${message}`),
    error: ({ reason }: Record<string, unknown>, message: string) =>
      void said.push(`error ${reason} ${message}`),
  }
  const health = createWriteHealth(
    log,
    () => woken.push(clock.now),
    () => clock.now,
  )
  return { health, said, woken, clock, reason: () => health.failure()?.reason ?? null }
}

describe('the health of writes', () => {
  it('is lost with one failed write, logged once, and recovers with the next probe', () => {
    const { health, said, reason } = start()
    for (let count = 0; count < 5; count++) health.failed(FULL)
    health.probed(FULL)
    expect(reason()).toBe('full')
    health.probed()
    health.probed()
    expect(reason()).toBeNull()
    expect(said).toEqual([
      'error full The database cannot be written. Its disk is full: make space.',
      'warn The database can be written again.',
    ])
    expect([...health.failures()]).toEqual([['full', 5]])
  })

  it('logs every reason once until it works again', () => {
    const { health, said, reason } = start()
    const GONE = Object.assign(new Error('gone'), { code: 'ECONNREFUSED' })
    for (const error of [GONE, FULL, GONE, FULL]) health.failed(error)
    expect([said.length, reason()]).toEqual([2, 'full'])
    health.probed()
    health.failed(GONE)
    expect([said.length, reason()]).toEqual([4, 'unreachable'])
  })

  it('is not lost by a broken rule, nor by one late statement, about which the probe decides', () => {
    const { health, woken, reason } = start()
    health.failed(BROKEN_RULE)
    expect([reason(), woken, health.isSuspect()]).toEqual([null, [], false])
    health.failed(LATE)
    expect([reason(), woken, health.isSuspect()]).toEqual([null, [5000], true])
    health.probed(LATE)
    expect([reason(), health.isSuspect()]).toEqual(['slow', false])
  })

  it('wakes the probe once a second at most', () => {
    const { health, woken, clock } = start()
    for (const now of [5000, 5001, 5999, 6000, 6500, 7000]) {
      clock.now = now
      health.failed(FULL)
    }
    expect(woken).toEqual([5000, 6000, 7000])
  })

  it('believes a probe less each time real writes fail right after it', () => {
    const { health, clock, reason } = start()
    const redFor = () => {
      const from = clock.now
      for (; reason() !== null; clock.now += 1000) health.probed()
      return clock.now - from
    }
    const found: number[] = []
    for (let count = 0; count < 7; count++) {
      health.failed(FULL)
      found.push(redFor() / 1000)
    }
    expect(found).toEqual([1, 11, 21, 41, 81, 161, 301])
    // A while without failures, and one failure is one again.
    clock.now += 60_000
    health.failed(FULL)
    expect(redFor()).toBe(1000)
  })

  it('believes no probe for ten seconds after damage: a page that is broken stays so', () => {
    const { health, clock, reason } = start()
    health.failed(Object.assign(new Error('malformed'), { code: 'ERR_SQLITE_ERROR', errcode: 11 }))
    const seen: (string | null)[] = []
    for (const pause of [1000, 8000, 1000]) {
      clock.now += pause
      health.probed()
      seen.push(reason())
    }
    expect(seen).toEqual(['damaged', 'damaged', null])
  })
})
