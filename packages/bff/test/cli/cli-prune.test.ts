/** `prune`, on the database of a running world, by PayKKa's time. */
import { expect, it, onTestFinished, vi } from 'vitest'
import { program } from '../../src/cli/program.ts'
import { runPrune } from '../../src/cli/prune-command.ts'
import type { World } from '../support/world.ts'
import { environmentOf, shop, shopper, startWorld } from '../support/world.ts'

const DAY = 24 * 60 * 60_000

/** Lets the command work on that world's database, in that world's time. @returns what it prints */
function atWorld(world: World, more: Record<string, string> = {}): () => string {
  const before = { ...process.env }
  Object.assign(process.env, environmentOf(world), more)
  vi.useFakeTimers({ toFake: ['Date'], now: world.clock.now() })
  const lines: string[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line))
  onTestFinished(() => {
    log.mockRestore()
    vi.useRealTimers()
    process.env = before
  })
  return () => lines.splice(0).join('\n')
}

async function oldWorld(): Promise<World> {
  const world = await startWorld()
  await shop(world).create()
  await shopper(world, await shop(world).create()).pay()
  world.clock.advance(91 * DAY)
  return world
}

const left = async (world: World) =>
  (await world.database.db.selectFrom('checkouts').select('order_reference').execute()).map(
    (row) => row.order_reference,
  )

it('says what would go by kind and day, then does it', async () => {
  const world = await oldWorld()
  const printed = atWorld(world)
  await runPrune({ dryRun: true })
  const plan = printed()
  expect(plan).toMatch(
    /checkouts that were never paid: 1 from before 2026-06-02T\S+ would go\n {4}2026-06-01 {2}1\n/,
  )
  expect(plan).toContain('paid checkouts with their payments: kept forever')
  expect(await left(world)).toHaveLength(2)
  await runPrune({ json: true })
  const { kinds } = JSON.parse(printed())
  expect(kinds).toContainEqual({
    kind: 'unpaid',
    before: expect.stringMatching(/^2026-06-02T/),
    rows: 1,
    days: { '2026-06-01': 1 },
  })
  expect(await left(world)).toEqual(['order-2'])
  const entries = await world.database.db.selectFrom('audit').selectAll().execute()
  expect(entries).toMatchObject([{ actor_type: 'cli', action: 'retention.prune', outcome: 'done' }])
})

it('says what stays although it is old, and why', async () => {
  const world = await startWorld()
  await shopper(world, await shop(world).create({ capture: 'manual' })).pay()
  world.clock.advance(800 * DAY)
  const printed = atWorld(world)
  await runPrune({ dryRun: true })
  expect(printed()).toContain(
    'kept although old: 1 of the paid checkouts, of their personal data, the oldest of 2026-06-01T12:00:00',
  )
})

it('forgets nothing while PayKKa does not confirm the time, and compacts only for itself', async () => {
  const world = await oldWorld()
  atWorld(world, { PAYKKA_API_URL: 'http://127.0.0.1:9' })
  await expect(runPrune({})).rejects.toThrow('does not confirm the time')
  await expect(runPrune({ dryRun: true, compact: true })).rejects.toThrow('a dry run')
  expect(await left(world)).toHaveLength(2)
  atWorld(world)
  await expect(runPrune({ compact: true })).rejects.toThrow('in use by another process')
})

it('is a command with its options', () => {
  const options = program.commands.find((command) => command.name() === 'prune')?.options
  expect(options?.map(({ long }) => long)).toEqual(['--dry-run', '--compact', '--json'])
})
