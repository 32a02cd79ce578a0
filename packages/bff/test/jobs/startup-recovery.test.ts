/** When a process opens for payments: at once, after PayKKa was asked, or when PayKKa keeps silent for too long. */
import { describe, expect, it } from 'vitest'
import { transIdKey } from '../../src/config/derived-keys.ts'
import { lastTakenUp } from '../../src/jobs/heartbeat.ts'
import type { StartupRecoveryParts } from '../../src/jobs/startup-recovery.ts'
import { recoverAtStartup } from '../../src/jobs/startup-recovery.ts'
import type { Gateway } from '../../src/payments/gateway.ts'
import { shop, startWorld } from '../support/world.ts'

const NEVER = new Promise<never>(() => {})

async function bench(query: Gateway['query'], unkept: boolean) {
  const world = await startWorld()
  await shop(world).create()
  const reported: string[] = []
  const late: { report?: () => void } = {}
  const asked = new Promise<void>((resolve) => {
    late.report = resolve
  })
  const parts: StartupRecoveryParts = {
    ...world.parts,
    transIdKey: transIdKey(world.config),
    gateway: {
      ...world.parts.gateway,
      query: (reference) => {
        reported.push('asked')
        late.report?.()
        return query(reference)
      },
    },
    gatewayWatch: { ask: async () => {} },
    heartbeat: {
      enter: async () => (unkept ? world.clock.now() : null),
      serve: async () => void reported.push('open'),
    },
    pause: async () => {},
    timeout: () => NEVER,
  }
  return { reported, parts, asked }
}

describe('a process that starts', () => {
  it('accepts payments at once on a database that was in use', async () => {
    const { reported, parts } = await bench(async () => ({ kind: 'not_found' }), false)
    await (await recoverAtStartup(parts)).done
    expect(reported).toEqual(['open'])
  })

  it('queries first on an unused database', async () => {
    const { reported, parts } = await bench(async () => ({ kind: 'not_found' }), true)
    await (await recoverAtStartup(parts)).done
    expect(reported).toEqual(['asked', 'open'])
  })

  it('opens in the end when PayKKa keeps silent', async () => {
    const { reported, parts, asked } = await bench(() => NEVER, true)
    await (await recoverAtStartup({ ...parts, timeout: () => asked })).done
    expect(reported).toEqual(['asked', 'open'])
  })

  it('asks again when that failed', async () => {
    let questions = 0
    const query = async () => {
      if (++questions === 1) throw new Error('Connection terminated')
      return { kind: 'not_found' as const }
    }
    const { reported, parts } = await bench(query, true)
    await (await recoverAtStartup(parts)).done
    expect(reported).toEqual(['asked', 'asked', 'open'])
  })

  it('does not open any more once it is stopped', async () => {
    const late: { answer?: () => void } = {}
    const silence = new Promise<void>((resolve) => {
      late.answer = resolve
    })
    const { reported, parts, asked } = await bench(
      () => silence.then(() => ({ kind: 'not_found' as const })),
      true,
    )
    const opening = await recoverAtStartup(parts)
    await asked
    const stopped = opening.stop()
    late.answer?.()
    await Promise.all([stopped, opening.done])
    expect(reported).toEqual(['asked'])
  })
})

describe('a database that no process used for a while', () => {
  const MINUTE = 60_000
  const lives = (...minutes: [from: number, to: number][]) =>
    minutes.map(([from, to]) => ({ started_at: from * MINUTE, seen_at: to * MINUTE }))

  it.each([
    ['never served', lives(), null],
    ['new', lives([0, 9]), null],
    ['restarted at once', lives([0, 9], [10, 20]), null],
    ['kept by another process meanwhile', lives([0, 9], [5, 30], [29, 40]), null],
    ['taken up after a gap', lives([0, 9], [12, 20]), 12],
    ['taken up twice', lives([0, 9], [12, 20], [30, 40]), 30],
    ['in any order', lives([30, 40], [0, 9], [12, 20]), 30],
  ])('%s', (_name, lived, minute) => {
    expect(lastTakenUp(lived)).toBe(minute === null ? null : minute * MINUTE)
  })
})
