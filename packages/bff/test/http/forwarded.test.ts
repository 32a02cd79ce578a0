/** A proxy that TRUST_PROXY does not name: reported in the log and to doctor only. */
import { describe, expect, it } from 'vitest'
import { DOCTOR_HEADER, doctorProof } from '../../src/http/forwarded.ts'
import type { World } from '../support/world.ts'
import { SECRET_KEY, startWorld } from '../support/world.ts'

const FORWARDED = { 'x-forwarded-for': '203.0.113.7' }
const KEY = { [DOCTOR_HEADER]: doctorProof(SECRET_KEY, 'nonce1') }
const warnings = (world: World) =>
  world.logs.map((line) => JSON.parse(line)).filter(({ msg }) => /TRUST_PROXY does not name/.test(msg))

describe('X-Forwarded-For', () => {
  it('of an unknown peer is logged once an hour, with the peer', async () => {
    const world = await startWorld()
    for (let count = 0; count < 3; count++) await world.app.inject({ url: '/healthz', headers: FORWARDED })
    expect(warnings(world)).toEqual([expect.objectContaining({ level: 40, peer: '127.0.0.1' })])
    world.clock.advance(61 * 60_000)
    await world.app.inject({ url: '/healthz', headers: FORWARDED })
    expect(warnings(world)).toHaveLength(2)
  })

  it('of a trusted peer, or none at all, is not logged', async () => {
    const world = await startWorld({ env: { TRUST_PROXY: '127.0.0.1/32' } })
    await world.app.inject({ url: '/healthz', headers: FORWARDED })
    await world.app.inject({ url: '/healthz' })
    expect(warnings(world)).toEqual([])
  })

  it('is answered only to callers with a secret key', async () => {
    const [unknown, trusted] = [
      await startWorld(),
      await startWorld({ env: { TRUST_PROXY: '127.0.0.1/32' } }),
    ]
    const reported = async (world: World, headers: Record<string, string>) =>
      (await world.app.inject({ url: '/healthz', headers })).headers['x-paykka-proxy']
    expect([
      await reported(unknown, { ...KEY, ...FORWARDED }),
      await reported(trusted, { ...KEY, ...FORWARDED }),
      await reported(unknown, KEY),
      await reported(unknown, FORWARDED),
      await reported(unknown, { [DOCTOR_HEADER]: doctorProof('another key', 'nonce1') }),
      await reported(unknown, { [DOCTOR_HEADER]: KEY[DOCTOR_HEADER]?.replace('nonce1', 'nonce2') ?? '' }),
    ]).toEqual(['untrusted 127.0.0.1', 'trusted 127.0.0.1', 'none', undefined, undefined, undefined])
    expect(KEY[DOCTOR_HEADER]).not.toContain(SECRET_KEY)
  })
})
