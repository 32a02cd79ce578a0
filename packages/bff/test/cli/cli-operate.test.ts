/** An operator's commands, as processes, against a running BFF and the emulator. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { parseAmount } from '../../src/cli/operate-command.ts'
import { BFF, COMPILE_CACHE } from '../support/bundle.ts'
import { SECRET_KEY, shop, shopper, startWorld } from '../support/world.ts'

async function held() {
  const world = await startWorld({ listen: true, env: { PAYKKA_TIMEOUT_MS: '20000' } })
  const checkout = await shop(world).create({ capture: 'manual' })
  await shopper(world, checkout).pay()
  const [payment] = (await shop(world).read(checkout.id)).payments
  const address = world.app.server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const env = { BFF_PUBLIC_URL: `http://127.0.0.1:${port}`, BFF_SECRET_KEYS: SECRET_KEY }
  return { world, checkout, id: payment?.id ?? '', run: (...args: string[]) => run(args, env) }
}

async function run(args: string[], env: Record<string, string>) {
  const child = spawn(process.execPath, [BFF, ...args], {
    env: { ...COMPILE_CACHE, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [out, err] = [child.stdout.toArray(), child.stderr.toArray()]
  const [code] = await once(child, 'close')
  return { code, out: Buffer.concat(await out).toString(), err: Buffer.concat(await err).toString() }
}

describe('paykka-bff payment', { timeout: 60_000 }, () => {
  it('captures a part once per key, shows it, and gives some back', async () => {
    const { world, checkout, id, run } = await held()
    const capture = [
      'payment',
      'capture',
      id,
      '--amount',
      '5.00',
      '--final',
      '--yes',
      '--key',
      'operator-capture-1',
    ]
    expect(await run(...capture)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^capture cap_.*: succeeded/),
    })
    expect(await run(...capture)).toMatchObject({ code: 0 })
    const refund = await run(
      'payment',
      'refund',
      id,
      '--amount',
      '2.50',
      '--reason',
      'duplicate',
      '--yes',
      '--json',
    )
    expect(JSON.parse(refund.out)).toMatchObject({ operation: { type: 'refund', amount: { value: 250 } } })
    expect(refund.err).toMatch(/--key [\w-]{36}/)
    expect((await run('payment', 'show', id)).out).toContain('captured 500, voided 0, refunded 250')
    expect((await run('checkout', 'show', checkout.id)).out).toContain(id)
    expect(world.emulator.ledger().orders[0]?.balances).toMatchObject({
      captured_amount: 500,
      refunded_amount: 250,
    })
  })

  it('does nothing where nobody can be asked, and says how to go on', async () => {
    const { world, id, run } = await held()
    const answer = await run('payment', 'void', id)
    expect(answer).toMatchObject({ code: 1, err: expect.stringContaining('use --yes') })
    expect(world.emulator.ledger().orders[0]?.status).toBe('AUTHORIZED')
  })

  it('names what is missing, and what the BFF refuses', async () => {
    const { run: withBff } = await held()
    const unknown = await withBff('payment', 'show', `pay_${'A'.repeat(22)}`)
    expect(unknown).toMatchObject({ code: 1, err: expect.stringContaining('not_found') })
    const bare = await run(['payment', 'show', 'pay_1'], {})
    expect(bare).toMatchObject({ code: 1, err: expect.stringContaining('BFF_PUBLIC_URL is missing') })
  })
})

describe('parseAmount', () => {
  const of = (currency: string) => ({ amount: { value: 1000, currency } })
  it.each([
    ['12.34', 'EUR', 1234],
    ['12', 'EUR', 1200],
    ['12.3', 'EUR', 1230],
    ['500', 'JPY', 500],
    ['1.234', 'KWD', 1234],
  ])('reads %s %s as %i', (text, currency, value) => {
    expect(parseAmount(text, of(currency))).toEqual({ value, currency })
  })
  it.each([
    ['12.345', 'EUR'],
    ['1.5', 'JPY'],
    ['-1', 'EUR'],
    ['1e3', 'EUR'],
    ['0', 'EUR'],
    ['1,50', 'EUR'],
    ['', 'EUR'],
  ])('refuses "%s" %s', (text, currency) => {
    expect(() => parseAmount(text, of(currency))).toThrow('--amount must be like')
  })
})
