/** Counting alone, counting together in Redis, and counting on when Redis goes away. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import getPort from 'get-port'
import type { Redis } from 'ioredis'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { clientKey, createMatcher } from '../../src/limits/client-key.ts'
import { createLimiter } from '../../src/limits/limiter.ts'
import { DEFAULT_LIMITS, parseLimits } from '../../src/limits/limits.ts'
import { connectRedis } from '../../src/limits/redis.ts'

const limits = parseLimits('ip=4/600')
/** As long as an answer may take on a busy machine. */
const BUSY_MACHINE_MS = 20_000
const silent = { warn: () => {} }

describe('one process', () => {
  it('gives back what was counted, and nothing more', async () => {
    const limiter = createLimiter(limits)
    await limiter.giveBack('ip', 'a')
    for (let count = 0; count < 4; count++) await limiter.add('ip', 'a')
    expect(await limiter.waitFor('ip', 'a')).toBe(600)
    await limiter.giveBack('ip', 'a')
    expect([await limiter.waitFor('ip', 'a'), await limiter.count('ip', 'a')]).toEqual([0, 3])
    for (let count = 0; count < 9; count++) await limiter.giveBack('ip', 'a')
    expect(await limiter.count('ip', 'a')).toBe(0)
  })

  it('is not moved by the wall clock, forward or back', async () => {
    const time = { monotonic: 0 }
    vi.useFakeTimers({ now: 1_800_000_000_000, toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    const limiter = createLimiter(limits, undefined, () => time.monotonic)
    for (let count = 0; count < 4; count++) await limiter.take('ip', 'a')
    for (const moved of [31_536_000_000, -31_536_000_000]) {
      vi.setSystemTime(1_800_000_000_000 + moved)
      expect(await limiter.waitFor('ip', 'a')).toBe(600)
    }
    time.monotonic = 600_000
    expect([await limiter.take('ip', 'a'), await limiter.count('ip', 'a')]).toEqual([0, 1])
  })

  it('admits up to the limit, returns the wait, and starts again after it', async () => {
    vi.useFakeTimers({ now: 1_800_000_000_000 })
    onTestFinished(() => void vi.useRealTimers())
    const limiter = createLimiter(limits)
    const takes = []
    for (let count = 0; count < 6; count++) takes.push(await limiter.take('ip', 'a'))
    expect(takes).toEqual([0, 0, 0, 0, 600, 600])
    expect(await limiter.take('ip', 'b')).toBe(0)
    vi.advanceTimersByTime(599_000)
    expect(await limiter.waitFor('ip', 'a')).toBe(1)
    vi.advanceTimersByTime(1001)
    expect(await limiter.take('ip', 'a')).toBe(0)
  })
})

describe('RATE_LIMITS', () => {
  it('changes what it names and leaves the rest', () => {
    expect(parseLimits('ip=1/2, bin=3/4')).toEqual({
      ...DEFAULT_LIMITS,
      ip: { points: 1, seconds: 2 },
      bin: { points: 3, seconds: 4 },
    })
  })
})

describe('two processes with Redis', () => {
  const server = '/usr/bin/redis-server'

  it.skipIf(!existsSync(server))('count together, and go on alone and stricter when it dies', async () => {
    const port = await getPort()
    const redis = spawn(server, ['--port', String(port), '--save', '', '--appendonly', 'no'], {
      stdio: 'ignore',
    })
    onTestFinished(() => void redis.kill('SIGKILL'))
    const warnings: string[] = []
    const log = { warn: (_facts: unknown, message: string) => void warnings.push(message) }
    const connections = [1, 2].map(() => connectRedis(`redis://127.0.0.1:${port}`, log, BUSY_MACHINE_MS))
    const both = connections.map((connection) => createLimiter(limits, connection))
    onTestFinished(() => {
      for (const limiter of both) limiter.close()
    })
    const [one, two] = both as [(typeof both)[0], (typeof both)[0]]
    await Promise.all(connections.map(({ client }) => until(client)))
    warnings.length = 0
    for (const limiter of [one, two, one, two]) expect(await limiter.take('ip', 'x')).toBe(0)
    expect(await one.take('ip', 'x')).toBeGreaterThan(0)
    expect(await two.take('ip', 'x')).toBeGreaterThan(0)

    for (const limiter of [one, two]) await limiter.add('bin', 'z')
    await one.giveBack('bin', 'z')
    expect([await one.count('bin', 'z'), await two.count('bin', 'z')]).toEqual([1, 1])

    redis.kill('SIGKILL')
    await once(redis, 'exit')
    const takes = []
    for (let count = 0; count < 4; count++) takes.push((await one.take('ip', 'y')) === 0)
    expect(takes).toEqual([true, true, false, false])
    expect(warnings.filter((text) => text.includes('not used'))).toEqual([
      expect.stringMatching(/^Redis is not used: it cannot be reached\..* counts limits alone/),
    ])
  })

  it('is never unlimited when Redis was never there', async () => {
    const limiter = createLimiter(limits, connectRedis('redis://127.0.0.1:1', silent))
    onTestFinished(() => limiter.close())
    const takes = []
    for (let count = 0; count < 4; count++) takes.push((await limiter.take('ip', 'y')) === 0)
    expect(takes).toEqual([true, true, false, false])
    expect(await limiter.add('bin', 'z')).toBe(1)
    expect(await limiter.count('bin', 'z')).toBe(1)
  })
})

/** The server may still be starting; the client tries again by itself. */
async function until(client: Redis): Promise<void> {
  if (client.status !== 'ready') await new Promise<void>((resolve) => client.once('ready', () => resolve()))
}

describe('clientKey', () => {
  const rows: [string, string][] = [
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
    ['::1', '::/64'],
    ['', 'unknown'],
    ['localhost', 'unknown'],
  ]
  it.each(rows)('%s is %s', (ip, key) => {
    expect(clientKey(ip)).toBe(key)
  })
})

describe('createMatcher', () => {
  const matches = createMatcher(['10.0.0.0/8', '192.0.2.1', '2001:db8::/32', '2001:db9:1::1'])
  const rows: [string, boolean][] = [
    ['10.1.2.3', true],
    ['::ffff:10.1.2.3', true],
    ['11.1.2.3', false],
    ['192.0.2.1', true],
    ['192.0.2.2', false],
    ['2001:db8::1', true],
    ['2001:db9::1', false],
    ['2001:db9:1::1', true],
    ['2001:db9:1::2', false],
    ['nonsense', false],
  ]
  it.each(rows)('%s: %s', (ip, expected) => {
    expect(matches(ip)).toBe(expected)
  })
})
