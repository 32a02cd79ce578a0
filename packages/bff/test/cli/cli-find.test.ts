/** `payment find` and `list`, `dispute` and `export`, on the database of a running world. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { listDisputesOf, showDispute } from '../../src/cli/dispute-command.ts'
import { exportFile } from '../../src/cli/export-command.ts'
import { findPaymentBy, listPaymentsOf } from '../../src/cli/find-command.ts'
import { program } from '../../src/cli/program.ts'
import { saveDispute } from '../../src/database/dispute-rows.ts'
import { disputeRow } from '../database/rows.ts'
import type { World } from '../support/world.ts'
import { environmentOf, shop, shopper, startWorld } from '../support/world.ts'

/** Lets the command read that world's database. @returns what it prints */
function atWorld(world: World): () => string {
  const before = { ...process.env }
  Object.assign(process.env, environmentOf(world))
  const lines: string[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line))
  onTestFinished(() => {
    log.mockRestore()
    process.env = before
  })
  return () => lines.splice(0).join('\n')
}

async function start() {
  const world = await startWorld()
  const shopperOf = { shopper: { reference: 'ada', email: 'ada@shop.example' } }
  const checkout = await shop(world).create({ orderReference: 'order-1001', ...shopperOf })
  const { payment } = (await shopper(world, checkout).pay()).json()
  world.clock.advance(1000)
  const other = await shop(world).create({ orderReference: 'order-1002' })
  await shopper(world, other).pay({ card: { number: '4000000000000002' } })
  return { payment, printed: atWorld(world), world }
}

describe('payment find', () => {
  it('takes whatever an operator has in hand', async () => {
    const { payment, printed } = await start()
    for (const typed of ['order-1001', 'ada@shop.example', '4242', payment.id, payment.supportCode]) {
      await findPaymentBy(typed, {})
      expect(printed(), typed).toContain(payment.id)
    }
    await findPaymentBy('order-100', {})
    expect(printed().split('\n')).toHaveLength(3)
    await findPaymentBy(payment.supportCode.replace('-', '').toLowerCase(), { json: true })
    expect(JSON.parse(printed())).toMatchObject([{ payment: payment.id, order: 'order-1001' }])
    await findPaymentBy('order-9', { json: true })
    expect(JSON.parse(printed())).toEqual({ data: [], nextCursor: null })
  })

  it('says where the code of an error leads', async () => {
    const { printed } = await start()
    await findPaymentBy('AAAA-AAAA', {})
    expect(printed()).toContain('look for req_AAAAAAAA in the log')
  })

  it.each(['4111 1111 1111 1111', '4111111111111111'])('takes no card number: %s', async (number) => {
    const { printed } = await start()
    await expect(findPaymentBy(number, {})).rejects.toThrow('last four')
    await expect(listPaymentsOf({ orderReference: number })).rejects.toThrow('last four')
    expect(printed()).toBe('')
  })
})

describe('payment list', () => {
  it('takes the filters of the list, page by page', async () => {
    const { payment, printed } = await start()
    await listPaymentsOf({ status: 'succeeded', last4: '4242', currency: 'EUR', limit: 5 })
    expect(printed()).toMatch(
      new RegExp(`^payment .*\\n${payment.id} .* succeeded +10\\.99 EUR .* order-1001 `),
    )
    await listPaymentsOf({ limit: 1, oldest: true })
    const [, cursor = ''] = /--cursor (\S+)$/.exec(printed()) ?? []
    await listPaymentsOf({ limit: 1, oldest: true, cursor, json: true })
    expect(JSON.parse(printed())).toMatchObject({
      data: [{ orderReference: 'order-1002' }],
      nextCursor: null,
    })
  })

  it('says which option is wrong', async () => {
    await start()
    await expect(listPaymentsOf({ status: 'paid' })).rejects.toThrow('status may hold: sending')
    await expect(listPaymentsOf({ cursor: 'x' })).rejects.toThrow('This cursor is not of a list')
  })

  it('has an option for each filter it takes', () => {
    const payment = program.commands.find((command) => command.name() === 'payment')
    const list = payment?.commands.find((command) => command.name() === 'list')
    const names = list?.options.map((option) => option.attributeName())
    expect(names).toEqual(
      expect.arrayContaining(['status', 'attention', 'cardBrand', 'orderReference', 'last4', 'from']),
    )
  })
})

describe('payment find', () => {
  it('looks into a window', async () => {
    const { payment, printed } = await start()
    await findPaymentBy('4242', { from: '2026-06-01T00:00:00Z', before: '2026-06-02T00:00:00Z' })
    expect(printed()).toContain(payment.id)
    await findPaymentBy('4242', { before: '2026-06-01T00:00:00Z' })
    expect(printed()).toBe('Nothing to show.')
  })
})

describe('dispute', () => {
  async function disputed() {
    const { payment, printed, world } = await start()
    const facts = { stage: 'DISPUTE_CREATED', dispute_id: 'DG1', amount: 1099, currency: 'EUR' }
    const due = Date.UTC(2026, 5, 9)
    const later = disputeRow('dsp_later', payment.id, { ...facts, dispute_id: 'DG2', due_at: due + 1 })
    await saveDispute(world.database.db, later)
    await saveDispute(world.database.db, disputeRow('dsp_first', payment.id, { ...facts, due_at: due }))
    const over = { ...facts, dispute_id: 'DG3', open: 0, outcome: 'won' as const }
    await saveDispute(world.database.db, disputeRow('dsp_over', payment.id, over))
    return { payment, printed }
  }

  it('list shows the open ones, what is due first on top', async () => {
    const { payment, printed } = await disputed()
    await listDisputesOf({})
    const [head, first, second, ...more] = printed().split('\n')
    expect(head).toMatch(/^dispute +due +stage +open +amount/)
    expect(first).toMatch(
      new RegExp(`^dsp_first +2026-06-09T.* yes +10\\.99 EUR .*order-1001 +${payment.id}`),
    )
    expect(second).toMatch(/^dsp_later/)
    expect(more).toEqual([])
    await listDisputesOf({ all: true, json: true })
    expect(JSON.parse(printed()).data).toHaveLength(3)
  })

  it('show prints all facts', async () => {
    const { printed } = await disputed()
    await showDispute('dsp_over', {})
    expect(printed()).toContain('dispute dsp_over: over, DISPUTE_CREATED')
    await showDispute('dsp_first', { json: true })
    expect(JSON.parse(printed())).toMatchObject({ gatewayDisputeId: 'DG1', history: [], notes: [] })
    await expect(showDispute('dsp_none', {})).rejects.toThrow('There is nothing here')
  })
})

describe('export', () => {
  it('writes a whole file, or none', async () => {
    const { payment, printed } = await start()
    const directory = mkdtempSync(join(tmpdir(), 'paykka-export-'))
    onTestFinished(() => rmSync(directory, { recursive: true }))
    const out = join(directory, 'june.csv')
    const june = { from: '2026-06-01T00:00:00Z', before: '2026-07-01T00:00:00Z' }
    await exportFile('payments', { ...june, out })
    expect(printed()).toBe(`2 line(s) in ${out}`)
    expect(readFileSync(out, 'utf8')).toMatch(new RegExp(`^payment_id,.*\r\n${payment.id},order-1001,`))
    await exportFile('movements', { ...june, out, json: true, columns: 'type,signed_amount' })
    expect(JSON.parse(printed())).toEqual({ file: out, lines: 1 })
    expect(readFileSync(out, 'utf8')).toBe('type,signed_amount\r\ncapture,10.99\r\n')
    await expect(exportFile('payments', { out, columns: 'x' })).rejects.toThrow(
      'columns may hold: payment_id',
    )
    expect(readdirSync(directory)).toEqual(['june.csv'])
  })
})
