/** When PayKKa is asked for nothing but an answer: rarely while all is well, soon when it is not. */
import { describe, expect, it } from 'vitest'
import { createGatewayWatch } from '../../src/jobs/gateway-watch.ts'
import type { GatewayAnswer } from '../../src/payments/gateway.ts'
import { createGatewayHealth } from '../../src/payments/recovery/gateway-health.ts'
import { createProcessClock } from '../../src/process/process-clock.ts'
import { startWorld } from '../support/world.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const SILENCE: GatewayAnswer = { kind: 'unknown', reason: 'timeout' }

async function bench() {
  const { parts } = await startWorld()
  const time = { real: 1_800_000_000_000, wall: 1_800_000_000_000, monotonic: 0 }
  const lines: string[] = []
  const note = (level: string) => (_facts: object, message: string) => void lines.push(`${level}: ${message}`)
  const monotonic = () => time.monotonic
  const clock = createProcessClock({ wall: () => time.wall, monotonic, needsSignature: true })
  const state = { asked: 0, away: false }
  const query = async (): Promise<GatewayAnswer> => {
    state.asked++
    if (state.away) return SILENCE
    clock.note({ stamp: time.real, date: time.real, signed: true })
    return { kind: 'not_found' }
  }
  const log = { info: note('info'), warn: note('warn'), error: note('error') }
  const watch = createGatewayWatch({
    ...parts,
    ...clock,
    clock,
    log,
    monotonic,
    gateway: { query },
    health: createGatewayHealth({ log, monotonic }),
  })
  /** Looks every two seconds, as the job does. @returns how often PayKKa was asked */
  const run = async (ms: number) => {
    const before = state.asked
    for (let left = ms; left > 0; left -= 2 * SECOND) {
      for (const name of ['real', 'wall', 'monotonic'] as const) time[name] += 2 * SECOND
      await watch.look()
    }
    return state.asked - before
  }
  return { time, clock, state, lines, run }
}

describe('the watch on PayKKa', () => {
  it('asks at once, and then every five minutes while nobody else does', async () => {
    const { run, clock } = await bench()
    expect(await run(2 * SECOND)).toBe(1)
    expect(clock.provenNow()).not.toBe(0)
    expect(await run(HOUR)).toBe(12)
  })

  it('queries ever more rarely while PayKKa is down, logs it once, and detects its return within a minute', async () => {
    const { run, state, lines } = await bench()
    state.away = true
    expect(await run(MINUTE)).toBe(4)
    expect(await run(HOUR)).toBe(60)
    state.away = false
    await run(MINUTE)
    expect(lines).toEqual([
      expect.stringMatching(/^warn: PayKKa gives no answer: requests get no answer\./),
      'info: PayKKa answers again',
    ])
  })

  it('queries within seconds when the clock was set, and logs once that it is wrong and right again', async () => {
    const { run, time, clock, lines } = await bench()
    await run(2 * SECOND)
    time.wall += HOUR
    expect(await run(2 * SECOND)).toBe(1)
    expect(await run(MINUTE)).toBe(0)
    expect([clock.provenNow(), lines]).toEqual([
      time.real,
      ["warn: the clock is 3600 s ahead of PayKKa's: not ready. Set it, and let a time service keep it."],
    ])
    time.wall -= HOUR
    expect(await run(2 * SECOND)).toBe(1)
    expect(lines.slice(1)).toEqual(["info: the clock agrees with PayKKa's again"])
  })
})
