/** `audit list` and `audit verify`, on the database of a world that runs. */
import { sql } from 'kysely'
import { expect, it, onTestFinished, vi } from 'vitest'
import { runAuditVerify } from '../../src/cli/audit-command.ts'
import { runAuditList } from '../../src/cli/audit-list-command.ts'
import { program } from '../../src/cli/program.ts'
import type { World } from '../support/world.ts'
import { environmentOf, shop, shopper, startWorld } from '../support/world.ts'

function atWorld(world: World): () => string {
  const before = { ...process.env }
  Object.assign(process.env, environmentOf(world))
  const lines: string[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line))
  onTestFinished(() => {
    log.mockRestore()
    process.env = before
    process.exitCode = undefined
  })
  return () => lines.splice(0).join('\n')
}

async function start() {
  const world = await startWorld()
  const checkout = await shop(world).create({ orderReference: 'order-7' })
  const { payment } = (await shopper(world, checkout).pay()).json()
  const headers = { 'idempotency-key': 'one', 'paykka-operator': 'ana' }
  const amount = { value: 99, currency: 'EUR' }
  await shop(world).send('POST', `/v1/payments/${payment.id}/refunds`, { amount }, headers)
  world.clock.advance(60_000)
  const { id } = await shop(world).create()
  world.clock.advance(1000)
  await shop(world).send('POST', `/v1/checkouts/${id}/cancel`, {})
  return { world, payment, printed: atWorld(world) }
}

it('lists who did what, by filters and page by page', async () => {
  const { payment, printed } = await start()
  await runAuditList({ actor: 'ana' })
  expect(printed()).toMatch(
    new RegExp(
      `^number +when +who .*\\n1 .* key key-1 \\(ana\\) +payment.refund +${payment.id} +order-7 +0\\.99 EUR +unknown +req_`,
    ),
  )
  await runAuditList({ limit: 1 })
  const [, cursor = ''] = /--cursor (\S+)$/.exec(printed()) ?? []
  await runAuditList({ limit: 1, cursor, json: true })
  expect(JSON.parse(printed())).toMatchObject({
    data: [{ action: 'checkout.create' }],
    nextCursor: expect.any(String),
  })
  await runAuditList({ action: 'card.remove' })
  expect(printed()).toBe('Nothing to show.')
  await expect(runAuditList({ from: 'today' })).rejects.toThrow('from ')
  await expect(runAuditList({ target: '4111 1111 1111 1111' })).rejects.toThrow('a card number')
})

it('walks the record, and its exit code says when it was tampered with', async () => {
  const { world, printed } = await start()
  await runAuditVerify({})
  expect([printed(), process.exitCode]).toEqual([expect.stringContaining('The record is whole.'), undefined])
  await sql`update audit set amount = 1 where sequence = 1`.execute(world.database.db)
  await runAuditVerify({})
  expect(printed()).toContain('Entry 1 was changed')
  expect(process.exitCode).toBe(1)
})

it('are commands with their options', () => {
  const audit = program.commands.find((command) => command.name() === 'audit')
  expect(audit?.commands.map((command) => command.name())).toEqual(['list', 'verify'])
})
