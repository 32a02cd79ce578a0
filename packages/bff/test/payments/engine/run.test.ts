/** A result is written however often that takes; the gateway is never asked twice. */
import { expect, it } from 'vitest'
import { Vault } from '../../../src/cards/vault.ts'
import type { Database } from '../../../src/database/database.ts'
import type { AttemptRow, Kind } from '../../../src/payments/engine/attempt.ts'
import { retryDatabaseStep, run } from '../../../src/payments/engine/run.ts'

const ROW: AttemptRow = {
  id: 'op_1',
  status: 'sending',
  created_at: 1000,
  send_deadline: 9000,
  next_query_at: 9000,
  queries: 0,
  lease_until: 0,
}

function bench(failures: number, error: Error) {
  const pauses: number[] = []
  const logged: unknown[] = []
  const note = (facts: Record<string, unknown>, message: string) =>
    void logged.push([facts.operation, message])
  let tries = 0
  const step = async () => {
    if (++tries <= failures) throw error
    return 'written'
  }
  const parts = {
    log: { info: note, warn: note, error: note },
    pause: async (ms: number) => void pauses.push(ms),
  }
  return { parts, step, pauses, logged }
}

const settlingOn = (database: Database, parts: ReturnType<typeof bench>['parts']) => ({
  ...parts,
  database,
  now: () => 2000,
  provenNow: () => 2000,
  random: () => 0.5,
  vault: new Vault(new Uint8Array(32)),
})

const AGAIN = ['op_1', 'the result could not be written; trying again']

it('tries a database step four times, ever more slowly', async () => {
  const { parts, step, pauses, logged } = bench(3, new Error('odd'))
  expect(await retryDatabaseStep(parts, { operation: 'op_1' }, step)).toBe('written')
  expect(pauses).toEqual([100, 400, 1500])
  expect(logged).toEqual([AGAIN, AGAIN, AGAIN])
})

it('gives up after the fourth, and leaves a failing database to what logs it', async () => {
  const full = Object.assign(new Error('full'), { errcode: 13 })
  const { parts, step, logged } = bench(4, full)
  await expect(retryDatabaseStep(parts, { operation: 'op_1' }, step)).rejects.toBe(full)
  expect(logged).toEqual([])
})

it('leaves an attempt unknown when its result cannot be written, sent once', async () => {
  const { parts, logged } = bench(0, new Error('unused'))
  let sent = 0
  const order = {
    send: async () => {
      sent++
      return { kind: 'done' as const }
    },
    lookUp: undefined,
    mayBeForgotten: false,
  }
  const broken = { transaction: () => Promise.reject(new Error('broken')) } as unknown as Database
  const kind = { noun: 'operation' } as Kind<AttemptRow, { kind: string }, unknown>
  const settling = settlingOn(broken, parts)
  const { row, answer } = await run<AttemptRow, { kind: 'done' }, unknown>(settling, kind, ROW, order)
  expect(row).toEqual({ ...ROW, status: 'unknown' })
  expect(answer).toEqual({ kind: 'done' })
  expect(sent).toBe(1)
  expect(logged).toEqual([
    AGAIN,
    AGAIN,
    AGAIN,
    ['op_1', 'the result could not be written; the resolver ends it'],
  ])
})

it('settles the answer as one to the order itself, which proves no time', async () => {
  const asked: unknown[] = []
  const kind: Kind<AttemptRow, { kind: string }, string> = {
    noun: 'operation',
    lock: async () => ROW,
    judge: (_row, answer, how) => {
      asked.push([answer.kind, how])
      return 'succeeded'
    },
    apply: async (_parts, _tx, row, status) => ({ ...row, status }),
    update: async () => {},
    nextQueryAt: () => null,
  }
  const { parts } = bench(0, new Error('unused'))
  const working = { transaction: (work: (tx: unknown) => unknown) => work({}) } as unknown as Database
  const order = { send: async () => ({ kind: 'done' as const }), lookUp: undefined, mayBeForgotten: false }
  const { row } = await run<AttemptRow, { kind: 'done' }, string>(
    settlingOn(working, parts),
    kind,
    ROW,
    order,
  )
  expect(row.status).toBe('succeeded')
  expect(asked).toEqual([['done', { what: 'order', at: 1000, provenAt: 0 }]])
})
