/** `payment find` and `payment list`, on the ledger of a world that runs. */
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { findPaymentBy, listPaymentsOf } from '../../src/cli/find-command.ts'
import { program } from '../../src/cli/program.ts'
import type { World } from '../support/world.ts'
import { environmentOf, shop, shopper, startWorld } from '../support/world.ts'

/** Lets the command read that world's ledger. @returns what it prints */
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
  return { payment, printed: atWorld(world) }
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
