/** `audit.csv`: the record as a file, over HTTP and by the command line. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AuditList } from '@paykka-checkout/shared-types'
import { expect, it, onTestFinished, vi } from 'vitest'
import { exportFile } from '../../src/cli/export-command.ts'
import { csvRows } from '../support/csv-rows.ts'
import { expectProblem } from '../support/refusals.ts'
import type { World } from '../support/world.ts'
import { environmentOf, shop, shopper, startWorld } from '../support/world.ts'

const YEAR = { from: '2026-01-01T00:00:00Z', before: '2027-01-01T00:00:00Z' }

async function worldWithDeeds(): Promise<World> {
  const world = await startWorld()
  for (const orderReference of ['order-1', '=cmd|calc']) {
    const checkout = await shop(world).create({ orderReference })
    world.clock.advance(1000)
    const { payment } = (await shopper(world, checkout).pay()).json()
    world.clock.advance(1000)
    const headers = { 'idempotency-key': randomUUID(), 'paykka-operator': 'ana' }
    await shop(world).send('POST', `/v1/payments/${payment.id}/refunds`, {}, headers)
    world.clock.advance(1000)
  }
  return world
}

const ask = (world: World, query: Record<string, string>) =>
  shop(world).send('GET', `/v1/exports/audit.csv?${new URLSearchParams(query)}`)

it('has the entries of the list, oldest first, and each download has an entry', async () => {
  const world = await worldWithDeeds()
  const file = await ask(world, YEAR)
  expect(file.headers['content-type']).toBe('text/csv; charset=utf-8')
  expect(file.headers['content-disposition']).toBe('attachment; filename="audit.csv"')
  const lines = csvRows(file.body)
  const { data } = (await shop(world).send('GET', '/v1/audit')).json() as AuditList
  const [download, ...listed] = data
  expect(download).toMatchObject({ action: 'export.audit', detail: { rows: 6, personal: 0 } })
  expect(lines.map(({ hash }) => hash)).toEqual(listed.map(({ hash }) => hash).toReversed())
  expect(lines.map(({ action }) => action)).toEqual([
    'checkout.create',
    'payment.create',
    'payment.refund',
    'checkout.create',
    'payment.create',
    'payment.refund',
  ])
  expect(lines.at(-1)).toMatchObject({
    actor: 'key-1',
    operator_claimed: 'ana',
    amount: '10.99',
    currency: 'EUR',
    outcome: 'unknown',
    network: '127.0.0.0/24',
    // A spreadsheet would run it.
    order_reference: "'=cmd|calc",
  })
})

it('takes the filters of the list, and needs a window or a target', async () => {
  const world = await worldWithDeeds()
  expectProblem(await ask(world, {}), 422, 'validation_failed')
  expectProblem(await ask(world, { ...YEAR, columns: 'email' }), 422, 'validation_failed')
  expectProblem(await ask(world, { ...YEAR, target: '4111111111111111' }), 422, 'card_data_refused')
  const refunds = csvRows((await ask(world, { ...YEAR, actor: 'ana', columns: 'action,target' })).body)
  expect(refunds.map(({ action }) => action)).toEqual(['payment.refund', 'payment.refund'])
  const { target = '' } = refunds[0] ?? {}
  expect(csvRows((await ask(world, { target })).body).map(({ action }) => action)).toEqual([
    'payment.create',
    'payment.refund',
  ])
})

it('is the same file by the command line', async () => {
  const world = await worldWithDeeds()
  const before = { ...process.env }
  Object.assign(process.env, environmentOf(world))
  const directory = mkdtempSync(join(tmpdir(), 'paykka-audit-'))
  vi.spyOn(console, 'log').mockImplementation(() => {})
  onTestFinished(() => {
    vi.restoreAllMocks()
    process.env = before
    rmSync(directory, { recursive: true, force: true })
  })
  const out = join(directory, 'audit.csv')
  await exportFile('audit', { ...YEAR, out })
  expect(readFileSync(out, 'utf8')).toBe((await ask(world, YEAR)).body)
  await exportFile('audit', { out, action: 'payment.refund', columns: 'action' })
  expect(csvRows(readFileSync(out, 'utf8'))).toHaveLength(2)
  await expect(exportFile('audit', { out, status: 'succeeded' })).rejects.toThrow('--status')
  await expect(exportFile('payments', { out, actor: 'ana' })).rejects.toThrow('--actor')
})
