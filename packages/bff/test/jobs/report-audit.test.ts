/** `audit.recorded`: only for endpoints that name it, each entry at least once, in order, and none is given up. */
import { AuditEvent } from '@paykka-checkout/shared-types'
import { Value } from 'typebox/value'
import { expect, it } from 'vitest'
import { takes } from '../../src/config/event-endpoints.ts'
import type { EventTarget } from '../../src/jobs/deliver-events.ts'
import { reportAudit } from '../../src/jobs/report-audit.ts'
import type { World } from '../support/world.ts'
import { shop, startWorld } from '../support/world.ts'

type Sent = { id: string; payload: string }

/** An endpoint with these types, which answers with the given errors in turn, then accepts. */
function endpoint(types: string[], ...errors: string[]) {
  const received: Sent[] = []
  const target: EventTarget = {
    name: 'audit',
    takes: (type) => takes({ types }, type),
    send: async (event) => {
      received.push(event)
      return errors.shift() ?? null
    },
  }
  return { received, target }
}

function reporter(world: World, ...targets: EventTarget[]) {
  const { database, clock, parts } = world
  const time = { now: clock.now, provenNow: parts.provenNow }
  return () => {
    clock.advance(6000)
    return reportAudit({ database, ...time, random: () => 0.5, targets, log: parts.log })
  }
}

const entriesOf = (received: Sent[]) =>
  received.map(({ payload }) => {
    const event: unknown = JSON.parse(payload)
    if (!Value.Check(AuditEvent, event)) throw new Error('no event of the audit record')
    return event.data.entry
  })

it('reports each new entry in order, from the first run on', async () => {
  const world = await startWorld()
  await shop(world).create()
  const { received, target } = endpoint(['payment.*', 'audit.recorded'])
  const report = reporter(world, target)
  expect(await report()).toBe(0)
  const ids: string[] = []
  for (let count = 0; count < 45; count++) ids.push((await shop(world).create()).id)
  expect(await report()).toBe(45)
  expect(entriesOf(received).map((entry) => entry.target.id)).toEqual(ids)
  expect(new Set(received.map(({ id }) => id)).size).toBe(45)
  expect(await report()).toBe(0)
  expect(received).toHaveLength(45)
})

it('goes to no endpoint that did not ask for it', async () => {
  const world = await startWorld()
  const { received, target } = endpoint([])
  const report = reporter(world, target)
  await report()
  await shop(world).create()
  expect(await report()).toBe(0)
  expect(received).toEqual([])
})

it('is sent again, with the same id, until every endpoint has accepted it', async () => {
  const world = await startWorld()
  const one = endpoint(['audit.recorded'], 'http_500', 'http_503')
  const other = endpoint(['audit.recorded'])
  const report = reporter(world, one.target, other.target)
  await report()
  await shop(world).create()
  await expect(report()).rejects.toThrow('http_500')
  await expect(report()).rejects.toThrow('http_503')
  expect(await report()).toBe(1)
  expect(new Set([...one.received, ...other.received].map(({ id }) => id)).size).toBe(1)
  expect([one.received.length, other.received.length]).toEqual([3, 3])
})
