/** The same capture or refund under another key: refused while the first is open and minutes after, on both databases. */
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { postgresOfFile } from '../database/postgres-of-file.ts'
import { expectProblem } from '../support/refusals.ts'
import type { WorldOptions } from '../support/world.ts'
import { shop, shopper, startWorld } from '../support/world.ts'

const postgres = postgresOfFile()
const euro = (value: number) => ({ amount: { value, currency: 'EUR' } })
const NO_ANSWER = (path: string) =>
  ({ match: { path: `/v3/payment/acq/${path}` }, fault: { type: 'reset', when: 'after' } }) as const

async function paid(capture: 'automatic' | 'manual', options: WorldOptions = {}) {
  const world = await startWorld(options)
  const checkout = await shop(world).create({ capture })
  const { payment } = (await shopper(world, checkout).pay()).json()
  const send = (verb: string, body: object = {}, key: string = randomUUID()) =>
    shop(world).send('POST', `/v1/payments/${payment.id}/${verb}`, body, { 'idempotency-key': key })
  const calls = (path: string) => world.emulator.ledger().requests[`/v3/payment/acq/${path}`] ?? 0
  return { world, send, calls }
}

describe('a repeated operation', () => {
  it.each([
    ['refunds', 'refund', 'automatic'],
    ['captures', 'capture', 'manual'],
  ] as const)('%s wait for the first one while its outcome is unknown', async (verb, path, capture) => {
    const { world, send, calls } = await paid(capture)
    await world.emulator.setFaults(NO_ANSWER(path))
    const { operation } = (await send(verb, euro(500))).json()
    expect(operation.status).toBe('unknown')
    for (const body of [euro(500), { ...euro(500), allowRepeat: true }]) {
      const twin = await send(verb, body)
      expectProblem(twin, 409, 'operation_in_progress')
      expect(twin.json().operation).toEqual({ id: operation.id, type: path, status: 'unknown' })
    }
    expect(calls(path)).toBe(1)
  })

  it('is refused before PayKKa is queried, so also while PayKKa is down', async () => {
    const { world, send } = await paid('automatic')
    await world.emulator.setFaults(NO_ANSWER('refund'))
    await send('refunds', euro(500))
    await world.emulator.setFaults({
      match: { path: '/v3/payment/acq/query' },
      fault: { type: 'reset', when: 'before' },
      times: 0,
    })
    expectProblem(await send('refunds', euro(500)), 409, 'operation_in_progress')
    expectProblem(await send('refunds', euro(499)), 502, 'gateway_unreachable')
  })

  it('needs to be allowed within ten minutes after the first one succeeded', async () => {
    const { world, send, calls } = await paid('automatic')
    const key = randomUUID()
    const { operation } = (await send('refunds', euro(300), key)).json()
    const twin = await send('refunds', euro(300))
    expectProblem(twin, 409, 'operation_repeated')
    expect(twin.json()).toMatchObject({
      operation: { id: operation.id, type: 'refund', status: 'succeeded' },
      detail: expect.stringContaining('allowRepeat'),
    })
    expect((await send('refunds', euro(300), key)).headers['idempotency-replayed']).toBe('true')
    const allowed = { ...euro(300), allowRepeat: true }
    expect((await send('refunds', allowed)).json().operation.status).toBe('succeeded')
    expectProblem(await send('refunds', allowed, key), 422, 'idempotency_key_reused')
    world.clock.advance(10 * 60_000)
    expect((await send('refunds', euro(300))).json().operation.status).toBe('succeeded')
    expect(calls('refund')).toBe(3)
  })

  it('is free when the first one was not executed', async () => {
    const { world, send } = await paid('automatic')
    await world.emulator.setFaults({
      match: { path: '/v3/payment/acq/refund' },
      fault: { type: 'status', status: 400, body: { ret_code: '010000', ret_msg: 'no' }, when: 'before' },
      times: 1,
    })
    expect((await send('refunds', euro(300))).statusCode).toBe(502)
    expect((await send('refunds', euro(300))).json().operation.status).toBe('succeeded')
  })

  it.each(['SQLite', 'PostgreSQL'])(
    'is done once by a hundred at once under a hundred keys, on %s',
    async (database) => {
      const DATABASE_URL = database === 'SQLite' ? undefined : await postgres().createDatabase()
      // A hundred answers at once take their time on a busy machine; here none may count as lost.
      const env = { PAYKKA_TIMEOUT_MS: '20000', ...(DATABASE_URL ? { DATABASE_URL } : {}) }
      const { send, calls } = await paid('automatic', { env })
      const answers = await Promise.all(Array.from({ length: 100 }, () => send('refunds', euro(10))))
      const reported = Map.groupBy(answers, (answer) => answer.json().code ?? answer.json().operation.status)
      expect([reported.get('succeeded')?.length, calls('refund')]).toEqual([1, 1])
      reported.delete('succeeded')
      const refused = ['operation_in_progress', 'operation_repeated']
      expect([...reported.keys()].filter((code) => !refused.includes(code))).toEqual([])
      // The control: as many refunds of different amounts are as many refunds.
      const others = await Promise.all(
        Array.from({ length: 10 }, (_, index) => send('refunds', euro(20 + index))),
      )
      expect(others.map((answer) => answer.json().operation?.status)).toEqual(others.map(() => 'succeeded'))
    },
  )
})
