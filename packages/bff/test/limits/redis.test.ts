/** Redis that hangs, refuses or is slow: payments wait for it once and briefly, it is logged once, and Redis is used again. */
import { stat } from 'node:fs/promises'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { redisChecks } from '../../src/doctor/redis-check.ts'
import { createLimiter } from '../../src/limits/limiter.ts'
import { parseLimits } from '../../src/limits/limits.ts'
import { connectRedis, untilKnown } from '../../src/limits/redis.ts'
import { createBreaker } from '../../src/limits/redis-breaker.ts'
import { shop, shopper, startWorld } from '../support/world.ts'
import type { Mood } from './fake-redis.ts'
import { startFakeRedis } from './fake-redis.ts'

const DEADLINE_MS = 100

async function start() {
  const redis = await startFakeRedis()
  const said: string[] = []
  const shared = connectRedis(redis.url, { warn: (_, message) => void said.push(message) }, DEADLINE_MS)
  const limiter = createLimiter(parseLimits('ip=4/600'), shared)
  onTestFinished(() => {
    limiter.close()
    redis.close()
  })
  await untilKnown(shared, 5000)
  return { redis, said, limiter, ...shared }
}

const TROUBLES: [Mood, RegExp][] = [
  ['hang', /does not answer in time/],
  ['slow', /does not answer in time/],
  ['READONLY', /only takes reads\. Point REDIS_URL at the primary/],
  ['OOM', /no memory left/],
  ['NOPERM', /may not run scripts/],
]

describe('a Redis that is well', () => {
  it('counts, and nothing is logged', async () => {
    const { limiter, said, breaker, redis } = await start()
    const takes = []
    for (let count = 0; count < 5; count++) takes.push(await limiter.take('ip', 'a'))
    expect(takes.map((wait) => wait > 0)).toEqual([false, false, false, false, true])
    expect([
      await limiter.count('ip', 'a'),
      await limiter.count('ip', 'b'),
      await limiter.waitFor('ip', 'a'),
    ]).toEqual([5, 0, 60])
    expect([said, breaker.isUsed(), redis.counted.size]).toEqual([[], true, 1])
  })
})

describe.each(TROUBLES)('a Redis in trouble (%s)', (mood, reported) => {
  it('is not used after a moment, logged once, and limits hold, stricter', async () => {
    const { limiter, said, breaker, redis } = await start()
    redis.mood = mood
    // One command is enough to learn of a refusal or a silence; three in a row must be slow.
    for (let count = 0; breaker.isUsed() && count < 50; count++) await limiter.take('ip', `someone ${count}`)
    expect(breaker.isUsed()).toBe(false)
    const asked = redis.counted.size
    const takes = []
    for (let count = 0; count < 4; count++) takes.push((await limiter.take('ip', 'a')) === 0)
    expect([takes, redis.counted.size]).toEqual([[true, true, false, false], asked])
    expect(said).toEqual([expect.stringMatching(reported)])
    expect(await limiter.count('bin', 'never seen')).toBe(0)
    expect(said).toHaveLength(1)
  })

  it('is noticed by reading, too', async () => {
    const { limiter, said, redis } = await start()
    redis.mood = mood
    for (let count = 0; count < 4; count++) expect(await limiter.count('ip', 'a')).toBe(0)
    expect(said).toEqual(mood === 'READONLY' ? [] : [expect.stringMatching(reported)])
  })

  it('is named by doctor', async () => {
    const redis = await startFakeRedis()
    onTestFinished(() => redis.close())
    redis.mood = mood
    const [check] = redisChecks(redis.url)
    const seen = await check?.run()
    expect(seen).toMatchObject({
      status: 'failed',
      said: expect.stringMatching(mood === 'hang' ? /answer in time|reached/ : reported),
    })
  })
})

describe('doctor', () => {
  it('finds a Redis that is well, one that is not there, and none', async () => {
    const redis = await startFakeRedis()
    onTestFinished(() => redis.close())
    const look = async (url: string | undefined) => redisChecks(url)[0]?.run()
    expect(await look(redis.url)).toMatchObject({ status: 'ok' })
    expect(await look('redis://127.0.0.1:9')).toMatchObject({
      status: 'failed',
      said: expect.stringMatching(/cannot be reached/),
    })
    expect(await look(undefined)).toMatchObject({ status: 'skipped' })
  })
})

describe('the breaker', () => {
  function breaker() {
    const said: string[] = []
    const clock = { now: 0 }
    const asked = { times: 0 }
    const log = { warn: (_: unknown, message: string) => void said.push(message) }
    const made = createBreaker(log, DEADLINE_MS, () => clock.now)
    const ask = (outcome: () => Promise<number>) =>
      made.ask(() => {
        asked.times++
        return outcome()
      })
    return { ...made, ask, said, clock, asked }
  }
  const fails = () => Promise.reject(new Error('OOM'))

  it('lets one command try it after five seconds, and the rest when that succeeds', async () => {
    const { ask, clock, asked, said, isUsed } = breaker()
    await expect(ask(fails)).rejects.toThrow('OOM')
    await expect(ask(async () => 1)).rejects.toThrow('left alone')
    expect(asked.times).toBe(1)
    clock.now = 5000
    const trial = Promise.withResolvers<number>()
    const trying = ask(() => trial.promise)
    await expect(ask(async () => 1)).rejects.toThrow('left alone')
    trial.resolve(7)
    expect([await trying, isUsed(), await ask(async () => 1)]).toEqual([7, true, 1])
    expect(said).toEqual([expect.stringContaining('not used'), expect.stringContaining('used again')])
  })

  it('stays open when the trial fails, without another word', async () => {
    const { ask, clock, said, isUsed } = breaker()
    for (const now of [0, 5000, 10_000]) {
      clock.now = now
      await expect(ask(fails)).rejects.toThrow('OOM')
    }
    expect([said.length, isUsed()]).toEqual([1, false])
  })

  it('opens at the third slow answer in a row', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const { ask, isUsed } = breaker()
    const takes = async (ms: number) => {
      const answer = Promise.withResolvers<number>()
      const asked = ask(() => answer.promise)
      await vi.advanceTimersByTimeAsync(ms)
      answer.resolve(ms)
      await asked
    }
    for (const ms of [60, 60, 10, 60, 60]) await takes(ms)
    expect(isUsed()).toBe(true)
    await takes(60)
    expect(isUsed()).toBe(false)
  })

  it('takes an answer that came while the process was busy', async () => {
    const { ask, isUsed } = breaker()
    const answers = Array.from({ length: 3 }, async () => ask(async () => (await stat('/')).nlink))
    const until = performance.now() + 2 * DEADLINE_MS
    while (performance.now() < until);
    expect((await Promise.all(answers)).every((links) => links > 0)).toBe(true)
    expect(isUsed()).toBe(true)
  })
})

it('a purchase goes on while Redis hangs, and the metric says so', async () => {
  const redis = await startFakeRedis()
  onTestFinished(() => redis.close())
  const METRICS_TOKEN = 'm'.repeat(32)
  const world = await startWorld({ env: { REDIS_URL: redis.url, METRICS_TOKEN, RATE_LIMIT_EXEMPT: '' } })
  const used = async () => {
    const headers = { authorization: `Bearer ${METRICS_TOKEN}` }
    const { body } = await world.app.inject({ method: 'GET', url: '/metrics', headers })
    return /^paykka_redis_used (\d)$/m.exec(body)?.[1]
  }
  let orders = 0
  const pay = async () => {
    const checkout = await shop(world).create({ orderReference: `order-${++orders}` })
    return (await shopper(world, checkout).pay()).json().payment.status
  }
  // A busy machine can be too late for the first answer: then Redis is asked again soon.
  const usedAfterPaying = async () => [await pay(), await used(), redis.counted.size > 2]
  await expect.poll(usedAfterPaying, { timeout: 20_000, interval: 500 }).toEqual(['succeeded', '1', true])
  redis.mood = 'hang'
  expect(await pay()).toBe('succeeded')
  expect(await used()).toBe('0')
  const reported = world.logs.map((line) => JSON.parse(line)).filter(({ msg }) => /Redis/.test(msg))
  expect(reported.at(-1)).toMatchObject({ level: 40, msg: expect.stringMatching(/does not answer in time/) })
})
